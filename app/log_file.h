#pragma once

#include "core/base/log.h"

#include <cstdint>
#include <filesystem>
#include <mutex>

namespace kerf {

// Keeps a log in a folder: kerf.log, and kerf.log.1 to kerf.log.N before it, each up to a size, readable by
// this user alone. A record is one write, so that several processes may share the folder. Where nothing can
// be written nothing is: a log is no reason to fail. Thread-safe.
class LogFile final {
public:
    static constexpr const char* kName = "kerf.log";

    explicit LogFile(
        std::filesystem::path folder, std::uint64_t maxBytes = std::uint64_t{1} << 20U, int older = 3);
    ~LogFile();
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    void write(const LogRecord& record); // a Log's sink
    void clear();                        // deletes them all

    const std::filesystem::path& folder() const noexcept { return m_folder; }

private:
    bool open();
    void rotate();
    std::filesystem::path name(int age) const;

    const std::filesystem::path m_folder;
    const std::uint64_t m_maxBytes;
    const int m_older;
    std::mutex m_mutex; // guards those below
    int m_file = -1;
    bool m_hasFailed = false; // then nothing is tried again
};

// $XDG_STATE_HOME/kerf, by default ~/.local/state/kerf.
std::filesystem::path userLogFolder();

} // namespace kerf
