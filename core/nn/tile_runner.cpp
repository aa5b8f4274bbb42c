#include "core/nn/tile_runner.h"

#include "core/base/check.h"
#include "core/base/error.h"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <new>
#include <utility>

namespace kerf::nn {

namespace {

bool isFinite(const at::Tensor& values) {
    KERF_CHECK(values.scalar_type() == at::kFloat && values.is_contiguous() && values.is_cpu());
    const float* at = values.const_data_ptr<float>();
    bool finite = true;
    for (std::int64_t i = 0; i < values.numel(); ++i) { // no early exit: it vectorises
        finite &= std::abs(at[i]) <= std::numeric_limits<float>::max();
    }
    return finite;
}

} // namespace

TileRunner::TileRunner(TileEngines engines, TileParts parts)
    : m_engines(std::move(engines)), m_parts(std::move(parts)), m_size(m_parts.first) {
    KERF_CHECK(m_engines.planned && m_parts.run && m_parts.describe && m_parts.smallest > 0);
}

at::Tensor TileRunner::run(const at::Tensor& pixels, const Progress& progress) {
    const bool isWide = m_isOnCpu || !m_engines.wider;
    at::Tensor result = withMemory(false, pixels, progress);
    if (isFinite(result)) {
        return result;
    }
    // Where the CPU has taken over meanwhile, `result` is the CPU's in fp32.
    if (!isWide && !m_isOnCpu) {
        result.reset();
        ++m_widened;
        result = withMemory(true, pixels, progress);
        if (isFinite(result)) {
            return result;
        }
    }
    throw Error(
        ErrorCode::internal,
        "the net's result holds values that are not finite numbers, in fp32 too; the picture was not made; "
        "verify the model file or choose another model");
}

at::Tensor TileRunner::withMemory(bool wide, const at::Tensor& pixels, const Progress& progress) {
    for (;;) {
        try {
            return m_parts.run(engine(wide), pixels, m_size, progress);
        } catch (const std::bad_alloc&) {
            retreat();
        } catch (const Error& e) {
            if (e.code() != ErrorCode::out_of_memory) {
                throw;
            }
            retreat();
        }
    }
}

const TileFunction& TileRunner::engine(bool wide) {
    if (m_isOnCpu) {
        if (!m_cpu) {
            m_cpu = m_engines.onCpu();
        }
        return m_cpu;
    }
    if (wide && m_engines.wider) {
        if (!m_wide) {
            m_wide = m_engines.wider();
        }
        return m_wide;
    }
    return m_engines.planned;
}

void TileRunner::retreat() {
    if (m_size > m_parts.smallest) {
        m_size = std::max(m_size / 2, m_parts.smallest);
        return;
    }
    const std::string tooMuch = fmt::format("memory ran out even with {}", m_parts.describe(m_size));
    if (m_isOnCpu || !m_engines.onCpu) {
        throw Error(
            ErrorCode::out_of_memory,
            tooMuch + "; close other programs, or choose a smaller model or another device");
    }
    m_isOnCpu = true;
    m_size = m_parts.first;
    m_wide = {};
    m_retreats.push_back(fmt::format("On the GPU {}, so the CPU went on in fp32.", tooMuch));
}

std::string TileRunner::note() const {
    std::vector<std::string> sentences = m_retreats;
    if (m_size < m_parts.first) {
        sentences.push_back(fmt::format(
            "Memory ran out with {}; it went on with {}.", m_parts.describe(m_parts.first),
            m_parts.describe(m_size)));
    }
    if (m_widened > 0) {
        sentences.push_back(
            m_widened == 1
                ? fmt::format(
                      "In {} the net's values overflowed once; that part was done again in fp32.",
                      m_engines.type)
                : fmt::format(
                      "In {} the net's values overflowed {} times; those parts were done again in fp32.",
                      m_engines.type, m_widened));
    }
    return fmt::format("{}", fmt::join(sentences, " "));
}

} // namespace kerf::nn
