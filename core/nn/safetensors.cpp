#include "core/nn/safetensors.h"

#include "core/nn/json_cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <unordered_set>

namespace kerf::nn {
namespace {

constexpr std::uint64_t kFormatHeaderBytes = 100'000'000; // the format's own limit
constexpr std::uint64_t kMaxHeaderBytes = 16U << 20U; // what 10,000 tensors with long names come to, and more
constexpr std::size_t kMaxMetadata = 4096;
constexpr std::size_t kMaxMetadataBytes = 1U << 20U;

std::optional<DType> parseType(std::string_view name) {
    struct Known {
        std::string_view name;
        DType type;
    };
    constexpr std::array<Known, 10> kTypes{
        Known{"F16", DType::f16}, {"BF16", DType::bf16},   {"F32", DType::f32}, {"F64", DType::f64},
        {"I8", DType::i8},        {"U8", DType::u8},       {"I16", DType::i16}, {"I32", DType::i32},
        {"I64", DType::i64},      {"BOOL", DType::boolean}};
    for (const Known& known : kTypes) {
        if (known.name == name) {
            return known.type;
        }
    }
    return std::nullopt;
}

std::uint64_t headerBytes(const ByteSource& file) {
    if (file.size() < 8) {
        refuseDamaged("the file is shorter than a safetensors header's length");
    }
    std::array<std::byte, 8> raw{};
    file.read(0, raw);
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, raw.data(), sizeof bytes);
    if (bytes > kFormatHeaderBytes) {
        refuseDamaged(fmt::format("its header says it has {} bytes, more than the format's 100 MB", bytes));
    }
    if (bytes > file.size() - 8) {
        refuseDamaged(fmt::format("its header of {} bytes reaches beyond the end of the file", bytes));
    }
    if (bytes > kMaxHeaderBytes) {
        refuseUnsafe(fmt::format("its header has {} bytes, more than any net's", bytes));
    }
    return bytes;
}

class HeaderReader {
public:
    explicit HeaderReader(std::string_view json) : m_json(json) {}

    TensorIndex read() {
        TensorIndex index;
        m_json.open('{', "the header");
        while (m_json.next('}')) {
            const std::string name = m_json.string("a tensor's name", kMaxNameBytes);
            m_json.expect(':');
            if (name == "__metadata__") {
                readMetadata(index);
                continue;
            }
            checkName(name);
            if (index.tensors.size() == kMaxTensors) {
                refuseUnsafe(fmt::format("its header lists more than {} tensors", kMaxTensors));
            }
            index.tensors.push_back(readTensor(name));
        }
        m_json.end();
        return index;
    }

    // Where the last tensor's values end, from the start of the values.
    const std::vector<std::uint64_t>& ends() const { return m_ends; }

private:
    void readMetadata(TensorIndex& index) {
        if (m_hasMetadata) {
            refuseUnsafe("its header has __metadata__ twice");
        }
        m_hasMetadata = true;
        m_json.open('{', "__metadata__");
        while (m_json.next('}')) {
            const std::string key = m_json.string("a key of __metadata__", kMaxNameBytes);
            m_json.expect(':');
            if (index.metadata.size() == kMaxMetadata) {
                refuseUnsafe(fmt::format("its __metadata__ has more than {} entries", kMaxMetadata));
            }
            if (!index.metadata.emplace(key, m_json.string("a value of __metadata__", kMaxMetadataBytes))
                     .second) {
                refuseUnsafe(fmt::format("its __metadata__ has {} twice", shown(key)));
            }
        }
    }

    void checkName(const std::string& name) {
        if (name.empty()) {
            refuseUnsafe("a tensor has an empty name");
        }
        if (std::ranges::any_of(name, [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; })) {
            refuseUnsafe(fmt::format("a tensor's name holds control characters: {}", shown(name)));
        }
        if (!m_names.insert(name).second) {
            refuseUnsafe(fmt::format("its header has tensor {} twice", shown(name)));
        }
    }

    TensorEntry readTensor(const std::string& name) {
        TensorEntry entry{.name = name};
        bool hasType = false;
        bool hasShape = false;
        bool hasOffsets = false;
        std::uint64_t end = 0;
        const std::string what = "tensor " + shown(name);
        m_json.open('{', what);
        while (m_json.next('}')) {
            const std::string key = m_json.string("a key of " + what, kMaxNameBytes);
            m_json.expect(':');
            bool& seen = key == "dtype" ? hasType : key == "shape" ? hasShape : hasOffsets;
            if (key != "dtype" && key != "shape" && key != "data_offsets") {
                refuseDamaged(fmt::format("{} has an unknown key {}", what, shown(key)));
            }
            if (seen) {
                refuseUnsafe(fmt::format("{} has {} twice", what, key));
            }
            seen = true;
            if (key == "dtype") {
                entry.type = readType(what);
            } else if (key == "shape") {
                entry.shape = readShape(what);
            } else {
                m_json.open('[', "data_offsets of " + what);
                entry.begin = readNumber(what, "data_offsets");
                end = readNumber(what, "data_offsets");
                if (m_json.next(']')) {
                    refuseDamaged(fmt::format("data_offsets of {} has more than two numbers", what));
                }
            }
        }
        if (!hasType || !hasShape || !hasOffsets) {
            const char* missing = !hasType ? "dtype" : !hasShape ? "shape" : "data_offsets";
            refuseDamaged(fmt::format("{} has no {}", what, missing));
        }
        checkSize(entry, end, what);
        m_ends.push_back(end);
        return entry;
    }

    DType readType(const std::string& what) {
        const std::string name = m_json.string("dtype of " + what, kMaxNameBytes);
        const std::optional<DType> type = parseType(name);
        if (!type) {
            refuseDamaged(
                fmt::format("{} has values of type {}, which no net that Kerf knows has", what, shown(name)));
        }
        return *type;
    }

    std::vector<std::int64_t> readShape(const std::string& what) {
        std::vector<std::int64_t> shape;
        m_json.open('[', "shape of " + what);
        while (m_json.next(']')) {
            if (shape.size() == kMaxRank) {
                refuseUnsafe(fmt::format("{} has more than {} dimensions", what, kMaxRank));
            }
            shape.push_back(static_cast<std::int64_t>(m_json.number("shape of " + what)));
        }
        return shape;
    }

    std::uint64_t readNumber(const std::string& what, const char* key) {
        if (!m_json.next(']')) {
            refuseDamaged(fmt::format("{} of {} has fewer than two numbers", key, what));
        }
        return m_json.number(fmt::format("{} of {}", key, what));
    }

    static void checkSize(const TensorEntry& entry, std::uint64_t end, const std::string& what) {
        std::uint64_t bytes = 0;
        if (!sizeOf(entry.shape, bytesOf(entry.type), bytes)) {
            refuseUnsafe(fmt::format("the shape of {} is larger than any memory", what));
        }
        if (bytes == 0) {
            refuseUnsafe(fmt::format("{} is empty", what));
        }
        if (end < entry.begin) {
            refuseUnsafe(fmt::format("the values of {} end before they begin", what));
        }
        if (end - entry.begin != bytes) {
            refuseDamaged(
                fmt::format("{} needs {} bytes by its shape, but has {}", what, bytes, end - entry.begin));
        }
    }

    JsonCursor m_json;
    std::vector<std::uint64_t> m_ends;
    std::unordered_set<std::string> m_names;
    bool m_hasMetadata = false;
};

// The values must follow each other without gap or overlap and fill the file.
void checkPlaces(const TensorIndex& index, const std::vector<std::uint64_t>& ends, std::uint64_t bytes) {
    std::vector<std::size_t> order(ends.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::ranges::sort(order, {}, [&](std::size_t i) { return index.tensors[i].begin; });
    std::uint64_t done = 0;
    for (const std::size_t i : order) {
        const TensorEntry& entry = index.tensors[i];
        if (ends[i] > bytes) {
            refuseDamaged(
                fmt::format("the values of tensor {} reach beyond the end of the file", shown(entry.name)));
        }
        if (entry.begin < done) {
            refuseUnsafe(fmt::format("the values of tensor {} overlap another tensor's", shown(entry.name)));
        }
        if (entry.begin > done) {
            refuseUnsafe(fmt::format(
                "there is a gap of {} bytes before tensor {}", entry.begin - done, shown(entry.name)));
        }
        done = ends[i];
    }
    if (done < bytes) {
        refuseUnsafe(fmt::format("{} bytes follow the last tensor", bytes - done));
    }
}

} // namespace

TensorIndex readSafetensors(const ByteSource& file) {
    const std::uint64_t bytes = headerBytes(file);
    const std::string header = file.text(8, bytes);
    HeaderReader reader(header);
    TensorIndex index = reader.read();
    checkPlaces(index, reader.ends(), file.size() - 8 - bytes);
    for (TensorEntry& entry : index.tensors) {
        entry.begin += 8 + bytes;
    }
    index.format = WeightFormat::safetensors;
    return index;
}

} // namespace kerf::nn
