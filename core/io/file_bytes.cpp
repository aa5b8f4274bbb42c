#include "core/io/file_bytes.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace kerf::io {
namespace {

constexpr std::size_t kBlockBytes = 4U << 20U;

[[noreturn]] void throwErrno(int number) {
    const std::string reason = std::generic_category().message(number);
    switch (number) {
    case ENOENT:
    case ENOTDIR:
    case ELOOP:
    case ENAMETOOLONG:
        throw Error(
            ErrorCode::file_not_found,
            fmt::format("there is no such file ({}); it may have been moved or renamed", reason));
    case EACCES:
    case EPERM:
        throw Error(
            ErrorCode::permission_denied,
            fmt::format("the file may not be read ({}); change its permissions", reason));
    case ENXIO:
    case ENODEV:
    case EISDIR:
        throw Error(ErrorCode::not_a_file, "not a regular file; choose a photo's file");
    case ENOMEM:
        throw Error(ErrorCode::out_of_memory, "not enough memory to read the file; close other programs");
    default:
        throw Error(
            ErrorCode::corrupt_file,
            fmt::format("the file can't be read ({}); check the disk or the connection to it", reason));
    }
}

[[noreturn]] void throwChanged() {
    throw Error(
        ErrorCode::corrupt_file, "the file changed while it was read; open it again when it is complete");
}

struct Descriptor {
    int number = -1;
    Descriptor() = default;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number >= 0) {
            close(number);
        }
    }
};

void requireRegular(const struct stat& status) {
    if (S_ISDIR(status.st_mode)) {
        throw Error(ErrorCode::not_a_file, "this is a folder; choose a photo's file");
    }
    if (!S_ISREG(status.st_mode)) {
        throw Error(
            ErrorCode::not_a_file,
            "this is a device, pipe or socket, not a regular file; choose a photo's file");
    }
}

// Asked by name before it is opened, since to open a device can set it in motion, and again afterwards, since
// another file may have taken the name.
struct stat openRegular(const std::filesystem::path& file, Descriptor& descriptor) {
    struct stat status {};
    if (stat(file.c_str(), &status) != 0) {
        throwErrno(errno);
    }
    requireRegular(status);
    descriptor.number = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor.number < 0 || fstat(descriptor.number, &status) != 0) {
        throwErrno(errno);
    }
    requireRegular(status);
    return status;
}

// As many bytes as there are, at most `wanted`.
std::size_t readSome(int descriptor, std::uint8_t* to, std::size_t wanted) {
    std::size_t done = 0;
    while (done < wanted) {
        const ssize_t count = read(descriptor, to + done, std::min(wanted - done, kBlockBytes));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throwErrno(errno);
        }
        if (count == 0) {
            break;
        }
        done += static_cast<std::size_t>(count);
    }
    return done;
}

bool isUnchanged(const struct stat& before, const struct stat& after) {
    return before.st_size == after.st_size && before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
           before.st_mtim.tv_nsec == after.st_mtim.tv_nsec;
}

} // namespace

FileBytes readFile(
    const std::filesystem::path& file,
    const Limits& limits,
    const Progress& progress,
    const HeadCheck& check) {
    Descriptor descriptor;
    const struct stat before = openRegular(file, descriptor);
    const auto size = static_cast<std::uint64_t>(before.st_size);
    if (size > limits.maxFileBytes) {
        throw Error(
            ErrorCode::too_large,
            fmt::format(
                "the file has {} MB, more than Kerf opens ({} MB)", size >> 20U, limits.maxFileBytes >> 20U));
    }
    std::vector<std::uint8_t> head(std::min<std::uint64_t>(size, kHeadBytes));
    if (readSome(descriptor.number, head.data(), head.size()) != head.size()) {
        throwChanged();
    }
    check(head);

    FileBytes bytes(size);
    std::ranges::copy(head, bytes.writable().begin());
    for (std::size_t done = head.size(); done < size;) {
        progress.step(double(done) / double(size));
        const std::size_t wanted = std::min<std::size_t>(size - done, kBlockBytes);
        if (readSome(descriptor.number, bytes.writable().data() + done, wanted) != wanted) {
            throwChanged();
        }
        done += wanted;
    }
    struct stat after {};
    if (fstat(descriptor.number, &after) != 0) {
        throwErrno(errno);
    }
    if (!isUnchanged(before, after)) {
        throwChanged();
    }
    progress.step(1.0);
    return bytes;
}

std::vector<std::uint8_t> readHead(const std::filesystem::path& file) {
    Descriptor descriptor;
    const struct stat status = openRegular(file, descriptor);
    std::vector<std::uint8_t> head(std::min<std::uint64_t>(std::uint64_t(status.st_size), kHeadBytes));
    head.resize(readSome(descriptor.number, head.data(), head.size()));
    return head;
}

} // namespace kerf::io
