#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace kerf::cli {

// The first SIGINT, SIGTERM or SIGHUP while this lives asks to stop; a second one ends the process. To be
// made before other threads start, which then leave these signals to it.
class StopOnSignal {
public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }
    bool hasCome() const { return m_stop.stop_requested(); }

private:
    void watch();

    sigset_t m_before{};
    int m_signals = -1;
    int m_end = -1; // told when nobody waits any more
    std::stop_source m_stop;
    std::jthread m_watcher;
};

} // namespace kerf::cli
