#include "ui/run_comparer.h"

#include "core/base/error.h"

#include <exception>
#include <utility>

namespace kerf::ui {

RunComparer::RunComparer(RunFunctions functions, QObject* parent)
    : QObject(parent), m_functions(std::move(functions)) {}

void RunComparer::start(const CompareRequest& request) {
    ++m_number;
    m_isRunning = true;
    m_thread = std::jthread(
        [this, request, number = m_number](const std::stop_token& stop) { run(request, number, stop); });
}

void RunComparer::cancel() {
    m_thread.request_stop();
}

void RunComparer::tell(int number, const std::function<void()>& what, bool isLast) {
    QMetaObject::invokeMethod(
        this,
        [this, number, what, isLast] {
            if (number == m_number) {
                m_isRunning = m_isRunning && !isLast;
                what();
            }
        },
        Qt::QueuedConnection);
}

void RunComparer::run(const CompareRequest& request, int number, const std::stop_token& stop) {
    const auto fail = [&](const JobFailure& failure) {
        tell(
            number, [this, failure] { Q_EMIT failed(failure); }, true);
    };
    try {
        auto comparison = std::make_shared<const RunComparison>(m_functions.compare(
            request,
            [&](const RunPair& pair, int done, int total) {
                auto copy = std::make_shared<const RunPair>(pair);
                tell(
                    number, [this, copy, done, total] { Q_EMIT paired(copy, done, total); }, false);
            },
            Progress(stop, {})));
        tell(
            number, [this, comparison] { Q_EMIT finished(comparison); }, true);
    } catch (const Cancelled&) {
        tell(
            number, [this] { Q_EMIT cancelled(); }, true);
    } catch (const Error& e) {
        fail({e.code(), e.what(), e.file()});
    } catch (const std::bad_alloc&) {
        fail({ErrorCode::out_of_memory, "not enough memory; close other programs", request.b});
    } catch (const std::exception& e) {
        fail({ErrorCode::internal, e.what(), request.b});
    }
}

} // namespace kerf::ui
