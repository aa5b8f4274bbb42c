#pragma once

#include <QStyledItemDelegate>

namespace kerf::ui {

// Paints the rows of a BatchSortModel: thumbnail with name and folder, the state as icon and word, a bar
// while a photo runs. GUI thread only.
class BatchDelegate final : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static constexpr int kThumbWidth = 56; // what a thumbnail has to fit in
    static constexpr int kThumbHeight = 40;

    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintPhoto(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintState(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintProgress(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
};

} // namespace kerf::ui
