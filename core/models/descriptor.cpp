#include "core/models/descriptor.h"

#include "core/base/error.h"

#include <cerrno>
#include <string>
#include <system_error>

namespace kerf::models {

Descriptor openForReading(const std::filesystem::path& file) {
    constexpr FileWords kWords{"file", "the model's file", "check its name", ErrorCode::corrupt_file};
    try {
        return openRegular(file, kWords);
    } catch (const Error& e) {
        throw Error(e.code(), e.what(), file);
    }
}

void throwForWriting(int error, const std::filesystem::path& target) {
    switch (error) {
    case ENOSPC:
        throw Error(
            ErrorCode::disk_full,
            "the disk is full; free some space, or set KERF_MODELS to a folder on another disk", target);
    case EDQUOT:
        throw Error(
            ErrorCode::disk_full,
            "your quota of disk space is used up; free some space, or set KERF_MODELS to a folder elsewhere",
            target);
    case EACCES:
    case EPERM:
        throw Error(
            ErrorCode::permission_denied,
            "no permission to write into this folder; change its permissions, or set KERF_MODELS to another",
            target);
    case EROFS:
        throw Error(
            ErrorCode::write_failed,
            "the file system is read-only; set KERF_MODELS to a folder that can be written", target);
    case EFBIG:
        throw Error(
            ErrorCode::write_failed,
            "the file is larger than one file may be here (a limit of the file system or of the process); "
            "set KERF_MODELS to a folder elsewhere",
            target);
    default:
        throw Error(
            ErrorCode::write_failed,
            "writing failed (" + std::generic_category().message(error) + "); check the disk", target);
    }
}

} // namespace kerf::models
