#include "ui/shadow_section.h"

#include "ui/setting_row.h"

namespace kerf::ui {
namespace {

bool isOn(const Recipe& recipe) {
    return recipe.shadow.has_value();
}

Shadow shadowOf(const Recipe& recipe) {
    return recipe.shadow.value_or(Shadow{});
}

} // namespace

ShadowSection::ShadowSection(QWidget* parent)
    : RecipeSection(QStringLiteral("shadow"), tr("Shadow"), parent) {
    addChoice(
        {"shadowKind", tr("Shadow"), tr("What the subject throws on what lies behind it")},
        {{0, tr("None"), tr("No shadow")},
         {1, tr("Soft"), tr("A soft shadow; part of the alpha where the background is transparent")}},
        [](const Recipe& recipe) { return int(isOn(recipe)); },
        [this](Recipe& recipe, int value) {
            m_last = recipe.shadow.value_or(m_last);
            recipe.shadow = value == 1 ? std::optional<Shadow>(m_last) : std::nullopt;
        });
    addNumber(
        {"shadowOpacity", tr("Strength"), tr("How dark the shadow is"), isOn}, {0, 100, tr(" %")},
        [](const Recipe& recipe) { return shadowOf(recipe).opacity; },
        [](Recipe& recipe, int value) {
            if (recipe.shadow) {
                recipe.shadow->opacity = value;
            }
        });
    addLength(
        "shadowBlur", tr("Softness"), tr("How far its edge fades, as a share of the picture's shorter side"),
        &Shadow::blur);
    addLength(
        "shadowDistance", tr("Distance"),
        tr("How far it falls from the subject, as a share of the picture's shorter side"), &Shadow::distance);
    addNumber(
        {"shadowAngle", tr("Direction"), tr("Where the shadow falls to: 90° is to the right, 180° down"),
         isOn},
        {0, 360, tr("°")}, [](const Recipe& recipe) { return int(shadowOf(recipe).angle); },
        [](Recipe& recipe, int value) {
            if (recipe.shadow) {
                recipe.shadow->angle = value;
            }
        });
    addColor(
        {"shadowColor", tr("Colour"), tr("The shadow's colour"), isOn},
        [](const Recipe& recipe) { return shadowOf(recipe).color; },
        [](Recipe& recipe, Color color) {
            if (recipe.shadow) {
                recipe.shadow->color = color;
            }
        });
}

void ShadowSection::addLength(
    const char* name, const QString& label, const QString& help, double Shadow::*value) {
    addDecimal(
        {name, label, help, isOn}, {.most = 50.0, .sliderMost = 15.0, .step = 0.1, .suffix = tr(" %")},
        [value](const Recipe& recipe) { return shadowOf(recipe).*value; },
        [value](Recipe& recipe, double v) {
            if (recipe.shadow) {
                (*recipe.shadow).*value = v;
            }
        });
}

} // namespace kerf::ui
