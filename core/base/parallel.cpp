#include "core/base/parallel.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace kerf {

int hardwareThreads() noexcept {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0) {
        return std::max(1, CPU_COUNT(&set));
    }
    return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

void parallelFor(int count, int threads, const Progress& progress, const std::function<void(int)>& work) {
    std::atomic<int> next{0};
    std::atomic<int> finished{0};
    std::atomic<bool> failed{false};
    std::mutex mutex;
    std::exception_ptr error; // guarded by mutex

    const auto run = [&](bool reports) {
        try {
            for (int i = next++; i < count && !failed; i = next++) {
                if (reports) {
                    progress.step(double(finished) / count);
                } else {
                    progress.throwIfStopped();
                }
                work(i);
                ++finished;
            }
        } catch (...) { // every item's failure is rethrown below, on the calling thread
            const std::scoped_lock lock(mutex);
            if (!error) {
                error = std::current_exception();
            }
            failed = true;
        }
    };

    {
        const int wanted = std::min(count, threads > 0 ? threads : hardwareThreads());
        std::vector<std::jthread> helpers;
        try {
            for (int i = 1; i < wanted; ++i) {
                helpers.emplace_back(run, false);
            }
        } catch (const std::system_error&) { // no more threads to be had: those that there are do the work
        }
        run(true);
    }
    if (error) {
        std::rethrow_exception(error);
    }
}

} // namespace kerf
