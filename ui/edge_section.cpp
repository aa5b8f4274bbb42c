#include "ui/edge_section.h"

#include "ui/section.h"
#include "ui/setting_row.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr double kGammaSteps = 100.0; // of the slider, for a factor of ten

} // namespace

EdgeSection::EdgeSection(QWidget* parent)
    : QWidget(parent), m_section(new Section(QStringLiteral("edges"), tr("Edges"), this)) {
    setObjectName(QStringLiteral("edgeSection"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_section);
    addValue(
        {"edgeBlack",
         tr("Black"),
         tr("Alpha up to this level becomes fully transparent: clears a faint veil"),
         {},
         0.0,
         254.0,
         0},
        {.get = [](const EdgeSettings& e) { return double(e.black); },
         .set =
             [](EdgeSettings& e, double v) {
                 e.black = int(std::lround(v));
                 e.white = std::max(e.white, e.black + 1);
             }});
    addValue(
        {"edgeWhite",
         tr("White"),
         tr("Alpha from this level on becomes fully opaque: closes a thin subject"),
         {},
         1.0,
         255.0,
         0},
        {.get = [](const EdgeSettings& e) { return double(e.white); },
         .set =
             [](EdgeSettings& e, double v) {
                 e.white = int(std::lround(v));
                 e.black = std::min(e.black, e.white - 1);
             }});
    addValue(
        {"edgeGamma",
         tr("Gamma"),
         tr("Above 1 makes soft edges more opaque, below 1 more transparent"),
         {},
         0.1,
         10.0,
         2},
        {.get = [](const EdgeSettings& e) { return e.gamma; },
         .set = [](EdgeSettings& e, double v) { e.gamma = v; },
         .isGamma = true});
    addValue(
        {"edgeGrow", tr("Grow"), tr("Moves the edge outwards; below 0 inwards, which removes a fringe"),
         tr(" px"), -50.0, 50.0, 2},
        {.get = [](const EdgeSettings& e) { return e.grow; },
         .set = [](EdgeSettings& e, double v) { e.grow = v; },
         .step = 0.25});
    addValue(
        {"edgeFeather", tr("Feather"), tr("How far to each side the edge is softened"), tr(" px"), 0.0, 100.0,
         1},
        {.get = [](const EdgeSettings& e) { return e.feather; },
         .set = [](EdgeSettings& e, double v) { e.feather = v; },
         .step = 0.5});
    setSettings({});
}

// Even steps of the gamma's slider are even steps of brightness.
int EdgeSection::toSlider(const Value& value, double number) {
    return int(std::lround(value.isGamma ? std::log10(number) * kGammaSteps : number / value.step));
}

double EdgeSection::fromSlider(const Value& value, int position) {
    return value.isGamma ? std::round(std::pow(10.0, position / kGammaSteps) * 100.0) / 100.0
                         : position * value.step;
}

void EdgeSection::addValue(const Spec& spec, Value value) {
    const QString name = QString::fromLatin1(spec.name);
    auto* pair = new QWidget;
    pair->setObjectName(name + QStringLiteral("Pair"));
    auto* line = new QHBoxLayout(pair);
    line->setContentsMargins({});
    value.slider = new QSlider(Qt::Horizontal);
    value.slider->setObjectName(name + QStringLiteral("Slider"));
    value.slider->setAccessibleName(spec.label);
    value.slider->setToolTip(spec.help);
    value.slider->setRange(toSlider(value, spec.least), toSlider(value, spec.most));
    value.number = new QDoubleSpinBox;
    value.number->setObjectName(name + QStringLiteral("Number"));
    value.number->setAccessibleName(tr("%1, as a number").arg(spec.label));
    value.number->setToolTip(spec.help);
    value.number->setDecimals(spec.decimals);
    value.number->setRange(spec.least, spec.most);
    value.number->setSingleStep(value.isGamma ? 0.05 : value.step);
    value.number->setSuffix(spec.unit);
    line->addWidget(value.slider, 1);
    line->addWidget(value.number);
    value.row = new SettingRow(name, spec.label, spec.help, pair);
    m_section->addRow(value.row);
    m_values.push_back(value);
    connect(value.slider, &QSlider::valueChanged, this, [this, value](int position) {
        change(value, fromSlider(value, position));
    });
    connect(value.number, &QDoubleSpinBox::valueChanged, this, [this, value](double number) {
        change(value, number);
    });
    connect(value.row, &SettingRow::resetClicked, this, [this, value] { change(value, value.get({})); });
}

void EdgeSection::change(const Value& value, double to) {
    if (m_isShowing) {
        return;
    }
    EdgeSettings next = m_settings;
    value.set(next, to);
    if (next != m_settings) {
        setSettings(next);
        Q_EMIT settingsChanged(m_settings);
    }
}

void EdgeSection::setSettings(const EdgeSettings& settings) {
    m_settings = settings;
    m_isShowing = true;
    for (const Value& value : m_values) {
        const double now = value.get(settings);
        value.slider->setValue(toSlider(value, now));
        value.number->setValue(now);
        value.row->setChanged(now != value.get({}));
    }
    m_section->setChanged(!settings.isNeutral());
    m_isShowing = false;
}

} // namespace kerf::ui
