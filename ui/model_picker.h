#pragma once

#include "core/contract/model_info.h"

#include <QComboBox>

#include <string>
#include <vector>

namespace kerf::ui {

// Chooses one of the installed models of a kind, or the best of them. A model that a recipe names but that
// isn't there stays named, and says so. GUI thread only.
class ModelPicker final : public QComboBox {
    Q_OBJECT

public:
    explicit ModelPicker(ModelKind kind, QWidget* parent = nullptr);

    void setModels(const std::vector<ModelInfo>& models); // all kinds; takes those of its own
    void setModel(const std::string& id);                 // empty: the best one
    std::string model() const;

Q_SIGNALS:
    void modelChosen(); // by a person

private:
    void fill();

    ModelKind m_kind;
    std::vector<ModelInfo> m_models;
    std::string m_id;
};

} // namespace kerf::ui
