#include "core/batch/folder_lock.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace kerf::batch {

FolderLock::FolderLock(const std::filesystem::path& file, LockKind kind)
    : m_fd(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666)) {
    const auto fail = [&] {
        const std::error_code error(errno, std::generic_category());
        const bool isDenied = error == std::errc::permission_denied;
        if (error == std::errc::no_space_on_device) {
            throw Error(
                ErrorCode::disk_full, "the disk is full; free some space or choose another folder", file);
        }
        throw Error(
            isDenied ? ErrorCode::permission_denied : ErrorCode::write_failed,
            "the folder can't be locked: " + error.message() + "; choose another", file);
    };
    if (m_fd < 0) {
        fail();
    }
    if (flock(m_fd, (kind == LockKind::shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0) {
        return;
    }
    const int error = errno;
    close(std::exchange(m_fd, -1));
    if (error == EWOULDBLOCK) {
        throw Error(
            ErrorCode::already_exists,
            "another Kerf is writing into this folder; wait until it has ended, or choose another folder",
            file.parent_path());
    }
    errno = error;
    fail();
}

FolderLock::~FolderLock() {
    if (m_fd >= 0) {
        close(m_fd);
    }
}

FolderLock::FolderLock(FolderLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}

} // namespace kerf::batch
