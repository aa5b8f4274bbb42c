#include "core/nn/byte_source.h"

#include "core/base/error.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace kerf::nn {
namespace {

constexpr FileWords kModelFile{
    "model file", "a model's file", "fetch the model again", ErrorCode::model_corrupt};

} // namespace

std::string ByteSource::text(std::uint64_t offset, std::uint64_t bytes) const {
    if (bytes > size()) {
        refuseDamaged("the file ends too early");
    }
    std::string text(bytes, '\0');
    read(offset, std::as_writable_bytes(std::span(text)));
    return text;
}

FileBytes::FileBytes(const std::filesystem::path& file) : m_file(openRegular(file, kModelFile)) {
    struct stat status {};
    if (::fstat(m_file.get(), &status) != 0) {
        throwForReading(errno, kModelFile);
    }
    m_size = static_cast<std::uint64_t>(status.st_size);
}

void FileBytes::read(std::uint64_t offset, std::span<std::byte> out) const {
    if (offset > m_size || out.size() > m_size - offset) {
        refuseDamaged("the file ends too early");
    }
    while (!out.empty()) {
        const ssize_t count = ::pread(m_file.get(), out.data(), out.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throwForReading(errno, kModelFile);
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
