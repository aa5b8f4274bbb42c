#include "core/pipeline/arrange.h"

#include "core/image/resize.h"
#include "core/pipeline/compose.h"
#include "core/pipeline/finish_bw.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace kerf {
namespace {

constexpr double kEnlarged = 1.05; // from there on it is worth a word
constexpr int kSceneSide = 1536;   // of a scene in black and white that is only blurred

bool isBlur(const Recipe& recipe) noexcept {
    return recipe.background && recipe.background->kind == BackgroundKind::blur;
}

// The scene behind the subject as the finish shows it: a subject in black and white stands before a photo in
// black and white.
Image sceneOf(const ArrangeInput& input, const Recipe& recipe, const Progress& progress) {
    if (!recipe.finish) {
        return input.cleaned;
    }
    BwSettings settings = *recipe.finish;
    settings.background = BwBackground::same;
    settings.grain = 0;
    const Image cleaned = shrinkToFit(input.cleaned, kSceneSide);
    const int width = cleaned.format().width;
    const int height = cleaned.format().height;
    return finishBw(
               {.cleaned = cleaned,
                .matte = resize(input.matte, width, height),
                .cutout = resize(input.cutout, width, height),
                .isMasked = input.isMasked},
               settings, progress)
        .image;
}

// A scene on white or black goes on as that beside the photo, whatever else lies behind a cut-out.
std::optional<Background> goingOn(const Recipe& recipe) {
    const BwBackground behind = recipe.finish ? recipe.finish->background : BwBackground::cutout;
    return behind == BwBackground::white   ? std::optional(Background{.color = {255, 255, 255}})
           : behind == BwBackground::black ? std::optional(Background{.color = {0, 0, 0}})
                                           : std::nullopt;
}

Image composed(
    const Image& picture,
    const PieceView& view,
    const Backdrop* backdrop,
    const std::optional<Shadow>& shadow,
    const Progress& progress) {
    return !picture.empty() && picture.format().channels == 4
               ? compose(picture, view, backdrop, shadow, progress)
               : picture;
}

void addTo(std::string& list, const std::string& item) {
    list += (list.empty() ? "" : ", ") + item;
}

void tellFrame(
    const FramePlan& plan, const Recipe& recipe, const std::optional<Rect>& box, Arranged& arranged) {
    const bool isSubject = recipe.framing.around == FrameAround::subject;
    if (isSubject && box) {
        addTo(arranged.settings, fmt::format("subject {} x {}", box->width, box->height));
    } else if (isSubject) {
        arranged.reason = "There is no subject in the matte, so the whole picture was framed.";
    }
    addTo(arranged.settings, fmt::format("frame {} x {}", plan.width, plan.height));
    if (plan.scale != 1.0) {
        addTo(arranged.settings, fmt::format("scaled by {:.3g}", plan.scale));
    }
    if (plan.scale > kEnlarged) {
        arranged.reason += arranged.reason.empty() ? "" : " ";
        arranged.reason += fmt::format(
            "What is framed was enlarged {:.2g} times to fill the canvas; a smaller canvas or a larger photo "
            "is sharper.",
            plan.scale);
    }
}

void tellLayers(const Recipe& recipe, bool isScene, Arranged& arranged) {
    if (recipe.background) {
        addTo(arranged.settings, fmt::format("background {}", name(recipe.background->kind)));
    }
    if (recipe.shadow && isScene) {
        arranged.reason += arranged.reason.empty() ? "" : " ";
        arranged.reason += "The black and white keeps the scene, which has no shadow.";
    } else if (recipe.shadow) {
        addTo(arranged.settings, fmt::format("shadow {} %", recipe.shadow->opacity));
    }
}

} // namespace

bool isArranged(const Recipe& recipe) noexcept {
    const bool isEven = !recipe.background || recipe.background->kind == BackgroundKind::color;
    return !isEven || recipe.shadow || !recipe.framing.isNeutral();
}

FramePlan frameFor(const Recipe& recipe, int width, int height, const std::optional<Rect>& subject) {
    if (recipe.framing.around != FrameAround::subject || !subject) {
        return planFrame(recipe.framing, {0, 0, width, height});
    }
    // All of a photo without alpha is the subject: then its edges are no cuts.
    const CutSides cut = cutSidesOf(*subject, width, height);
    const bool isAll = cut.left && cut.top && cut.right && cut.bottom;
    return planFrame(recipe.framing, *subject, isAll ? CutSides{} : cut);
}

std::shared_ptr<const Backdrop> backdropFor(
    const ArrangeInput& input, const Recipe& recipe, const FramePlan& plan, const Progress& progress) {
    if (!recipe.background) {
        return nullptr;
    }
    Backdrop::Photo photo{
        .icc = input.cutout.format().icc,
        .shorterSide =
            std::min(plan.width, plan.height) / plan.scale / std::max(1, input.cleaned.format().width)};
    if (isBlur(recipe)) {
        photo.scene = sceneOf(input, recipe, progress.part(0.0, 0.3));
        photo.matte = input.matte;
    }
    return std::make_shared<const Backdrop>(*recipe.background, photo, progress.part(0.3, 1.0));
}

PieceView pieceOf(const FramePlan& plan, int width, int height, const Area& part, double scale) {
    return {
        .finished =
            {(plan.x - part.x) * scale, (plan.y - part.y) * scale, plan.width / plan.scale * scale,
             plan.height / plan.scale * scale},
        .photo = {-part.x * scale, -part.y * scale, width * scale, height * scale}};
}

Arranged arrange(const ArrangeInput& input, const Recipe& recipe, const Progress& progress) {
    const int width = input.cleaned.format().width;
    const int height = input.cleaned.format().height;
    const bool isFramed = !recipe.framing.isNeutral();
    const bool isScene = !input.finished.empty() && input.finished.format().channels != 4;
    Arranged arranged{.cutout = input.cutout, .finished = input.finished};
    std::optional<Rect> box;
    if (recipe.framing.around == FrameAround::subject) {
        box = subjectBox(input.matte, progress.part(0.0, 0.05));
    }
    const FramePlan plan = frameFor(recipe, width, height, box);
    const auto backdrop = backdropFor(input, recipe, plan, progress.part(0.05, 0.3));
    if (isFramed) {
        const Image& last = input.finished.empty() ? input.cutout : input.finished;
        const Image inFrame = reframe(last, plan, progress.part(0.3, 0.5));
        const Area area{plan.x, plan.y, plan.width / plan.scale, plan.height / plan.scale};
        Recipe framed = recipe;
        framed.background = goingOn(recipe);
        const auto own = backdropFor(input, framed, plan, Progress(progress.stop(), {}));
        arranged.framed = composed(
            inFrame, pieceOf(plan, width, height, area, plan.scale), own ? own.get() : backdrop.get(),
            isScene ? std::nullopt : recipe.shadow, progress.part(0.5, 0.7));
        arranged.area = FrameArea{area.x, area.y, area.width, area.height};
        tellFrame(plan, recipe, box, arranged);
    }
    const PieceView whole = pieceOf(plan, width, height, {}, 1.0);
    arranged.cutout = composed(input.cutout, whole, backdrop.get(), recipe.shadow, progress.part(0.7, 0.85));
    arranged.finished =
        composed(input.finished, whole, backdrop.get(), recipe.shadow, progress.part(0.85, 1.0));
    arranged.hasShadow = recipe.shadow && !backdrop && input.cutout.format().channels == 4;
    tellLayers(recipe, isScene, arranged);
    return arranged;
}

} // namespace kerf
