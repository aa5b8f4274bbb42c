#include "ui/alpha_bar.h"

#include "ui/color_button.h"
#include "ui/flow_layout.h"
#include "ui/icons.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kGap = 14; // between settings
constexpr int kRowGap = 6;
constexpr int kNameWidth = 180; // pixels of a file's name

struct ViewText {
    const char* text;
    const char* help;
    const char* icon;
};

// By AlphaView.
constexpr std::array<ViewText, kAlphaViews> kViews{{
    {QT_TRANSLATE_NOOP("AlphaBar", "Checkerboard"),
     QT_TRANSLATE_NOOP("AlphaBar", "The cut-out before a checkerboard"), "checker"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Black"),
     QT_TRANSLATE_NOOP("AlphaBar", "The cut-out on black: shows light halos"), "back-black"},
    {QT_TRANSLATE_NOOP("AlphaBar", "White"),
     QT_TRANSLATE_NOOP("AlphaBar", "The cut-out on white: shows dark halos"), "back-white"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Grey"), QT_TRANSLATE_NOOP("AlphaBar", "The cut-out on middle grey"),
     "back-grey"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Colour"),
     QT_TRANSLATE_NOOP("AlphaBar", "The cut-out on a colour of your choice"), "back-color"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Gradient"),
     QT_TRANSLATE_NOOP("AlphaBar", "The cut-out before a gradient between two colours"), "back-gradient"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Own picture"),
     QT_TRANSLATE_NOOP("AlphaBar", "The cut-out before a picture of yours"), "back-picture"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Torture colour"),
     QT_TRANSLATE_NOOP(
         "AlphaBar",
         "The cut-out on the colour opposed to its own fringe: what is left of the old background shows "
         "most"),
     "torture"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Alpha as grey"),
     QT_TRANSLATE_NOOP("AlphaBar", "The matte as a grey picture"), "grey"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Overlay"),
     QT_TRANSLATE_NOOP("AlphaBar", "What is cut away, tinted over the photo"), "overlay"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Matte monitor"),
     QT_TRANSLATE_NOOP(
         "AlphaBar",
         "Exactly 0 black, exactly 1 white, everything between in false colours. Judged from the matte's own "
         "8 or 16 bits; zoomed out, a pixel that holds a partial one counts as partial"),
     "monitor"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Edge band"),
     QT_TRANSLATE_NOOP("AlphaBar", "The photo where the matte is partial; dimmed where it is exactly 0 or 1"),
     "band"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Colours without alpha"),
     QT_TRANSLATE_NOOP(
         "AlphaBar", "The colours in the result, its alpha ignored: shows what lies hidden in the file"),
     "rgb"},
    {QT_TRANSLATE_NOOP("AlphaBar", "Premultiplied"),
     QT_TRANSLATE_NOOP(
         "AlphaBar", "Colours times alpha, as compositing programs keep them; the same picture as on black"),
     "premultiplied"},
}};

constexpr std::array<const char*, kOverlayColors.size()> kColorNames{
    QT_TRANSLATE_NOOP("AlphaBar", "Red"), QT_TRANSLATE_NOOP("AlphaBar", "Green"),
    QT_TRANSLATE_NOOP("AlphaBar", "Blue"), QT_TRANSLATE_NOOP("AlphaBar", "Magenta"),
    QT_TRANSLATE_NOOP("AlphaBar", "Yellow")};

QString translated(const char* text) {
    return QCoreApplication::translate("AlphaBar", text);
}

std::function<bool(AlphaView)> only(AlphaView view) {
    return [view](AlphaView shown) { return shown == view; };
}

} // namespace

QString AlphaBar::viewText(AlphaView view) {
    return translated(kViews[std::size_t(view)].text);
}

QString AlphaBar::viewHelp(AlphaView view) {
    return translated(kViews[std::size_t(view)].help);
}

QString AlphaBar::viewIcon(AlphaView view) {
    return QString::fromLatin1(kViews[std::size_t(view)].icon);
}

QString AlphaBar::overlayColorText(int index) {
    return translated(kColorNames[std::size_t(index)]);
}

AlphaBar::AlphaBar(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("alphaBar"));
    auto* flow = new FlowLayout(kGap, kRowGap, this);
    flow->setContentsMargins({});
    build();
    show(m_style);
}

void AlphaBar::setAlphaStyle(const AlphaStyle& style) {
    m_style = style;
    show(style);
}

void AlphaBar::setNote(const QString& note) {
    m_view->setAccessibleDescription(note);
}

void AlphaBar::setPictureName(const QString& name) {
    m_picture->setText(
        name.isEmpty() ? tr("Choose…")
                       : m_picture->fontMetrics().elidedText(name, Qt::ElideMiddle, kNameWidth));
    m_picture->setAccessibleName(
        name.isEmpty() ? tr("Choose the background picture") : tr("Background picture: %1").arg(name));
    m_picture->setToolTip(
        name.isEmpty() ? tr("Choose a picture to put behind the cut-out")
                       : tr("Choose another picture than “%1” to put behind the cut-out").arg(name));
}

QSize AlphaBar::sizeHint() const {
    QSize widest = m_reset->sizeHint();
    for (int i = 0; i < kAlphaViews; ++i) {
        QSize size = m_reset->sizeHint();
        for (const Field& field : m_fields) {
            if (field.belongs(AlphaView(i))) {
                const QSize hint = field.widget->sizeHint();
                size = QSize(size.width() + kGap + hint.width(), std::max(size.height(), hint.height()));
            }
        }
        widest = widest.expandedTo(size);
    }
    return widest;
}

void AlphaBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_overlayColor) {
        drawColors();
    }
    QWidget::changeEvent(event);
}

void AlphaBar::build() {
    m_view = new QComboBox;
    m_view->setObjectName(QStringLiteral("alphaView"));
    m_view->setAccessibleName(tr("Alpha view"));
    m_view->setMaxVisibleItems(kAlphaViews + 2);
    for (int i = 0; i < kAlphaViews; ++i) {
        const auto view = AlphaView(i);
        if (view == AlphaView::grey) {
            m_view->insertSeparator(m_view->count());
        }
        m_view->addItem(icon(viewIcon(view)), viewText(view), i);
        m_view->setItemData(m_view->count() - 1, viewHelp(view), Qt::ToolTipRole);
    }
    connect(m_view, &QComboBox::currentIndexChanged, this, [this] {
        change([this](AlphaStyle& style) { style.view = AlphaView(m_view->currentData().toInt()); });
    });
    add(tr("View"), m_view, [](AlphaView) { return true; });
    buildBackgrounds();
    buildShades();
    addCurve(
        "viewGain", tr("Gain"), tr("Makes what is shown brighter. The view only: the result stays as it is"),
        tr(" ×"), kGainRange, &AlphaStyle::gain);
    addCurve(
        "viewGamma", tr("Gamma"),
        tr("Above 1 lifts what is dark, below 1 what is bright is told apart. The view only: the result "
           "stays as it is"),
        {}, kGammaRange, &AlphaStyle::gamma);
    m_reset = new QToolButton(this);
    m_reset->setObjectName(QStringLiteral("alphaReset"));
    m_reset->setAccessibleName(tr("Reset this view"));
    m_reset->setToolTip(tr("Set what belongs to this view back to its defaults"));
    m_reset->setIcon(icon(QStringLiteral("reset"), IconTone::muted));
    m_reset->setAutoRaise(true);
    m_reset->setFocusPolicy(Qt::StrongFocus);
    connect(m_reset, &QToolButton::clicked, this, [this] {
        change([](AlphaStyle& style) { style = withViewReset(style); });
    });
    layout()->addWidget(m_reset);
}

void AlphaBar::buildBackgrounds() {
    addNumber(
        "checkSide", tr("Size"), tr("How large the checkerboard's squares are on the screen"), tr(" px"), 2,
        64, 2, &AlphaStyle::checkSide, AlphaView::checkerboard);
    addNumber(
        "checkContrast", tr("Contrast"),
        tr("How far apart the checkerboard's two colours are: at 100 % as chosen"), tr(" %"), 0, 300, 10,
        &AlphaStyle::checkContrast, AlphaView::checkerboard);
    addColor(
        "checkLight", tr("Light"), tr("The checkerboard's first colour"), &AlphaStyle::checkLight,
        AlphaView::checkerboard);
    addColor(
        "checkDark", tr("Dark"), tr("The checkerboard's second colour"), &AlphaStyle::checkDark,
        AlphaView::checkerboard);
    addColor(
        "viewColor", tr("Colour"), tr("The colour behind the cut-out"), &AlphaStyle::color, AlphaView::color);
    addColor(
        "gradientTop", tr("Top"), tr("The gradient's colour at the photo's top"), &AlphaStyle::gradientTop,
        AlphaView::gradient);
    addColor(
        "gradientBottom", tr("Bottom"), tr("The gradient's colour at the photo's bottom"),
        &AlphaStyle::gradientBottom, AlphaView::gradient);
    m_picture = new QPushButton;
    m_picture->setObjectName(QStringLiteral("choosePicture"));
    setPictureName({});
    connect(m_picture, &QPushButton::clicked, this, &AlphaBar::choosePictureClicked);
    add(tr("Picture"), m_picture, only(AlphaView::picture));
}

void AlphaBar::buildShades() {
    m_overlayColor = new QComboBox;
    m_overlayColor->setObjectName(QStringLiteral("overlayColor"));
    m_overlayColor->setAccessibleName(tr("Overlay colour"));
    m_overlayColor->setToolTip(tr("What the cut-away part is tinted with"));
    for (int i = 0; i < int(kOverlayColors.size()); ++i) {
        m_overlayColor->addItem(overlayColorText(i));
    }
    drawColors();
    connect(m_overlayColor, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([index](AlphaStyle& style) { style.overlayColor = index; });
    });
    m_editors.emplace_back(
        [this](const AlphaStyle& style) { m_overlayColor->setCurrentIndex(style.overlayColor); });
    add(tr("Colour"), m_overlayColor, only(AlphaView::overlay));
    addNumber(
        "overlayOpacity", tr("Opacity"), tr("How much the tint covers what is fully cut away"), tr(" %"), 0,
        100, 5, &AlphaStyle::overlayOpacity, AlphaView::overlay);
    addNumber(
        "bandDim", tr("Dim"), tr("How dark it gets where the matte is exactly 0 or 1"), tr(" %"), 0, 100, 5,
        &AlphaStyle::bandDim, AlphaView::band);
}

void AlphaBar::add(const QString& label, QWidget* editor, std::function<bool(AlphaView)> belongs) {
    auto* field = new QWidget(this);
    auto* row = new QHBoxLayout(field);
    row->setContentsMargins({});
    row->setSpacing(6);
    auto* text = new QLabel(label, field);
    text->setBuddy(editor);
    row->addWidget(text);
    row->addWidget(editor);
    if (editor->focusPolicy() == Qt::WheelFocus) {
        editor->setFocusPolicy(Qt::StrongFocus);
    }
    layout()->addWidget(field);
    m_fields.push_back({.widget = field, .belongs = std::move(belongs)});
}

QSpinBox* AlphaBar::addNumber(
    const char* name,
    const QString& label,
    const QString& help,
    const QString& suffix,
    int least,
    int most,
    int step,
    int AlphaStyle::*member,
    AlphaView view) {
    auto* box = new QSpinBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setAccessibleName(label);
    box->setToolTip(help);
    box->setRange(least, most);
    box->setSingleStep(step);
    box->setSuffix(suffix);
    connect(box, &QSpinBox::valueChanged, this, [this, member](int value) {
        change([&](AlphaStyle& style) { style.*member = value; });
    });
    m_editors.emplace_back([box, member](const AlphaStyle& style) { box->setValue(style.*member); });
    add(label, box, only(view));
    return box;
}

ColorButton* AlphaBar::addColor(
    const char* name, const QString& label, const QString& help, QColor AlphaStyle::*member, AlphaView view) {
    auto* button = new ColorButton(QString::fromLatin1(name), label, help);
    connect(button, &ColorButton::colorChosen, this, [this, member](const QColor& color) {
        change([&](AlphaStyle& style) { style.*member = color; });
    });
    m_editors.emplace_back([button, member](const AlphaStyle& style) { button->setColor(style.*member); });
    add(label, button, only(view));
    return button;
}

QDoubleSpinBox* AlphaBar::addCurve(
    const char* name,
    const QString& label,
    const QString& help,
    const QString& suffix,
    const std::array<double, 2>& range,
    double AlphaStyle::*member) {
    auto* box = new QDoubleSpinBox;
    box->setObjectName(QString::fromLatin1(name));
    box->setAccessibleName(label);
    box->setToolTip(help);
    box->setDecimals(2);
    box->setRange(range[0], range[1]);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setSuffix(suffix);
    connect(box, &QDoubleSpinBox::valueChanged, this, [this, member](double value) {
        change([&](AlphaStyle& style) { style.*member = value; });
    });
    m_editors.emplace_back([box, member](const AlphaStyle& style) { box->setValue(style.*member); });
    add(label, box, [](AlphaView view) { return view != AlphaView::monitor; });
    return box;
}

void AlphaBar::change(const std::function<void(AlphaStyle&)>& edit) {
    if (m_isShowing) {
        return;
    }
    edit(m_style);
    show(m_style);
    Q_EMIT styleChanged(m_style);
}

void AlphaBar::show(const AlphaStyle& style) {
    m_isShowing = true;
    m_view->setCurrentIndex(m_view->findData(int(style.view)));
    m_view->setToolTip(viewHelp(style.view));
    for (const auto& showIn : m_editors) {
        showIn(style);
    }
    for (const Field& field : m_fields) {
        field.widget->setVisible(field.belongs(style.view));
    }
    m_reset->setVisible(withViewReset(style) != style);
    m_isShowing = false;
}

void AlphaBar::drawColors() {
    for (int i = 0; i < int(kOverlayColors.size()); ++i) {
        m_overlayColor->setItemIcon(i, colorIcon(QColor(kOverlayColors[std::size_t(i)]), palette()));
    }
}

} // namespace kerf::ui
