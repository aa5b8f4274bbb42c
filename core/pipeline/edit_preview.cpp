#include "core/pipeline/edit_preview.h"

#include "core/base/check.h"
#include "core/image/resize.h"
#include "core/pipeline/compose.h"
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
int marginFor(const Recipe& recipe, double sourcePerPixel, double shorterSide) {
    constexpr double kForegroundReach = 16.0; // screen pixels; the wide box's far end hardly shows
    const double reach =
        std::abs(recipe.edges.grow) + 1.5 * recipe.edges.feather +
        std::max(
            kForegroundReach * sourcePerPixel, recipe.shadow ? reachOf(*recipe.shadow, shorterSide) : 0.0);
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

// As of the base's matte: what is drawn meanwhile moves the frame when it is the matte.
FramePlan
EditPreviewer::findFrame(const PipelineResult& base, const Recipe& recipe, const Progress& progress) {
    const Image& matte = base.matte.empty() ? base.foundMatte : base.matte;
    if (m_behind.cleanedPixels != base.cleaned.pixels().data() ||
        m_behind.mattePixels != matte.pixels().data()) {
        m_behind = {
            .cleanedPixels = base.cleaned.pixels().data(),
            .mattePixels = matte.pixels().data(),
            .base = base};
    }
    const bool isSubject = recipe.framing.around == FrameAround::subject;
    if (isSubject && !m_behind.subject) {
        m_behind.subject = subjectBox(matte, Progress(progress.stop(), {}));
    }
    return frameFor(recipe, base.cleaned.format().width, base.cleaned.format().height, m_behind.subject);
}

// `cutout` is the part `cut` of the result, at its own size.
Image EditPreviewer::arranged(
    const Image& cutout,
    const PipelineResult& base,
    const Recipe& recipe,
    const FramePlan& plan,
    const Rect& cut,
    const Progress& progress) {
    if (cutout.format().channels != 4 || (!recipe.background && !recipe.shadow)) {
        return cutout;
    }
    const double shorterSide = std::min(plan.width, plan.height) / plan.scale;
    const std::string stamp = stampOf(recipe.background);
    const bool isKept = m_behind.background == recipe.background && m_behind.stamp == stamp &&
                        m_behind.shorterSide == shorterSide;
    if (!isKept) {
        Recipe inColor = recipe;
        inColor.finish.reset();
        m_behind.backdrop = nullptr;
        m_behind.background.reset();
        m_behind.backdrop = backdropFor(
            {.cleaned = base.cleaned,
             .matte = base.matte.empty() ? base.foundMatte : base.matte,
             .cutout = cutout},
            inColor, plan, progress.part(0.0, 0.5));
        m_behind.background = recipe.background;
        m_behind.stamp = stamp;
        m_behind.shorterSide = shorterSide;
    }
    const ImageFormat& full = base.cleaned.format();
    const double scale = double(cutout.format().width) / cut.width;
    const Area part{double(cut.x), double(cut.y), double(cut.width), double(cut.height)};
    return compose(
        cutout, pieceOf(plan, full.width, full.height, part, scale), m_behind.backdrop.get(), recipe.shadow,
        progress.part(0.5, 1.0));
}

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
    const FramePlan plan = findFrame(base, recipe, progress);
    const int margin =
        marginFor(recipe, 1.0 / pixels, std::min(plan.width, plan.height) / plan.scale / base.scale);
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
    moved.background.reset();
    moved.shadow.reset();
    moved.framing = {};
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
    PipelineResult made = Pipeline::finish(small, moved, progress.part(0.2, 0.8), [](std::string_view) {});
    made.cutout = arranged(made.cutout, base, recipe, plan, cut, progress.part(0.8, 1.0));
    const Rect inner = inResult(
        {region.x - part.x, region.y - part.y, region.width, region.height}, small.scale,
        made.matte.format());
    const Rect shown{inner.x, inner.y, std::max(inner.width, 1), std::max(inner.height, 1)};
    return {region, cropped(made.cutout, shown), cropped(made.matte, shown)};
}

} // namespace kerf
