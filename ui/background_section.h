#pragma once

#include "ui/recipe_section.h"

class QPushButton;

namespace kerf::ui {

// What lies behind the cut-out. GUI thread only.
class BackgroundSection final : public RecipeSection {
    Q_OBJECT

public:
    explicit BackgroundSection(QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void chooseColor();
    void showColor(const Recipe& recipe);

    Color m_lastColor{255, 255, 255}; // offered again when a colour is wanted
    QComboBox* m_kind;
    QPushButton* m_color;
};

} // namespace kerf::ui
