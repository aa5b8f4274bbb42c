#pragma once

#include "ui/run_functions.h"

#include <QObject>

#include <memory>
#include <thread>

namespace kerf::ui {

// Compares two runs on a thread of its own. One comparison at a time: another start() ends the one before, of
// which nothing more is told. Its functions are for the GUI thread; none blocks for longer than a pair needs
// to be stopped.
class RunComparer final : public QObject {
    Q_OBJECT

public:
    explicit RunComparer(RunFunctions functions, QObject* parent = nullptr);

    void start(const CompareRequest& request);
    void cancel(); // cancelled() follows
    bool isRunning() const { return m_isRunning; }

Q_SIGNALS:
    void paired(const std::shared_ptr<const kerf::RunPair>& pair, int done, int total);
    // The last word of a start() is one of these.
    void finished(const std::shared_ptr<const kerf::RunComparison>& comparison);
    void failed(const kerf::JobFailure& failure);
    void cancelled();

private:
    void run(const CompareRequest& request, int number, const std::stop_token& stop);
    void tell(int number, const std::function<void()>& what, bool isLast); // any thread

    RunFunctions m_functions;
    bool m_isRunning = false;
    int m_number = 0; // of the comparison under way
    std::jthread m_thread;
};

} // namespace kerf::ui
