#pragma once

#include "ui/recipe_section.h"

#include <filesystem>

class QPushButton;

namespace kerf::ui {

// What lies behind the cut-out. A picture's file is asked for by whoever hears pictureWanted(). GUI thread
// only.
class BackgroundSection final : public RecipeSection {
    Q_OBJECT

public:
    explicit BackgroundSection(QWidget* parent = nullptr);

    void setPicture(const std::filesystem::path& file); // lays it behind

Q_SIGNALS:
    void pictureWanted(const std::filesystem::path& now); // by a person; empty: none was chosen yet

private:
    void addKind();
    void addColors();
    void addPicture();
    void chooseKind(int kind);

    Background m_last; // comes back when one is wanted again
    QComboBox* m_kind = nullptr;
    QPushButton* m_picture = nullptr;
};

} // namespace kerf::ui
