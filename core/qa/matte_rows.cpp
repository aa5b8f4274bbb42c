#include "core/qa/matte_rows.h"

#include "core/image/sample_type.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

namespace kerf {

void readAlphaRow(const Image& matte, int y, std::span<float> out) {
    withSampleType(matte.format().type, [&](auto sample) {
        using T = decltype(sample);
        const auto row = matte.row<T>(y);
        for (std::size_t x = 0; x < out.size(); ++x) {
            if constexpr (std::is_same_v<T, float>) {
                out[x] = std::clamp(row[x], 0.0F, 1.0F);
            } else {
                out[x] = float(row[x]) / float(std::numeric_limits<T>::max());
            }
        }
    });
}

void readTenths(const Image& matte, int y, std::span<std::uint8_t> out) {
    withSampleType(matte.format().type, [&](auto sample) {
        using T = decltype(sample);
        const auto row = matte.row<T>(y);
        for (std::size_t x = 0; x < out.size(); ++x) {
            if constexpr (std::is_same_v<T, float>) {
                out[x] = std::uint8_t(std::floor(std::clamp(double(row[x]), 0.0, 1.0) * 10.0));
            } else {
                out[x] = std::uint8_t(std::uint32_t{row[x]} * 10U / std::numeric_limits<T>::max());
            }
        }
    });
}

} // namespace kerf
