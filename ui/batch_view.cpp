#include "ui/batch_view.h"

#include "ui/batch_delegate.h"
#include "ui/batch_model.h"
#include "ui/batch_sort_model.h"

#include <QDragMoveEvent>
#include <QDropEvent>
#include <QHeaderView>
#include <QTimer>

#include <algorithm>
#include <set>

namespace kerf::ui {

BatchView::BatchView(BatchSortModel& model, QWidget* parent) : QTreeView(parent), m_sorted(model) {
    setObjectName(QStringLiteral("batchTable"));
    setAccessibleName(tr("Photos of the batch"));
    setModel(&model);
    setItemDelegate(new BatchDelegate(this));
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setDragDropMode(DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setDropIndicatorShown(true);
    setSortingEnabled(true);
    sortByColumn(BatchModel::orderColumn, Qt::AscendingOrder);
    header()->setStretchLastSection(true);
    header()->setSectionsMovable(false);
    header()->setHighlightSections(false);
    header()->setObjectName(QStringLiteral("batchTableHeader"));
    header()->setAccessibleName(tr("Columns"));
}

std::vector<std::string> BatchView::selectedIds() const {
    std::vector<std::string> ids;
    QModelIndexList rows = selectionModel()->selectedRows();
    std::ranges::sort(rows, [](const QModelIndex& a, const QModelIndex& b) { return a.row() < b.row(); });
    for (const QModelIndex& row : rows) {
        ids.push_back(m_sorted.row(row).item.id);
    }
    return ids;
}

std::vector<std::string> BatchView::waiting() const {
    std::vector<std::string> ids;
    for (int row = 0; row < m_sorted.rowCount(); ++row) {
        const BatchItem& item = m_sorted.row(m_sorted.index(row, 0)).item;
        if (item.state == JobState::queued) {
            ids.push_back(item.id);
        }
    }
    return ids;
}

std::vector<std::string> BatchView::waitingOf(const std::vector<std::string>& ids) const {
    const std::set<std::string> wanted(ids.begin(), ids.end());
    std::vector<std::string> found = waiting();
    std::erase_if(found, [&](const std::string& id) { return !wanted.contains(id); });
    return found;
}

void BatchView::moveSelected(int by) {
    const std::vector<std::string> moving = waitingOf(selectedIds());
    if (moving.empty() || !m_sorted.isInQueueOrder()) {
        return;
    }
    const std::vector<std::string> all = waiting();
    const auto placeOf = [&](const std::string& id) { return std::ranges::find(all, id) - all.begin(); };
    const auto next = by < 0 ? placeOf(moving.front()) - 1 : placeOf(moving.back()) + 2;
    if (next < 0) {
        return;
    }
    Q_EMIT moved(moving, next < std::ssize(all) ? all[std::size_t(next)] : std::string());
}

QSize BatchView::thumbnailBox() const {
    return (QSizeF(BatchDelegate::kThumbWidth, BatchDelegate::kThumbHeight) * devicePixelRatioF()).toSize();
}

void BatchView::paintEvent(QPaintEvent* event) {
    QTreeView::paintEvent(event);
    if (!m_isTelling) { // whatever changed what is in view had it painted
        m_isTelling = true;
        QTimer::singleShot(0, this, &BatchView::tellInView);
    }
}

void BatchView::tellInView() {
    m_isTelling = false;
    std::vector<std::string> ids;
    const QRect seen = viewport()->rect();
    for (QModelIndex row = indexAt(seen.topLeft()); row.isValid() && visualRect(row).top() <= seen.bottom();
         row = indexBelow(row)) {
        ids.push_back(m_sorted.row(row).item.id);
    }
    if (ids != m_told) {
        m_told = ids;
        Q_EMIT inView(ids);
    }
}

void BatchView::dragMoveEvent(QDragMoveEvent* event) {
    if (event->source() != this) {
        event->ignore(); // files: the window takes them
        return;
    }
    QTreeView::dragMoveEvent(event);
    if (m_sorted.isInQueueOrder()) {
        event->acceptProposedAction();
    } else {
        event->ignore();
    }
}

void BatchView::dropEvent(QDropEvent* event) {
    if (event->source() != this || !m_sorted.isInQueueOrder()) {
        event->ignore();
        return;
    }
    event->acceptProposedAction(); // the model takes nothing away: the rows move when the batch says so
    stopAutoScroll();
    setState(NoState);
    viewport()->update();
    moveSelectedTo(event->position().toPoint());
}

void BatchView::moveSelectedTo(const QPoint& at) {
    const std::vector<std::string> moving = waitingOf(selectedIds());
    if (moving.empty() || !m_sorted.isInQueueOrder()) {
        return;
    }
    const std::set<std::string> isMoving(moving.begin(), moving.end());
    QModelIndex row = indexAt(at);
    if (row.isValid() && at.y() > visualRect(row).center().y()) {
        row = indexBelow(row);
    }
    std::string next;
    for (; row.isValid() && next.empty(); row = indexBelow(row)) {
        const BatchItem& item = m_sorted.row(row).item;
        if (item.state == JobState::queued && !isMoving.contains(item.id)) {
            next = item.id;
        }
    }
    Q_EMIT moved(moving, next);
}

void BatchView::resizeEvent(QResizeEvent* event) {
    QTreeView::resizeEvent(event);
    layColumns();
}

void BatchView::changeEvent(QEvent* event) {
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        m_isLaid = false;
        layColumns();
    }
}

// Once, for the letters' size; afterwards they are the person's.
void BatchView::layColumns() {
    if (m_isLaid || width() < fontMetrics().averageCharWidth() * 40) {
        return;
    }
    m_isLaid = true;
    const int letter = fontMetrics().averageCharWidth();
    const std::pair<BatchModel::Column, int> widths[] = {
        {BatchModel::orderColumn, letter * 8},
        {BatchModel::photoColumn, letter * 26 + BatchDelegate::kThumbWidth},
        {BatchModel::stateColumn, letter * 15},
        {BatchModel::progressColumn, letter * 24},
        {BatchModel::enginesColumn, letter * 34}};
    for (const auto& [column, width] : widths) {
        header()->resizeSection(column, width);
    }
}

} // namespace kerf::ui
