#pragma once

#include "core/base/check.h"
#include "core/base/error.h"
#include "core/nn/architecture.h"
#include "core/nn/byte_source.h"

#include <span>

namespace kerf::fuzz {

inline nn::MemoryBytes bytesOf(const std::uint8_t* data, std::size_t size) {
    return nn::MemoryBytes(std::as_bytes(std::span(data, size)));
}

// What a reader promises of the index that it gives: every element lies inside the file, and all tensors
// together are not much larger than it. Then tries to recognise a net, which may be refused.
inline void checkIndex(const nn::TensorIndex& index, std::uint64_t fileBytes) {
    std::uint64_t total = 0;
    for (const nn::TensorEntry& entry : index.tensors) {
        const auto elements = static_cast<std::uint64_t>(entry.elements());
        std::uint64_t last = elements - 1;
        if (!entry.strides.empty()) {
            last = 0;
            for (std::size_t i = 0; i < entry.shape.size(); ++i) {
                last += static_cast<std::uint64_t>((entry.shape[i] - 1) * entry.strides[i]);
            }
        }
        const std::uint64_t itemBytes = entry.isTable ? 1 : nn::bytesOf(entry.type);
        const std::uint64_t tableBytes = entry.isTable ? 1024 : 0;
        KERF_CHECK(elements > 0 && entry.begin <= fileBytes);
        KERF_CHECK(tableBytes + (last + 1) * itemBytes <= fileBytes - entry.begin);
        total += elements * itemBytes;
    }
    KERF_CHECK(total <= 4 * fileBytes);
    try {
        const nn::Recognised recognised = nn::recognise(index);
        KERF_CHECK(recognised.tensors.size() == nn::expectedTensors(recognised.architecture).size());
        KERF_CHECK(!nn::describe(recognised.architecture).empty());
    } catch (const Error& e) {
        KERF_CHECK(e.code() == ErrorCode::model_corrupt);
    }
}

// Runs a reader; it gives an index or one of the two errors that a weight file can be refused with.
template <typename Read>
void checkReader(std::uint64_t fileBytes, Read&& read) {
    nn::TensorIndex index;
    try {
        index = read();
    } catch (const Error& e) {
        KERF_CHECK(e.code() == ErrorCode::model_corrupt || e.code() == ErrorCode::unsupported_format);
        return;
    }
    checkIndex(index, fileBytes);
}

} // namespace kerf::fuzz
