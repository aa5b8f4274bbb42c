#include "ui/brush_bar.h"

#include "ui/icons.h"
#include "ui/strip.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>

#include <cmath>

namespace kerf::ui {
namespace {

constexpr double kSizeSteps = 60.0; // of the slider, for a factor of ten
constexpr int kMostDiameter = 4000;

int toSlider(int diameter) {
    return int(std::lround(std::log10(double(std::max(1, diameter))) * kSizeSteps));
}

int fromSlider(int position) {
    return int(std::lround(std::pow(10.0, position / kSizeSteps)));
}

} // namespace

BrushBar::BrushBar(Strip* strip, QObject* parent) : QObject(parent), m_strip(strip) {
    addModes();
    addSizes();
    addRules();
    addEnd();
    setShown(false);
    showState();
}

QWidget* BrushBar::addGroup(const char* name) {
    auto* group = new QWidget;
    group->setObjectName(QString::fromLatin1(name));
    auto* row = new QHBoxLayout(group);
    row->setContentsMargins({});
    row->setSpacing(6);
    group->hide();
    m_groups.push_back(group);
    m_strip->addGroup(group);
    return group;
}

QToolButton* BrushBar::addMode(
    QWidget* group, BrushMode mode, const char* name, const QString& text, const QString& help) {
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("brushMode_%1").arg(QLatin1String(name)));
    button->setText(text);
    button->setAccessibleName(text);
    button->setAccessibleDescription(help);
    button->setToolTip(help);
    button->setIcon(icon(QString::fromLatin1(name)));
    button->setIconSize({18, 18});
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    group->layout()->addWidget(button);
    m_modes.emplace_back(mode, button);
    connect(button, &QToolButton::clicked, this, [this, mode] {
        change([&](BrushSettings& settings) { settings.mode = mode; });
    });
    return button;
}

void BrushBar::addModes() {
    auto* exclusive = new QButtonGroup(this);
    QWidget* paint = addGroup("brushModes");
    exclusive->addButton(addMode(
        paint, BrushMode::add, "brush-add", tr("Add"), tr("Paint the subject in (hold Alt to remove)")));
    exclusive->addButton(addMode(
        paint, BrushMode::remove, "brush-remove", tr("Remove"),
        tr("Paint the subject away (hold Alt to add)")));
    exclusive->addButton(addMode(
        paint, BrushMode::restore, "brush-restore", tr("Restore"),
        tr("Paint back what the mask engine found")));
    QWidget* hints = addGroup("brushHints");
    auto* label = new QLabel(tr("Hints:"));
    label->setProperty("quiet", true);
    label->setToolTip(tr("Lines that tell the mask engine what is what; it looks again at the next run"));
    hints->layout()->addWidget(label);
    QToolButton* subject = addMode(
        hints, BrushMode::subject, "hint-subject", tr("Subject"),
        tr("Draw over the subject, then run again: the mask engine keeps what you marked"));
    exclusive->addButton(subject);
    label->setBuddy(subject);
    exclusive->addButton(addMode(
        hints, BrushMode::background, "hint-background", tr("Background"),
        tr("Draw over the background, then run again: the mask engine cuts away what you marked")));
}

BrushBar::Number BrushBar::addNumber(
    const char* name, const QString& label, const QString& help, int least, int most, const QString& unit) {
    QWidget* group = addGroup(name);
    auto* text = new QLabel(label);
    text->setToolTip(help);
    group->layout()->addWidget(text);
    Number number;
    number.slider = new QSlider(Qt::Horizontal);
    number.slider->setObjectName(QLatin1String(name) + QStringLiteral("Slider"));
    number.slider->setAccessibleName(label);
    number.slider->setToolTip(help);
    number.slider->setMinimumWidth(90);
    number.box = new QSpinBox;
    number.box->setObjectName(QLatin1String(name) + QStringLiteral("Number"));
    number.box->setAccessibleName(tr("%1, as a number").arg(label));
    number.box->setToolTip(help);
    number.box->setRange(least, most);
    number.box->setSuffix(unit);
    text->setBuddy(number.box);
    group->layout()->addWidget(number.slider);
    group->layout()->addWidget(number.box);
    return number;
}

void BrushBar::addSizes() {
    m_size = addNumber(
        "brushSize", tr("Size"), tr("Diameter of the brush in pixels of the photo ([ and ])"), 1,
        kMostDiameter, tr(" px"));
    m_size.slider->setRange(0, toSlider(kMostDiameter));
    m_hardness = addNumber(
        "brushHardness", tr("Hardness"),
        tr("How far from its middle the brush paints in full (Shift+[ and ])"), 0, 100, tr(" %"));
    m_hardness.slider->setRange(0, 100);
    m_hardnessGroup = m_groups.back();
    const auto setSize = [this](int diameter) {
        change([&](BrushSettings& settings) { settings.radius = diameter / 2.0; });
    };
    connect(m_size.slider, &QSlider::valueChanged, this, [setSize](int v) { setSize(fromSlider(v)); });
    connect(m_size.box, &QSpinBox::valueChanged, this, setSize);
    const auto setHardness = [this](int percent) {
        change([&](BrushSettings& settings) { settings.hardness = percent / 100.0; });
    };
    connect(m_hardness.slider, &QSlider::valueChanged, this, setHardness);
    connect(m_hardness.box, &QSpinBox::valueChanged, this, setHardness);
}

void BrushBar::addRules() {
    m_rules = addGroup("brushRules");
    m_uncertain = new QCheckBox(tr("Uncertain pixels only"));
    m_uncertain->setObjectName(QStringLiteral("brushUncertain"));
    m_uncertain->setAccessibleName(m_uncertain->text());
    m_uncertain->setToolTip(
        tr("Leaves alone what the mask engine was sure of: the brush can't spoil the rest of the picture"));
    m_edgeAware = new QCheckBox(tr("Follow edges"));
    m_edgeAware->setObjectName(QStringLiteral("brushEdgeAware"));
    m_edgeAware->setAccessibleName(m_edgeAware->text());
    m_edgeAware->setToolTip(tr("Keeps to what looks like the picture under the middle of the brush"));
    m_rules->layout()->addWidget(m_uncertain);
    m_rules->layout()->addWidget(m_edgeAware);
    connect(m_uncertain, &QCheckBox::toggled, this, [this](bool isOn) {
        change([&](BrushSettings& settings) { settings.onlyUncertain = isOn; });
    });
    connect(m_edgeAware, &QCheckBox::toggled, this, [this](bool isOn) {
        change([&](BrushSettings& settings) { settings.isEdgeAware = isOn; });
    });
}

void BrushBar::addEnd() {
    QWidget* group = addGroup("brushEnd");
    m_clear = new QToolButton;
    m_clear->setObjectName(QStringLiteral("brushClear"));
    m_clear->setAutoRaise(true);
    m_clear->setFocusPolicy(Qt::TabFocus);
    m_clear->setIcon(icon(QStringLiteral("remove")));
    m_clear->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    auto* done = new QToolButton;
    done->setObjectName(QStringLiteral("brushDone"));
    done->setText(tr("Done"));
    done->setAccessibleName(tr("Put the brush away"));
    done->setToolTip(tr("Put the brush away (Esc)"));
    done->setIcon(icon(QStringLiteral("done")));
    done->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    done->setAutoRaise(true);
    done->setFocusPolicy(Qt::TabFocus);
    group->layout()->addWidget(m_clear);
    group->layout()->addWidget(done);
    connect(m_clear, &QToolButton::clicked, this, &BrushBar::clearClicked);
    connect(done, &QToolButton::clicked, this, &BrushBar::doneClicked);
    m_note = new QLabel;
    m_note->setObjectName(QStringLiteral("brushNote"));
    m_note->setProperty("quiet", true);
    QWidget* noteGroup = addGroup("brushNoteGroup");
    noteGroup->layout()->addWidget(m_note);
}

void BrushBar::setShown(bool isShown) {
    m_isShown = isShown;
    showState();
}

void BrushBar::setSettings(const BrushSettings& settings) {
    m_settings = settings;
    showState();
}

void BrushBar::setCounts(int strokes, int hints) {
    m_strokes = strokes;
    m_hints = hints;
    showState();
}

void BrushBar::setNote(const QString& note) {
    m_note->setText(note);
    showState();
}

template <typename Change>
void BrushBar::change(Change&& change) {
    if (m_isShowing) {
        return;
    }
    BrushSettings next = m_settings;
    change(next);
    if (next != m_settings) {
        setSettings(next);
        Q_EMIT settingsChanged(m_settings);
    }
}

void BrushBar::showState() {
    if (!m_note) {
        return; // still being built
    }
    m_isShowing = true;
    const bool areHints = isHint(m_settings.mode);
    for (const auto& [mode, button] : m_modes) {
        button->setChecked(mode == m_settings.mode);
    }
    const int diameter = std::max(1, int(std::lround(m_settings.radius * 2.0)));
    m_size.slider->setValue(toSlider(diameter));
    m_size.box->setValue(diameter);
    const int hardness = int(std::lround(m_settings.hardness * 100.0));
    m_hardness.slider->setValue(hardness);
    m_hardness.box->setValue(hardness);
    m_uncertain->setChecked(m_settings.onlyUncertain);
    m_uncertain->setEnabled(m_settings.mode != BrushMode::restore);
    m_edgeAware->setChecked(m_settings.isEdgeAware);
    const int count = areHints ? m_hints : m_strokes;
    m_clear->setText(areHints ? tr("Clear hints (%1)").arg(count) : tr("Clear strokes (%1)").arg(count));
    m_clear->setAccessibleName(m_clear->text());
    m_clear->setToolTip(
        areHints ? tr("Take all hints off this photo") : tr("Take all brush strokes off this photo"));
    m_clear->setEnabled(count > 0);
    for (QWidget* group : m_groups) {
        const bool isForPainting = group == m_rules || group == m_hardnessGroup;
        const bool isEmptyNote = group == m_note->parentWidget() && m_note->text().isEmpty();
        group->setVisible(m_isShown && !(isForPainting && areHints) && !isEmptyNote);
    }
    m_isShowing = false;
}

} // namespace kerf::ui
