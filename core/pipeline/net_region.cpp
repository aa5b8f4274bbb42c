#include "core/pipeline/net_region.h"

#include "core/base/error.h"
#include "core/pipeline/matte_edit.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace kerf {
namespace {

constexpr double kMarginShare = 0.125;
constexpr double kHintHardness = 0.9;
constexpr double kCoreShare = 0.5; // of a line's radius: painted whatever the picture looks like

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

Image withStrokes(
    const Image& image,
    const Image& matte,
    double scale,
    const std::vector<Stroke>& strokes,
    const Progress& progress) {
    std::vector<MatteStroke> lines;
    for (const Stroke& stroke : strokes) {
        MatteStroke line{
            .mode = stroke.isSubject ? StrokeMode::add : StrokeMode::remove,
            .radius = stroke.radius,
            .hardness = kHintHardness,
            .onlyUncertain = false,
            .isEdgeAware = true,
            .points = {}};
        for (const Point& point : stroke.points) {
            line.points.push_back({point.x, point.y});
        }
        lines.push_back(line);
        line.isEdgeAware = false;
        line.radius *= kCoreShare;
        lines.push_back(std::move(line));
    }
    return paintStrokes(image, matte, scale, lines, progress);
}

} // namespace kerf
