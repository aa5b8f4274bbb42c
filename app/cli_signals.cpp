#include "app/cli_signals.h"

#include "core/base/check.h"

#include <sys/eventfd.h>
#include <sys/poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>

namespace kerf::cli {
namespace {

sigset_t stopSignals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&set, signal);
    }
    return set;
}

} // namespace

StopOnSignal::StopOnSignal() {
    const sigset_t set = stopSignals();
    pthread_sigmask(SIG_BLOCK, &set, &m_before);
    m_signals = signalfd(-1, &set, SFD_CLOEXEC);
    m_end = eventfd(0, EFD_CLOEXEC);
    KERF_CHECK(m_signals >= 0 && m_end >= 0);
    m_watcher = std::jthread([this] { watch(); });
}

StopOnSignal::~StopOnSignal() {
    eventfd_write(m_end, 1);
    m_watcher.join();
    close(m_signals);
    close(m_end);
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
}

void StopOnSignal::watch() {
    std::array<pollfd, 2> sources{{{m_signals, POLLIN, 0}, {m_end, POLLIN, 0}}};
    while (poll(sources.data(), sources.size(), -1) < 0) {
    }
    if ((sources[0].revents & POLLIN) == 0) {
        return;
    }
    signalfd_siginfo info{};
    if (read(m_signals, &info, sizeof info) != ssize_t{sizeof info}) {
        return;
    }
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr); // this thread takes the next one, as usual
    m_stop.request_stop();
    while (poll(&sources[1], 1, -1) < 0) {
    }
}

} // namespace kerf::cli
