#pragma once

#include <filesystem>

namespace kerf::batch {

enum class LockKind { shared, exclusive };

// Holds a lock on a file while it lives, so that two programs don't write into one folder as if they were
// alone. It goes with the process, however that ends; the file stays. Among shared locks there is room for
// all, beside an exclusive one for none. Not through network file systems that don't know flock(2).
class FolderLock {
public:
    // Makes the file, not its folder. Throws Error(already_exists) when another process holds it,
    // permission_denied, disk_full, write_failed.
    FolderLock(const std::filesystem::path& file, LockKind kind);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    FolderLock& operator=(FolderLock&&) = delete;

private:
    int m_fd;
};

} // namespace kerf::batch
