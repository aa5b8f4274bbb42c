#pragma once

#include "core/models/descriptor.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace kerf::models {

// Which version of which file a NAME.part is the beginning of.
struct PartState {
    std::string url;
    std::string validator;   // a strong ETag or a date; empty: it can't be gone on with
    std::uint64_t total = 0; // 0: not announced

    bool operator==(const PartState&) const = default;
};

// A file under way: NAME.part and NAME.part.json beside the target. This process's alone while it lives; what
// has come stays on the disk. Internal to models.
class PartFile {
public:
    // Opens or creates it. Throws Error: already_exists when another process holds it; as throwForWriting().
    explicit PartFile(const std::filesystem::path& target);
    ~PartFile(); // leaves nothing behind where nothing came
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    std::uint64_t bytes() const noexcept { return m_bytes; }
    PartState state() const; // empty for a new one
    const std::filesystem::path& path() const noexcept { return m_part; }

    // Forgets all bytes.
    void restart();
    void setState(const PartState& state);
    void append(std::span<const std::uint8_t> bytes);

    // Gives it the target's name, unless that is taken by now (already_exists).
    void finish();
    void remove(); // bytes and state

private:
    std::filesystem::path m_target;
    std::filesystem::path m_part;
    std::filesystem::path m_stateFile;
    Descriptor m_file;
    std::uint64_t m_bytes = 0;
    bool m_isGone = false; // it has its name, or was removed
};

// Makes the folder that models go to. Throws Error as throwForWriting().
void makeFolder(const std::filesystem::path& folder);

// Throws Error(disk_full), with both numbers, when that many bytes more don't fit beside `target`.
void requireSpace(const std::filesystem::path& target, std::uint64_t more);

} // namespace kerf::models
