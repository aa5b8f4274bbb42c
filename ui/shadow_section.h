#pragma once

#include "ui/recipe_section.h"

namespace kerf::ui {

// The recipe's soft shadow. GUI thread only.
class ShadowSection final : public RecipeSection {
    Q_OBJECT

public:
    explicit ShadowSection(QWidget* parent = nullptr);

private:
    void addLength(const char* name, const QString& label, const QString& help, double Shadow::*value);

    Shadow m_last; // comes back when the shadow is switched on again
};

} // namespace kerf::ui
