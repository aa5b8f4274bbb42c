#pragma once

#include "ui/recipe_section.h"

namespace kerf::ui {

// The recipe's finish: Enhanced black and white. GUI thread only.
class FinishSection final : public RecipeSection {
    Q_OBJECT

public:
    explicit FinishSection(QWidget* parent = nullptr);

private:
    void addKind();
    void addMix();
    void addTones();
    void addBackground();
    void addFilm();
    // A row for the value of BwSettings that is called `key` there.
    void addBw(
        const char* key,
        const char* name,
        const QString& label,
        const QString& help,
        const Test& isShown = {});

    BwSettings m_last = bwPresets().front().settings; // come back when the finish is switched on again
};

} // namespace kerf::ui
