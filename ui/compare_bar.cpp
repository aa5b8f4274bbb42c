#include "ui/compare_bar.h"

#include "ui/icons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

#include <cmath>

namespace kerf::ui {
namespace {

constexpr int kOpenOther = -1; // the picker's row that asks for a file
constexpr int kGap = 6;
constexpr int kGroupGap = 18;
constexpr int kSliderLength = 120;
constexpr int kAngleStep = 5;

void name(QWidget* widget, const char* objectName, const QString& accessible, const QString& help) {
    widget->setObjectName(QString::fromLatin1(objectName));
    widget->setAccessibleName(accessible);
    widget->setToolTip(help);
}

// A label and what it names, side by side.
QWidget* group(const QString& label, QWidget* editor, const QList<QWidget*>& others = {}) {
    auto* box = new QWidget;
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->setSpacing(kGap);
    auto* text = new QLabel(label);
    text->setBuddy(editor);
    row->addWidget(text);
    for (QWidget* other : others) {
        row->addWidget(other);
    }
    row->addWidget(editor);
    return box;
}

void bind(QSlider* slider, QSpinBox* number) {
    slider->setRange(number->minimum(), number->maximum());
    slider->setMinimumWidth(kSliderLength);
    QObject::connect(slider, &QSlider::valueChanged, number, &QSpinBox::setValue);
    QObject::connect(number, &QSpinBox::valueChanged, slider, &QSlider::setValue);
}

} // namespace

CompareBar::CompareBar(QWidget* parent)
    : QWidget(parent),
      m_pickA(makePicker(true)),
      m_swap(new QToolButton),
      m_pickB(makePicker(false)),
      m_angle(new QSpinBox),
      m_gain(new QSlider(Qt::Horizontal)),
      m_gainNumber(new QSpinBox),
      m_signed(new QCheckBox(tr("Signed"))),
      m_opacity(new QSlider(Qt::Horizontal)),
      m_opacityNumber(new QSpinBox) {
    setObjectName(QStringLiteral("compareBar"));
    build();
    connect(m_swap, &QToolButton::clicked, this, &CompareBar::swapClicked);
    connect(m_angle, &QSpinBox::valueChanged, this, [this](int value) { Q_EMIT dividerAngleChosen(value); });
    connect(m_gainNumber, &QSpinBox::valueChanged, this, &CompareBar::onDifferenceEdited);
    connect(m_signed, &QCheckBox::toggled, this, &CompareBar::onDifferenceEdited);
    connect(m_opacityNumber, &QSpinBox::valueChanged, this, [this](int value) {
        Q_EMIT onionOpacityChosen(value / 100.0);
    });
    setSources({});
    settle();
}

QComboBox* CompareBar::makePicker(bool isA) {
    auto* picker = new QComboBox;
    name(
        picker, isA ? "compareA" : "compareB", isA ? tr("Picture A") : tr("Picture B"),
        isA ? tr("What A is: left of the divider, the first of two")
            : tr("What B is: right of the divider, the second of two"));
    picker->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(picker, &QComboBox::activated, this, [this, picker, isA](int row) {
        const int chosen = picker->itemData(row).toInt();
        if (chosen == kOpenOther) {
            choose(picker, isA ? m_a : m_b); // until there is a file
            Q_EMIT otherFileWanted(isA);
        } else {
            Q_EMIT picked(isA, CompareSource(chosen));
        }
    });
    return picker;
}

void CompareBar::build() {
    name(m_swap, "compareSwap", tr("Swap A and B"), tr("Swap A and B"));
    m_swap->setIcon(icon(QStringLiteral("swap")));
    m_swap->setAutoRaise(true);
    m_angle->setRange(-180, 180);
    m_angle->setWrapping(true);
    m_angle->setSingleStep(kAngleStep);
    m_angle->setSuffix(tr("°"));
    name(
        m_angle, "dividerAngle", tr("Angle of the divider"),
        tr("How far the divider is turned; drag its small knob, hold Ctrl while dragging it, or press Shift "
           "with Up or Down on the canvas"));
    m_gainNumber->setRange(1, kMaxGain);
    m_gainNumber->setPrefix(tr("× "));
    name(
        m_gainNumber, "differenceGain", tr("Gain of the difference"),
        tr("How much the difference is enlarged"));
    name(m_gain, "differenceGainSlider", tr("Gain of the difference"), m_gainNumber->toolTip());
    name(
        m_signed, "differenceSigned", tr("Signed difference"),
        tr("Grey where A and B agree, lighter where B is lighter, darker where it is darker"));
    m_opacityNumber->setRange(0, 100);
    m_opacityNumber->setSuffix(tr(" %"));
    name(m_opacityNumber, "onionOpacity", tr("Opacity of B"), tr("How much of B is seen over A"));
    name(m_opacity, "onionOpacitySlider", tr("Opacity of B"), m_opacityNumber->toolTip());
    bind(m_gain, m_gainNumber);
    bind(m_opacity, m_opacityNumber);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(kGap);
    row->addWidget(group(tr("A"), m_pickA));
    row->addWidget(m_swap);
    row->addWidget(group(tr("B"), m_pickB));
    m_angleGroup = group(tr("Angle"), m_angle);
    m_differenceGroup = group(tr("Gain"), m_gainNumber, {m_gain});
    m_differenceGroup->layout()->addWidget(m_signed);
    m_onionGroup = group(tr("Opacity of B"), m_opacityNumber, {m_opacity});
    row->addSpacing(kGroupGap - kGap);
    for (QWidget* part : {m_angleGroup, m_differenceGroup, m_onionGroup}) {
        row->addWidget(part);
    }
}

QString CompareBar::nameOf(CompareSource source, const CompareSources& sources) {
    switch (source) {
    case CompareSource::original:
        return tr("Original");
    case CompareSource::cleaned:
        return tr("Clean-up");
    case CompareSource::cutout:
        return sources.hasOwnAlpha ? tr("Its own alpha") : tr("Cut-out");
    case CompareSource::finished:
        return tr("Black and white");
    case CompareSource::framed:
        return tr("As exported");
    case CompareSource::other:
        return sources.other;
    }
    return {};
}

void CompareBar::fill(QComboBox* picker, bool isA) {
    picker->clear();
    for (const CompareSource source :
         {CompareSource::original, CompareSource::cleaned, CompareSource::cutout, CompareSource::finished,
          CompareSource::framed, CompareSource::other}) {
        const bool hasCutout = m_sources.hasResult || m_sources.hasOwnAlpha;
        if ((source == CompareSource::cleaned && !m_sources.hasResult) ||
            (source == CompareSource::cutout && !hasCutout) ||
            (source == CompareSource::finished && !m_sources.hasFinish) ||
            (source == CompareSource::framed && (isA || !m_sources.hasFrame)) ||
            (source == CompareSource::other && m_sources.other.isEmpty())) {
            continue;
        }
        picker->addItem(nameOf(source, m_sources), int(source));
    }
    picker->insertSeparator(picker->count());
    picker->addItem(tr("Another file…"), kOpenOther);
}

void CompareBar::choose(QComboBox* picker, CompareSource source) {
    picker->setCurrentIndex(picker->findData(int(source)));
}

void CompareBar::setSources(const CompareSources& sources) {
    m_sources = sources;
    fill(m_pickA, true);
    fill(m_pickB, false);
    setPicks(m_a, m_b);
    settle();
}

void CompareBar::setPicks(CompareSource a, CompareSource b) {
    m_a = a;
    m_b = b;
    choose(m_pickA, a);
    choose(m_pickB, b);
}

void CompareBar::setMode(CompareMode mode) {
    m_mode = mode;
    settle();
}

void CompareBar::setDividerAngle(double degrees) {
    const QSignalBlocker blocker(m_angle);
    m_angle->setValue(int(std::lround(degrees)));
}

void CompareBar::setDifferenceStyle(const DifferenceStyle& style) {
    const QSignalBlocker blocker(this);
    m_gainNumber->setValue(style.gain);
    m_signed->setChecked(style.isSigned);
}

void CompareBar::setOnionOpacity(double opacity) {
    const QSignalBlocker blocker(this);
    m_opacityNumber->setValue(int(std::lround(opacity * 100.0)));
}

void CompareBar::onDifferenceEdited() {
    Q_EMIT differenceStyleChosen({.gain = m_gainNumber->value(), .isSigned = m_signed->isChecked()});
}

void CompareBar::settle() {
    m_angleGroup->setVisible(m_mode == CompareMode::split);
    m_differenceGroup->setVisible(m_mode == CompareMode::difference);
    m_onionGroup->setVisible(m_mode == CompareMode::onion);
    setVisible(m_sources.hasResult || !m_sources.other.isEmpty());
}

} // namespace kerf::ui
