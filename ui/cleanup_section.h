#pragma once

#include "core/contract/engine_info.h"
#include "core/contract/model_info.h"
#include "ui/recipe_section.h"

class QCheckBox;
class QDoubleSpinBox;

namespace kerf::ui {

class ModelPicker;

// The recipe's clean-up. GUI thread only.
class CleanupSection final : public RecipeSection {
    Q_OBJECT

public:
    explicit CleanupSection(QWidget* parent = nullptr);

    void setEngines(const std::vector<EngineInfo>& engines);
    void setModels(const std::vector<ModelInfo>& models);

private:
    void addEngine();
    void addModel();
    void addNoise();
    void addSize();

    QComboBox* m_engine = nullptr;
    ModelPicker* m_model = nullptr;
    QCheckBox* m_isNoiseAutomatic = nullptr;
    QDoubleSpinBox* m_noise = nullptr;
};

} // namespace kerf::ui
