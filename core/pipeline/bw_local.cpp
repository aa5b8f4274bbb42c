#include "core/pipeline/bw_local.h"

#include "core/base/parallel.h"
#include "core/image/sample_type.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace kerf::bw {
namespace {

constexpr int kCellsAcross = 8; // of the longer side
constexpr int kLeastCell = 24;  // pixels
constexpr double kSteepest = 2.6;
constexpr double kPrior = 0.2; // of a cell's area: how much of the whole subject is mixed into each cell
constexpr double kLift = 0.55; // of the whole subject's equalisation that is taken back: it is no exposure
constexpr int kBandRows = 32;

// A histogram as a map of 0..1 to 0..1 that nowhere rises faster than kSteepest.
std::vector<double> equalised(std::vector<double> histogram) {
    double total = 0.0;
    for (const double h : histogram) {
        total += h;
    }
    std::vector<double> map(histogram.size() + 1);
    if (total <= 0.0) {
        for (std::size_t i = 0; i < map.size(); ++i) {
            map[i] = double(i) / double(histogram.size());
        }
        return map;
    }
    const double most = kSteepest * total / double(histogram.size());
    for (int round = 0; round < 8; ++round) { // what is cut off goes to all, which may push some over again
        double excess = 0.0;
        for (double& h : histogram) {
            excess += std::max(0.0, h - most);
            h = std::min(h, most);
        }
        for (double& h : histogram) {
            h += excess / double(histogram.size());
        }
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < histogram.size(); ++i) {
        sum += histogram[i];
        map[i + 1] = sum / total;
    }
    return map;
}

// Each pixel drawn to the mean of the 5 x 5 around it, the more the less they differ beyond noise.
Plane withoutNoise(const Plane& plane, double noise, const Progress& progress) {
    Plane calm(plane.width, plane.height);
    const auto variance = static_cast<float>(2.25 * noise * noise); // of 1.5 sigma
    const int bands = (plane.height + kBandRows - 1) / kBandRows;
    parallelFor(bands, 0, progress, [&](int band) {
        std::vector<float> sums(static_cast<std::size_t>(plane.width));
        std::vector<float> squares(static_cast<std::size_t>(plane.width));
        for (int y = band * kBandRows; y < std::min(plane.height, (band + 1) * kBandRows); ++y) {
            std::ranges::fill(sums, 0.0F);
            std::ranges::fill(squares, 0.0F);
            for (int dy = -2; dy <= 2; ++dy) {
                const float* row = plane.row(std::clamp(y + dy, 0, plane.height - 1));
                for (std::size_t x = 0; x < sums.size(); ++x) {
                    sums[x] += row[x];
                    squares[x] += row[x] * row[x];
                }
            }
            const float* from = plane.row(y);
            float* to = calm.row(y);
            for (int x = 0; x < plane.width; ++x) {
                float sum = 0.0F;
                float square = 0.0F;
                for (int dx = -2; dx <= 2; ++dx) {
                    const auto at = static_cast<std::size_t>(std::clamp(x + dx, 0, plane.width - 1));
                    sum += sums[at];
                    square += squares[at];
                }
                const float mean = sum / 25.0F;
                const float spread = std::max(0.0F, square / 25.0F - mean * mean);
                const float keep = spread > variance ? (spread - variance) / spread : 0.0F;
                to[x] = mean + keep * (from[x] - mean);
            }
        }
    });
    return calm;
}

constexpr int kBlock = 8;

// Of a block's pixels, how much they differ from the mean of their four neighbours; below 0 where the block
// isn't all subject.
template <typename T>
float roughness(const Plane& plane, const Image& matte, int left, int top) {
    double sum = 0.0;
    for (int y = top; y < top + kBlock; ++y) {
        const T* alpha = matte.row<T>(y).data();
        const float* row = plane.row(y);
        const float* above = plane.row(y - 1);
        const float* below = plane.row(y + 1);
        for (int x = left; x < left + kBlock; ++x) {
            if (alpha[x] != std::numeric_limits<T>::max()) {
                return -1.0F;
            }
            const double off =
                double(row[x]) - 0.25 * (double(row[x - 1]) + row[x + 1] + above[x] + below[x]);
            sum += off * off;
        }
    }
    return static_cast<float>(std::sqrt(sum / (kBlock * kBlock)));
}

} // namespace

double noiseUnder(const Plane& plane, const Image& matte, const Progress& progress) {
    constexpr std::size_t kLeastBlocks = 4;
    constexpr double kSmoothest = 0.15; // of the blocks: what lies in them is noise
    constexpr double kToSigma =
        1.1 / 1.118033988749895; // of the residual, and for having looked for low ones
    const int across = std::max(0, (plane.width - 2) / kBlock);
    const int down = std::max(0, (plane.height - 2) / kBlock);
    std::vector<float> blocks(std::size_t(across) * std::size_t(down));
    parallelFor(down, 0, progress, [&](int j) {
        withSampleType(matte.format().type, [&](auto sample) {
            using T = decltype(sample);
            if constexpr (std::is_integral_v<T>) {
                for (int i = 0; i < across; ++i) {
                    blocks[std::size_t(j) * std::size_t(across) + std::size_t(i)] =
                        roughness<T>(plane, matte, 1 + i * kBlock, 1 + j * kBlock);
                }
            }
        });
    });
    std::erase_if(blocks, [](float block) { return block < 0.0F; });
    if (blocks.size() < kLeastBlocks) {
        return 0.0;
    }
    const auto at = blocks.begin() + std::ptrdiff_t(double(blocks.size()) * kSmoothest);
    std::nth_element(blocks.begin(), at, blocks.end());
    return double(*at) * kToSigma;
}

LocalContrast::LocalContrast(
    const Plane& plane, const Image& matte, double amount, double noise, const Progress& progress)
    : m_plane(plane), m_amount(static_cast<float>(amount)) {
    if (amount <= 0.0) {
        return;
    }
    if (noise > 0.0) {
        m_calm = withoutNoise(plane, noise, progress.part(0.0, 0.6));
    }
    const int side = std::max(plane.width, plane.height);
    const double cell = std::max(double(kLeastCell), double(side) / kCellsAcross);
    m_across = std::max(1, int(std::lround(plane.width / cell)));
    m_down = std::max(1, int(std::lround(plane.height / cell)));
    m_cellWidth = double(plane.width) / m_across;
    m_cellHeight = double(plane.height) / m_down;
    fillMaps(matte, progress.part(0.6, 1.0));
}

void LocalContrast::fillMaps(const Image& matte, const Progress& progress) {
    const int cells = m_across * m_down;
    std::vector<std::vector<double>> histograms(static_cast<std::size_t>(cells));
    parallelFor(cells, 0, progress, [&](int cell) {
        std::vector<double>& histogram = histograms[std::size_t(cell)];
        histogram.resize(kBins);
        const int left = int(cell % m_across * m_cellWidth);
        const int right = std::min(m_plane.width, int((cell % m_across + 1) * m_cellWidth));
        const int line = cell / m_across;
        const int top = int(line * m_cellHeight);
        const int bottom = std::min(m_plane.height, int((line + 1) * m_cellHeight));
        withSampleType(matte.format().type, [&](auto sample) {
            using T = decltype(sample);
            if constexpr (std::is_integral_v<T>) {
                for (int y = top; y < bottom; ++y) {
                    progress.throwIfStopped();
                    const T* alpha = matte.row<T>(y).data();
                    const float* v = calm().row(y);
                    for (int x = left; x < right; ++x) {
                        const int bin = std::clamp(int(v[x] * kBins), 0, kBins - 1);
                        histogram[std::size_t(bin)] += double(alpha[x]) / std::numeric_limits<T>::max();
                    }
                }
            }
        });
    });
    std::vector<double> all(kBins);
    double total = 0.0;
    for (const std::vector<double>& histogram : histograms) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] += histogram[i];
            total += histogram[i];
        }
    }
    const std::vector<double> whole = equalised(all);
    const double prior = total > 0.0 ? kPrior * m_cellWidth * m_cellHeight / total : 0.0;
    m_maps.resize(std::size_t(cells) * (kBins + 1));
    for (std::size_t cell = 0; cell < histograms.size(); ++cell) {
        std::vector<double> mixed = histograms[cell];
        for (std::size_t i = 0; i < mixed.size(); ++i) {
            mixed[i] += prior * all[i];
        }
        const std::vector<double> map = equalised(std::move(mixed));
        for (std::size_t i = 0; i <= kBins; ++i) {
            const double v = double(i) / kBins;
            m_maps[cell * (kBins + 1) + i] = static_cast<float>(map[i] - v - kLift * (whole[i] - v));
        }
    }
}

float LocalContrast::mapped(int cell, float v) const noexcept {
    const float at = std::clamp(v, 0.0F, 1.0F) * float(kBins);
    const int i = std::min(int(at), kBins - 1);
    const float* map = m_maps.data() + std::size_t(cell) * (kBins + 1) + i;
    return map[0] + (map[1] - map[0]) * (at - float(i));
}

float LocalContrast::operator()(int x, int y, float v, float calm) const noexcept {
    if (m_amount <= 0.0F) {
        return v;
    }
    const double cx = std::clamp((x + 0.5) / m_cellWidth - 0.5, 0.0, double(m_across - 1));
    const double cy = std::clamp((y + 0.5) / m_cellHeight - 0.5, 0.0, double(m_down - 1));
    const int left = int(cx);
    const int top = int(cy);
    const int right = std::min(left + 1, m_across - 1);
    const int bottom = std::min(top + 1, m_down - 1);
    const auto fx = static_cast<float>(cx - left);
    const auto fy = static_cast<float>(cy - top);
    const float upper =
        mapped(top * m_across + left, calm) * (1.0F - fx) + mapped(top * m_across + right, calm) * fx;
    const float lower =
        mapped(bottom * m_across + left, calm) * (1.0F - fx) + mapped(bottom * m_across + right, calm) * fx;
    return v + m_amount * (upper * (1.0F - fy) + lower * fy);
}

} // namespace kerf::bw
