#include "core/models/descriptor.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace kerf::models {

void Descriptor::close() noexcept {
    if (m_fd >= 0) {
        ::close(std::exchange(m_fd, -1));
    }
}

Descriptor openForReading(const std::filesystem::path& file) {
    // O_NONBLOCK: a pipe that nobody writes to would hold the program up.
    Descriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!descriptor.isOpen()) {
        switch (errno) {
        case ENOENT:
        case ENOTDIR:
            throw Error(ErrorCode::file_not_found, "there is no such file; check the name", file);
        case EACCES:
        case EPERM:
            throw Error(ErrorCode::permission_denied, "it may not be read; change its permissions", file);
        default:
            throw Error(
                ErrorCode::corrupt_file,
                "it can't be opened (" + std::generic_category().message(errno) + "); check the disk", file);
        }
    }
    struct stat status {};
    if (fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        throw Error(ErrorCode::not_a_file, "this is no regular file; give the model's file", file);
    }
    return descriptor;
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
