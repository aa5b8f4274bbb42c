#include "ui/photo_sort_model.h"

#include "ui/text.h"

#include <algorithm>

namespace kerf::ui {
namespace {

template <typename T>
int threeWay(const T& left, const T& right) {
    return left < right ? -1 : right < left ? 1 : 0;
}

constexpr int kSoftDistance = 8; // matte pixels, as the report's regions have it

double shareOf(const SpotCount& spots, const MatteNumbers& numbers) {
    return double(spots.area) / std::max(1.0, double(numbers.width) * numbers.height);
}

std::optional<double> numberOf(const PhotoItem& item, PhotoSort key) {
    if (!item.triage) {
        return std::nullopt;
    }
    const MatteNumbers& n = *item.triage;
    switch (key) {
    case PhotoSort::coverage:
        return n.coverage;
    case PhotoSort::transparent:
        return n.transparent;
    case PhotoSort::opaque:
        return n.opaque;
    case PhotoSort::partial:
        return n.partial;
    case PhotoSort::haze:
        return n.haze;
    case PhotoSort::soft_interior:
        return n.interiorSoftness(kSoftDistance);
    case PhotoSort::edge_median:
        return n.edgeP50;
    case PhotoSort::edge_width:
        return n.edgeP90;
    case PhotoSort::edge_widest:
        return n.edgeMax;
    case PhotoSort::holes:
        return shareOf(n.holes, n);
    case PhotoSort::islands:
        return shareOf(n.islands, n);
    case PhotoSort::ghosts:
        return shareOf(n.ghosts, n);
    case PhotoSort::frame:
        return std::max({n.left, n.top, n.right, n.bottom});
    case PhotoSort::mask_scale:
        return n.maskScale;
    default:
        return std::nullopt;
    }
}

bool hasState(const PhotoItem& item, PhotoFilter::State state) {
    switch (state) {
    case PhotoFilter::State::any:
        return true;
    case PhotoFilter::State::ready:
        return item.state == PhotoState::ready;
    case PhotoFilter::State::working:
        return item.state == PhotoState::queued || item.state == PhotoState::running;
    case PhotoFilter::State::done:
        return item.state == PhotoState::done && !item.isOutdated;
    case PhotoFilter::State::outdated:
        return item.state == PhotoState::done && item.isOutdated;
    case PhotoFilter::State::failed:
        return item.state == PhotoState::failed;
    case PhotoFilter::State::cancelled:
        return item.state == PhotoState::cancelled;
    }
    return true;
}

bool isJudged(const Judgement& judgement, PhotoFilter::Judged judged) {
    switch (judged) {
    case PhotoFilter::Judged::any:
        return true;
    case PhotoFilter::Judged::none:
        return judgement.verdict == Verdict::none;
    case PhotoFilter::Judged::pass:
        return judgement.verdict == Verdict::pass;
    case PhotoFilter::Judged::fail:
        return judgement.verdict == Verdict::fail;
    case PhotoFilter::Judged::touch_up:
        return judgement.verdict == Verdict::touch_up;
    case PhotoFilter::Judged::noted:
        return !judgement.note.empty();
    }
    return true;
}

bool keeps(const PhotoItem& item, const NumberLimit& limit) {
    const std::optional<double> number = numberOf(item, limit.number);
    return number && (limit.isMost ? *number <= limit.value : *number >= limit.value);
}

bool hasText(const PhotoItem& item, const QString& text) {
    return item.name.contains(text, Qt::CaseInsensitive) ||
           QString::fromStdString(item.judgement.reason).contains(text, Qt::CaseInsensitive) ||
           QString::fromStdString(item.judgement.note).contains(text, Qt::CaseInsensitive);
}

} // namespace

PhotoSortModel::PhotoSortModel(PhotoListModel& photos, QObject* parent)
    : QSortFilterProxyModel(parent), m_photos(photos) {
    setSourceModel(&photos);
}

void PhotoSortModel::setOrder(PhotoSort key, Qt::SortOrder order) {
    if (m_key == key && sortOrder() == order) {
        return;
    }
    m_key = key;
    const bool isAsAdded = key == PhotoSort::added && order == Qt::AscendingOrder;
    sort(isAsAdded ? -1 : 0, order);
    if (!isAsAdded) {
        invalidate(); // the same column by another key
    }
    Q_EMIT changed();
}

void PhotoSortModel::setFilter(const PhotoFilter& filter) {
    if (m_filter == filter) {
        return;
    }
    m_filter = filter;
    invalidateFilter();
    Q_EMIT changed();
}

QModelIndex PhotoSortModel::indexOf(int sourceRow) const {
    return mapFromSource(m_photos.index(sourceRow));
}

bool PhotoSortModel::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const PhotoItem& one = m_photos.at(left.row());
    const PhotoItem& other = m_photos.at(right.row());
    const int found = compare(one, other);
    if (found != 0) {
        return found < 0;
    }
    // In either direction the earlier one first.
    return sortOrder() == Qt::AscendingOrder ? one.id < other.id : other.id < one.id;
}

int PhotoSortModel::compare(const PhotoItem& left, const PhotoItem& right) const {
    switch (m_key) {
    case PhotoSort::added:
        return threeWay(left.id, right.id);
    case PhotoSort::name: {
        const std::filesystem::path one = left.file.filename();
        const std::filesystem::path other = right.file.filename();
        return naturallyLess(one, other) ? -1 : naturallyLess(other, one) ? 1 : 0;
    }
    case PhotoSort::changed:
        return threeWay(left.changed, right.changed);
    case PhotoSort::state:
        return threeWay(left.state, right.state);
    case PhotoSort::verdict:
        return threeWay(left.judgement.verdict, right.judgement.verdict);
    default:
        return threeWay(numberOf(left, m_key), numberOf(right, m_key));
    }
}

bool PhotoSortModel::filterAcceptsRow(int row, const QModelIndex& /*parent*/) const {
    const PhotoItem& item = m_photos.at(row);
    return hasState(item, m_filter.state) && isJudged(item.judgement, m_filter.judged) &&
           (!m_filter.limit || keeps(item, *m_filter.limit)) &&
           (m_filter.text.isEmpty() || hasText(item, m_filter.text));
}

} // namespace kerf::ui
