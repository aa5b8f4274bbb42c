#include "core/nn/gemm_tile.h"

#include "core/base/check.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

namespace kerf::nn {
namespace {

constexpr int kBf16Step = 32; // elements: one row of an AMX tile
// Longer sums are added up in parts, which keeps the rounding errors of fp32 small.
constexpr int kFloatPart = 1024;
constexpr std::align_val_t kLine{64};

int roundUp(int n, int step) {
    return (n + step - 1) / step * step;
}

std::uint16_t toBf16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16);
}

int paddedDepth(Element type, int k) {
    return type == Element::bf16 ? roundUp(k, kBf16Step) : k;
}

int elementBytes(Element type) {
    return type == Element::bf16 ? 2 : 4;
}

} // namespace

void PackedMatrix::Free::operator()(std::byte* p) const noexcept {
    ::operator delete[](p, kLine);
}

PackedMatrix::PackedMatrix(
    Element type, int segments, int k, int n, const float* values, const CpuKernels& kernels)
    : m_type(type), m_segments(segments), m_k(k), m_n(n), m_kernels(&kernels) {
    KERF_CHECK(segments > 0 && k > 0 && n > 0);
    const std::size_t size = bytes();
    m_packed.reset(new (kLine) std::byte[size]);
    std::memset(m_packed.get(), 0, size);
    const int depth = paddedDepth(type, k);
    std::size_t panelStart = 0; // in elements
    for (int panel = 0; panel < panels(); ++panel) {
        const int width = panelWidth(panel);
        const int first = panel * kPanel;
        const int used = std::min(width, n - first);
        for (int row = 0; row < segments * k; ++row) {
            const std::size_t inner = std::size_t(row % k);
            const std::size_t segmentStart = panelStart + std::size_t(row / k) * depth * width;
            const float* from = values + std::size_t(row) * n + first;
            if (type == Element::f32) {
                std::memcpy(m_packed.get() + (segmentStart + inner * width) * 4, from, std::size_t(used) * 4);
                continue;
            }
            for (int column = 0; column < used; ++column) {
                const std::uint16_t value = toBf16(from[column]);
                const std::size_t at =
                    segmentStart + (inner / 2 * width + std::size_t(column)) * 2 + inner % 2;
                std::memcpy(m_packed.get() + at * 2, &value, 2);
            }
        }
        panelStart += std::size_t(segments) * depth * width;
    }
}

std::size_t PackedMatrix::bytes() const noexcept {
    const std::size_t columns = std::size_t(panels() - 1) * kPanel + panelWidth(panels() - 1);
    return std::size_t(m_segments) * paddedDepth(m_type, m_k) * columns * elementBytes(m_type);
}

int PackedMatrix::panelWidth(int panel) const noexcept {
    return m_n - panel * kPanel > 16 ? kPanel : 16;
}

int PackedMatrix::readable() const noexcept {
    return paddedDepth(m_type, m_k);
}

void PackedMatrix::multiply(
    int panel, const void* const* a, std::int64_t lda, int m, float* c, std::int64_t ldc, bool add, int parts)
    const {
    const int depth = paddedDepth(m_type, m_k);
    const int width = panelWidth(panel);
    const int k = m_k / parts;
    const int segments = m_segments * parts;
    KERF_CHECK(k * parts == m_k && (parts == 1 || paddedDepth(m_type, k) == k));
    const std::size_t segmentBytes = std::size_t(k) * width * 4; // fp32
    const std::byte* b =
        m_packed.get() + std::size_t(panel) * m_segments * depth * kPanel * elementBytes(m_type);
    GemmCall call{.lda = lda, .m = m, .k = k, .width = width, .c = c, .ldc = ldc, .add = add};
    if (m_type == Element::bf16) {
        call.a = a;
        call.segments = segments;
        call.b = b;
        m_kernels->gemmBf16(call);
        return;
    }
    if (k >= kFloatPart / 2) {
        for (int segment = 0; segment < segments; ++segment) {
            for (int first = 0; first < k; first += kFloatPart) {
                const void* start = static_cast<const float*>(a[segment]) + first;
                call.a = &start;
                call.k = std::min(kFloatPart, k - first);
                call.b = b + std::size_t(segment) * segmentBytes + std::size_t(first) * width * 4;
                m_kernels->gemmFloat(call);
                call.add = true;
            }
        }
        return;
    }
    const int together = kFloatPart / k;
    for (int segment = 0; segment < segments; segment += together) {
        call.a = a + segment;
        call.segments = std::min(together, segments - segment);
        call.b = b + std::size_t(segment) * segmentBytes;
        m_kernels->gemmFloat(call);
        call.add = true;
    }
}

} // namespace kerf::nn
