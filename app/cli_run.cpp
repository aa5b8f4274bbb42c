#include "app/cli_run.h"

#include "app/cli_progress.h"
#include "app/cli_report.h"
#include "app/cli_text.h"
#include "core/base/atomic_file.h"
#include "core/base/check.h"
#include "core/base/error.h"
#include "core/batch/plan.h"
#include "core/pipeline/pipeline.h"
#include "core/session/find_photos.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace kerf::cli {
namespace {

namespace fs = std::filesystem;

sigset_t stopSignals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        sigaddset(&set, signal);
    }
    return set;
}

// Signals that ask to stop arrive as bytes to be polled, for all threads that start while this lives.
class SignalCatcher {
public:
    SignalCatcher() {
        const sigset_t set = stopSignals();
        pthread_sigmask(SIG_BLOCK, &set, &m_before);
        m_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
        KERF_CHECK(m_fd >= 0);
    }
    ~SignalCatcher() {
        close(m_fd);
        letThrough();
    }
    SignalCatcher(const SignalCatcher&) = delete;
    SignalCatcher& operator=(const SignalCatcher&) = delete;

    int fd() const { return m_fd; }

    // True once a signal has come. From then on the next one has its usual effect: it ends the process.
    bool take() {
        signalfd_siginfo info{};
        if (read(m_fd, &info, sizeof info) != ssize_t{sizeof info}) {
            return false;
        }
        letThrough();
        return true;
    }

private:
    void letThrough() { pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }

    sigset_t m_before{};
    int m_fd = -1;
};

// Events from the session's thread to the main one, which polls.
class Mailbox {
public:
    Mailbox() : m_fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) { KERF_CHECK(m_fd >= 0); }
    ~Mailbox() { close(m_fd); }
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    int fd() const { return m_fd; }

    void post(const JobEvent& event) {
        {
            const std::scoped_lock lock(m_mutex);
            m_events.push_back(event);
        }
        eventfd_write(m_fd, 1);
    }

    std::deque<JobEvent> takeAll() {
        eventfd_t count = 0;
        eventfd_read(m_fd, &count);
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_events, {});
    }

private:
    const int m_fd;
    std::mutex m_mutex;
    std::deque<JobEvent> m_events;
};

bool isLast(JobState state) {
    return state != JobState::queued && state != JobState::running;
}

class Run {
public:
    Run(const Options& options, Console console)
        : m_options(options),
          m_console(console),
          m_report(m_console, options.json, options.quiet),
          m_bar(m_console, !options.quiet) {}

    int work() {
        const std::vector<batch::PlannedPhoto> plan = findAndPlan();
        bool couldStart = !plan.empty();
        if (couldStart && !makeOut()) {
            couldStart = false;
        }
        const bool isInterrupted = couldStart && process(plan);
        m_bar.clear();
        m_totals.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
        m_totals.exitCode = exitCode(couldStart, isInterrupted);
        m_report.summary(m_totals);
        if (isInterrupted && !m_options.json) {
            m_console.err << "kerf-cli: interrupted; what is written is whole\n" << std::flush;
        }
        if (m_report.isBroken()) {
            m_console.err << "kerf-cli: standard output can't be written to; the run was stopped\n"
                          << std::flush;
        }
        return m_totals.exitCode;
    }

private:
    std::vector<batch::PlannedPhoto> findAndPlan() {
        FoundPhotos found = findPhotos(m_options.inputs);
        m_totals.duplicates = found.duplicates;
        for (const fs::path& file : found.missing) {
            fail(file, {ErrorCode::file_not_found, "there is no such file or folder; check the name", file});
        }
        for (const fs::path& path : found.unreadable) {
            fail(path, {ErrorCode::permission_denied, "it may not be read; change its permissions", path});
        }
        found.photos = batch::withoutOutputs(std::move(found.photos), m_options.out);
        for (const fs::path& file : found.unsupported) {
            if (std::ranges::find(m_options.inputs, file) == m_options.inputs.end()) {
                ++m_totals.unsupported;
            } else { // named, so the reader tells what is wrong with it
                found.photos.push_back({file, file.filename()});
            }
        }
        if (found.photos.empty() && m_totals.failed == 0) {
            m_console.err << "kerf-cli: there are no photos in what was named\n" << std::flush;
        }
        const Pipeline pipeline(builtinEngines());
        return batch::planOutputs(
            found.photos, m_options.out, m_options.exporting, {},
            batch::namingFacts(pipeline, m_options.recipe, m_options.exporting));
    }

    bool makeOut() {
        std::string cause;
        try {
            makeFolders(m_options.out);
            if (faccessat(AT_FDCWD, m_options.out.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
                cause = std::error_code(errno, std::generic_category()).message() + "; choose another folder";
            }
        } catch (const Error& e) {
            cause = e.what();
        }
        if (!cause.empty()) {
            m_console.err << "kerf-cli: " << shown(m_options.out)
                          << ": nothing can be written there: " << cause << '\n'
                          << std::flush;
        }
        return cause.empty();
    }

    // What killed runs left half-written where these photos go.
    static void removeLeft(const std::vector<batch::PlannedPhoto>& plan) {
        std::set<fs::path> folders;
        for (const batch::PlannedPhoto& photo : plan) {
            folders.insert(photo.output.parent_path());
        }
        std::ranges::for_each(folders, removeLeftTemporaries);
    }

    // True when a signal stopped it.
    bool process(const std::vector<batch::PlannedPhoto>& plan) {
        SignalCatcher signals;
        Mailbox mailbox;
        removeLeft(plan);
        // Each photo is run once: nothing to keep.
        const auto session =
            makeSession([&](const JobEvent& event) { mailbox.post(event); }, {.cacheBytes = 0});
        std::map<JobId, fs::path> waiting;
        for (const batch::PlannedPhoto& photo : plan) {
            waiting.emplace(
                session->exportPhoto(
                    {photo.input, photo.output, m_options.recipe, m_options.exporting, photo.files,
                     m_options.out}),
                photo.input);
        }
        RunProgress progress{.total = int(plan.size())};
        bool isInterrupted = false;
        bool isStopping = false;
        while (!waiting.empty()) {
            std::array<pollfd, 2> sources{{{mailbox.fd(), POLLIN, 0}, {signals.fd(), POLLIN, 0}}};
            poll(sources.data(), isInterrupted ? 1 : sources.size(), -1);
            isInterrupted = isInterrupted || signals.take();
            for (const JobEvent& event : mailbox.takeAll()) {
                handle(event, waiting, progress);
            }
            if (!isStopping && (isInterrupted || m_report.isBroken())) {
                isStopping = true;
                session->cancelAll();
            }
        }
        return isInterrupted;
    }

    void handle(const JobEvent& event, std::map<JobId, fs::path>& waiting, RunProgress& progress) {
        if (event.state == JobState::running) {
            progress.fraction = event.fraction;
            progress.stage = event.stage;
            progress.photo = waiting.at(event.job);
            m_bar.show(progress);
        } else if (isLast(event.state)) {
            m_bar.clear();
            tell(event, waiting.at(event.job));
            waiting.erase(event.job);
            ++progress.finished;
            progress.fraction = 0.0;
        }
    }

    void tell(const JobEvent& event, const fs::path& input) {
        if (event.state == JobState::failed) {
            fail(input, *event.failure);
        } else if (event.state == JobState::cancelled) {
            ++m_totals.cancelled;
            m_report.cancelled(input);
        } else if (event.state == JobState::skipped) {
            ++m_totals.skipped;
            m_report.skipped(input, std::get<ExportedFile>(*event.output).file);
        } else {
            ++m_totals.done;
            m_report.done(input, std::get<ExportedFile>(*event.output));
        }
    }

    void fail(const fs::path& input, const JobFailure& failure) {
        ++m_totals.failed;
        m_missingEngines += int(failure.code == ErrorCode::engine_missing);
        m_report.failed(input, failure);
    }

    int exitCode(bool couldStart, bool isInterrupted) const {
        if (isInterrupted) {
            return kInterrupted;
        }
        if (!couldStart || (m_missingEngines > 0 && m_missingEngines == m_totals.photos())) {
            return kNothingCouldRun;
        }
        return m_totals.failed > 0 || m_report.isBroken() ? kSomeFailed : kAllDone;
    }

    const Options& m_options;
    Console m_console;
    Report m_report;
    ProgressBar m_bar;
    RunTotals m_totals;
    int m_missingEngines = 0;
    const std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

} // namespace

int runPhotos(const Options& options, Console console) {
    return Run(options, console).work();
}

} // namespace kerf::cli
