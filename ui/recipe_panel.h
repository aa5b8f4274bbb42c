#pragma once

#include "core/contract/engine_info.h"
#include "core/contract/model_info.h"
#include "core/contract/recipe.h"

#include <QWidget>

#include <filesystem>
#include <optional>
#include <vector>

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace kerf::ui {

class BackgroundSection;
class CleanupSection;
class MaskSection;
class RecipeSection;

// Edits the recipe that all photos share, and shows the box around the current photo's subject: one section
// a stage, in the pipeline's order. Every value has a default and a reset; a changed one is accented. Engines
// that can't run here are shown, disabled, with the reason. GUI thread only.
class RecipePanel final : public QWidget {
    Q_OBJECT

public:
    explicit RecipePanel(QWidget* parent = nullptr);

    const Recipe& recipe() const { return m_recipe; }        // without what belongs to one photo
    void setRecipe(const Recipe& recipe);                    // tells recipeChanged when it is another
    void setEngines(const std::vector<EngineInfo>& engines); // which of them can be chosen
    void setModels(const std::vector<ModelInfo>& models);    // those that are installed can be chosen
    void setSubject(bool hasPhoto, std::optional<Rect> box);
    void setSubjectTool(bool isActive);
    void setBackgroundPicture(const std::filesystem::path& file); // lays it behind the subject
    // Before the section of this name ("finish"), else below all. A RecipeSection is bound to the recipe.
    void addSection(QWidget* section, const QString& before = {});
    void setHead(QWidget* head); // above all, always in view
    void setFoot(QWidget* foot); // below all, always in view; scrolls where it would take half of it
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void recipeChanged(const kerf::Recipe& recipe);
    void subjectToolToggled(bool isActive);
    void clearSubjectClicked();
    void backgroundPictureWanted(const std::filesystem::path& now); // empty: none was chosen yet

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildScroll();
    void buildFoot();
    void showRecipe();
    void layFoot();

    Recipe m_recipe;
    QVBoxLayout* m_outer;
    QVBoxLayout* m_column = nullptr;
    QWidget* m_content = nullptr;
    QScrollArea* m_foot = nullptr;
    CleanupSection* m_cleanup;
    MaskSection* m_mask;
    BackgroundSection* m_background;
    std::vector<RecipeSection*> m_sections;
};

} // namespace kerf::ui
