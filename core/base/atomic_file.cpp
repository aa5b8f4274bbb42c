#include "core/base/atomic_file.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace fs = std::filesystem;

namespace kerf {
namespace {

class FileDescriptor {
public:
    explicit FileDescriptor(int fd) noexcept : m_fd(fd) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() {
        if (m_fd >= 0) {
            ::close(m_fd);
        }
    }

    int get() const noexcept { return m_fd; }

    // 0 or the errno; network file systems report a failed write no earlier.
    int close() noexcept { return ::close(std::exchange(m_fd, -1)) == 0 || errno == EINTR ? 0 : errno; }

private:
    int m_fd;
};

std::string megabytes(std::uint64_t bytes) {
    std::array<char, 48> text{};
    const double value = double(bytes) / 1e6;
    std::snprintf(
        text.data(), text.size(), "%.*f MB (%llu bytes)", value < 10 ? 1 : 0, value,
        static_cast<unsigned long long>(bytes));
    return text.data();
}

[[noreturn]] void throwErrno(int error, const fs::path& target, std::uint64_t bytes) {
    const auto fail = [&](ErrorCode code, const std::string& what) { throw Error(code, what, target); };
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        fail(
            ErrorCode::disk_full,
            std::string(error == EDQUOT ? "your quota of disk space is used up; " : "the disk is full; ") +
                (bytes > 0 ? megabytes(bytes) + " are needed: " : "") +
                "free some space or choose another folder");
        break;
    case EACCES:
    case EPERM:
        fail(
            ErrorCode::permission_denied,
            "no permission to write into this folder; choose another one or change its permissions");
        break;
    case ENOENT:
    case ENOTDIR:
        fail(ErrorCode::file_not_found, "the folder to write into is not there; create it or choose another");
        break;
    case EEXIST:
        fail(ErrorCode::already_exists, "a file of this name is there already; choose another name");
        break;
    case EROFS:
        fail(ErrorCode::write_failed, "the file system is read-only; choose another folder");
        break;
    case ENAMETOOLONG:
        fail(ErrorCode::write_failed, "the name is too long for this file system; choose a shorter one");
        break;
    case EFBIG:
        fail(
            ErrorCode::write_failed,
            megabytes(bytes) + " are more than one file may have here; choose another folder or format");
        break;
    default:
        fail(
            ErrorCode::write_failed, "writing failed (" + std::generic_category().message(error) +
                                         "); check the disk or choose another folder");
    }
    throw Error(ErrorCode::internal, "unreachable"); // every branch above throws
}

// A name of its own, short enough for any target, however long that one's name is.
std::string temporaryName() {
    std::uint64_t random = 0;
    if (::getrandom(&random, sizeof random, 0) != ssize_t(sizeof random)) {
        random = std::uint64_t(::getpid()); // O_EXCL tells when that is not enough
    }
    std::array<char, 40> text{};
    std::snprintf(
        text.data(), text.size(), "%s%016llx", kTemporaryPrefix, static_cast<unsigned long long>(random));
    return text.data();
}

// 0 or the errno.
int writeAll(int fd, std::span<const std::uint8_t> bytes) noexcept {
    constexpr std::size_t kBlock = std::size_t{1} << 20U;
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), std::min(bytes.size(), kBlock));
        if (written > 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        } else if (written == 0) {
            return EIO;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

int fsyncWhole(int fd) noexcept {
    while (::fsync(fd) != 0) {
        if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

// Gives the file its name unless that is taken. 0 or the errno.
int nameWithoutReplacing(int folder, const std::string& from, const std::string& to) noexcept {
    if (::renameat2(folder, from.c_str(), folder, to.c_str(), RENAME_NOREPLACE) == 0) {
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS) {
        return errno;
    }
    // A file system without that flag; a hard link can't replace either.
    if (::linkat(folder, from.c_str(), folder, to.c_str(), 0) != 0) {
        return errno == EPERM ? EOPNOTSUPP : errno;
    }
    return ::unlinkat(folder, from.c_str(), 0) == 0 ? 0 : errno;
}

// The permission bits of what `name` is to replace; nothing when there is nothing.
std::optional<mode_t>
modeOfExisting(int folder, const std::string& name, OnExisting onExisting, const fs::path& target) {
    struct stat status {};
    if (::fstatat(folder, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) {
            return std::nullopt;
        }
        throwErrno(errno, target, 0);
    }
    if (onExisting == OnExisting::fail) {
        throwErrno(EEXIST, target, 0);
    }
    if (S_ISLNK(status.st_mode)) {
        return std::nullopt;
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error(ErrorCode::not_a_file, "a folder or device has this name; choose another name", target);
    }
    return status.st_mode & mode_t{0777};
}

// Locks a file that was just made, so that removeLeftTemporaries() tells it from one that a killed process
// left. False when that has taken it for one in between. File systems without locks leave it unprotected.
bool lockFresh(int fd) noexcept {
    struct stat status {};
    if (::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        return false;
    }
    return ::fstat(fd, &status) != 0 || status.st_nlink > 0;
}

// The temporary file until it has its name.
class Temporary {
public:
    Temporary(int folder, const fs::path& target, std::uint64_t bytes) : m_folder(folder) {
        int fd = -1;
        for (int attempt = 0; fd < 0 && attempt < 10; ++attempt) {
            m_name = temporaryName();
            fd = ::openat(folder, m_name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
            if (fd < 0 && errno != EEXIST && errno != EINTR) {
                break;
            }
            if (fd >= 0 && !lockFresh(fd)) {
                ::close(std::exchange(fd, -1));
                errno = EEXIST;
            }
        }
        if (fd < 0) {
            throwErrno(errno == EEXIST ? EIO : errno, target, bytes);
        }
        m_fd = fd;
        m_lock = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
    }
    Temporary(const Temporary&) = delete;
    Temporary& operator=(const Temporary&) = delete;
    ~Temporary() {
        if (!m_name.empty()) {
            ::unlinkat(m_folder, m_name.c_str(), 0);
        }
        if (m_lock >= 0) {
            ::close(m_lock);
        }
    }

    int fd() const noexcept { return m_fd; }
    const std::string& name() const noexcept { return m_name; }
    void forget() noexcept { m_name.clear(); }

private:
    int m_folder;
    int m_fd = -1;   // closed by the owner of the descriptor
    int m_lock = -1; // the same file, so that the lock outlives that one
    std::string m_name;
};

// 0 or the errno; some file systems have no fsync for folders.
int fsyncFolder(int fd) noexcept {
    const int error = fsyncWhole(fd);
    return error == EINVAL ? 0 : error;
}

// Removes the file when nobody holds its lock.
void removeIfLeft(int folder, const char* name) noexcept {
    constexpr int kHow = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
    int fd = ::openat(folder, name, O_RDWR | kHow);
    if (fd < 0 && errno == EACCES) {
        fd = ::openat(folder, name, O_RDONLY | kHow);
    }
    const FileDescriptor file(fd);
    struct stat opened {};
    struct stat named {};
    const bool isLeft = fd >= 0 && ::flock(fd, LOCK_EX | LOCK_NB) == 0 && ::fstat(fd, &opened) == 0 &&
                        S_ISREG(opened.st_mode) &&
                        ::fstatat(folder, name, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
                        named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
    if (isLeft) {
        ::unlinkat(folder, name, 0);
    }
}

} // namespace

void writeFileAtomically(const fs::path& target, std::span<const std::uint8_t> bytes, OnExisting onExisting) {
    const auto check = [&](int error) {
        if (error != 0) {
            throwErrno(error, target, bytes.size());
        }
    };
    const std::string name = target.filename().string();
    if (name.empty() || name == "." || name == "..") {
        throw Error(ErrorCode::not_a_file, "this is the name of a folder; give a file's name", target);
    }
    const fs::path parent = target.parent_path().empty() ? fs::path(".") : target.parent_path();
    const FileDescriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    check(folder.get() < 0 ? errno : 0);
    const std::optional<mode_t> mode = modeOfExisting(folder.get(), name, onExisting, target);

    Temporary temporary(folder.get(), target, bytes.size());
    {
        FileDescriptor file(temporary.fd());
        check(mode && ::fchmod(file.get(), *mode) != 0 ? errno : 0);
        check(writeAll(file.get(), bytes));
        check(fsyncWhole(file.get()));
        check(file.close());
    }
    if (onExisting == OnExisting::fail) {
        check(nameWithoutReplacing(folder.get(), temporary.name(), name));
    } else {
        const bool renamed =
            ::renameat(folder.get(), temporary.name().c_str(), folder.get(), name.c_str()) == 0;
        check(renamed ? 0 : errno);
    }
    temporary.forget();
    check(fsyncFolder(folder.get()));
}

void makeFolders(const fs::path& folder) {
    std::error_code error;
    if (folder.empty() || fs::is_directory(folder, error)) {
        return;
    }
    const fs::path parent = folder.parent_path().empty() ? fs::path(".") : folder.parent_path();
    makeFolders(parent);
    if (::mkdir(folder.c_str(), 0777) != 0) {
        const int reason = errno;
        if (fs::is_directory(folder, error)) {
            return; // another thread or program made it
        }
        if (reason == EEXIST) {
            throw Error(
                ErrorCode::not_a_file, "a file has the name of this folder; choose another folder", folder);
        }
        throwErrno(reason, folder, 0);
    }
    const FileDescriptor above(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    const int unsynced = above.get() < 0 ? 0 : fsyncFolder(above.get()); // it may be for passing through only
    if (unsynced != 0) {
        throwErrno(unsynced, folder, 0);
    }
}

void removeLeftTemporaries(const fs::path& folder) noexcept {
    try {
        const FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        std::error_code error;
        for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
            const std::string name = entry.path().filename().string();
            if (name.starts_with(kTemporaryPrefix)) {
                removeIfLeft(opened.get(), name.c_str());
            }
        }
    } catch (const std::exception&) { // they take room, no more
    }
}

bool isSameFile(const fs::path& one, const fs::path& other) noexcept {
    struct stat a {};
    struct stat b {};
    return ::stat(one.c_str(), &a) == 0 && ::stat(other.c_str(), &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

bool isNameTaken(const fs::path& path) noexcept {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0;
}

} // namespace kerf
