#include "core/pipeline/mask_mini.h"

#include "core/base/error.h"
#include "core/image/pixels.h"
#include "core/pipeline/guided_filter.h"
#include "core/pipeline/mask_grabcut.h"
#include "core/pipeline/net_region.h"
#include "core/pipeline/rasters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <optional>
#include <utility>

namespace kerf {
namespace {

constexpr double kLeastSubject = 0.002; // of the net's view; less is noise in an empty picture
constexpr double kLeastCut = 0.02;      // of it; GrabCut takes no less and no more
constexpr double kMostCut = 0.98;

// The part of the recipe's box that the net saw, in pixels of that view; the box's sides may be anywhere.
std::optional<Rect> boxWithin(const Rect& seen, double scale, const Recipe& recipe) {
    if (!recipe.subject) {
        return std::nullopt;
    }
    const auto at = [&](double source, int from, int size) {
        return int(std::clamp(std::lround(source * scale) - from, 0L, long(size)));
    };
    const Rect& box = *recipe.subject;
    const int left = at(box.x, seen.x, seen.width);
    const int top = at(box.y, seen.y, seen.height);
    const int right = at(double(box.x) + box.width, seen.x, seen.width);
    const int bottom = at(double(box.y) + box.height, seen.y, seen.height);
    return Rect{left, top, right - left, bottom - top};
}

// The net's matte, which covers `view`, without what it found beyond the box.
Image keptWithin(const Rect& box, const Rect& view, const Image& matte) {
    const ImageFormat& format = matte.format();
    const auto at = [](int place, int from, int to) {
        return std::clamp(int(std::lround(double(place) * to / from)), 0, to);
    };
    const int left = at(box.x, view.width, format.width);
    const int right = at(box.x + box.width, view.width, format.width);
    const int top = at(box.y, view.height, format.height);
    const int bottom = at(box.y + box.height, view.height, format.height);
    ImageBuffer out(format);
    std::ranges::fill(out.pixels(), std::byte{0});
    const std::size_t sample = format.bytesPerSample();
    for (int y = top; y < bottom && left < right; ++y) {
        const std::size_t first = format.bytesPerRow() * std::size_t(y) + sample * std::size_t(left);
        std::memcpy(
            out.pixels().data() + first, matte.pixels().data() + first, sample * std::size_t(right - left));
    }
    return Image(std::move(out));
}

// The share of a matte that is subject rather than background.
double subjectShare(const Image& matte) {
    const ImageFormat& format = matte.format();
    const bool isDeep = format.type == PixelType::u16;
    std::size_t subject = 0;
    for (int y = 0; y < format.height; ++y) {
        const std::byte* row = matte.pixels().data() + format.bytesPerRow() * std::size_t(y);
        for (int x = 0; x < format.width; ++x) {
            // The upper byte of either type says on which side of the middle it is.
            const auto upper = std::to_integer<int>(row[isDeep ? 2 * x + 1 : x]);
            subject += upper >= 128 ? 1 : 0;
        }
    }
    return double(subject) / (double(format.width) * format.height);
}

Image emptyMatte(const Image& photo) {
    ImageBuffer out(formatLike(photo, photo.format().width, photo.format().height, 1));
    std::ranges::fill(out.pixels(), std::byte{0});
    return Image(std::move(out));
}

class MiniMaskStage final : public MaskStage {
public:
    explicit MiniMaskStage(std::shared_ptr<ModelCache> cache) : m_cache(std::move(cache)) {}

    MaskEngine id() const override { return MaskEngine::mini; }

    Availability availability(const Recipe& /*recipe*/) const override {
        const ModelChoice choice = m_cache->shippedMask();
        return choice.model ? Availability{} : Availability{false, choice.reason};
    }

    EngineModel model(const Recipe& /*recipe*/, const Progress& /*progress*/) const override {
        const ModelChoice choice = m_cache->shippedMask();
        return choice.model ? EngineModel{choice.model->info.id, choice.model->contents()} : EngineModel{};
    }

    EngineOutput
    run(const Image& image, double scale, const Recipe& recipe, const Progress& progress) const override {
        const ModelChoice choice = m_cache->shippedMask();
        if (!choice.model) {
            throw Error(ErrorCode::model_missing, choice.reason);
        }
        progress.step(0.0);
        const Rect seen = regionFor(image, scale, recipe);
        const Image photo = dropAlpha(cropped(image, seen));
        Recipe placement = recipe;
        placement.device = DeviceChoice::cpu; // a GPU would be asked for longer than the net takes
        placement.requireGpu = false;
        placement.threads = 1; // beside other programs, threads would wait for each other longer than that
        const nn::MatteModel& model = m_cache->matte(*choice.model, placement, progress.part(0.0, 0.1));
        const nn::MatteOptions options{
            .width = choice.model->info.width, .height = choice.model->info.height};
        ImageBuffer small(formatLike(photo, options.width, options.height, 1));
        const nn::RunReport report =
            model.run(rasterOf(photo), rasterOf(small), options, progress.part(0.1, 0.5));
        EngineOutput output{
            .settings = fmt::format("{}, {}", choice.model->info.title, report.settings),
            .reason = adviceFor(recipe),
            .device = report.device};
        finish(image, Image(std::move(small)), photo, seen, recipe, scale, progress.part(0.5, 1.0), output);
        return output;
    }

private:
    static std::string adviceFor(const Recipe& recipe) {
        return recipe.subject
                   ? "Kerf's small net found the subject within the box; BiRefNet does better, above all at "
                     "hair."
                   : "Kerf's small net found the subject; a box around it or BiRefNet does better, above all "
                     "at hair.";
    }

    static void finish(
        const Image& image,
        const Image& found,
        const Image& photo,
        const Rect& seen,
        const Recipe& recipe,
        double scale,
        const Progress& progress,
        EngineOutput& output) {
        const std::optional<Rect> box = boxWithin(seen, scale, recipe);
        const Image small = box ? keptWithin(*box, seen, found) : found;
        const double share = subjectShare(small);
        if (share < kLeastSubject) {
            output.image = emptyMatte(image);
            output.reason = recipe.subject
                                ? "Kerf's small net found no subject within the box; strokes or "
                                  "BiRefNet may find one."
                                : "Kerf's small net found no subject, so all is background; a box, "
                                  "strokes or BiRefNet may find one.";
        } else if (share < kLeastCut || share > kMostCut) {
            output.image = placed(upsampleMatte(photo, small, progress.part(0.0, 0.8)), seen, image);
            output.settings += ", guided upsampling";
        } else {
            const GrabCutHints hints{.box = box, .prior = convertType(small, PixelType::u8)};
            const GrabCutResult cut = maskGrabCut(photo, hints, progress.part(0.0, 0.8));
            output.image = placed(cut.matte, seen, image);
            output.maskScale = cut.maskScale;
            output.settings += ", cut along the photo's edges";
        }
        if (recipe.subject) {
            output.settings += ", within the box";
        }
        if (!recipe.strokes.empty()) {
            output.image = withStrokes(image, output.image, scale, recipe.strokes, progress.part(0.8, 1.0));
            output.reason += " Strokes override the net where they were drawn.";
        }
        progress.step(1.0);
    }

    std::shared_ptr<ModelCache> m_cache;
};

} // namespace

std::unique_ptr<MaskStage> makeMiniMask(std::shared_ptr<ModelCache> cache) {
    return std::make_unique<MiniMaskStage>(std::move(cache));
}

} // namespace kerf
