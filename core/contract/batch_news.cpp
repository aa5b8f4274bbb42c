#include "core/contract/batch_news.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kerf {
namespace {

constexpr std::ptrdiff_t kUnderWay = 64;

} // namespace

void merge(BatchNews& into, BatchNews&& later) {
    into.phase = later.phase;
    into.isSearching = later.isSearching;
    into.out = std::move(later.out);
    into.status = std::move(later.status);
    if (later.isReset) {
        into.isReset = true;
        into.added.clear();
        into.changed.clear();
        into.queue.reset();
    }
    const auto append = [](auto& list, auto& more) {
        list.insert(list.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
    };
    const auto take = [](auto& value, auto& newer) {
        if (newer) {
            value = std::move(newer);
        }
    };
    append(into.added, later.added);
    for (BatchItem& item : later.changed) {
        // One of the few that are under way, so nearly always told of a moment ago.
        const auto last = into.changed.rbegin();
        const auto end = last + std::min(std::ssize(into.changed), kUnderWay);
        const auto known = std::find_if(last, end, [&](const BatchItem& c) { return c.id == item.id; });
        if (known == end) {
            into.changed.push_back(std::move(item));
        } else {
            *known = std::move(item);
        }
    }
    append(into.found, later.found);
    append(into.glances, later.glances);
    take(into.work, later.work);
    take(into.queue, later.queue);
    take(into.failure, later.failure);
}

} // namespace kerf
