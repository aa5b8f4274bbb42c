#pragma once

#include "core/base/progress.h"
#include "core/contract/run_comparison.h"
#include "core/image/image.h"

namespace kerf {

// How far two mattes differ, as MatteDifference defines it; the same numbers for any count of threads. One
// channel each, of any type, of one size, not empty. `threads` 0: one per processor. Throws Cancelled.
MatteDifference measureMatteDifference(const Image& a, const Image& b, int threads, const Progress& progress);

} // namespace kerf
