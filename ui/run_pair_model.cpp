#include "ui/run_pair_model.h"

#include "core/base/natural_order.h"
#include "ui/photo_list_model.h"
#include "ui/run_text.h"
#include "ui/text.h"

#include <limits>
#include <utility>

namespace kerf::ui {
namespace {

constexpr double kFirst = std::numeric_limits<double>::max(); // before every number

QString nameAndState(const RunPair& pair) {
    const QString state = pairStateText(pair);
    const QString name = toText(pair.name);
    return state.isEmpty() ? name : RunPairModel::tr("%1\n%2").arg(name, state);
}

} // namespace

int RunPairModel::changesColumn() {
    return first_metric + int(metrics().size());
}

void RunPairModel::clear() {
    beginResetModel();
    m_pairs.clear();
    m_thumbnails.clear();
    endResetModel();
}

void RunPairModel::add(RunPair pair) {
    const int row = count();
    pair.thumbnailA = {};
    pair.thumbnailB = {};
    beginInsertRows({}, row, row);
    m_pairs.push_back(std::move(pair));
    m_thumbnails.emplace_back();
    endInsertRows();
}

void RunPairModel::setJudgement(int row, const Judgement& judgement) {
    m_pairs[std::size_t(row)].judgement = judgement;
    Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
}

void RunPairModel::setThumbnail(int row, const QPixmap& thumbnail) {
    QIcon pictures(thumbnail);
    pictures.addPixmap(thumbnail, QIcon::Selected); // or else the style tints it
    m_thumbnails[std::size_t(row)] = thumbnail.isNull() ? QIcon() : pictures;
    Q_EMIT dataChanged(index(row, name), index(row, name), {Qt::DecorationRole});
}

std::array<int, 4> RunPairModel::verdictCounts() const {
    std::array<int, 4> counts{};
    for (const RunPair& pair : m_pairs) {
        ++counts[std::size_t(pair.judgement.verdict)];
    }
    return counts;
}

int RunPairModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

int RunPairModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : changesColumn() + 1;
}

QVariant RunPairModel::text(const RunPair& pair, int column) const {
    if (column == name) {
        return nameAndState(pair);
    }
    if (column == verdict) {
        return PhotoListModel::verdictText(pair.judgement.verdict);
    }
    return column == changesColumn() ? pairChangesText(pair)
                                     : metricText(pair, Metric(column - first_metric));
}

QVariant RunPairModel::sortKey(const RunPair& pair, int column) const {
    if (column == verdict) {
        return pair.judgement.verdict == Verdict::none ? QVariant()
                                                       : QVariant(double(pair.judgement.verdict));
    }
    if (column == changesColumn()) {
        return pair.changes.empty() ? QVariant() : QVariant(double(pair.changes.size()));
    }
    const auto value = valueOf(pair, Metric(column - first_metric));
    if (column == columnOf(Metric::change) && (pair.state == PairState::failed || pair.isOtherShape)) {
        return kFirst; // what could not be measured wants to be looked at
    }
    return value ? QVariant(*value) : QVariant();
}

QVariant RunPairModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const RunPair& pair = at(index.row());
    const int column = index.column();
    const bool isNumber = column >= first_metric && column < changesColumn();
    switch (role) {
    case Qt::DisplayRole:
        return text(pair, column);
    case Qt::DecorationRole:
        return column == name && !m_thumbnails[std::size_t(index.row())].isNull()
                   ? QVariant(m_thumbnails[std::size_t(index.row())])
                   : QVariant();
    case Qt::TextAlignmentRole:
        return isNumber ? int(Qt::AlignTrailing | Qt::AlignVCenter)
                        : int(Qt::AlignLeading | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return column == name && (pair.failure || pair.isOtherShape) ? pairProblemText(pair)
                                                                     : text(pair, column).toString();
    case Qt::AccessibleTextRole:
        return column == name ? nameAndState(pair).replace(QLatin1Char('\n'), QLatin1String(", "))
                              : text(pair, column).toString();
    case VerdictRole:
        return int(pair.judgement.verdict);
    case SortRole:
        return sortKey(pair, column);
    case TextRole:
        return QStringLiteral("%1\n%2\n%3")
            .arg(
                toText(pair.name), QString::fromStdString(pair.judgement.reason),
                QString::fromStdString(pair.judgement.note));
    default:
        return {};
    }
}

QVariant RunPairModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    const bool isNumber = section >= first_metric && section < changesColumn();
    if (role == Qt::DisplayRole) {
        return section == name      ? tr("Pair")
               : section == verdict ? tr("Verdict")
               : isNumber           ? metricTitle(Metric(section - first_metric))
                                    : tr("Also changed");
    }
    if (role == Qt::ToolTipRole && isNumber) {
        return metricHelp(Metric(section - first_metric));
    }
    if (role == Qt::TextAlignmentRole) {
        return isNumber ? int(Qt::AlignTrailing | Qt::AlignVCenter)
                        : int(Qt::AlignLeading | Qt::AlignVCenter);
    }
    return {};
}

RunPairFilter::RunPairFilter(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(RunPairModel::SortRole);
    setDynamicSortFilter(true);
}

void RunPairFilter::setShown(Show show) {
    m_show = show;
    invalidateFilter();
}

void RunPairFilter::setText(const QString& text) {
    m_text = text.trimmed();
    invalidateFilter();
}

bool RunPairFilter::isShown(const RunPair& pair) const {
    switch (m_show) {
    case Show::all:
        return true;
    case Show::changed:
        return pair.state == PairState::compared && !pair.isIdentical &&
               (pair.isOtherShape || !pair.changes.empty() ||
                valueOf(pair, Metric::change).value_or(0.0) > 0.0);
    case Show::failed:
        return pair.state == PairState::failed || pair.isOtherShape;
    case Show::alone:
        return pair.state == PairState::only_a || pair.state == PairState::only_b;
    case Show::renamed:
        return pair.isRenamed;
    case Show::unjudged:
        return pair.judgement.verdict == Verdict::none;
    case Show::pass:
        return pair.judgement.verdict == Verdict::pass;
    case Show::fail:
        return pair.judgement.verdict == Verdict::fail;
    case Show::touch_up:
        return pair.judgement.verdict == Verdict::touch_up;
    }
    return true;
}

bool RunPairFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const auto* pairs = qobject_cast<const RunPairModel*>(sourceModel());
    if (!pairs || !isShown(pairs->at(row))) {
        return false;
    }
    const QString text = pairs->index(row, 0, parent).data(RunPairModel::TextRole).toString();
    return m_text.isEmpty() || text.contains(m_text, Qt::CaseInsensitive);
}

bool RunPairFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const auto* pairs = qobject_cast<const RunPairModel*>(sourceModel());
    const RunPair& one = pairs->at(left.row());
    const RunPair& other = pairs->at(right.row());
    const bool isDescending = sortOrder() == Qt::DescendingOrder;
    if (left.column() == RunPairModel::name) {
        return naturallyLess(one.name, other.name);
    }
    const QVariant a = left.data(sortRole());
    const QVariant b = right.data(sortRole());
    if (a.isValid() != b.isValid()) {
        return a.isValid() != isDescending;
    }
    if (!a.isValid() || a.toDouble() == b.toDouble()) {
        return isDescending ? naturallyLess(other.name, one.name) : naturallyLess(one.name, other.name);
    }
    return a.toDouble() < b.toDouble();
}

} // namespace kerf::ui
