#include "core/batch/file_hash.h"

#include "core/base/sha256.h"

#include <array>
#include <fstream>
#include <system_error>

namespace kerf::batch {

namespace fs = std::filesystem;

std::string hashOfFile(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    Sha256 hash;
    std::array<char, 1U << 16U> block{};
    while (stream.read(block.data(), std::ssize(block)), stream.gcount() > 0) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
        hash.update({reinterpret_cast<const std::uint8_t*>(block.data()), std::size_t(stream.gcount())});
    }
    return toHex(hash.finish());
}

std::string hashOf(std::span<const std::uint8_t> bytes) {
    Sha256 hash;
    hash.update(bytes);
    return toHex(hash.finish());
}

bool isUnchanged(const fs::path& out, const BatchFile& file, Look look) {
    std::error_code error;
    const fs::path path = out / file.file;
    return fs::is_regular_file(fs::symlink_status(path, error)) && fs::file_size(path, error) == file.bytes &&
           !error && (look == Look::size || hashOfFile(path) == file.sha256);
}

} // namespace kerf::batch
