#include "core/nn/weight_file.h"

#include "core/base/check.h"
#include "core/base/error.h"
#include "core/nn/byte_source.h"
#include "core/nn/convert.h"
#include "core/nn/safetensors.h"
#include "core/nn/sniff.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace kerf::nn {
namespace {

// What is read at once: it stays in the second-level cache until it is converted and checked.
constexpr std::size_t kChunkBytes = 256U << 10U;
constexpr std::size_t kTableFloats = 256;

void requireFinite(const TensorEntry& entry, std::span<const float> values, std::size_t first) {
    const std::size_t at = firstNonFinite(values);
    if (at < values.size()) {
        throw Error(
            ErrorCode::model_corrupt,
            fmt::format(
                "tensor {} holds {} at position {}; the file is damaged, fetch it again", shown(entry.name),
                values[at] != values[at] ? "NaN" : "infinity", first + at));
    }
}

} // namespace

struct WeightFile::Parts {
    std::filesystem::path path;
    std::unique_ptr<const ByteSource> values; // the file that holds the values
    TensorIndex index;
    std::vector<std::byte> chunk;

    void readPacked(const TensorEntry& entry, std::span<float> out);
    void readStrided(const TensorEntry& entry, std::span<float> out) const;
    void readTable(const TensorEntry& entry, std::span<float> out);
};

// Values of one type without gaps.
void WeightFile::Parts::readPacked(const TensorEntry& entry, std::span<float> out) {
    const std::uint64_t itemBytes = bytesOf(entry.type);
    const std::size_t perChunk = kChunkBytes / itemBytes;
    for (std::size_t done = 0; done < out.size(); done += perChunk) {
        const std::span<float> part = out.subspan(done, std::min(perChunk, out.size() - done));
        const std::uint64_t begin = entry.begin + done * itemBytes;
        if (entry.type == DType::f32) {
            values->read(begin, std::as_writable_bytes(part));
        } else {
            const std::span<std::byte> bytes = std::span(chunk).first(part.size() * itemBytes);
            values->read(begin, bytes);
            toFloat(entry.type, bytes, part);
        }
        requireFinite(entry, part, done);
    }
}

// The reader that made the entry has checked that its extent lies inside one storage, so the copy is never
// larger than the file.
void WeightFile::Parts::readStrided(const TensorEntry& entry, std::span<float> out) const {
    std::uint64_t extent = 1;
    for (std::size_t i = 0; i < entry.shape.size(); ++i) {
        extent +=
            static_cast<std::uint64_t>(entry.shape[i] - 1) * static_cast<std::uint64_t>(entry.strides[i]);
    }
    std::vector<std::byte> raw(extent * bytesOf(entry.type));
    values->read(entry.begin, raw);
    std::vector<float> storage(extent);
    toFloat(entry.type, raw, storage);
    std::vector<std::int64_t> position(entry.shape.size(), 0);
    std::int64_t from = 0;
    for (float& value : out) {
        value = storage[static_cast<std::size_t>(from)];
        for (std::size_t i = position.size(); i-- > 0;) {
            from += entry.strides[i];
            if (++position[i] < entry.shape[i]) {
                break;
            }
            from -= position[i] * entry.strides[i];
            position[i] = 0;
        }
    }
    requireFinite(entry, out, 0);
}

void WeightFile::Parts::readTable(const TensorEntry& entry, std::span<float> out) {
    std::array<float, kTableFloats> table{};
    values->read(entry.begin, std::as_writable_bytes(std::span(table)));
    const std::uint64_t begin = entry.begin + sizeof table;
    for (std::size_t done = 0; done < out.size(); done += kChunkBytes) {
        const std::span<float> part = out.subspan(done, std::min(kChunkBytes, out.size() - done));
        const std::span<std::byte> bytes = std::span(chunk).first(part.size());
        values->read(begin + done, bytes);
        for (std::size_t i = 0; i < part.size(); ++i) {
            part[i] = table[std::to_integer<std::size_t>(bytes[i])];
        }
        requireFinite(entry, part, done);
    }
}

WeightFile::WeightFile(const std::filesystem::path& path) : m_parts(std::make_unique<Parts>()) {
    m_parts->path = path;
    m_parts->chunk.resize(kChunkBytes);
    try {
        auto file = std::make_unique<FileBytes>(path);
        OpenedWeights opened = openWeights(std::move(file), path);
        m_parts->index = std::move(opened.index);
        m_parts->values = std::move(opened.values);
    } catch (const Error& e) {
        throw Error(e.code(), e.what(), path);
    }
}

WeightFile::~WeightFile() = default;
WeightFile::WeightFile(WeightFile&&) noexcept = default;
WeightFile& WeightFile::operator=(WeightFile&&) noexcept = default;

const std::filesystem::path& WeightFile::path() const noexcept {
    return m_parts->path;
}

const TensorIndex& WeightFile::index() const noexcept {
    return m_parts->index;
}

void WeightFile::read(const TensorEntry& entry, std::span<float> out) const {
    KERF_CHECK(out.size() == static_cast<std::size_t>(entry.elements()));
    try {
        if (entry.isTable) {
            m_parts->readTable(entry, out);
        } else if (entry.strides.empty()) {
            m_parts->readPacked(entry, out);
        } else {
            m_parts->readStrided(entry, out);
        }
    } catch (const Error& e) {
        throw Error(e.code(), e.what(), m_parts->path);
    }
}

} // namespace kerf::nn
