#include "core/pipeline/mask_grabcut.h"

#include "core/base/check.h"
#include "core/base/error.h"
#include "core/image/mat_view.h"
#include "core/image/pixels.h"
#include "core/pipeline/guided_filter.h"
#include "core/pipeline/prior_cut.h"
#include "core/pipeline/saliency_seed.h"
#include "core/pipeline/small_copy.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace kerf {
namespace {

constexpr int kCoarseSide = 208;
constexpr int kFineSide = 512;
constexpr int kLeastSide = 32; // narrower pictures are stretched for the cut
constexpr int kRounds = 4;
constexpr double kLeastCover = 0.02; // of a mask that can be right, and that refineMatte takes
constexpr double kMostCover = 0.98;

constexpr double kLeastSeparation = 0.5; // in log-odds; photographs have 2 to 20

constexpr std::uint8_t kFree = 0;
constexpr std::uint8_t kBackground = 1;
constexpr std::uint8_t kSubject = 2;

// How strongly saliency and place speak, in log-odds.
struct Belief {
    double saliency;  // per factor e of saliency over the usual
    double usualBase; // the usual saliency: base + slope * mean
    double usualSlope;
    double place;        // falls by this from the middle of the box (or frame) to the middle of its sides
    double placeBalance; // where it is 0, squared, the middle of a side being 1
    double below;        // what a distance below the middle counts: subjects stand or are cut off there
    double frame;        // less this at the frame itself
    CutOptions cut;
};

constexpr Belief kHintless{1.5, 0.06, 0.8, 3.0, 0.6, 0.8, 2.0, {0.5, 10.0}};
constexpr Belief kSeeded{.cut = {0.3, 5.0}}; // with a net's log-odds in the place of all these
constexpr Belief kBoxed{0.5, 0.05, 0.5, 3.0, 0.9, 1.0, 0.0, {1.0, 10.0}};

// A view of the photo that the cut works on, and what the hints say there.
struct View {
    Image colors; // RGB u8
    cv::Size size;
    double scaleX = 1.0; // view pixels per photo pixel
    double scaleY = 1.0;
    cv::Rect2d box; // in view pixels; the whole view without a box
    cv::Mat fixed;  // CV_8U
};

cv::Mat matOf(const Image& image) {
    return matView(image);
}

Image imageOf(const cv::Mat& mat) {
    ImageBuffer out(ImageFormat{
        .width = mat.cols,
        .height = mat.rows,
        .channels = 1,
        .type = mat.depth() == CV_8U ? PixelType::u8 : PixelType::f32});
    cv::Mat target = matView(out);
    mat.copyTo(target);
    return Image(std::move(out));
}

void drawStrokes(
    cv::Mat& target,
    std::span<const Stroke> strokes,
    cv::Point2d scale,
    const cv::Scalar& subject,
    const cv::Scalar& background) {
    constexpr int kShift = 4;
    constexpr double kReach = 1 << 20; // OpenCV's fixed point ends there
    for (const Stroke& stroke : strokes) {
        std::vector<cv::Point> line;
        for (const Point& p : stroke.points) {
            const double x = std::clamp(p.x * scale.x - 0.5, -kReach, kReach);
            const double y = std::clamp(p.y * scale.y - 0.5, -kReach, kReach);
            line.emplace_back(int(std::lround(x * (1 << kShift))), int(std::lround(y * (1 << kShift))));
        }
        if (line.empty()) {
            continue;
        }
        const double radius = std::clamp(stroke.radius * std::min(scale.x, scale.y), 1.0, 16000.0);
        const cv::Scalar& value = stroke.isSubject ? subject : background;
        for (const cv::Point& p : line) {
            cv::circle(
                target, p, int(std::lround(radius * (1 << kShift))), value, cv::FILLED, cv::LINE_8, kShift);
        }
        cv::polylines(
            target, line, false, value, std::max(1, int(std::lround(2.0 * radius))), cv::LINE_8, kShift);
    }
}

View makeView(const Image& image, const GrabCutHints& hints, int side) {
    View view;
    view.colors = convertType(smallCopy(image, side, kLeastSide), PixelType::u8);
    view.size = {view.colors.format().width, view.colors.format().height};
    view.scaleX = double(view.size.width) / image.format().width;
    view.scaleY = double(view.size.height) / image.format().height;
    view.box = cv::Rect2d(0.0, 0.0, view.size.width, view.size.height);
    view.fixed = cv::Mat(view.size, CV_8U, cv::Scalar(kFree));
    if (hints.box) {
        view.box &= cv::Rect2d(
            hints.box->x * view.scaleX, hints.box->y * view.scaleY, hints.box->width * view.scaleX,
            hints.box->height * view.scaleY);
        const cv::Point first(int(view.box.x), int(view.box.y));
        const cv::Point last(
            std::max(first.x + 1, int(std::ceil(view.box.br().x))),
            std::max(first.y + 1, int(std::ceil(view.box.br().y))));
        view.fixed.setTo(kBackground);
        view.fixed(cv::Rect(first, last) & cv::Rect({}, view.size)).setTo(kFree);
    }
    drawStrokes(
        view.fixed, hints.strokes, {view.scaleX, view.scaleY}, cv::Scalar(kSubject), cv::Scalar(kBackground));
    return view;
}

// With a box only what surrounds it tells the subject from its background.
cv::Mat saliencyOf(const View& view, bool hasBox) {
    if (!hasBox) {
        return matOf(saliencyMap(view.colors)).clone();
    }
    const double dx = 0.25 * view.box.width + 4.0;
    const double dy = 0.25 * view.box.height + 4.0;
    const cv::Rect2d wide(
        view.box.x - dx, view.box.y - dy, view.box.width + 2.0 * dx, view.box.height + 2.0 * dy);
    const cv::Rect around = cv::Rect(wide) & cv::Rect({}, view.size);
    ImageBuffer crop(ImageFormat{.width = around.width, .height = around.height, .channels = 3});
    cv::Mat target = matView(crop);
    matOf(view.colors)(around).copyTo(target);
    cv::Mat result = cv::Mat::zeros(view.size, CV_32F);
    matOf(saliencyMap(Image(std::move(crop)))).copyTo(result(around));
    return result;
}

// The rectangle that the subject's place is judged by. A box at three sides of the frame holds a subject that
// goes on beyond them and fills the corners there.
cv::Rect2d placeOf(const View& view, bool hasBox) {
    constexpr double kBeyond = 0.4; // of the box's side
    const cv::Point2d end = view.box.br();
    const std::array<bool, 4> cutOff{
        (view.box.x < 2.0), (view.box.y < 2.0), (end.x > view.size.width - 2.0),
        (end.y > view.size.height - 2.0)};
    if (!hasBox || std::ranges::count(cutOff, true) != 3) {
        return view.box;
    }
    const double dx = kBeyond * view.box.width;
    const double dy = kBeyond * view.box.height;
    const cv::Point2d first(view.box.x - (cutOff[0] ? dx : 0.0), view.box.y - (cutOff[1] ? dy : 0.0));
    const cv::Point2d last(
        view.box.br().x + (cutOff[2] ? dx : 0.0), view.box.br().y + (cutOff[3] ? dy : 0.0));
    return {first, last};
}

cv::Mat oddsOf(const View& view, const cv::Mat& saliency, const cv::Rect2d& place, const Belief& belief) {
    const double mean = cv::mean(saliency, view.fixed != kBackground)[0];
    const double usual = belief.usualBase + belief.usualSlope * mean;
    cv::Mat odds(view.size, CV_32F);
    for (int y = 0; y < view.size.height; ++y) {
        for (int x = 0; x < view.size.width; ++x) {
            const double s = saliency.at<float>(y, x);
            const double stands = std::clamp(std::log((s + 0.02) / (usual + 0.02)), -2.0, 2.0);
            const double dx = (x + 0.5 - place.x) / place.width * 2.0 - 1.0;
            const double fromMiddle = (y + 0.5 - place.y) / place.height * 2.0 - 1.0;
            const double dy = fromMiddle > 0.0 ? fromMiddle * belief.below : fromMiddle;
            const double toFrame = std::min(
                std::min(x, view.size.width - 1 - x) / double(view.size.width),
                std::min(y, view.size.height - 1 - y) / double(view.size.height));
            const double atFrame = std::max(0.0, 1.0 - toFrame / 0.05);
            odds.at<float>(y, x) = float(
                belief.saliency * stands + belief.place * (belief.placeBalance - dx * dx - dy * dy) -
                belief.frame * atFrame);
        }
    }
    return odds;
}

// A net's own, bounded so that colours can overrule it.
cv::Mat oddsOf(const View& view, const Image& prior) {
    cv::Mat share;
    cv::resize(matOf(prior), share, view.size, 0, 0, cv::INTER_LINEAR);
    cv::Mat odds(view.size, CV_32F);
    odds.forEach<float>([&](float& value, const int* at) {
        const double p = std::clamp(share.at<std::uint8_t>(at[0], at[1]) / 255.0, 0.01, 0.99);
        value = float(std::log(p / (1.0 - p)));
    });
    return odds;
}

bool canBeRight(const cv::Mat& mask) {
    const double cover = cv::countNonZero(mask) / double(mask.total());
    return cover >= kLeastCover && cover <= kMostCover;
}

// A mask without a look at the picture: an ellipse in the box or the frame, and what strokes say.
cv::Mat plainMask(const View& view) {
    cv::Mat mask = cv::Mat::zeros(view.size, CV_8U);
    cv::ellipse(
        mask,
        cv::RotatedRect(
            cv::Point2f(float(view.box.x + view.box.width / 2.0), float(view.box.y + view.box.height / 2.0)),
            cv::Size2f(
                float(std::max(8.0, 0.75 * view.box.width)), float(std::max(8.0, 0.75 * view.box.height))),
            0.0F),
        cv::Scalar(255), cv::FILLED);
    cv::Mat stroked = mask.clone();
    stroked.setTo(255, view.fixed == kSubject);
    return canBeRight(stroked) ? stroked : mask;
}

// Keeps the largest part and those at least a sixth its size or touched by a subject stroke; fills holes of
// less than half a per cent of the subject that no background stroke touches.
cv::Mat tidied(const cv::Mat& mask, const cv::Mat& fixed) {
    const auto keep = [&fixed](const cv::Mat& parts, double share, std::uint8_t stroke) {
        cv::Mat labels;
        cv::Mat stats;
        cv::Mat centers;
        const int count = cv::connectedComponentsWithStats(parts, labels, stats, centers, 4);
        std::vector<bool> kept(std::size_t(count), false);
        int largest = 0;
        for (int i = 1; i < count; ++i) {
            largest = std::max(largest, stats.at<int>(i, cv::CC_STAT_AREA));
        }
        for (int i = 1; i < count; ++i) {
            kept[std::size_t(i)] = stats.at<int>(i, cv::CC_STAT_AREA) >= share * largest;
        }
        cv::Mat result = cv::Mat::zeros(parts.size(), CV_8U);
        for (int y = 0; y < parts.rows; ++y) {
            for (int x = 0; x < parts.cols; ++x) {
                if (fixed.at<std::uint8_t>(y, x) == stroke && parts.at<std::uint8_t>(y, x)) {
                    kept[std::size_t(labels.at<int>(y, x))] = true;
                }
            }
        }
        for (int y = 0; y < parts.rows; ++y) {
            for (int x = 0; x < parts.cols; ++x) {
                result.at<std::uint8_t>(y, x) = kept[std::size_t(labels.at<int>(y, x))] ? 255 : 0;
            }
        }
        return result;
    };
    const cv::Mat subject = keep(mask, 1.0 / 6.0, kSubject);
    const cv::Mat outside = subject == 0;
    const double share = 0.005 * cv::countNonZero(subject) / std::max(1, cv::countNonZero(outside));
    return keep(outside, share, kBackground) == 0;
}

// All that moved less than `reach` from the coarse outline is decided; the fine cut looks at the rest.
cv::Mat bandAround(const cv::Mat& mask, const cv::Mat& fixed, int reach) {
    const cv::Mat disc = cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * reach + 1, 2 * reach + 1});
    cv::Mat inside;
    cv::Mat outside;
    cv::erode(mask, inside, disc, {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(255));
    cv::dilate(mask, outside, disc, {-1, -1}, 1, cv::BORDER_CONSTANT, cv::Scalar(0));
    cv::Mat result = fixed.clone();
    result.setTo(kSubject, (inside != 0) & (fixed == kFree));
    result.setTo(kBackground, (outside == 0) & (fixed == kFree));
    return result;
}

cv::Mat cutCoarsely(
    const View& view, const cv::Mat& odds, const Belief& belief, cv::Mat mask, const Progress& progress) {
    const CutPriors priors{imageOf(odds), imageOf(view.fixed)};
    for (int round = 0; round < kRounds; ++round) {
        progress.step(double(round) / kRounds);
        const CutModels models = learnModels(view.colors, imageOf(mask));
        const cv::Mat next = matOf(cutOnce(view.colors, priors, models, belief.cut)).clone();
        if (!canBeRight(next)) {
            break;
        }
        const bool settled = cv::countNonZero(next != mask) == 0;
        mask = next;
        if (settled) {
            break;
        }
    }
    return mask;
}

cv::Mat cutFinely(
    const View& fine, const View& coarse, const cv::Mat& odds, const Belief& belief, const cv::Mat& mask) {
    cv::Mat upsampled;
    cv::resize(mask, upsampled, fine.size, 0, 0, cv::INTER_LINEAR);
    upsampled = upsampled > 127;
    cv::Mat fineOdds;
    cv::resize(odds, fineOdds, fine.size, 0, 0, cv::INTER_LINEAR);
    const int reach = std::max(2, int(std::ceil(2.5 * fine.size.width / coarse.size.width)));
    const CutPriors priors{imageOf(fineOdds), imageOf(bandAround(upsampled, fine.fixed, reach))};
    const CutModels models = learnModels(coarse.colors, imageOf(mask));
    // An outline is longer by the ratio of sizes, an area by its square.
    CutOptions options = belief.cut;
    options.smoothness *= double(fine.size.width) / coarse.size.width;
    return matOf(cutOnce(fine.colors, priors, models, options)).clone();
}

Image withStrokes(const Image& matte, std::span<const Stroke> strokes) {
    if (strokes.empty()) {
        return matte;
    }
    ImageBuffer out(matte.format());
    std::ranges::copy(matte.pixels(), out.pixels().begin());
    cv::Mat target = matView(out);
    const double full = matte.format().type == PixelType::u8 ? 255.0 : 65535.0;
    drawStrokes(target, strokes, {1.0, 1.0}, cv::Scalar(full), cv::Scalar(0.0));
    return Image(std::move(out));
}

std::string seedName(const GrabCutHints& hints) {
    if (!hints.prior.empty()) {
        return "net";
    }
    if (hints.box) {
        return hints.strokes.empty() ? "box" : "box and strokes";
    }
    return hints.strokes.empty() ? "saliency" : "strokes";
}

void checkHints(const Image& image, const GrabCutHints& hints) {
    const cv::Rect whole(0, 0, image.format().width, image.format().height);
    if (hints.box) {
        const Rect& box = *hints.box;
        const bool meets = box.width > 0 && box.height > 0 && box.x < whole.width && box.y < whole.height &&
                           std::int64_t{box.x} + box.width > 0 && std::int64_t{box.y} + box.height > 0;
        if (!meets) {
            throw Error(
                ErrorCode::invalid_option,
                "the subject's box lies outside the photo; draw it over the photo, or leave it out");
        }
    }
}

// How well colours tell the mask from the rest: the mean log-odds of its pixels less that of the others.
double separation(const View& view, const cv::Mat& mask) {
    const CutModels models = learnModels(view.colors, imageOf(mask));
    cv::Mat lab;
    matOf(view.colors).convertTo(lab, CV_32F, 1.0 / 255.0);
    cv::cvtColor(lab, lab, cv::COLOR_RGB2Lab);
    cv::Mat odds(view.size, CV_32F);
    odds.forEach<float>([&](float& value, const int* at) {
        const auto& c = lab.at<cv::Vec3f>(at[0], at[1]);
        const std::array<float, 3> color{c[0], c[1], c[2]};
        value = models.subject.logDensity(color) - models.background.logDensity(color);
    });
    return cv::mean(odds, mask)[0] - cv::mean(odds, mask == 0)[0];
}

std::string noteFor(const cv::Mat& mask, bool standsOut, bool hasBox) {
    const double cover = cv::countNonZero(mask) / double(mask.total());
    if (!standsOut) {
        return hasBox ? "nothing in the box stands out from its surroundings; strokes are needed"
                      : "nothing stands out from its surroundings; a box or strokes are needed";
    }
    if (cover > 0.75) {
        return "the subject fills nearly the whole frame; check what was taken for background";
    }
    if (cover < 0.05 && !hasBox) {
        return "the subject found is small; a box around the right one does better";
    }
    return {};
}

GrabCutResult cutWhole(const Image& image, const GrabCutHints& hints, const Progress& progress) {
    progress.step(0.0);
    const View coarse = makeView(image, hints, kCoarseSide);
    progress.step(0.05);
    const View fine = makeView(image, hints, kFineSide);
    progress.step(0.1);

    GrabCutResult result{.matte = {}, .seed = seedName(hints), .note = {}};
    const bool hasBox = hints.box.has_value();
    const Belief& belief = !hints.prior.empty() ? kSeeded : hasBox ? kBoxed : kHintless;
    const cv::Mat odds = !hints.prior.empty()
                             ? oddsOf(coarse, hints.prior)
                             : oddsOf(coarse, saliencyOf(coarse, hasBox), placeOf(coarse, hasBox), belief);
    progress.step(0.2);
    cv::Mat mask = (odds > 0.0) & (coarse.fixed != kBackground);
    mask.setTo(255, coarse.fixed == kSubject);
    if (!canBeRight(mask)) {
        mask = plainMask(coarse);
    }
    mask = cutCoarsely(coarse, odds, belief, mask, progress.part(0.2, 0.6));
    cv::Mat fineMask = tidied(cutFinely(fine, coarse, odds, belief, mask), fine.fixed);
    const bool isPlain = !canBeRight(fineMask);
    if (isPlain && !hints.prior.empty()) {
        cv::resize(matOf(hints.prior), fineMask, fine.size, 0, 0, cv::INTER_LINEAR);
        fineMask = fineMask > 127;
    } else if (isPlain) {
        fineMask = plainMask(fine);
        result.seed = hints.box || !hints.strokes.empty() ? result.seed : "inset rectangle";
    }
    result.note = noteFor(fineMask, !isPlain && separation(coarse, mask) > kLeastSeparation, hasBox);
    progress.step(0.7);
    result.matte = refineMatte(image, imageOf(fineMask), progress.part(0.7, 1.0));
    result.maskScale = double(image.format().width) / fine.size.width;
    return result;
}

// The part of the box that lies on the photo; its sides may be anywhere.
cv::Rect onPhoto(const Rect& box, const ImageFormat& photo) {
    const auto clipped = [](std::int64_t at, int limit) {
        return int(std::clamp<std::int64_t>(at, 0, limit));
    };
    const cv::Point first(clipped(box.x, photo.width), clipped(box.y, photo.height));
    const cv::Point last(
        clipped(std::int64_t{box.x} + box.width, photo.width),
        clipped(std::int64_t{box.y} + box.height, photo.height));
    return {first, last};
}

// What is looked at for a box so small that the copies would hold too few of its pixels: the box and its own
// size around it.
std::optional<cv::Rect> closeUpFor(const ImageFormat& photo, const std::optional<Rect>& wanted) {
    constexpr std::int64_t kSmall = 12; // the photo has so many times the area of a small box
    if (!wanted) {
        return std::nullopt;
    }
    const cv::Rect box = onPhoto(*wanted, photo);
    if (std::int64_t{box.width} * box.height * kSmall > std::int64_t{photo.width} * photo.height) {
        return std::nullopt;
    }
    const int dx = std::max(2, box.width);
    const int dy = std::max(2, box.height);
    return cv::Rect(box.x - dx, box.y - dy, box.width + 2 * dx, box.height + 2 * dy) &
           cv::Rect(0, 0, photo.width, photo.height);
}

Image cropped(const Image& image, const cv::Rect& region) {
    ImageFormat format = image.format();
    format.width = region.width;
    format.height = region.height;
    ImageBuffer out(format);
    cv::Mat target = matView(out);
    matView(image)(region).copyTo(target);
    return Image(std::move(out));
}

Image onBackground(const Image& matte, const cv::Rect& region, const ImageFormat& photo) {
    ImageFormat format = matte.format();
    format.width = photo.width;
    format.height = photo.height;
    ImageBuffer out(format);
    cv::Mat target = matView(out);
    target.setTo(cv::Scalar(0));
    matView(matte).copyTo(target(region));
    return Image(std::move(out));
}

GrabCutResult
cutCloseUp(const Image& image, const GrabCutHints& hints, const cv::Rect& region, const Progress& progress) {
    std::vector<Stroke> strokes(hints.strokes.begin(), hints.strokes.end());
    for (Stroke& stroke : strokes) {
        for (Point& point : stroke.points) {
            point = {point.x - region.x, point.y - region.y};
        }
    }
    const cv::Rect box = onPhoto(*hints.box, image.format()) - region.tl();
    const Rect inside{box.x, box.y, box.width, box.height};
    GrabCutResult result = cutWhole(cropped(image, region), {.box = inside, .strokes = strokes}, progress);
    result.matte = onBackground(result.matte, region, image.format());
    return result;
}

} // namespace

GrabCutResult maskGrabCut(const Image& image, const GrabCutHints& hints, const Progress& progress) {
    KERF_CHECK(!image.empty() && image.format().channels >= 3);
    if (image.format().type == PixelType::f32) {
        throw Error(
            ErrorCode::unsupported_format, "masks are cut from 8- and 16-bit photos; convert it first");
    }
    checkHints(image, hints);
    const std::optional<cv::Rect> region = closeUpFor(image.format(), hints.box);
    GrabCutResult result =
        region ? cutCloseUp(image, hints, *region, progress) : cutWhole(image, hints, progress);
    result.matte = withStrokes(result.matte, hints.strokes);
    progress.step(1.0);
    return result;
}

} // namespace kerf
