#include "core/nn/zip_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace kerf::nn {
namespace {

constexpr std::uint64_t kEndBytes = 22;
constexpr std::uint64_t kLocatorBytes = 20;
constexpr std::uint64_t kEnd64Bytes = 56;
constexpr std::uint64_t kCentralBytes = 46;
constexpr std::uint64_t kLocalBytes = 30;
constexpr std::uint64_t kMaxDirectoryBytes = 16U << 20U;
constexpr std::size_t kMaxRecords = kMaxTensors + 64;
constexpr std::uint64_t kIn64 = 0xFFFFFFFF; // "the true value is in the zip64 fields"

// Reads little-endian fields of a header in memory.
class Fields {
public:
    explicit Fields(std::string_view bytes) : m_bytes(bytes) {}

    std::uint64_t at(std::size_t offset, std::size_t bytes) const {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes && offset + i < m_bytes.size(); ++i) {
            value |= std::uint64_t{static_cast<unsigned char>(m_bytes[offset + i])} << (8 * i);
        }
        return value;
    }
    bool isSigned(std::string_view signature) const { return m_bytes.starts_with(signature); }

private:
    std::string_view m_bytes;
};

struct Directory {
    std::uint64_t begin = 0;
    std::uint64_t bytes = 0;
    std::uint64_t records = 0;
};

// The zip64 end, if there is one; it has to agree with what the plain end says.
void readEnd64(const ByteSource& file, Directory& directory) {
    const std::uint64_t plainEnd = file.size() - kEndBytes;
    if (plainEnd < kLocatorBytes + kEnd64Bytes) {
        return;
    }
    const std::string locatorText = file.text(plainEnd - kLocatorBytes, kLocatorBytes);
    const Fields locator(locatorText);
    if (!locator.isSigned("PK\x06\x07")) {
        return;
    }
    const std::uint64_t begin = plainEnd - kLocatorBytes - kEnd64Bytes;
    const std::string text = file.text(begin, kEnd64Bytes);
    const Fields end(text);
    if (locator.at(8, 8) != begin || !end.isSigned("PK\x06\x06") || end.at(4, 8) != kEnd64Bytes - 12) {
        refuseUnsafe("its zip64 end is not where the zip says");
    }
    const Directory large{.begin = end.at(48, 8), .bytes = end.at(40, 8), .records = end.at(32, 8)};
    const auto agree = [](std::uint64_t small, std::uint64_t full, std::uint64_t escape) {
        return small == full || small == escape;
    };
    if (!agree(directory.begin, large.begin, kIn64) || !agree(directory.bytes, large.bytes, kIn64) ||
        !agree(directory.records, large.records, 0xFFFF) || end.at(24, 8) != large.records) {
        refuseUnsafe("its zip64 end and its plain end differ");
    }
    if (large.begin > begin || large.bytes != begin - large.begin) {
        refuseUnsafe("its zip64 end gives a directory that is not there");
    }
    directory = large;
}

Directory findDirectory(const ByteSource& file) {
    if (file.size() < kEndBytes) {
        refuseDamaged("the zip is cut off");
    }
    const std::string text = file.text(file.size() - kEndBytes, kEndBytes);
    const Fields end(text);
    if (!end.isSigned("PK\x05\x06") || end.at(20, 2) != 0) {
        refuseDamaged("the zip's end is not at the end of the file");
    }
    if (end.at(4, 2) != 0 || end.at(6, 2) != 0 || end.at(8, 2) != end.at(10, 2)) {
        refuseUnsafe("the zip is spread over several files");
    }
    Directory directory{.begin = end.at(16, 4), .bytes = end.at(12, 4), .records = end.at(10, 2)};
    const std::uint64_t plainEnd = file.size() - kEndBytes;
    readEnd64(file, directory);
    if (directory.begin > plainEnd || directory.bytes > plainEnd - directory.begin) {
        refuseDamaged("the zip's directory lies outside the file");
    }
    if (directory.bytes > kMaxDirectoryBytes || directory.records > kMaxRecords) {
        refuseUnsafe(fmt::format("the zip has {} records, more than any net", directory.records));
    }
    if (directory.records > directory.bytes / kCentralBytes) {
        refuseDamaged("the zip's directory has no room for its records");
    }
    return directory;
}

void checkName(const std::string& name) {
    const bool leaves = name.starts_with('/') || name == ".." || name.starts_with("../") ||
                        name.find("/../") != name.npos || name.ends_with("/..") ||
                        name.find('\\') != name.npos;
    if (leaves) {
        refuseUnsafe(fmt::format("the zip has a record whose path leads out of it: {}", shown(name)));
    }
    if (name.empty() || name.size() > kMaxNameBytes ||
        std::ranges::any_of(name, [](char c) { return c >= 0 && c < ' '; })) {
        refuseUnsafe(fmt::format("the zip has a record with an impossible name: {}", shown(name)));
    }
}

// One record of the central directory.
struct Central {
    std::string name;
    std::uint64_t flags = 0;
    std::uint64_t method = 0;
    std::uint64_t packedBytes = 0;
    std::uint64_t bytes = 0;
    std::uint64_t local = 0;
};

// Sizes and place of more than 32 bits stand in an extra field, only those that are needed and in this order.
void readExtra64(std::string_view extra, Central& record) {
    const std::array<std::uint64_t*, 3> values{&record.bytes, &record.packedBytes, &record.local};
    while (extra.size() >= 4) {
        const Fields fields(extra);
        const std::size_t bytes = fields.at(2, 2);
        if (bytes > extra.size() - 4) {
            break;
        }
        std::size_t at = 4;
        for (std::uint64_t* value : values) {
            if (fields.at(0, 2) == 1 && *value == kIn64 && at + 8 <= bytes + 4) {
                *value = fields.at(at, 8);
                at += 8;
            }
        }
        extra.remove_prefix(4 + bytes);
    }
    if (std::ranges::any_of(values, [](const std::uint64_t* value) { return *value == kIn64; })) {
        refuseUnsafe(fmt::format("the zip64 sizes of record {} are missing", shown(record.name)));
    }
}

void checkCentral(const Central& record) {
    checkName(record.name);
    constexpr std::uint64_t kEncrypted = 0x0001 | 0x0040 | 0x2000;
    if ((record.flags & kEncrypted) != 0) {
        refuseUnsafe(fmt::format("the zip's record {} is encrypted", shown(record.name)));
    }
    if (record.method != 0) {
        refuseUnsafe(
            fmt::format("the zip's record {} is compressed, which PyTorch never does", shown(record.name)));
    }
    if (record.packedBytes != record.bytes) {
        refuseUnsafe(fmt::format("the zip's record {} has two sizes", shown(record.name)));
    }
}

// Where the record's bytes are: behind a local header, whose name and extra field have lengths of their own.
ZipRecord locate(const ByteSource& file, const Central& record, std::uint64_t limit) {
    if (record.local > limit || limit - record.local < kLocalBytes + record.name.size()) {
        refuseDamaged(fmt::format("the zip's record {} lies outside the file", shown(record.name)));
    }
    const std::string text = file.text(record.local, kLocalBytes + record.name.size());
    const Fields local(text);
    const std::uint64_t lengths = local.at(26, 2) + local.at(28, 2);
    const bool agrees = local.isSigned("PK\x03\x04") && local.at(8, 2) == record.method &&
                        local.at(26, 2) == record.name.size() && text.ends_with(record.name);
    if (!agrees) {
        refuseUnsafe(
            fmt::format("the zip's record {} is another one than the directory says", shown(record.name)));
    }
    if ((local.at(6, 2) & 1U) != 0) {
        refuseUnsafe(fmt::format("the zip's record {} is encrypted", shown(record.name)));
    }
    const std::uint64_t begin = record.local + kLocalBytes + lengths;
    if (begin > limit || record.bytes > limit - begin) {
        refuseDamaged(
            fmt::format("the bytes of the zip's record {} lie outside the file", shown(record.name)));
    }
    return {begin, record.bytes};
}

void checkOverlap(const std::map<std::string, ZipRecord>& records) {
    std::vector<ZipRecord> sorted;
    sorted.reserve(records.size());
    for (const auto& [name, record] : records) {
        sorted.push_back(record);
    }
    std::ranges::sort(sorted, {}, &ZipRecord::begin);
    for (std::size_t i = 1; i < sorted.size(); ++i) {
        if (sorted[i].begin < sorted[i - 1].begin + sorted[i - 1].bytes) {
            refuseUnsafe("two of the zip's records overlap");
        }
    }
}

} // namespace

std::map<std::string, ZipRecord> readZipIndex(const ByteSource& file) {
    const Directory directory = findDirectory(file);
    const std::string text = file.text(directory.begin, directory.bytes);
    std::map<std::string, ZipRecord> records;
    std::string_view left = text;
    for (std::uint64_t i = 0; i < directory.records; ++i) {
        const Fields fields(left);
        const std::uint64_t nameBytes = fields.at(28, 2);
        const std::uint64_t extraBytes = fields.at(30, 2);
        const std::uint64_t total = kCentralBytes + nameBytes + extraBytes + fields.at(32, 2);
        if (!fields.isSigned("PK\x01\x02") || total > left.size()) {
            refuseDamaged("the zip's directory is broken");
        }
        Central record{
            .name = std::string(left.substr(kCentralBytes, nameBytes)),
            .flags = fields.at(8, 2),
            .method = fields.at(10, 2),
            .packedBytes = fields.at(20, 4),
            .bytes = fields.at(24, 4),
            .local = fields.at(42, 4)};
        readExtra64(left.substr(kCentralBytes + nameBytes, extraBytes), record);
        checkCentral(record);
        if (!records.emplace(record.name, locate(file, record, directory.begin)).second) {
            refuseUnsafe(fmt::format("the zip has record {} twice", shown(record.name)));
        }
        left.remove_prefix(total);
    }
    if (!left.empty()) {
        refuseUnsafe("the zip's directory has more records than its end says");
    }
    checkOverlap(records);
    return records;
}

} // namespace kerf::nn
