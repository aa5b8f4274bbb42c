#include "ui/batch_sort_model.h"

#include "ui/batch_model.h"

#include <QCollator>

namespace kerf::ui {

BatchSortModel::BatchSortModel(BatchModel& model, QObject* parent)
    : QSortFilterProxyModel(parent), m_model(model) {
    setSourceModel(&model);
    setSortRole(BatchModel::SortRole);
    setDynamicSortFilter(true);
    sort(BatchModel::orderColumn, Qt::AscendingOrder);
}

void BatchSortModel::setState(std::optional<int> state) {
    m_state = state;
    invalidateFilter();
}

void BatchSortModel::setWords(const QString& words) {
    m_words = words.trimmed();
    invalidateFilter();
}

const BatchRow& BatchSortModel::row(const QModelIndex& index) const {
    return m_model.at(mapToSource(index).row());
}

bool BatchSortModel::isInQueueOrder() const {
    return sortColumn() == BatchModel::orderColumn && sortOrder() == Qt::AscendingOrder;
}

bool BatchSortModel::filterAcceptsRow(int sourceRow, const QModelIndex&) const {
    const BatchRow& row = m_model.at(sourceRow);
    if (m_state && int(row.item.state) != *m_state) {
        return false;
    }
    return m_words.isEmpty() || row.name.contains(m_words, Qt::CaseInsensitive) ||
           row.folder.contains(m_words, Qt::CaseInsensitive) ||
           BatchModel::detailsText(row.item).contains(m_words, Qt::CaseInsensitive);
}

bool BatchSortModel::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    if (sortColumn() == BatchModel::photoColumn) { // "2.jpg" before "10.jpg"
        static const QCollator collator = [] {
            QCollator natural;
            natural.setNumericMode(true);
            natural.setCaseSensitivity(Qt::CaseInsensitive);
            return natural;
        }();
        const int order = collator.compare(m_model.at(left.row()).name, m_model.at(right.row()).name);
        return order == 0 ? left.row() < right.row() : order < 0;
    }
    const QVariant a = left.data(sortRole());
    const QVariant b = right.data(sortRole());
    const QPartialOrdering order = QVariant::compare(a, b);
    return order == QPartialOrdering::Equivalent ? left.row() < right.row() : order == QPartialOrdering::Less;
}

} // namespace kerf::ui
