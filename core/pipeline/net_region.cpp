#include "core/pipeline/net_region.h"

#include "core/base/error.h"
#include "core/image/sample_type.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace kerf {
namespace {

constexpr double kMarginShare = 0.125;

// The distance of a point to a line from `a` to `b`.
double distanceTo(double x, double y, const Point& a, const Point& b) {
    const double dx = b.x - a.x;
    const double dy = b.y - a.y;
    const double length = dx * dx + dy * dy;
    const double along =
        length > 0.0 ? std::clamp(((x - a.x) * dx + (y - a.y) * dy) / length, 0.0, 1.0) : 0.0;
    return std::hypot(x - (a.x + along * dx), y - (a.y + along * dy));
}

template <typename T>
void paintLine(ImageBuffer& matte, const Point& a, const Point& b, double radius, bool isSubject) {
    const double soft = std::max(1.0, radius / 10.0);
    const double reach = radius + soft;
    const ImageFormat& format = matte.format();
    const auto first = [&](double from, int size) {
        return int(std::clamp(std::floor(from - reach), 0.0, double(size)));
    };
    const auto last = [&](double to, int size) {
        return int(std::clamp(std::ceil(to + reach), 0.0, double(size)));
    };
    const int left = first(std::min(a.x, b.x), format.width);
    const int right = last(std::max(a.x, b.x), format.width);
    const double target = isSubject ? double(std::numeric_limits<T>::max()) : 0.0;
    for (int y = first(std::min(a.y, b.y), format.height); y < last(std::max(a.y, b.y), format.height); ++y) {
        const auto row = matte.row<T>(y);
        for (int x = left; x < right; ++x) {
            const double distance = distanceTo(x + 0.5, y + 0.5, a, b);
            const double share = std::clamp((reach - distance) / soft, 0.0, 1.0);
            T& value = row[std::size_t(x)];
            value = T(std::lround(double(value) + (target - double(value)) * share));
        }
    }
}

} // namespace

Rect regionFor(const Image& image, double scale, const Recipe& recipe) {
    const ImageFormat& format = image.format();
    if (!recipe.subject) {
        return {0, 0, format.width, format.height};
    }
    const Rect& box = *recipe.subject;
    const double margin = kMarginShare * std::max(box.width, box.height);
    const auto at = [&](double source, int size) {
        return int(std::clamp(std::lround(source * scale), 0L, long(size)));
    };
    const int left = at(box.x - margin, format.width);
    const int top = at(box.y - margin, format.height);
    const int right = at(double(box.x) + box.width + margin, format.width);
    const int bottom = at(double(box.y) + box.height + margin, format.height);
    if (right <= left || bottom <= top) {
        throw Error(ErrorCode::invalid_option, "the box lies outside the photo; draw it around the subject");
    }
    return {left, top, right - left, bottom - top};
}

Image cropped(const Image& image, const Rect& region) {
    ImageFormat format = image.format();
    if (region.width == format.width && region.height == format.height) {
        return image;
    }
    format.width = region.width;
    format.height = region.height;
    ImageBuffer out(format);
    const std::size_t pixel = format.bytesPerSample() * std::size_t(format.channels);
    for (int y = 0; y < region.height; ++y) {
        std::memcpy(
            out.pixels().data() + format.bytesPerRow() * std::size_t(y),
            image.pixels().data() + image.format().bytesPerRow() * std::size_t(region.y + y) +
                pixel * std::size_t(region.x),
            format.bytesPerRow());
    }
    return Image(std::move(out));
}

Image placed(const Image& matte, const Rect& region, const Image& image) {
    ImageFormat format = matte.format();
    if (region.width == image.format().width && region.height == image.format().height) {
        return matte;
    }
    format.width = image.format().width;
    format.height = image.format().height;
    ImageBuffer out(format);
    std::ranges::fill(out.pixels(), std::byte{0});
    for (int y = 0; y < region.height; ++y) {
        std::memcpy(
            out.pixels().data() + format.bytesPerRow() * std::size_t(region.y + y) +
                format.bytesPerSample() * std::size_t(region.x),
            matte.pixels().data() + matte.format().bytesPerRow() * std::size_t(y),
            matte.format().bytesPerRow());
    }
    return Image(std::move(out));
}

Image withStrokes(const Image& matte, double scale, const std::vector<Stroke>& strokes) {
    ImageBuffer out(matte.format());
    std::ranges::copy(matte.pixels(), out.pixels().begin());
    withSampleType(matte.format().type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (std::numeric_limits<T>::is_integer) {
            for (const Stroke& stroke : strokes) {
                for (std::size_t i = 0; i < stroke.points.size(); ++i) {
                    const Point& a = stroke.points[i == 0 ? 0 : i - 1];
                    const Point& b = stroke.points[i];
                    paintLine<T>(
                        out, {a.x * scale, a.y * scale}, {b.x * scale, b.y * scale}, stroke.radius * scale,
                        stroke.isSubject);
                }
            }
        }
    });
    return Image(std::move(out));
}

} // namespace kerf
