#pragma once

#include "core/base/progress.h"
#include "core/io/limits.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace kerf::io {

inline constexpr std::size_t kHeadBytes = 65'536;

// A file's contents, owned. Move-only.
class FileBytes {
public:
    FileBytes() = default;
    explicit FileBytes(std::size_t size)
        : m_bytes(std::make_unique_for_overwrite<std::uint8_t[]>(size)), m_size(size) {}

    std::span<const std::uint8_t> view() const noexcept { return {m_bytes.get(), m_size}; }
    std::span<std::uint8_t> writable() noexcept { return {m_bytes.get(), m_size}; }

private:
    std::unique_ptr<std::uint8_t[]> m_bytes;
    std::size_t m_size = 0;
};

using HeadCheck = std::function<void(std::span<const std::uint8_t> head)>;

// Reads a regular file whole; a folder, pipe, device or socket is refused at once, without waiting for it.
// `check` sees the first kHeadBytes (or all there is) before memory for the rest is taken, and throws to
// refuse. Throws Error: file_not_found, permission_denied, not_a_file, too_large, corrupt_file (also for a
// file that changes while it is read); Cancelled. The errors name no file. Thread-safe.
FileBytes readFile(
    const std::filesystem::path& file,
    const Limits& limits,
    const Progress& progress,
    const HeadCheck& check);

// The first kHeadBytes or all there is. Same errors.
std::vector<std::uint8_t> readHead(const std::filesystem::path& file);

} // namespace kerf::io
