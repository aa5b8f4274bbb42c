#include "core/nn/byte_source.h"

#include "core/base/error.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace kerf::nn {
namespace {

[[noreturn]] void throwErrno(int number) {
    const std::string reason = std::generic_category().message(number);
    switch (number) {
    case ENOENT:
    case ENOTDIR:
    case ELOOP:
    case ENAMETOOLONG:
        throw Error(
            ErrorCode::file_not_found,
            fmt::format("there is no such model file ({}); fetch the model again", reason));
    case EACCES:
    case EPERM:
        throw Error(
            ErrorCode::permission_denied,
            fmt::format("the model file may not be read ({}); change its permissions", reason));
    case ENXIO:
    case ENODEV:
    case EISDIR:
        throw Error(ErrorCode::not_a_file, "not a regular file; choose a model's file");
    default:
        throw Error(
            ErrorCode::model_corrupt,
            fmt::format("the model file can't be read ({}); check the disk or the connection to it", reason));
    }
}

void requireRegular(const struct stat& status) {
    if (!S_ISREG(status.st_mode)) {
        throw Error(
            ErrorCode::not_a_file,
            S_ISDIR(status.st_mode)
                ? "this is a folder; choose a model's file"
                : "this is a device, pipe or socket, not a regular file; choose a model's file");
    }
}

} // namespace

std::string ByteSource::text(std::uint64_t offset, std::uint64_t bytes) const {
    if (bytes > size()) {
        refuseDamaged("the file ends too early");
    }
    std::string text(bytes, '\0');
    read(offset, std::as_writable_bytes(std::span(text)));
    return text;
}

// Asked by name before it is opened, since to open a device can set it in motion, and again afterwards, since
// another file may have taken the name.
FileBytes::FileBytes(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        throwErrno(errno);
    }
    requireRegular(status);
    m_descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (m_descriptor < 0) {
        throwErrno(errno);
    }
    try {
        if (::fstat(m_descriptor, &status) != 0) {
            throwErrno(errno);
        }
        requireRegular(status);
    } catch (...) {
        ::close(m_descriptor);
        throw;
    }
    m_size = static_cast<std::uint64_t>(status.st_size);
}

FileBytes::~FileBytes() {
    ::close(m_descriptor);
}

void FileBytes::read(std::uint64_t offset, std::span<std::byte> out) const {
    if (offset > m_size || out.size() > m_size - offset) {
        refuseDamaged("the file ends too early");
    }
    while (!out.empty()) {
        const ssize_t count = ::pread(m_descriptor, out.data(), out.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throwErrno(errno);
        }
        if (count == 0) {
            refuseDamaged("the file became shorter while it was read");
        }
        offset += static_cast<std::uint64_t>(count);
        out = out.subspan(static_cast<std::size_t>(count));
    }
}

void MemoryBytes::read(std::uint64_t offset, std::span<std::byte> out) const {
    if (offset > m_bytes.size() || out.size() > m_bytes.size() - offset) {
        refuseDamaged("the file ends too early");
    }
    if (!out.empty()) {
        std::memcpy(out.data(), m_bytes.data() + offset, out.size());
    }
}

void refuseDamaged(const std::string& what) {
    throw Error(ErrorCode::model_corrupt, what + "; the file is damaged, fetch it again");
}

void refuseUnsafe(const std::string& what) {
    throw Error(ErrorCode::model_corrupt, what + "; don't use this file");
}

std::string shown(std::string_view name) {
    constexpr std::size_t kShown = 80;
    std::string text = "\"";
    for (const char c : name.substr(0, kShown)) {
        text += c >= ' ' && c <= '~' ? c : '?';
    }
    return text + (name.size() > kShown ? "...\"" : "\"");
}

bool sizeOf(std::span<const std::int64_t> shape, std::uint64_t itemBytes, std::uint64_t& bytes) noexcept {
    bytes = itemBytes;
    for (const std::int64_t side : shape) {
        if (side < 0 || __builtin_mul_overflow(bytes, static_cast<std::uint64_t>(side), &bytes)) {
            return false;
        }
    }
    return bytes >> 63U == 0;
}

} // namespace kerf::nn
