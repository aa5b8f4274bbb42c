#include "ui/batch_model.h"

#include "ui/core_text.h"
#include "ui/error_text.h"
#include "ui/photo_list_model.h"
#include "ui/result_card.h"
#include "ui/status_line.h"
#include "ui/text.h"

#include <QLocale>

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

// What a person looks for first comes first.
int rank(JobState state) {
    switch (state) {
    case JobState::failed:
        return 0;
    case JobState::running:
        return 1;
    case JobState::queued:
        return 2;
    case JobState::cancelled:
        return 3;
    case JobState::skipped:
        return 4;
    case JobState::done:
        return 5;
    }
    return 0;
}

} // namespace

int BatchModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

int BatchModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : columns;
}

int BatchModel::rowOf(const std::string& id) const {
    const auto found = m_rowOf.find(id);
    return found == m_rowOf.end() ? -1 : found->second;
}

std::vector<std::string> BatchModel::idsIn(JobState state) const {
    std::vector<std::string> ids;
    for (const BatchRow& row : m_rows) {
        if (row.item.state == state) {
            ids.push_back(row.item.id);
        }
    }
    return ids;
}

Qt::ItemFlags BatchModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) {
        return Qt::ItemIsDropEnabled; // between two rows
    }
    const bool isWaiting = at(index.row()).item.state == JobState::queued;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren |
           (isWaiting ? Qt::ItemIsDragEnabled : Qt::NoItemFlags);
}

QString BatchModel::stateText(JobState state) {
    switch (state) {
    case JobState::queued:
        return tr("Waiting");
    case JobState::running:
        return tr("Running");
    case JobState::done:
        return tr("Done");
    case JobState::failed:
        return tr("Failed");
    case JobState::cancelled:
        return tr("Cancelled");
    case JobState::skipped:
        return tr("Skipped");
    }
    return {};
}

QString BatchModel::enginesText(const BatchItem& item) {
    QStringList names;
    for (const StageRecord& stage : item.stages) {
        if (stage.engine != "off" && stage.stage != "foreground") {
            names.append(ResultCard::engineName(stage.engine));
        }
    }
    return names.join(QStringLiteral(", "));
}

QString BatchModel::detailsText(const BatchItem& item) {
    if (item.state == JobState::failed && item.failure) {
        const ErrorText text = errorText(*item.failure);
        return text.explanation + QLatin1Char(' ') + text.remedy;
    }
    if (item.state == JobState::skipped) {
        return item.files.empty() ? tr("A file of this name was there already; it was left as it is.")
                                  : tr("Done before; the files are there and unchanged.");
    }
    return hasEnded(item.state) ? coreSentencesText(item.notices) : QString();
}

QVariant BatchModel::text(const BatchRow& row, int index, int column) const {
    const BatchItem& item = row.item;
    switch (column) {
    case orderColumn:
        return QLocale().toString(index + 1);
    case photoColumn:
        return row.name;
    case stateColumn:
        return stateText(item.state);
    case progressColumn:
        return item.state == JobState::running
                   ? tr("%1 % · %2").arg(int(item.fraction * 100)).arg(PhotoListModel::stageText(item.stage))
               : hasEnded(item.state) && item.seconds > 0.0
                   ? tr("%1 s").arg(QLocale().toString(item.seconds, 'f', 1))
                   : QString();
    case enginesColumn:
        return enginesText(item);
    case detailsColumn:
        return detailsText(item);
    default:
        return {};
    }
}

QVariant BatchModel::sortKey(const BatchRow& row, int index, int column) const {
    switch (column) {
    case orderColumn:
        return index;
    case stateColumn:
        return rank(row.item.state);
    case progressColumn: // running ones first, the furthest on top; then the slowest
        return row.item.state == JobState::running ? -2.0 + -row.item.fraction
                                                   : -1.0 / (1.0 + row.item.seconds);
    default:
        return text(row, index, column);
    }
}

QString BatchModel::tip(const BatchRow& row, int column) const {
    if (column == detailsColumn) {
        return row.item.failure ? errorText(*row.item.failure).whole() : detailsText(row.item);
    }
    return toText(row.item.input) + QLatin1Char('\n') +
           tr("becomes %1").arg(row.folder.isEmpty() ? toText(row.item.output) : toText(row.item.output));
}

QVariant BatchModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= count()) {
        return {};
    }
    const BatchRow& row = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.row(), index.column());
    case Qt::AccessibleTextRole:
        return index.column() == photoColumn && !row.folder.isEmpty()
                   ? tr("%1 in %2").arg(row.name, row.folder)
                   : text(row, index.row(), index.column());
    case Qt::ToolTipRole:
        return tip(row, index.column());
    case SortRole:
        return sortKey(row, index.row(), index.column());
    case StateRole:
        return int(row.item.state);
    case Qt::TextAlignmentRole:
        return index.column() == orderColumn ? int(Qt::AlignRight | Qt::AlignVCenter)
                                             : int(Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant BatchModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    const QString titles[] = {tr("No."),     tr("Photo"),       tr("State"), tr("Progress, time"),
                              tr("Engines"), tr("What to know")};
    if (role == Qt::DisplayRole) {
        return titles[section];
    }
    if (role == Qt::TextAlignmentRole && section == orderColumn) {
        return int(Qt::AlignRight | Qt::AlignVCenter);
    }
    return role == Qt::TextAlignmentRole ? QVariant(int(Qt::AlignLeft | Qt::AlignVCenter)) : QVariant();
}

void BatchModel::apply(const BatchNews& news) {
    if (news.isReset) {
        clear();
    }
    if (!news.added.empty()) {
        append(news.added, news.out);
    }
    change(news.changed);
    if (news.queue) {
        reorder(*news.queue);
    }
}

void BatchModel::clear() {
    beginResetModel();
    m_rows.clear();
    m_rowOf.clear();
    endResetModel();
}

void BatchModel::append(const std::vector<BatchItem>& items, const std::filesystem::path& out) {
    beginInsertRows({}, count(), count() + int(items.size()) - 1);
    for (const BatchItem& item : items) {
        const std::filesystem::path below = item.output.lexically_relative(out).parent_path();
        m_rowOf[item.id] = count();
        m_rows.push_back({.item = item, .name = nameText(item.input), .folder = toText(below)});
    }
    endInsertRows();
}

void BatchModel::change(const std::vector<BatchItem>& items) {
    std::vector<int> rows;
    for (const BatchItem& item : items) {
        const int row = rowOf(item.id);
        if (row >= 0) {
            m_rows[std::size_t(row)].item = item;
            rows.push_back(row);
        }
    }
    std::ranges::sort(rows);
    for (std::size_t first = 0; first < rows.size();) { // neighbours as one
        std::size_t last = first;
        while (last + 1 < rows.size() && rows[last + 1] <= rows[last] + 1) {
            ++last;
        }
        Q_EMIT dataChanged(index(rows[first], 0), index(rows[last], columns - 1));
        first = last + 1;
    }
}

// Those that wait share their places out anew; all others stay where they are.
void BatchModel::reorder(const std::vector<std::string>& queue) {
    std::vector<int> places;
    std::vector<int> wanted;
    for (const std::string& id : queue) {
        const int row = rowOf(id);
        if (row >= 0 && at(row).item.state == JobState::queued) {
            wanted.push_back(row);
        }
    }
    places = wanted;
    std::ranges::sort(places);
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<int> to(m_rows.size());
    for (std::size_t i = 0; i < to.size(); ++i) {
        to[i] = int(i);
    }
    std::vector<BatchRow> moved;
    moved.reserve(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        moved.push_back(std::move(m_rows[std::size_t(wanted[i])]));
        to[std::size_t(wanted[i])] = places[i];
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        m_rowOf[moved[i].item.id] = places[i];
        m_rows[std::size_t(places[i])] = std::move(moved[i]);
    }
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex& old : before) {
        after.append(index(to[std::size_t(old.row())], old.column()));
    }
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

void BatchModel::setThumbnail(const std::string& id, const QImage& image) {
    const int row = rowOf(id);
    if (row >= 0) {
        m_rows[std::size_t(row)].thumbnail = image;
        m_rows[std::size_t(row)].isAsked = !image.isNull();
        Q_EMIT dataChanged(index(row, photoColumn), index(row, photoColumn), {ThumbnailRole});
    }
}

void BatchModel::markAsked(int row) {
    m_rows[std::size_t(row)].isAsked = true;
}

} // namespace kerf::ui
