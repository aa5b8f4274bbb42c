#include "core/pipeline/edit_preview.h"

#include "core/base/check.h"
#include "core/image/resize.h"
#include "core/pipeline/net_region.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kerf {
namespace {

constexpr int kMarginStep = 64; // source pixels; so that a moving slider asks for the same copies

Rect clipped(const Rect& rect, int width, int height) {
    const int left = std::clamp(rect.x, 0, width);
    const int top = std::clamp(rect.y, 0, height);
    const int right = int(std::clamp<long long>(static_cast<long long>(rect.x) + rect.width, left, width));
    const int bottom = int(std::clamp<long long>(static_cast<long long>(rect.y) + rect.height, top, height));
    return {left, top, right - left, bottom - top};
}

// How far beyond the region there may be something that changes it.
int marginFor(const Recipe& recipe, double sourcePerPixel) {
    constexpr double kForegroundReach = 16.0; // screen pixels; the wide box's far end hardly shows
    const double reach =
        std::abs(recipe.edges.grow) + 1.5 * recipe.edges.feather + kForegroundReach * sourcePerPixel;
    return (int(std::ceil(reach)) / kMarginStep + 1) * kMarginStep;
}

// `part` of the source as it lies in an image of the result.
Rect inResult(const Rect& part, double scale, const ImageFormat& format) {
    const auto at = [&](int source, int size) {
        return std::clamp(int(std::lround(source * scale)), 0, size);
    };
    const int left = at(part.x, format.width);
    const int top = at(part.y, format.height);
    return {
        left, top, at(part.x + part.width, format.width) - left,
        at(part.y + part.height, format.height) - top};
}

bool meets(const MatteStroke& stroke, const Rect& part) {
    const double reach = stroke.radius + 2.0;
    for (std::size_t i = 0; i < stroke.points.size(); ++i) {
        const StrokePoint& a = stroke.points[i == 0 ? 0 : i - 1];
        const StrokePoint& b = stroke.points[i];
        if (std::max(a.x, b.x) + reach > part.x && std::min(a.x, b.x) - reach < part.x + part.width &&
            std::max(a.y, b.y) + reach > part.y && std::min(a.y, b.y) - reach < part.y + part.height) {
            return true;
        }
    }
    return false;
}

std::vector<MatteStroke> movedStrokes(const Recipe& recipe, const Rect& part) {
    std::vector<MatteStroke> strokes;
    for (const MatteStroke& stroke : recipe.edits) {
        if (meets(stroke, part)) {
            strokes.push_back(stroke);
            for (StrokePoint& p : strokes.back().points) {
                p.x -= part.x;
                p.y -= part.y;
            }
        }
    }
    return strokes;
}

} // namespace

EditPreviewer::Made EditPreviewer::make(
    const PipelineResult& base, const Recipe& recipe, const View& view, const Progress& progress) {
    KERF_CHECK(view.width > 0 && view.height > 0);
    const ImageFormat& full = base.cleaned.format();
    const int sourceWidth = int(std::lround(full.width / base.scale));
    const int sourceHeight = int(std::lround(full.height / base.scale));
    const Rect region = clipped(view.region, sourceWidth, sourceHeight);
    if (region.width <= 0 || region.height <= 0) {
        return {region, {}, {}};
    }
    const double pixels = std::min(double(view.width) / view.region.width, base.scale); // a source pixel
    const int margin = marginFor(recipe, 1.0 / pixels);
    const Rect part = clipped(
        {region.x - margin, region.y - margin, region.width + 2 * margin, region.height + 2 * margin},
        sourceWidth, sourceHeight);
    const Rect cut = inResult(part, base.scale, full);
    const int width = std::clamp(int(std::lround(part.width * pixels)), 1, std::max(1, cut.width));
    const int height = std::clamp(int(std::lround(part.height * pixels)), 1, std::max(1, cut.height));

    const bool isKept = m_copies.cleanedPixels == base.cleaned.pixels().data() &&
                        m_copies.mattePixels == base.foundMatte.pixels().data() && m_copies.part == part &&
                        m_copies.width == width && m_copies.height == height;
    if (!isKept) {
        m_copies = {};
        const Image cleaned = resize(cropped(base.cleaned, cut), width, height);
        progress.step(0.1);
        const Image matte = resize(cropped(base.foundMatte, cut), width, height);
        m_copies = {
            .cleanedPixels = base.cleaned.pixels().data(),
            .mattePixels = base.foundMatte.pixels().data(),
            .base = base,
            .part = part,
            .width = width,
            .height = height,
            .cleaned = cleaned,
            .foundMatte = matte};
    }
    progress.step(0.2);
    Recipe moved = recipe;
    moved.finish.reset(); // the preview shows the cut-out
    moved.edits = movedStrokes(recipe, part);
    PipelineResult small;
    small.cleaned = m_copies.cleaned;
    small.foundMatte = m_copies.foundMatte;
    small.scale = double(width) / part.width;
    // Strokes elsewhere still make the difference between a cut-out and the photo as it is.
    if (moved.edits.empty() && !recipe.edits.empty()) {
        moved.edits = {recipe.edits.front()};
        moved.edits.front().points = {{-1e6, -1e6}};
    }
    const PipelineResult made =
        Pipeline::finish(small, moved, progress.part(0.2, 1.0), [](std::string_view) {});
    const Rect inner = inResult(
        {region.x - part.x, region.y - part.y, region.width, region.height}, small.scale,
        made.matte.format());
    const Rect shown{inner.x, inner.y, std::max(inner.width, 1), std::max(inner.height, 1)};
    return {region, cropped(made.cutout, shown), cropped(made.matte, shown)};
}

} // namespace kerf
