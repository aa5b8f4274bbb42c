#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

namespace kerf {

enum class OnExisting : std::uint8_t { fail, replace };

// Writes `bytes` to `target`: a temporary file in the same folder (O_EXCL, never through a symbolic link),
// fsync, then renamed or linked to its name, then fsync of the folder. With OnExisting::fail the step that
// gives it the name can't replace a file that appeared in the meantime; a symbolic link there is never
// followed, but replaced itself or counted as existing. On any failure the temporary file is gone and
// `target` is as it was; only after a failure of the folder's fsync, the last step, the new file stands. A
// process that is killed may leave a file whose name begins with kTemporaryPrefix. The mode is 0666 less the
// umask, or that of the file replaced. Throws Error: already_exists, disk_full (with the bytes needed),
// permission_denied, file_not_found (no such folder), not_a_file (`target` is a folder or device),
// write_failed. Thread-safe.
void writeFileAtomically(
    const std::filesystem::path& target, std::span<const std::uint8_t> bytes, OnExisting onExisting);

inline constexpr const char* kTemporaryPrefix = ".kerf-tmp-";

// Removes the temporary files that killed processes left in `folder` (not below it). Those that are being
// written now, by whatever process, are locked and stay. Never throws.
void removeLeftTemporaries(const std::filesystem::path& folder) noexcept;

// Makes the folder and those above it that are missing, each brought to the disk in the one that holds it, so
// that a power cut can't take the files in it. Throws Error: disk_full, permission_denied, not_a_file (a file
// has the name), write_failed. Thread-safe.
void makeFolders(const std::filesystem::path& folder);

// True when both names lead to one file (device and inode), through links too. False where either is absent.
bool isSameFile(const std::filesystem::path& one, const std::filesystem::path& other) noexcept;

// True when the name is taken, be it by a link that leads nowhere.
bool isNameTaken(const std::filesystem::path& path) noexcept;

} // namespace kerf
