#include "core/nn/convert.h"

#include "core/base/check.h"

#include <bit>
#include <cstring>

namespace kerf::nn {
namespace {

// Compiled twice, for any x86-64 and for AVX2; the processor chooses at run time. (A vectorised loop needs no
// more than these: from the page cache the reading itself is slower.)
#if defined(__x86_64__)
#define KERF_WIDE __attribute__((target("avx2")))
bool isWide() {
    static const bool wide = __builtin_cpu_supports("avx2") != 0;
    return wide;
}
#else
#define KERF_WIDE
bool isWide() {
    return false;
}
#endif

// Without F16C, which keeps it branchless and so vectorised: a normal number moves into place and its
// exponent is shifted by 112; a subnormal one becomes exact by a subtraction.
[[gnu::always_inline]] inline float fromHalf(std::uint16_t half) {
    const std::uint32_t sign = (half & 0x8000U) << 16U;
    const std::uint32_t magnitude = (half & 0x7FFFU) << 13U;
    const std::uint32_t exponent = magnitude & 0x0F800000U;
    const std::uint32_t normal = magnitude + 0x38000000U;
    const auto small = std::bit_cast<std::uint32_t>(
        std::bit_cast<float>(magnitude + 0x38800000U) - std::bit_cast<float>(0x38800000U));
    const std::uint32_t infinite = exponent == 0x0F800000U ? 0x38000000U : 0U;
    return std::bit_cast<float>(sign | ((exponent == 0 ? small : normal) + infinite));
}

[[gnu::always_inline]] inline void halves(const std::byte* in, float* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        std::uint16_t half = 0;
        std::memcpy(&half, in + 2 * i, 2);
        out[i] = fromHalf(half);
    }
}

[[gnu::always_inline]] inline void bfloats(const std::byte* in, float* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        std::uint16_t half = 0;
        std::memcpy(&half, in + 2 * i, 2);
        out[i] = std::bit_cast<float>(static_cast<std::uint32_t>(half) << 16U);
    }
}

[[gnu::always_inline]] inline bool allFinite(const float* values, std::size_t count) {
    std::uint32_t found = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto bits = std::bit_cast<std::uint32_t>(values[i]);
        found |= static_cast<std::uint32_t>((bits & 0x7F800000U) == 0x7F800000U);
    }
    return found == 0;
}

KERF_WIDE void halvesWide(const std::byte* in, float* out, std::size_t count) {
    halves(in, out, count);
}
KERF_WIDE void bfloatsWide(const std::byte* in, float* out, std::size_t count) {
    bfloats(in, out, count);
}
KERF_WIDE bool allFiniteWide(const float* values, std::size_t count) {
    return allFinite(values, count);
}
void halvesAny(const std::byte* in, float* out, std::size_t count) {
    halves(in, out, count);
}
void bfloatsAny(const std::byte* in, float* out, std::size_t count) {
    bfloats(in, out, count);
}
bool allFiniteAny(const float* values, std::size_t count) {
    return allFinite(values, count);
}

template <typename T>
void castEach(const std::byte* in, std::span<float> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        T value{};
        std::memcpy(&value, in + sizeof(T) * i, sizeof(T));
        out[i] = static_cast<float>(value);
    }
}

// A cast of a double that no float can hold is undefined; the value is refused as infinite later.
void castDoubles(const std::byte* in, std::span<float> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        double value = 0;
        std::memcpy(&value, in + sizeof(double) * i, sizeof(double));
        constexpr double kBeyond = 0x1.ffffffp127; // rounds to infinity
        const bool fits = value != value || (value > -kBeyond && value < kBeyond);
        out[i] = fits ? static_cast<float>(value) : std::bit_cast<float>(0x7F800000U);
    }
}

} // namespace

void toFloat(DType type, std::span<const std::byte> in, std::span<float> out) {
    KERF_CHECK(in.size() == bytesOf(type) * out.size());
    switch (type) {
    case DType::f16:
        (isWide() ? halvesWide : halvesAny)(in.data(), out.data(), out.size());
        return;
    case DType::bf16:
        (isWide() ? bfloatsWide : bfloatsAny)(in.data(), out.data(), out.size());
        return;
    case DType::f32:
        if (!in.empty()) {
            std::memcpy(out.data(), in.data(), in.size());
        }
        return;
    case DType::f64:
        return castDoubles(in.data(), out);
    case DType::i8:
        return castEach<std::int8_t>(in.data(), out);
    case DType::u8:
    case DType::boolean:
        return castEach<std::uint8_t>(in.data(), out);
    case DType::i16:
        return castEach<std::int16_t>(in.data(), out);
    case DType::i32:
        return castEach<std::int32_t>(in.data(), out);
    case DType::i64:
        return castEach<std::int64_t>(in.data(), out);
    }
}

std::size_t firstNonFinite(std::span<const float> values) {
    if ((isWide() ? allFiniteWide : allFiniteAny)(values.data(), values.size())) {
        return values.size();
    }
    std::size_t i = 0;
    while (allFinite(&values[i], 1)) {
        ++i;
    }
    return i;
}

} // namespace kerf::nn
