#pragma once

#include "core/contract/engine_info.h"
#include "core/contract/model_info.h"
#include "ui/recipe_section.h"

#include <optional>

class QLabel;
class QPushButton;

namespace kerf::ui {

class ModelPicker;

// The recipe's mask, and the box around the current photo's subject. GUI thread only.
class MaskSection final : public RecipeSection {
    Q_OBJECT

public:
    explicit MaskSection(QWidget* parent = nullptr);

    void setEngines(const std::vector<EngineInfo>& engines);
    void setModels(const std::vector<ModelInfo>& models);
    void setSubject(bool hasPhoto, std::optional<Rect> box); // showRecipe() has to follow
    void setSubjectTool(bool isActive);

Q_SIGNALS:
    void subjectToolToggled(bool isActive);
    void clearSubjectClicked();

protected:
    bool hasOtherChange() const override;

private:
    void addEngine();
    void addModel();
    void addBox();

    QComboBox* m_engine = nullptr;
    ModelPicker* m_model = nullptr;
    QPushButton* m_drawBox = nullptr;
    QPushButton* m_clearBox = nullptr;
    QLabel* m_boxText = nullptr;
};

} // namespace kerf::ui
