#include "core/base/regular_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace kerf {
namespace {

void requireRegular(const struct stat& status, const FileWords& words) {
    if (S_ISDIR(status.st_mode)) {
        throw Error(ErrorCode::not_a_file, std::string("this is a folder; choose ") + words.choose);
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error(
            ErrorCode::not_a_file,
            std::string("this is a device, pipe or socket, not a regular file; choose ") + words.choose);
    }
}

} // namespace

void Descriptor::close() noexcept {
    if (m_fd >= 0) {
        ::close(std::exchange(m_fd, -1));
    }
}

// Asked by name before it is opened, since to open a device can set it in motion, and again afterwards, since
// another file may have taken the name.
Descriptor openRegular(const std::filesystem::path& file, const FileWords& words) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        throwForReading(errno, words);
    }
    requireRegular(status, words);
    Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!descriptor.isOpen() || ::fstat(descriptor.get(), &status) != 0) {
        throwForReading(errno, words);
    }
    requireRegular(status, words);
    return descriptor;
}

void throwForReading(int error, const FileWords& words) {
    const std::string reason = std::generic_category().message(error);
    const std::string name = words.file;
    switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ELOOP:
    case ENAMETOOLONG:
        throw Error(
            ErrorCode::file_not_found, "there is no such " + name + " (" + reason + "); " + words.whenGone);
    case EACCES:
    case EPERM:
        throw Error(
            ErrorCode::permission_denied,
            "the " + name + " may not be read (" + reason + "); change its permissions");
    case ENXIO:
    case ENODEV:
    case EISDIR:
        throw Error(ErrorCode::not_a_file, std::string("not a regular file; choose ") + words.choose);
    case ENOMEM:
        throw Error(
            ErrorCode::out_of_memory, "not enough memory to read the " + name + "; close other programs");
    default:
        throw Error(
            words.whenDamaged,
            "the " + name + " can't be read (" + reason + "); check the disk or the connection to it");
    }
}

} // namespace kerf
