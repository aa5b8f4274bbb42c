#pragma once

#include "ui/recipe_section.h"

namespace kerf::ui {

// The frame of the exported picture: what it is laid around, its margin, its shape or size, and the place in
// it. GUI thread only.
class FrameSection final : public RecipeSection {
    Q_OBJECT

public:
    explicit FrameSection(QWidget* parent = nullptr);

private:
    void addAround();
    void addMargin();
    void addShape();
    void addSizes();
    void addPlace();
    void chooseShape(Recipe& recipe, int shape);
    int shapeOf(const Recipe& recipe) const;

    bool m_isOwnShape = false; // asked for, though the numbers are one of the others
    CanvasSize m_lastCanvas{2000, 2000};
};

} // namespace kerf::ui
