#pragma once

#include "core/nn/runtime.h"
#include "tests/support/ref_weights.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

namespace kerf::test {

// Interleaved pixels for the nets' tests, which do without the image library; rows are padded, so that a step
// taken for a width is noticed.
class OwnedRaster {
public:
    OwnedRaster(int width, int height, int channels, int bytesPerSample)
        : m_width(width),
          m_height(height),
          m_channels(channels),
          m_bytesPerSample(bytesPerSample),
          m_bytesPerRow(std::int64_t(width) * channels * bytesPerSample + 6),
          m_bytes(std::size_t(m_bytesPerRow) * std::size_t(height)) {}

    nn::Raster view() const {
        return {m_bytes.data(), m_width, m_height, m_channels, m_bytesPerSample, m_bytesPerRow};
    }
    nn::MutableRaster target() {
        return {m_bytes.data(), m_width, m_height, m_channels, m_bytesPerSample, m_bytesPerRow};
    }

    int width() const { return m_width; }
    int height() const { return m_height; }
    int channels() const { return m_channels; }
    int full() const { return m_bytesPerSample == 1 ? 255 : 65535; }

    int at(int x, int y, int channel) const {
        const std::byte* from = m_bytes.data() + offset(x, y, channel);
        if (m_bytesPerSample == 1) {
            return int(*from);
        }
        std::uint16_t value = 0;
        std::memcpy(&value, from, sizeof value);
        return value;
    }

    void set(int x, int y, int channel, int value) {
        std::byte* to = m_bytes.data() + offset(x, y, channel);
        if (m_bytesPerSample == 1) {
            *to = std::byte(value);
            return;
        }
        const auto wide = std::uint16_t(value);
        std::memcpy(to, &wide, sizeof wide);
    }

    // A smooth picture that follows from its name.
    static OwnedRaster picture(std::string_view name, int width, int height, int bytesPerSample = 1) {
        OwnedRaster raster(width, height, 3, bytesPerSample);
        const std::vector<float> values = refImage(name, 3, height, width);
        for (int channel = 0; channel < 3; ++channel) {
            for (int y = 0; y < height; ++y) {
                for (int x = 0; x < width; ++x) {
                    const std::size_t i =
                        (std::size_t(channel) * std::size_t(height) + std::size_t(y)) * std::size_t(width) +
                        std::size_t(x);
                    raster.set(x, y, channel, int(values[i] * float(raster.full()) + 0.5F));
                }
            }
        }
        return raster;
    }

    // The largest difference of any sample; sizes and kinds must be equal.
    static int maxDifference(const OwnedRaster& one, const OwnedRaster& other) {
        int most = 0;
        for (int y = 0; y < one.m_height; ++y) {
            for (int x = 0; x < one.m_width; ++x) {
                for (int channel = 0; channel < one.m_channels; ++channel) {
                    most = std::max(most, std::abs(one.at(x, y, channel) - other.at(x, y, channel)));
                }
            }
        }
        return most;
    }

private:
    std::size_t offset(int x, int y, int channel) const {
        return std::size_t(y * m_bytesPerRow + (std::int64_t(x) * m_channels + channel) * m_bytesPerSample);
    }

    int m_width;
    int m_height;
    int m_channels;
    int m_bytesPerSample;
    std::int64_t m_bytesPerRow;
    std::vector<std::byte> m_bytes;
};

} // namespace kerf::test
