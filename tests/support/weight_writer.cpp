#include "tests/support/weight_writer.h"

#include "tests/support/pickle_writer.h"
#include "tests/support/zip_writer.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace kerf::test {
namespace {

using nn::DType;

struct TypeNames {
    DType type;
    int order; // of the official safetensors writer: larger ones first
    const char* safetensors;
    const char* storage;
};
constexpr TypeNames kTypes[] = {
    {DType::boolean, 0, "BOOL", "BoolStorage"}, {DType::u8, 1, "U8", "ByteStorage"},
    {DType::i8, 2, "I8", "CharStorage"},        {DType::i16, 3, "I16", "ShortStorage"},
    {DType::f16, 4, "F16", "HalfStorage"},      {DType::bf16, 5, "BF16", "BFloat16Storage"},
    {DType::i32, 6, "I32", "IntStorage"},       {DType::f32, 7, "F32", "FloatStorage"},
    {DType::f64, 8, "F64", "DoubleStorage"},    {DType::i64, 9, "I64", "LongStorage"},
};

const TypeNames& namesOf(DType type) {
    return *std::ranges::find(kTypes, type, &TypeNames::type);
}

// To nearest even.
std::uint16_t toHalf(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16U) & 0x8000U);
    const float magnitude = std::bit_cast<float>(bits & 0x7FFFFFFFU);
    if (!(magnitude < 65520.0F)) {
        return static_cast<std::uint16_t>(sign | (magnitude != magnitude ? 0x7E00U : 0x7C00U));
    }
    if (magnitude < 0x1p-14F) { // the adder rounds
        const auto sum = std::bit_cast<std::uint32_t>(magnitude + 0.5F);
        return static_cast<std::uint16_t>(sign | (sum - 0x3F000000U));
    }
    const std::uint32_t shifted = std::bit_cast<std::uint32_t>(magnitude) - 0x38000000U;
    return static_cast<std::uint16_t>(sign | ((shifted + 0xFFFU + ((shifted >> 13U) & 1U)) >> 13U));
}

std::uint16_t toBfloat(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return value != value ? std::uint16_t{0x7FC0}
                          : static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
}

template <typename T, typename Convert>
std::string packAs(const std::vector<float>& values, const Convert& convert) {
    std::string bytes(values.size() * sizeof(T), '\0');
    for (std::size_t i = 0; i < values.size(); ++i) {
        const T value = convert(values[i]);
        std::memcpy(bytes.data() + i * sizeof(T), &value, sizeof(T));
    }
    return bytes;
}

template <typename T>
std::string cast(const std::vector<float>& values) {
    return packAs<T>(values, [](float value) { return static_cast<T>(value); });
}

std::string valuesOf(const WriteTensor& tensor) {
    const std::vector<float> values = tensor.values();
    if (values.size() != tensor.elements()) {
        throw std::logic_error(tensor.name + " has another number of values than its shape says");
    }
    return packed(values, tensor.type);
}

std::string
safetensorsHeader(std::vector<WriteTensor>& tensors, const std::map<std::string, std::string>& metadata) {
    std::ranges::stable_sort(tensors, [](const WriteTensor& a, const WriteTensor& b) {
        const int first = namesOf(a.type).order;
        const int second = namesOf(b.type).order;
        return first != second ? first > second : a.name < b.name;
    });
    std::string header = "{";
    if (!metadata.empty()) {
        header += "\"__metadata__\":{";
        for (const auto& [key, value] : metadata) {
            header += (header.back() == '{' ? "\"" : ",\"") + key + "\":\"" + value + '"';
        }
        header += '}';
    }
    std::uint64_t at = 0;
    for (const WriteTensor& tensor : tensors) {
        header += (header.size() == 1 ? "\"" : ",\"") + tensor.name + "\":{\"dtype\":\"";
        header += namesOf(tensor.type).safetensors + std::string("\",\"shape\":[");
        for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
            header += (i > 0 ? "," : "") + std::to_string(tensor.shape[i]);
        }
        header +=
            "],\"data_offsets\":[" + std::to_string(at) + ',' + std::to_string(at + tensor.bytes()) + "]}";
        at += tensor.bytes();
    }
    header += '}';
    header.resize((header.size() + 7) / 8 * 8, ' ');
    return header;
}

std::string storageKey(std::size_t index, const PthOptions& options) {
    return std::to_string(options.hasLongKeys ? 94'000'000'000'000U + 64 * index : index);
}

std::string stateDict(const std::vector<WriteTensor>& tensors, const PthOptions& options) {
    PickleWriter pickle;
    if (!options.wrap.empty()) {
        pickle.raw("}").put().text(options.wrap);
    }
    pickle.orderedDict().raw("(");
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const WriteTensor& tensor = tensors[i];
        const std::string key = storageKey(i, options);
        pickle.text(options.prefix + tensor.name);
        pickle.tensor(
            {namesOf(tensor.type).storage, key, static_cast<std::int64_t>(tensor.elements()),
             options.isLegacy},
            0, tensor.shape, packedStrides(tensor.shape));
    }
    pickle.raw("u");
    // The attribute _metadata that every saved state dict has.
    pickle.raw("}").put().text("_metadata").orderedDict().text("").raw("}").put();
    pickle.text("version").integer(1).raw("sssb");
    if (!options.wrap.empty()) {
        pickle.raw("s");
    }
    return pickle.stop().bytes();
}

void writeLegacy(
    const std::filesystem::path& file, const std::vector<WriteTensor>& tensors, const PthOptions& options) {
    std::ofstream out(file, std::ios::binary);
    const std::string magic = "\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19";
    out << PickleWriter().raw("\x8A").byte(static_cast<unsigned>(magic.size())).raw(magic).stop().bytes();
    out << PickleWriter().integer(1001).stop().bytes();
    PickleWriter system;
    system.raw("}").put().raw("(").text("protocol_version").integer(1001).text("little_endian").raw("\x88");
    system.text("type_sizes").raw("}").put().raw("(").text("short").integer(2).text("int").integer(4);
    out << system.text("long").integer(4).raw("uu").stop().bytes();
    out << stateDict(tensors, options);
    PickleWriter keys;
    keys.raw("]").put().raw("(");
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        keys.text(storageKey(i, options));
    }
    out << keys.raw("e").stop().bytes();
    for (const WriteTensor& tensor : tensors) {
        out << little(tensor.elements(), 8) << valuesOf(tensor);
    }
    if (!out.flush()) {
        throw std::runtime_error("can't write " + file.string());
    }
}

} // namespace

std::uint64_t WriteTensor::elements() const {
    std::uint64_t count = 1;
    for (const std::int64_t side : shape) {
        count *= static_cast<std::uint64_t>(side);
    }
    return count;
}

std::string packed(const std::vector<float>& values, DType type) {
    switch (type) {
    case DType::f16:
        return packAs<std::uint16_t>(values, toHalf);
    case DType::bf16:
        return packAs<std::uint16_t>(values, toBfloat);
    case DType::f32:
        return cast<float>(values);
    case DType::f64:
        return cast<double>(values);
    case DType::i8:
        return cast<std::int8_t>(values);
    case DType::u8:
    case DType::boolean:
        return cast<std::uint8_t>(values);
    case DType::i16:
        return cast<std::int16_t>(values);
    case DType::i32:
        return cast<std::int32_t>(values);
    case DType::i64:
        break;
    }
    return cast<std::int64_t>(values);
}

void writeSafetensors(
    const std::filesystem::path& file,
    std::vector<WriteTensor> tensors,
    const std::map<std::string, std::string>& metadata) {
    const std::string header = safetensorsHeader(tensors, metadata);
    std::ofstream out(file, std::ios::binary);
    out << little(header.size(), 8) << header;
    for (const WriteTensor& tensor : tensors) {
        out << valuesOf(tensor);
    }
    if (!out.flush()) {
        throw std::runtime_error("can't write " + file.string());
    }
}

std::uint64_t
safetensorsBytes(std::vector<WriteTensor> tensors, const std::map<std::string, std::string>& metadata) {
    std::uint64_t bytes = 8 + safetensorsHeader(tensors, metadata).size();
    for (const WriteTensor& tensor : tensors) {
        bytes += tensor.bytes();
    }
    return bytes;
}

void writePth(
    const std::filesystem::path& file, const std::vector<WriteTensor>& tensors, const PthOptions& options) {
    if (options.isLegacy) {
        return writeLegacy(file, tensors, options);
    }
    ZipWriter zip(file);
    zip.add(options.folder + "/data.pkl", stateDict(tensors, options));
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const WriteTensor& tensor = tensors[i];
        zip.add(options.folder + "/data/" + storageKey(i, options), [&](const auto& next) {
            next(valuesOf(tensor));
        });
    }
    zip.add(options.folder + "/version", "3\n");
    zip.finish();
}

} // namespace kerf::test
