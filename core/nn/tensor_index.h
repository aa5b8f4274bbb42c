#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace kerf::nn {

enum class DType : std::uint8_t { f16, bf16, f32, f64, i8, u8, i16, i32, i64, boolean };

constexpr std::uint64_t bytesOf(DType type) noexcept {
    switch (type) {
    case DType::i8:
    case DType::u8:
    case DType::boolean:
        return 1;
    case DType::f16:
    case DType::bf16:
    case DType::i16:
        return 2;
    case DType::f32:
    case DType::i32:
        return 4;
    case DType::f64:
    case DType::i64:
        break;
    }
    return 8;
}

constexpr bool isFloating(DType type) noexcept {
    return type == DType::f16 || type == DType::bf16 || type == DType::f32 || type == DType::f64;
}

// Where one tensor's values lie. The reader that made it has checked that every element is inside the file.
struct TensorEntry {
    std::string name; // as in the file, parts joined with '.': "params_ema.conv_first.weight"
    DType type = DType::f32;
    std::vector<std::int64_t> shape;   // empty: a scalar
    std::vector<std::int64_t> strides; // in elements, >= 0; empty: C order without gaps
    std::uint64_t begin = 0;           // of element 0, in bytes from the start of the file
    // ncnn's quantised layout: `begin` names 256 floats, one byte an element follows them.
    bool isTable = false;

    std::int64_t elements() const noexcept {
        std::int64_t count = 1;
        for (const std::int64_t side : shape) {
            count *= side;
        }
        return count;
    }
};

enum class WeightFormat : std::uint8_t { safetensors, torch_zip, torch_legacy, ncnn };

// What a weight file holds: names, types, shapes and places, no values. Plain data; std only.
struct TensorIndex {
    WeightFormat format = WeightFormat::safetensors;
    std::vector<TensorEntry> tensors;            // names are unique; in the file's order
    std::map<std::string, std::string> metadata; // safetensors' __metadata__; else empty
};

} // namespace kerf::nn
