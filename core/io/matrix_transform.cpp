#include "core/io/matrix_transform.h"

#include "core/base/check.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kerf::io {

MatrixTransform::MatrixTransform(Decoding decoding, const std::array<float, 9>& matrix, Encoding encoding)
    : m_decoding(std::move(decoding)), m_matrix(matrix), m_encoding(std::move(encoding)) {
    for (std::size_t c = 0; c < 3; ++c) {
        KERF_CHECK(m_decoding[c].size() == 65536 && m_encoding[c].size() == std::size_t{kSteps} + 2);
    }
}

void MatrixTransform::convert(
    std::span<const std::uint16_t> from, std::span<std::uint16_t> to, std::size_t channels) const {
    const std::array<const float*, 3> decode{
        m_decoding[0].data(), m_decoding[1].data(), m_decoding[2].data()};
    const std::array<const float*, 3> encode{
        m_encoding[0].data(), m_encoding[1].data(), m_encoding[2].data()};
    for (std::size_t i = 0; i < from.size(); i += channels) {
        const float red = decode[0][from[i]];
        const float green = decode[1][from[i + 1]];
        const float blue = decode[2][from[i + 2]];
        for (std::size_t c = 0; c < 3; ++c) {
            const float* row = &m_matrix[c * 3];
            const float linear = std::clamp(row[0] * red + row[1] * green + row[2] * blue, 0.0F, 1.0F);
            const float position = std::sqrt(linear) * float(kSteps);
            const auto step = static_cast<std::size_t>(position);
            const float low = encode[c][step];
            const float value = low + (encode[c][step + 1] - low) * (position - float(step));
            to[i + c] = static_cast<std::uint16_t>(std::clamp(value, 0.0F, 1.0F) * 65535.0F + 0.5F);
        }
        if (channels == 4) {
            to[i + 3] = from[i + 3];
        }
    }
}

} // namespace kerf::io
