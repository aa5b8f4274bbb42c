#include "ui/engine_choice.h"

#include "ui/core_text.h"

#include <QComboBox>
#include <QStandardItemModel>

namespace kerf::ui {

void showEngine(QComboBox* box, int engine, const EngineInfo& info) {
    constexpr int kHelpRole = Qt::UserRole + 1; // what the engine is, whether it can run or not
    const int row = box->findData(engine);
    if (row < 0) {
        return;
    }
    auto* item = qobject_cast<QStandardItemModel*>(box->model())->item(row);
    if (!item->data(kHelpRole).isValid()) {
        item->setData(item->toolTip(), kHelpRole);
    }
    item->setEnabled(info.available);
    item->setToolTip(info.available ? item->data(kHelpRole).toString() : coreText(info.reason));
    item->setData(
        info.available ? item->text() : item->text() + QLatin1String(": ") + item->toolTip(),
        Qt::AccessibleTextRole);
}

} // namespace kerf::ui
