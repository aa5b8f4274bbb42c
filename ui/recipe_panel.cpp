#include "ui/recipe_panel.h"

#include "ui/icons.h"
#include "ui/section.h"
#include "ui/setting_row.h"
#include "ui/theme.h"

#include <QColorDialog>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMargins>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QStyle>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kHelpRole = Qt::UserRole + 1; // what an engine is, whether it can run or not
constexpr QMargins kFootMargins{12, 8, 12, 12};

template <typename Engine>
void addEngine(QComboBox* box, Engine engine, const QString& text, const QString& help) {
    box->addItem(text, int(engine));
    box->setItemData(box->count() - 1, help, Qt::ToolTipRole);
    box->setItemData(box->count() - 1, help, kHelpRole);
}

// Back to its own help when it can run by now: a model may have come.
void showEngine(QComboBox* box, int engine, const EngineInfo& info) {
    const int row = box->findData(engine);
    if (row >= 0) {
        auto* item = qobject_cast<QStandardItemModel*>(box->model())->item(row);
        item->setEnabled(info.available);
        item->setToolTip(
            info.available ? item->data(kHelpRole).toString() : QString::fromStdString(info.reason));
        item->setData(
            info.available ? item->text() : item->text() + QLatin1String(": ") + item->toolTip(),
            Qt::AccessibleTextRole);
    }
}

QIcon swatch(Color color, const QColor& line) {
    QPixmap drawn(32, 32);
    drawn.fill(Qt::transparent);
    QPainter painter(&drawn);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(QColor(color.red, color.green, color.blue));
    painter.setPen(QPen(line, 2));
    painter.drawRoundedRect(QRectF(2, 2, 28, 28), 6, 6);
    return QIcon(drawn);
}

} // namespace

RecipePanel::RecipePanel(QWidget* parent)
    : QWidget(parent),
      m_note(new QLabel(this)),
      m_cleanup(new Section(QStringLiteral("cleanup"), tr("Clean-up"))),
      m_mask(new Section(QStringLiteral("mask"), tr("Mask"))),
      m_background(new Section(QStringLiteral("background"), tr("Background"))) {
    setObjectName(QStringLiteral("recipePanel"));
    auto* content = m_content = new QWidget;
    content->setObjectName(QStringLiteral("recipeContent"));
    m_column = new QVBoxLayout(content);
    m_column->setContentsMargins(14, 10, 10, 14);
    m_column->setSpacing(6);
    m_note->setText(tr("One recipe for all photos. Only the box belongs to a single photo."));
    m_note->setProperty("quiet", true);
    m_note->setContentsMargins(4, 0, 4, 0);
    m_note->setWordWrap(true);
    m_column->addWidget(m_note);
    for (Section* section : {m_cleanup, m_mask, m_background}) {
        m_column->addWidget(section);
    }
    m_column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("recipeScroll"));
    scroll->setAccessibleName(tr("Recipe"));
    scroll->setToolTip({});
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    outer->addWidget(scroll, 1);
    m_foot = new QScrollArea(this);
    m_foot->setObjectName(QStringLiteral("recipeFoot"));
    m_foot->setAccessibleName(tr("Result"));
    m_foot->setWidgetResizable(true);
    m_foot->setFrameShape(QFrame::NoFrame);
    m_foot->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_foot->setFocusPolicy(Qt::NoFocus);
    m_foot->hide();
    auto* around = new QVBoxLayout;
    around->setContentsMargins(kFootMargins);
    around->addWidget(m_foot);
    outer->addLayout(around);

    buildCleanup();
    buildMask();
    buildBackground();
    showRecipe();
    setSubject(false, std::nullopt);
    applyTheme();
}

void RecipePanel::addSection(QWidget* section) {
    m_column->insertWidget(m_column->count() - 1, section); // before the stretch
}

void RecipePanel::setFoot(QWidget* foot) {
    foot->installEventFilter(this);
    m_foot->setWidget(foot);
    layFoot();
}

// As high as what it holds, but never more than half of the panel: the recipe has to stay in reach.
void RecipePanel::layFoot() {
    QWidget* foot = m_foot->widget();
    if (!foot) {
        return;
    }
    const int width = this->width() - kFootMargins.left() - kFootMargins.right();
    const int wanted = foot->hasHeightForWidth() ? foot->heightForWidth(width) : foot->sizeHint().height();
    const int most = height() / 2;
    m_foot->setFixedHeight(std::min(wanted, most));
    m_foot->setFocusPolicy(wanted > most ? Qt::TabFocus : Qt::NoFocus); // the keys scroll it
    m_foot->setVisible(!foot->isHidden());
}

void RecipePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layFoot();
}

bool RecipePanel::eventFilter(QObject* watched, QEvent* event) {
    const bool isLayout = event->type() == QEvent::LayoutRequest || event->type() == QEvent::ShowToParent ||
                          event->type() == QEvent::HideToParent;
    if (watched == m_foot->widget() && isLayout) {
        layFoot();
    }
    return QWidget::eventFilter(watched, event);
}

// Wide enough for its rows in the letters' size, so that nothing is cut off on the right.
QSize RecipePanel::minimumSizeHint() const {
    constexpr int kUsualWidth = 340;
    const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    return {
        std::max(kUsualWidth, m_content->minimumSizeHint().width() + bar),
        QWidget::minimumSizeHint().height()};
}

SettingRow* RecipePanel::addRow(
    Section* section,
    const char* name,
    const QString& label,
    const QString& help,
    QWidget* editor,
    void (*reset)(Recipe&)) {
    auto* row = new SettingRow(QString::fromLatin1(name), label, help, editor);
    section->addRow(row);
    connect(row, &SettingRow::resetClicked, this, [this, reset] { change(reset); });
    return row;
}

template <typename Change>
void RecipePanel::change(Change&& change) {
    if (m_isShowing) {
        return;
    }
    Recipe recipe = m_recipe;
    change(recipe);
    setRecipe(recipe);
}

void RecipePanel::setRecipe(const Recipe& recipe) {
    Recipe next = recipe;
    next.subject.reset();
    const bool isOther = next != m_recipe;
    m_recipe = next;
    if (next.background) {
        m_lastColor = *next.background;
    }
    showRecipe();
    if (isOther) {
        Q_EMIT recipeChanged(m_recipe);
    }
}

void RecipePanel::buildCleanup() {
    m_cleanupEngine = new QComboBox;
    addEngine(
        m_cleanupEngine, CleanupEngine::automatic, tr("Automatic"),
        tr("The best engine that is there; the result says which one it was."));
    addEngine(
        m_cleanupEngine, CleanupEngine::esrgan, tr("Real-ESRGAN ×2"),
        tr("A neural network that restores detail and doubles the size."));
    addEngine(
        m_cleanupEngine, CleanupEngine::nlm, tr("Denoise (NLM)"),
        tr("Non-local means: removes noise by averaging similar patches. Its strength follows the photo's "
           "noise."));
    addEngine(
        m_cleanupEngine, CleanupEngine::nlm_opencv, tr("Denoise (NLM, OpenCV)"),
        tr("OpenCV's own non-local means with its usual values. Slower; for those who need that exact "
           "result."));
    addEngine(m_cleanupEngine, CleanupEngine::off, tr("Off"), tr("The photo's pixels stay as they are."));
    m_cleanupRow = addRow(
        m_cleanup, "cleanupEngine", tr("Engine"), tr("What removes noise and blemishes"), m_cleanupEngine,
        [](Recipe& recipe) { recipe.cleanup = Recipe().cleanup; });
    connect(m_cleanupEngine, &QComboBox::currentIndexChanged, this, [this] {
        change([&](Recipe& r) { r.cleanup = CleanupEngine(m_cleanupEngine->currentData().toInt()); });
    });

    auto* pair = new QWidget;
    pair->setObjectName(QStringLiteral("strengthPair"));
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    m_strength = new QSlider(Qt::Horizontal);
    m_strength->setObjectName(QStringLiteral("strengthSlider"));
    m_strength->setAccessibleName(tr("Clean-up strength"));
    m_strengthNumber = new QSpinBox;
    m_strengthNumber->setObjectName(QStringLiteral("strengthNumber"));
    m_strengthNumber->setAccessibleName(tr("Clean-up strength in per cent"));
    m_strengthNumber->setSuffix(tr(" %"));
    const QString help = tr("100 % cleans fully; less brings the photo's own texture back");
    m_strength->setToolTip(help);
    m_strengthNumber->setToolTip(help);
    m_strength->setRange(0, 100);
    m_strengthNumber->setRange(0, 100);
    row->addWidget(m_strength, 1);
    row->addWidget(m_strengthNumber);
    m_strengthRow = addRow(m_cleanup, "strength", tr("Strength"), help, pair, [](Recipe& recipe) {
        recipe.strength = Recipe().strength;
    });
    const auto setStrength = [this](int value) { change([&](Recipe& recipe) { recipe.strength = value; }); };
    connect(m_strength, &QSlider::valueChanged, this, setStrength);
    connect(m_strengthNumber, &QSpinBox::valueChanged, this, setStrength);
}

void RecipePanel::buildMask() {
    m_maskEngine = new QComboBox;
    addEngine(
        m_maskEngine, MaskEngine::automatic, tr("Automatic"),
        tr("The best engine that is there; the result says which one it was."));
    addEngine(
        m_maskEngine, MaskEngine::birefnet, tr("BiRefNet"),
        tr("A neural network that finds the subject down to its hair."));
    addEngine(
        m_maskEngine, MaskEngine::grabcut, tr("GrabCut"),
        tr("Finds the subject by colour and place. A box around the subject helps it a lot."));
    addEngine(
        m_maskEngine, MaskEngine::off, tr("Off"), tr("Nothing is cut out: the clean photo is the result."));
    m_maskRow = addRow(
        m_mask, "maskEngine", tr("Engine"), tr("What finds the subject"), m_maskEngine,
        [](Recipe& recipe) { recipe.mask = Recipe().mask; });
    connect(m_maskEngine, &QComboBox::currentIndexChanged, this, [this] {
        change([&](Recipe& r) { r.mask = MaskEngine(m_maskEngine->currentData().toInt()); });
    });

    auto* buttons = new QWidget;
    buttons->setObjectName(QStringLiteral("subjectBoxButtons"));
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_drawBox = new QPushButton(icon(QStringLiteral("box")), tr("Draw box"));
    m_drawBox->setObjectName(QStringLiteral("drawBoxButton"));
    m_drawBox->setCheckable(true);
    m_drawBox->setAccessibleName(tr("Draw a box around the subject"));
    m_drawBox->setToolTip(tr("Draw a box around the subject with the mouse (B)"));
    m_clearBox = new QPushButton(tr("Clear"));
    m_clearBox->setObjectName(QStringLiteral("clearBoxButton"));
    m_clearBox->setAccessibleName(tr("Clear the box"));
    m_clearBox->setToolTip(tr("Take the box away (Shift+B)"));
    row->addWidget(m_drawBox, 1);
    row->addWidget(m_clearBox);
    m_mask->addRow(new SettingRow(
        QStringLiteral("subjectBox"), tr("Subject"), tr("Where the subject is, in this photo"), buttons));
    m_boxText = new QLabel;
    m_boxText->setObjectName(QStringLiteral("boxText"));
    m_boxText->setProperty("quiet", true);
    m_boxText->setWordWrap(true);
    m_mask->addRow(m_boxText);
    connect(m_drawBox, &QPushButton::toggled, this, &RecipePanel::subjectToolToggled);
    connect(m_clearBox, &QPushButton::clicked, this, &RecipePanel::clearSubjectClicked);
}

void RecipePanel::buildBackground() {
    auto* pair = new QWidget;
    pair->setObjectName(QStringLiteral("backgroundPair"));
    auto* row = new QHBoxLayout(pair);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_backgroundKind = new QComboBox;
    m_backgroundKind->setObjectName(QStringLiteral("backgroundKind"));
    m_backgroundKind->setAccessibleName(tr("Background"));
    m_backgroundKind->setToolTip(tr("What lies behind the subject"));
    m_backgroundKind->addItems({tr("Transparent"), tr("Colour")});
    m_color = new QPushButton;
    m_color->setObjectName(QStringLiteral("backgroundColor"));
    m_color->setAccessibleName(tr("Background colour"));
    m_color->setToolTip(tr("Choose the background colour"));
    row->addWidget(m_backgroundKind, 1);
    row->addWidget(m_color);
    m_backgroundRow = addRow(
        m_background, "background", tr("Behind"), tr("What lies behind the subject"), pair,
        [](Recipe& recipe) { recipe.background.reset(); });
    connect(m_backgroundKind, &QComboBox::currentIndexChanged, this, [this](int index) {
        change([&](Recipe& recipe) {
            recipe.background = index == 0 ? std::nullopt : std::optional<Color>(m_lastColor);
        });
    });
    connect(m_color, &QPushButton::clicked, this, &RecipePanel::chooseColor);
}

void RecipePanel::chooseColor() {
    auto* dialog = new QColorDialog(QColor(m_lastColor.red, m_lastColor.green, m_lastColor.blue), this);
    dialog->setObjectName(QStringLiteral("backgroundColorDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QColorDialog::colorSelected, this, [this](const QColor& chosen) {
        const Color color{
            std::uint8_t(chosen.red()), std::uint8_t(chosen.green()), std::uint8_t(chosen.blue())};
        change([&](Recipe& recipe) { recipe.background = color; });
    });
    dialog->open();
}

void RecipePanel::showRecipe() {
    m_isShowing = true;
    const Recipe defaults;
    m_cleanupEngine->setCurrentIndex(m_cleanupEngine->findData(int(m_recipe.cleanup)));
    m_strength->setValue(m_recipe.strength);
    m_strengthNumber->setValue(m_recipe.strength);
    m_strengthRow->setEnabled(m_recipe.cleanup != CleanupEngine::off);
    m_maskEngine->setCurrentIndex(m_maskEngine->findData(int(m_recipe.mask)));
    m_backgroundKind->setCurrentIndex(m_recipe.background ? 1 : 0);
    m_color->setVisible(m_recipe.background.has_value());
    m_color->setText(QString::fromStdString(toString(m_lastColor)));
    m_color->setIcon(swatch(m_lastColor, themeColors(palette()).hairline));

    m_cleanupRow->setChanged(m_recipe.cleanup != defaults.cleanup);
    m_strengthRow->setChanged(m_recipe.strength != defaults.strength);
    m_maskRow->setChanged(m_recipe.mask != defaults.mask);
    m_backgroundRow->setChanged(m_recipe.background != defaults.background);
    m_cleanup->setChanged(m_cleanupRow->isChanged() || m_strengthRow->isChanged());
    m_background->setChanged(m_backgroundRow->isChanged());
    m_mask->setChanged(m_maskRow->isChanged() || m_clearBox->isEnabled());
    m_isShowing = false;
}

void RecipePanel::setEngines(const std::vector<EngineInfo>& engines) {
    for (const EngineInfo& engine : engines) {
        if (const auto cleanup = parseCleanupEngine(engine.id); cleanup && engine.stage == "cleanup") {
            showEngine(m_cleanupEngine, int(*cleanup), engine);
        }
        if (const auto mask = parseMaskEngine(engine.id); mask && engine.stage == "mask") {
            showEngine(m_maskEngine, int(*mask), engine);
        }
    }
}

void RecipePanel::setSubject(bool hasPhoto, std::optional<Rect> box) {
    m_drawBox->setEnabled(hasPhoto);
    m_clearBox->setEnabled(box.has_value());
    m_boxText->setText(
        box ? tr("Box of %1 × %2 pixels, in this photo only.").arg(box->width).arg(box->height)
            : tr("No box: Kerf looks for the subject itself. A box helps where that goes wrong."));
    m_mask->setChanged(m_maskRow->isChanged() || box.has_value());
}

void RecipePanel::setSubjectTool(bool isActive) {
    m_drawBox->setChecked(isActive);
}

void RecipePanel::applyTheme() {
    m_color->setIcon(swatch(m_lastColor, themeColors(palette()).hairline));
}

void RecipePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        applyTheme();
    }
    QWidget::changeEvent(event);
}

} // namespace kerf::ui
