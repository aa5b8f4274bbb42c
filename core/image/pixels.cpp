#include "core/image/pixels.h"

#include "core/base/check.h"
#include "core/image/sample_type.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace kerf {
namespace {

template <typename To, typename From>
To convertSample(From value) noexcept {
    if constexpr (std::is_same_v<To, From>) {
        return value;
    } else if constexpr (std::is_same_v<To, float>) {
        return float(value) / float(std::numeric_limits<From>::max());
    } else if constexpr (std::is_same_v<From, float>) {
        constexpr float full = std::numeric_limits<To>::max();
        return To(std::clamp(value, 0.0F, 1.0F) * full + 0.5F);
    } else if constexpr (sizeof(To) > sizeof(From)) {
        return To(value * 257U);
    } else {
        return To((value + 128U) / 257U);
    }
}

template <typename T>
constexpr T full() noexcept {
    return std::is_same_v<T, float> ? T(1) : std::numeric_limits<T>::max();
}

ImageFormat matteFormat(const ImageFormat& format) {
    return {.width = format.width, .height = format.height, .channels = 1, .type = format.type};
}

bool sameSize(const Image& one, const Image& other) {
    return one.format().width == other.format().width && one.format().height == other.format().height;
}

} // namespace

Image convertType(const Image& image, PixelType type) {
    if (image.format().type == type) {
        return image;
    }
    ImageFormat format = image.format();
    format.type = type;
    ImageBuffer out(format);
    withSampleType(image.format().type, [&](auto from) {
        withSampleType(type, [&](auto to) {
            for (int y = 0; y < format.height; ++y) {
                std::ranges::transform(
                    image.row<decltype(from)>(y), out.row<decltype(to)>(y).begin(),
                    [](auto value) { return convertSample<decltype(to)>(value); });
            }
        });
    });
    return Image(std::move(out));
}

Image dropAlpha(const Image& image) {
    if (image.format().channels != 4) {
        return image;
    }
    ImageFormat format = image.format();
    format.channels = 3;
    format.alpha = AlphaKind::none;
    ImageBuffer out(format);
    withSampleType(format.type, [&](auto sample) {
        using T = decltype(sample);
        for (int y = 0; y < format.height; ++y) {
            const std::span<const T> from = image.row<T>(y);
            const std::span<T> to = out.row<T>(y);
            for (std::size_t i = 0, o = 0; o < to.size(); i += 4, o += 3) {
                to[o] = from[i];
                to[o + 1] = from[i + 1];
                to[o + 2] = from[i + 2];
            }
        }
    });
    return Image(std::move(out));
}

Image joinAlpha(const Image& color, const Image& alpha) {
    KERF_CHECK(color.format().channels >= 3 && alpha.format().channels == 1 && sameSize(color, alpha));
    const Image matte = convertType(alpha, color.format().type);
    ImageFormat format = color.format();
    format.channels = 4;
    format.alpha = AlphaKind::straight;
    ImageBuffer out(format);
    const auto step = static_cast<std::size_t>(color.format().channels);
    withSampleType(format.type, [&](auto sample) {
        using T = decltype(sample);
        for (int y = 0; y < format.height; ++y) {
            const std::span<const T> from = color.row<T>(y);
            const std::span<const T> cover = matte.row<T>(y);
            const std::span<T> to = out.row<T>(y);
            for (std::size_t x = 0; x < cover.size(); ++x) {
                to[4 * x] = from[step * x];
                to[4 * x + 1] = from[step * x + 1];
                to[4 * x + 2] = from[step * x + 2];
                to[4 * x + 3] = cover[x];
            }
        }
    });
    return Image(std::move(out));
}

Image alphaOf(const Image& image) {
    ImageBuffer out(matteFormat(image.format()));
    const bool hasAlpha = image.format().channels == 4;
    withSampleType(image.format().type, [&](auto sample) {
        using T = decltype(sample);
        for (int y = 0; y < image.format().height; ++y) {
            const std::span<const T> from = image.row<T>(y);
            const std::span<T> to = out.row<T>(y);
            for (std::size_t x = 0; x < to.size(); ++x) {
                to[x] = hasAlpha ? from[4 * x + 3] : full<T>();
            }
        }
    });
    return Image(std::move(out));
}

Image greyOf(const Image& image) {
    const ImageFormat& format = image.format();
    ImageBuffer out(matteFormat(format));
    withSampleType(format.type, [&](auto sample) {
        using T = decltype(sample);
        const auto step = std::size_t(format.channels);
        for (int y = 0; y < format.height; ++y) {
            const auto from = image.row<T>(y);
            const auto to = out.row<T>(y);
            for (std::size_t x = 0; x < to.size(); ++x) {
                to[x] = from[x * step];
            }
        }
    });
    return Image(std::move(out));
}

Image multiplyMattes(const Image& matte, const Image& other) {
    KERF_CHECK(matte.format().channels == 1 && other.format().channels == 1 && sameSize(matte, other));
    const Image second = convertType(other, matte.format().type);
    ImageBuffer out(matte.format());
    withSampleType(matte.format().type, [&](auto sample) {
        using T = decltype(sample);
        for (int y = 0; y < matte.format().height; ++y) {
            std::ranges::transform(matte.row<T>(y), second.row<T>(y), out.row<T>(y).begin(), [](T a, T b) {
                if constexpr (std::is_same_v<T, float>) {
                    return a * b;
                } else {
                    constexpr std::uint64_t limit = full<T>();
                    return T((std::uint64_t{a} * b + limit / 2) / limit);
                }
            });
        }
    });
    return Image(std::move(out));
}

} // namespace kerf
