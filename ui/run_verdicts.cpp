#include "ui/run_verdicts.h"

#include "core/base/error.h"

#include <exception>
#include <optional>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kWaitMs = 400;

} // namespace

RunVerdicts::RunVerdicts(RunFunctions functions, QObject* parent)
    : QObject(parent), m_functions(std::move(functions)) {
    m_timer.setSingleShot(true);
    m_timer.setInterval(kWaitMs);
    connect(&m_timer, &QTimer::timeout, this, &RunVerdicts::flush);
}

RunVerdicts::~RunVerdicts() {
    flush();
}

void RunVerdicts::setRun(const std::filesystem::path& b) {
    flush();
    m_changes.clear();
    m_run = b;
}

void RunVerdicts::set(const std::filesystem::path& name, const Judgement& judgement) {
    m_changes[name] = judgement;
    m_timer.start();
}

void RunVerdicts::flush() {
    m_timer.stop();
    if (m_changes.empty()) {
        return;
    }
    m_worker.post(
        [this, run = m_run, changes = std::exchange(m_changes, {}), keep = m_functions.keepVerdicts] {
            std::optional<JobFailure> failure;
            try {
                keep(run, changes);
            } catch (const Error& e) {
                failure = JobFailure{e.code(), e.what(), e.file()};
            } catch (const std::exception& e) {
                failure = JobFailure{ErrorCode::internal, e.what(), run};
            }
            QMetaObject::invokeMethod(
                this,
                [this, run, changes, failure] {
                    if (!failure) {
                        Q_EMIT kept();
                        return;
                    }
                    if (run == m_run) { // what was said since counts more
                        RunJudgements waiting = changes;
                        for (const auto& [name, judgement] : m_changes) {
                            waiting[name] = judgement;
                        }
                        m_changes = std::move(waiting);
                    }
                    Q_EMIT failed(*failure);
                },
                Qt::QueuedConnection);
        });
}

} // namespace kerf::ui
