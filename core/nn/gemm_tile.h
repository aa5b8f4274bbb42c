#pragma once

// The matrix product under every layer on the CPU. Internal to nn.

#include "core/nn/cpu_kernels.h"

#include <cstddef>
#include <memory>

namespace kerf::nn {

// A right-hand matrix, packed once for one type and one set of kernels: [segments * k][n]. Products are sums
// over `segments` matrices of k columns each, so that a convolution's taps can start at any address.
// Immutable; may be used from several threads.
class PackedMatrix {
public:
    // `values` is [segments * k][n], fp32, row after row.
    PackedMatrix(
        Element type,
        int segments,
        int k,
        int n,
        const float* values,
        const CpuKernels& kernels = cpuKernels());

    int columns() const noexcept { return m_n; }
    int depth() const noexcept { return m_k; }
    int segments() const noexcept { return m_segments; }
    Element type() const noexcept { return m_type; }
    const CpuKernels& kernels() const noexcept { return *m_kernels; }
    std::size_t bytes() const noexcept;

    // Panel p holds the columns from p * kPanel on; width is 32, in the last perhaps 16, zeros behind n.
    int panels() const noexcept { return (m_n + kPanel - 1) / kPanel; }
    int panelWidth(int panel) const noexcept;

    // c[m][panelWidth] = sum over s of a[s][m][k] * this[s], fp32; `lda` elements from row to row of a, `ldc`
    // of c. Elements of a are of type(). bf16: rows are read in whole steps of 32 elements, so behind k
    // there must be readable, finite values. `add`: to what c holds. `parts`: each matrix in a is so many
    // instead, of k / parts columns (bf16: multiples of 32) each. Call it within a GemmScope.
    void multiply(
        int panel,
        const void* const* a,
        std::int64_t lda,
        int m,
        float* c,
        std::int64_t ldc,
        bool add = false,
        int parts = 1) const;

    // The elements that a row of a must have to be read.
    int readable() const noexcept;

private:
    struct Free {
        void operator()(std::byte* p) const noexcept;
    };

    Element m_type;
    int m_segments;
    int m_k;
    int m_n;
    const CpuKernels* m_kernels;
    std::unique_ptr<std::byte[], Free> m_packed;
};

// What a thread holds while it calls multiply(): one for a block of work, not one for a call.
class GemmScope {
public:
    explicit GemmScope(const CpuKernels& kernels = cpuKernels()) : m_end(kernels.end) {
        if (kernels.begin != nullptr) {
            kernels.begin();
        }
    }
    ~GemmScope() {
        if (m_end != nullptr) {
            m_end();
        }
    }
    GemmScope(const GemmScope&) = delete;
    GemmScope& operator=(const GemmScope&) = delete;

private:
    void (*m_end)();
};

} // namespace kerf::nn
