#pragma once

#include "core/base/regular_file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace kerf::nn {

// The bytes of a weight file, read where they are wanted. Internal to nn.
class ByteSource {
public:
    virtual ~ByteSource() = default;

    virtual std::uint64_t size() const noexcept = 0;
    // Throws Error(model_corrupt) if fewer bytes are there.
    virtual void read(std::uint64_t offset, std::span<std::byte> out) const = 0;

    // `bytes` of text or anything else from `offset`.
    std::string text(std::uint64_t offset, std::uint64_t bytes) const;
};

// A regular file, opened once and read with pread.
class FileBytes final : public ByteSource {
public:
    // Throws Error: file_not_found, not_a_file, permission_denied, out_of_memory, model_corrupt
    // (input/output error).
    explicit FileBytes(const std::filesystem::path& file);

    std::uint64_t size() const noexcept override { return m_size; }
    void read(std::uint64_t offset, std::span<std::byte> out) const override;

private:
    Descriptor m_file;
    std::uint64_t m_size = 0;
};

// Somebody else's memory, which must outlive it.
class MemoryBytes final : public ByteSource {
public:
    explicit MemoryBytes(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    std::uint64_t size() const noexcept override { return m_bytes.size(); }
    void read(std::uint64_t offset, std::span<std::byte> out) const override;

private:
    std::span<const std::byte> m_bytes;
};

// What no weight file that Kerf knows goes beyond; hostile ones do.
inline constexpr std::size_t kMaxTensors = 10'000;
inline constexpr std::size_t kMaxRank = 8;
inline constexpr std::size_t kMaxNameBytes = 512;

// Error(model_corrupt): a file that is broken or cut off; a file that could only be meant to do harm.
[[noreturn]] void refuseDamaged(const std::string& what);
[[noreturn]] void refuseUnsafe(const std::string& what);

// A name from a file as a message may show it: at most 80 bytes, nothing but printable ASCII, in quotes.
std::string shown(std::string_view name);

// Product of the sides times `itemBytes`. False if it doesn't fit into 63 bits or a side is negative.
bool sizeOf(std::span<const std::int64_t> shape, std::uint64_t itemBytes, std::uint64_t& bytes) noexcept;

} // namespace kerf::nn
