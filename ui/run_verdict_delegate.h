#pragma once

#include <QStyledItemDelegate>

namespace kerf::ui {

// A verdict in a table: its sign beside the word, in the colour of the text where the row is selected. GUI
// thread only.
class RunVerdictDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;
};

} // namespace kerf::ui
