#include "app/log_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <system_error>
#include <utility>

namespace kerf {

namespace fs = std::filesystem;

LogFile::LogFile(fs::path folder, std::uint64_t maxBytes, int older)
    : m_folder(std::move(folder)), m_maxBytes(maxBytes), m_older(older) {}

LogFile::~LogFile() {
    if (m_file >= 0) {
        close(m_file);
    }
}

fs::path LogFile::name(int age) const {
    return m_folder / (age == 0 ? std::string(kName) : std::string(kName) + '.' + std::to_string(age));
}

bool LogFile::open() {
    std::error_code error;
    if (fs::create_directories(m_folder, error)) {
        fs::permissions(m_folder, fs::perms::owner_all, error);
    }
    m_file = ::open(name(0).c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    m_hasFailed = m_file < 0;
    return !m_hasFailed;
}

// Another process may have rotated the file that is open here: then only this one's handle is renewed.
void LogFile::rotate() {
    if (flock(m_file, LOCK_EX) != 0) {
        return;
    }
    struct stat mine {};
    struct stat named {};
    const bool isCurrent = fstat(m_file, &mine) == 0 && stat(name(0).c_str(), &named) == 0 &&
                           mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
    if (isCurrent) {
        std::error_code error;
        for (int age = m_older; age > 0; --age) {
            fs::rename(name(age - 1), name(age), error);
        }
    }
    close(std::exchange(m_file, -1));
    open();
}

void LogFile::write(const LogRecord& record) {
    const std::string line = toLine(record) + '\n';
    const std::scoped_lock lock(m_mutex);
    if (m_hasFailed || (m_file < 0 && !open())) {
        return;
    }
    struct stat status {};
    if (fstat(m_file, &status) == 0 && std::uint64_t(status.st_size) + line.size() > m_maxBytes &&
        status.st_size > 0) {
        rotate();
    }
    if (m_file >= 0 && ::write(m_file, line.data(), line.size()) < 0) {
        m_hasFailed = true; // a full disk, for one
    }
}

void LogFile::clear() {
    const std::scoped_lock lock(m_mutex);
    if (m_file >= 0) {
        close(std::exchange(m_file, -1));
    }
    std::error_code error;
    for (int age = 0; age <= m_older; ++age) {
        fs::remove(name(age), error);
    }
    m_hasFailed = false;
}

fs::path userLogFolder() {
    const auto variable = [](const char* key) -> fs::path {
        const char* value = std::getenv(key);
        return value == nullptr ? "" : value;
    };
    if (const fs::path state = variable("XDG_STATE_HOME"); state.is_absolute()) {
        return state / "kerf";
    }
    const fs::path home = variable("HOME");
    return (home.is_absolute() ? home : fs::temp_directory_path()) / ".local" / "state" / "kerf";
}

} // namespace kerf
