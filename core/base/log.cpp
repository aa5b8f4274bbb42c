#include "core/base/log.h"

#include <array>
#include <cstdio>
#include <ctime>
#include <utility>

namespace kerf {
namespace {

constexpr std::size_t kMostBytes = 4096;

// What a file's name or a library's message holds must not start a line of its own or steer a terminal.
std::string onOneLine(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (line.size() >= kMostBytes) {
            line += "...";
            break;
        }
        const auto byte = static_cast<unsigned char>(text[i]);
        const bool isC1 = byte == 0xc2 && i + 1 < text.size() &&
                          static_cast<unsigned char>(text[i + 1]) >= 0x80 &&
                          static_cast<unsigned char>(text[i + 1]) < 0xa0;
        if (byte == '\n') {
            line += "\\n";
        } else if (byte == '\t') {
            line += "\\t";
        } else if (byte < 0x20 || byte == 0x7f || isC1) {
            const unsigned code = isC1 ? static_cast<unsigned char>(text[++i]) : byte;
            std::array<char, 8> escaped{};
            std::snprintf(escaped.data(), escaped.size(), "\\x%02x", code);
            line += escaped.data();
        } else {
            line += text[i];
        }
    }
    return line;
}

} // namespace

const char* levelName(LogLevel level) noexcept {
    switch (level) {
    case LogLevel::debug:
        return "debug";
    case LogLevel::info:
        return "info";
    case LogLevel::warning:
        return "warning";
    case LogLevel::error:
        return "error";
    }
    return "";
}

std::string toLine(const LogRecord& record) {
    using std::chrono::floor;
    using std::chrono::milliseconds;
    const auto sinceEpoch = floor<milliseconds>(record.time.time_since_epoch());
    const std::time_t seconds = std::time_t(floor<std::chrono::seconds>(sinceEpoch).count());
    const int ms = int(sinceEpoch.count() - milliseconds(std::chrono::seconds(seconds)).count());
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    std::array<char, 32> day{};
    std::strftime(day.data(), day.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    std::array<char, 48> stamp{};
    std::snprintf(stamp.data(), stamp.size(), "%s.%03dZ ", day.data(), ms);
    return stamp.data() + std::string(levelName(record.level)) + ' ' + record.text;
}

void Log::addSink(Sink sink) {
    const std::scoped_lock lock(m_mutex);
    m_sinks.push_back(std::move(sink));
}

void Log::write(LogLevel level, std::string_view text) {
    const LogRecord record{level, std::chrono::system_clock::now(), onOneLine(text)};
    const std::scoped_lock lock(m_mutex);
    for (const Sink& sink : m_sinks) {
        sink(record);
    }
}

} // namespace kerf
