#pragma once

#include "ui/run_functions.h"
#include "ui/worker.h"

#include <QObject>
#include <QTimer>

#include <filesystem>

namespace kerf::ui {

// Keeps what is said about a run's results in the file beside it, on a thread of its own and a moment after
// the last change. The destructor waits until all is written. GUI thread only.
class RunVerdicts final : public QObject {
    Q_OBJECT

public:
    explicit RunVerdicts(RunFunctions functions, QObject* parent = nullptr);
    ~RunVerdicts() override;

    void setRun(const std::filesystem::path& b); // what waits for the one before is written first
    void set(const std::filesystem::path& name, const Judgement& judgement);
    void flush();

Q_SIGNALS:
    void kept();
    void failed(const kerf::JobFailure& failure); // the changes wait for the next time

private:
    RunFunctions m_functions;
    std::filesystem::path m_run;
    RunJudgements m_changes; // not yet written
    QTimer m_timer;
    Worker m_worker{Worker::AtEnd::finish};
};

} // namespace kerf::ui
