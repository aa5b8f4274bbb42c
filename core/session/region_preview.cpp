#include "core/session/region_preview.h"

#include "core/base/error.h"
#include "core/image/resize.h"
#include "core/image/sample_type.h"
#include "core/pipeline/arrange.h"
#include "core/pipeline/compose.h"
#include "core/pipeline/net_region.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace kerf {
namespace {

constexpr int kAround = 64; // source pixels on each side, so that the region's edges see their neighbours

std::optional<Rect> common(const Rect& one, const Rect& other) {
    const int left = std::max(one.x, other.x);
    const int top = std::max(one.y, other.y);
    const int right = std::min(one.x + one.width, other.x + other.width);
    const int bottom = std::min(one.y + one.height, other.y + other.height);
    if (right <= left || bottom <= top) {
        return std::nullopt;
    }
    return Rect{.x = left, .y = top, .width = right - left, .height = bottom - top};
}

// The part `inner` of a picture that covers `outer`, at whatever scale.
Image partOf(const Image& image, const Rect& inner, const Rect& outer) {
    if (image.empty()) {
        return image;
    }
    const double scaleX = double(image.format().width) / outer.width;
    const double scaleY = double(image.format().height) / outer.height;
    const auto at = [](double value) { return static_cast<int>(std::lround(value)); };
    const int left = at((inner.x - outer.x) * scaleX);
    const int top = at((inner.y - outer.y) * scaleY);
    const int right = at((inner.x + inner.width - outer.x) * scaleX);
    const int bottom = at((inner.y + inner.height - outer.y) * scaleY);
    return cropped(image, {.x = left, .y = top, .width = right - left, .height = bottom - top});
}

template <typename Strokes>
Strokes moved(Strokes strokes, const Rect& crop) {
    std::erase_if(strokes, [&](const auto& stroke) {
        return std::ranges::none_of(stroke.points, [&](const auto& point) {
            return point.x >= crop.x - stroke.radius && point.x <= crop.x + crop.width + stroke.radius &&
                   point.y >= crop.y - stroke.radius && point.y <= crop.y + crop.height + stroke.radius;
        });
    });
    for (auto& stroke : strokes) {
        for (auto& point : stroke.points) {
            point.x -= crop.x;
            point.y -= crop.y;
        }
    }
    return strokes;
}

// What lies under the region is the part of what lies under all of the photo, as far as the region knows:
// where the subject ends elsewhere it doesn't, so the frame is the photo's.
void arrangeRegion(
    PipelineResult& result,
    const Image& photo,
    const Recipe& recipe,
    const Rect& outer,
    const Progress& progress) {
    if (!recipe.background && !recipe.shadow) {
        return;
    }
    const ImageFormat& format = photo.format();
    Recipe unframed = recipe;
    unframed.framing = {};
    const FramePlan plan = frameFor(unframed, format.width, format.height, std::nullopt);
    ImageBuffer all({.width = format.width, .height = format.height, .channels = 1, .type = format.type});
    std::ranges::fill(all.pixels(), std::byte{0});
    const Image matte = resize(result.matte, outer.width, outer.height);
    for (int y = 0; y < outer.height; ++y) {
        withSampleType(format.type, [&](auto sample) {
            std::ranges::copy(
                matte.row<decltype(sample)>(y), all.row<decltype(sample)>(outer.y + y).begin() + outer.x);
        });
    }
    const auto backdrop = backdropFor(
        {.cleaned = photo, .matte = Image(std::move(all)), .cutout = photo}, unframed, plan, progress);
    const PieceView view = pieceOf(
        plan, format.width, format.height,
        {double(outer.x), double(outer.y), double(outer.width), double(outer.height)}, result.scale);
    for (Image* image : {&result.cutout, &result.finished}) {
        if (!image->empty() && image->format().channels == 4) {
            *image = compose(*image, view, backdrop.get(), recipe.shadow, Progress(progress.stop(), {}));
        }
    }
    result.hasShadow = recipe.shadow && !backdrop;
}

} // namespace

Recipe recipeWithin(const Recipe& recipe, const Rect& crop) {
    Recipe within = recipe;
    within.subject.reset();
    if (const std::optional<Rect> box = recipe.subject ? common(*recipe.subject, crop) : std::nullopt) {
        within.subject =
            Rect{.x = box->x - crop.x, .y = box->y - crop.y, .width = box->width, .height = box->height};
    }
    within.strokes = moved(recipe.strokes, crop);
    within.edits = moved(recipe.edits, crop);
    return within;
}

RegionResult runRegion(
    const Pipeline& pipeline,
    const Image& photo,
    const Recipe& recipe,
    const Rect& region,
    const Progress& progress,
    const std::function<void(std::string_view stage)>& onStage) {
    const Rect all{.x = 0, .y = 0, .width = photo.format().width, .height = photo.format().height};
    const std::optional<Rect> inner = common(region, all);
    if (!inner) {
        throw Error(ErrorCode::invalid_option, "the region lies outside the photo; draw one that is on it");
    }
    const Rect outer = *common(
        {.x = inner->x - kAround,
         .y = inner->y - kAround,
         .width = inner->width + 2 * kAround,
         .height = inner->height + 2 * kAround},
        all);
    RegionResult made{.region = *inner, .source = cropped(photo, *inner), .result = {}};
    Recipe within = recipeWithin(recipe, outer);
    within.background.reset();
    within.shadow.reset();
    within.framing = {};
    made.result = pipeline.run(cropped(photo, outer), within, progress, onStage, nullptr);
    arrangeRegion(made.result, photo, recipe, outer, progress);
    for (Image* image :
         {&made.result.cleaned, &made.result.foundMatte, &made.result.matte, &made.result.cutout,
          &made.result.finished}) {
        *image = partOf(*image, *inner, outer);
    }
    return made;
}

} // namespace kerf
