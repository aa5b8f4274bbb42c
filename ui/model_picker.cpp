#include "ui/model_picker.h"

#include "ui/core_text.h"

#include <QSignalBlocker>

namespace kerf::ui {

ModelPicker::ModelPicker(ModelKind kind, QWidget* parent) : QComboBox(parent), m_kind(kind) {
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(8);
    fill();
    connect(this, &QComboBox::activated, this, [this] {
        m_id = currentData().toString().toStdString();
        Q_EMIT modelChosen();
    });
}

void ModelPicker::setModels(const std::vector<ModelInfo>& models) {
    m_models.clear();
    for (const ModelInfo& model : models) {
        if (model.kind == m_kind && model.isInstalled) {
            m_models.push_back(model);
        }
    }
    fill();
}

void ModelPicker::setModel(const std::string& id) {
    if (m_id != id) {
        m_id = id;
        fill();
    }
}

std::string ModelPicker::model() const {
    return m_id;
}

void ModelPicker::fill() {
    const QSignalBlocker quiet(this);
    clear();
    addItem(tr("Best installed"), QString());
    setItemData(
        0, tr("The best model that is installed; the result says which one it was."), Qt::ToolTipRole);
    for (const ModelInfo& model : m_models) {
        addItem(QString::fromStdString(model.title), QString::fromStdString(model.id));
        setItemData(count() - 1, coreText(model.purpose), Qt::ToolTipRole);
    }
    const QString wanted = QString::fromStdString(m_id);
    if (findData(wanted) < 0) {
        addItem(tr("%1 (not installed)").arg(wanted), wanted);
    }
    setCurrentIndex(findData(wanted));
}

} // namespace kerf::ui
