#pragma once

#include "core/base/progress.h"

#include <functional>

namespace kerf {

// Processors that this process may use (its affinity mask), at least 1.
int hardwareThreads() noexcept;

// Runs work(i) for every i in 0..count-1 on up to `threads` threads (0: hardwareThreads()), the calling one
// among them, which alone reports to `progress`; fewer where the system gives no more threads. Items are
// handed out in order, one at a time, so uneven items balance. Returns when all are done. The first exception
// of any item ends the rest and is rethrown here; a stop request throws Cancelled once the items under way
// have ended. So keep an item under 50 ms.
void parallelFor(int count, int threads, const Progress& progress, const std::function<void(int)>& work);

} // namespace kerf
