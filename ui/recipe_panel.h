#pragma once

#include "core/contract/engine_info.h"
#include "core/contract/recipe.h"

#include <QWidget>

#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QSlider;
class QSpinBox;
class QVBoxLayout;

namespace kerf::ui {

class Section;
class SettingRow;

// Edits the recipe that all photos share, and shows the box around the current photo's subject. Every value
// has a default and a reset; a changed one is accented. Engines that can't run here are shown, disabled, with
// the reason. GUI thread only.
class RecipePanel final : public QWidget {
    Q_OBJECT

public:
    explicit RecipePanel(QWidget* parent = nullptr);

    const Recipe& recipe() const { return m_recipe; }        // without a box
    void setRecipe(const Recipe& recipe);                    // tells recipeChanged when it is another
    void setEngines(const std::vector<EngineInfo>& engines); // which of them can be chosen
    void setSubject(bool hasPhoto, std::optional<Rect> box);
    void setSubjectTool(bool isActive);
    void addSection(QWidget* section); // below its own
    void setFoot(QWidget* foot);       // below all, always in view; scrolls where it would take half of it
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void recipeChanged(const kerf::Recipe& recipe);
    void subjectToolToggled(bool isActive);
    void clearSubjectClicked();

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildCleanup();
    void buildMask();
    void buildBackground();
    void chooseColor();
    void showRecipe();
    void applyTheme();
    void layFoot();
    SettingRow* addRow(
        Section* section,
        const char* name,
        const QString& label,
        const QString& help,
        QWidget* editor,
        void (*reset)(Recipe&));
    template <typename Change>
    void change(Change&& change);

    Recipe m_recipe;
    Color m_lastColor{255, 255, 255}; // offered again when a colour is wanted
    bool m_isShowing = false;
    QVBoxLayout* m_column = nullptr;
    QWidget* m_content = nullptr;
    QScrollArea* m_foot = nullptr;
    QLabel* m_note;
    Section* m_cleanup;
    Section* m_mask;
    Section* m_background;
    QComboBox* m_cleanupEngine = nullptr;
    QSlider* m_strength = nullptr;
    QSpinBox* m_strengthNumber = nullptr;
    QComboBox* m_maskEngine = nullptr;
    QPushButton* m_drawBox = nullptr;
    QPushButton* m_clearBox = nullptr;
    QLabel* m_boxText = nullptr;
    QComboBox* m_backgroundKind = nullptr;
    QPushButton* m_color = nullptr;
    SettingRow* m_cleanupRow = nullptr;
    SettingRow* m_strengthRow = nullptr;
    SettingRow* m_maskRow = nullptr;
    SettingRow* m_backgroundRow = nullptr;
};

} // namespace kerf::ui
