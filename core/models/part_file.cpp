#include "core/models/part_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <system_error>

namespace kerf::models {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

bool isAt(const Descriptor& file, const fs::path& path) {
    struct stat open {};
    struct stat named {};
    return fstat(file.get(), &open) == 0 && stat(path.c_str(), &named) == 0 && open.st_ino == named.st_ino &&
           open.st_dev == named.st_dev;
}

// A process that finishes renames the file, so that the next one may have locked what isn't the part any
// more.
Descriptor openLocked(const fs::path& part, const fs::path& target) {
    constexpr int kAttempts = 5;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        Descriptor file(open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
        if (!file.isOpen()) {
            throwForWriting(errno, part);
        }
        if (flock(file.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            break;
        }
        if (isAt(file, part)) {
            return file;
        }
    }
    throw Error(
        ErrorCode::already_exists, "another Kerf is downloading this file; wait for it, or stop it", target);
}

void syncFolder(const fs::path& folder) {
    const Descriptor descriptor(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    fsync(descriptor.get()); // some file systems have none for folders
}

} // namespace

PartFile::PartFile(const fs::path& target)
    : m_target(target),
      m_part(target.native() + ".part"),
      m_stateFile(m_part.native() + ".json"),
      m_file(openLocked(m_part, target)) {
    struct stat status {};
    if (fstat(m_file.get(), &status) != 0) {
        throwForWriting(errno, m_part);
    }
    m_bytes = static_cast<std::uint64_t>(status.st_size);
}

PartFile::~PartFile() {
    if (!m_isGone && m_bytes == 0) {
        remove();
    }
}

PartState PartFile::state() const {
    std::ifstream in(m_stateFile, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    try {
        const Json json = Json::parse(text);
        return {
            json.at("url").get<std::string>(), json.at("validator").get<std::string>(),
            json.at("total").get<std::uint64_t>()};
    } catch (const Json::exception&) {
        return {};
    }
}

void PartFile::setState(const PartState& state) {
    const std::string text =
        Json{{"url", state.url}, {"validator", state.validator}, {"total", state.total}}.dump(
            1, ' ', false, Json::error_handler_t::replace) +
        '\n';
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    writeFileAtomically(m_stateFile, {bytes, text.size()}, OnExisting::replace);
}

void PartFile::restart() {
    if (ftruncate(m_file.get(), 0) != 0) {
        throwForWriting(errno, m_part);
    }
    m_bytes = 0;
}

void PartFile::append(std::span<const std::uint8_t> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = pwrite(m_file.get(), bytes.data(), bytes.size(), off_t(m_bytes));
        if (written < 0 && errno != EINTR) {
            throwForWriting(errno, m_target);
        }
        if (written > 0) {
            bytes = bytes.subspan(std::size_t(written));
            m_bytes += std::uint64_t(written);
        }
    }
}

void PartFile::finish() {
    while (fsync(m_file.get()) != 0) {
        if (errno != EINTR) {
            throwForWriting(errno, m_target);
        }
    }
    const auto rename = [&] {
        return renameat2(AT_FDCWD, m_part.c_str(), AT_FDCWD, m_target.c_str(), RENAME_NOREPLACE) == 0;
    };
    bool isNamed = rename();
    if (!isNamed && (errno == EINVAL || errno == ENOSYS)) { // a file system without that flag
        isNamed = link(m_part.c_str(), m_target.c_str()) == 0 && unlink(m_part.c_str()) == 0;
    }
    if (!isNamed && errno == EEXIST) {
        throw Error(
            ErrorCode::already_exists, "a file of this name has appeared meanwhile; move it away", m_target);
    }
    if (!isNamed) {
        throwForWriting(errno, m_target);
    }
    syncFolder(m_target.parent_path());
    unlink(m_stateFile.c_str());
    m_isGone = true;
}

void PartFile::remove() {
    m_isGone = true;
    unlink(m_part.c_str());
    unlink(m_stateFile.c_str());
}

void requireSpace(const fs::path& target, std::uint64_t more) {
    struct statvfs status {};
    if (statvfs(target.parent_path().c_str(), &status) != 0) {
        return; // then the writing will tell
    }
    const std::uint64_t available = std::uint64_t{status.f_bavail} * status.f_frsize;
    if (available < more) {
        throw Error(
            ErrorCode::disk_full,
            fmt::format(
                "{:.1f} MB more are needed, {:.1f} MB are free; free some space, or set KERF_MODELS to a "
                "folder on another "
                "disk",
                double(more) / 1e6, double(available) / 1e6),
            target);
    }
}

void makeFolder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!fs::is_directory(folder)) {
        throwForWriting(error ? error.value() : ENOTDIR, folder);
    }
}

} // namespace kerf::models
