#pragma once

#include <chrono>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace kerf {

enum class LogLevel { debug, info, warning, error };

const char* levelName(LogLevel level) noexcept; // "debug", "info", "warning", "error"

// One line for people who look for what went wrong. `text` is UTF-8 as far as it came so, without control
// characters: those are written as \n, \t, \x1b ...
struct LogRecord {
    LogLevel level = LogLevel::info;
    std::chrono::system_clock::time_point time;
    std::string text;
};

// "2026-11-28T00:51:31.042Z warning TEXT", in UTC, without an end of line.
std::string toLine(const LogRecord& record);

// Hands records to its sinks, in the order in which they were written. Holds none itself. Thread-safe; sinks
// are called on the writing thread, one record at a time, and must neither throw nor write to the log.
class Log final {
public:
    using Sink = std::function<void(const LogRecord& record)>;

    void addSink(Sink sink);
    void write(LogLevel level, std::string_view text); // at most 4 KiB are kept

private:
    std::mutex m_mutex;
    std::vector<Sink> m_sinks; // guarded by m_mutex
};

} // namespace kerf
