#include "core/pipeline/refine_foreground.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/image/mat_view.h"
#include "core/image/pixels.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <type_traits>

namespace kerf {
namespace {

constexpr int kWideBox = 90;
constexpr int kNarrowBox = 6;
constexpr int kTile = 320;
constexpr float kEpsilon = 1e-5F;

using Fused = cv::Vec<float, 7>; // foreground * a, background * (1 - a), a

struct Layers {
    cv::Mat foreground; // CV_32FC3
    cv::Mat background; // CV_32FC3, not clamped: the second pass wants it so
};

cv::Rect grown(const cv::Rect& rect, int by, const cv::Size& limits) {
    return cv::Rect(rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by) &
           cv::Rect({}, limits);
}

double scaleOf(PixelType type) {
    return type == PixelType::u8 ? 1.0 / 255.0 : type == PixelType::u16 ? 1.0 / 65535.0 : 1.0;
}

cv::Mat loadColor(const Image& image, const cv::Rect& region) {
    cv::Mat color = matView(image)(region);
    if (color.channels() == 4) {
        cv::cvtColor(color, color, cv::COLOR_RGBA2RGB);
    }
    cv::Mat result;
    color.convertTo(result, CV_32F, scaleOf(image.format().type));
    return result;
}

cv::Mat loadMatte(const Image& matte, const cv::Rect& region) {
    cv::Mat result;
    matView(matte)(region).convertTo(result, CV_32F, scaleOf(matte.format().type));
    return result;
}

// One pass of blur fusion. Where the region ends at the picture's edge the mirrored border is the picture's;
// elsewhere the outermost box / 2 pixels of the result are wrong, and the caller has a margin for them.
Layers fuse(const cv::Mat& image, const Layers& layers, const cv::Mat& alpha, int box) {
    cv::Mat sums(image.size(), CV_32FC(7));
    for (int y = 0; y < image.rows; ++y) {
        const auto* foreground = layers.foreground.ptr<cv::Vec3f>(y);
        const auto* background = layers.background.ptr<cv::Vec3f>(y);
        const auto* a = alpha.ptr<float>(y);
        auto* sum = sums.ptr<Fused>(y);
        for (int x = 0; x < image.cols; ++x) {
            for (int c = 0; c < 3; ++c) {
                sum[x][c] = foreground[x][c] * a[x];
                sum[x][c + 3] = background[x][c] * (1.0F - a[x]);
            }
            sum[x][6] = a[x];
        }
    }
    cv::blur(sums, sums, cv::Size(box, box), cv::Point(-1, -1), cv::BORDER_REFLECT_101 | cv::BORDER_ISOLATED);

    Layers result{cv::Mat(image.size(), CV_32FC3), cv::Mat(image.size(), CV_32FC3)};
    for (int y = 0; y < image.rows; ++y) {
        const auto* color = image.ptr<cv::Vec3f>(y);
        const auto* a = alpha.ptr<float>(y);
        const auto* sum = sums.ptr<Fused>(y);
        auto* foreground = result.foreground.ptr<cv::Vec3f>(y);
        auto* background = result.background.ptr<cv::Vec3f>(y);
        for (int x = 0; x < image.cols; ++x) {
            const float cover = sum[x][6];
            for (int c = 0; c < 3; ++c) {
                const float f = sum[x][c] / (cover + kEpsilon);
                const float b = sum[x][c + 3] / ((1.0F - cover) + kEpsilon);
                const float rest = color[x][c] - a[x] * f - (1.0F - a[x]) * b;
                foreground[x][c] = std::clamp(f + a[x] * rest, 0.0F, 1.0F);
                background[x][c] = b;
            }
        }
    }
    return result;
}

// The foreground colours of the picture's rectangle `core`.
cv::Mat foregroundOf(const Image& image, const Image& matte, const cv::Rect& core) {
    const cv::Size size(image.format().width, image.format().height);
    const cv::Rect middle = grown(core, kNarrowBox / 2, size);
    const cv::Rect region = grown(middle, kWideBox / 2, size);
    const cv::Mat alpha = loadMatte(matte, region);
    double least = 0.0;
    double most = 0.0;
    cv::minMaxLoc(alpha, &least, &most);
    // Both passes give exactly this where the boxes see one kind of pixel only, most tiles of a photo.
    if (most <= 0.0) {
        return cv::Mat::zeros(core.size(), CV_32FC3);
    }
    if (least >= 1.0) {
        return loadColor(image, core);
    }
    const cv::Mat color = loadColor(image, region);
    const Layers wide = fuse(color, {color, color}, alpha, kWideBox);
    const cv::Rect inRegion = middle - region.tl();
    const Layers narrow = fuse(
        color(inRegion), {wide.foreground(inRegion), wide.background(inRegion)}, alpha(inRegion), kNarrowBox);
    return narrow.foreground(core - middle.tl());
}

// Gives the pixels without alpha the mean of their coloured neighbours, kBleed times; black further out.
void bleed(cv::Mat& color, const cv::Mat& alpha) {
    cv::Mat known = alpha > 0;
    color.setTo(cv::Scalar::all(0), known == 0);
    for (int round = 0; round < kBleed; ++round) {
        const cv::Mat before = known.clone();
        const cv::Mat source = color.clone();
        for (int y = 0; y < color.rows; ++y) {
            for (int x = 0; x < color.cols; ++x) {
                if (before.at<std::uint8_t>(y, x)) {
                    continue;
                }
                cv::Vec3f sum{};
                float count = 0.0F;
                for (int v = std::max(y - 1, 0); v <= std::min(y + 1, color.rows - 1); ++v) {
                    for (int u = std::max(x - 1, 0); u <= std::min(x + 1, color.cols - 1); ++u) {
                        if (before.at<std::uint8_t>(v, u)) {
                            sum += source.at<cv::Vec3f>(v, u);
                            count += 1.0F;
                        }
                    }
                }
                if (count > 0.0F) {
                    color.at<cv::Vec3f>(y, x) = sum / count;
                    known.at<std::uint8_t>(y, x) = 255;
                }
            }
        }
    }
}

template <typename T>
T sampleOf(float value) {
    if constexpr (std::is_same_v<T, float>) {
        return value;
    } else {
        constexpr auto kFull = float(std::numeric_limits<T>::max());
        return T(std::clamp(value, 0.0F, 1.0F) * kFull + 0.5F);
    }
}

template <typename T>
void storeCutOut(const cv::Mat& color, const Image& matte, const cv::Rect& core, ImageBuffer& out) {
    for (int y = 0; y < core.height; ++y) {
        const auto* from = color.ptr<cv::Vec3f>(y);
        const auto alpha = matte.row<T>(core.y + y).subspan(std::size_t(core.x), std::size_t(core.width));
        const auto to = out.row<T>(core.y + y).subspan(std::size_t(core.x) * 4, std::size_t(core.width) * 4);
        for (std::size_t x = 0; x < alpha.size(); ++x) {
            for (int c = 0; c < 3; ++c) {
                to[4 * x + std::size_t(c)] = sampleOf<T>(from[x][c]);
            }
            to[4 * x + 3] = alpha[x];
        }
    }
}

void forEachTile(
    const ImageFormat& format, const Progress& progress, const std::function<void(const cv::Rect&)>& work) {
    const int columns = (format.width + kTile - 1) / kTile;
    const int rows = (format.height + kTile - 1) / kTile;
    const cv::Rect whole(0, 0, format.width, format.height);
    parallelFor(columns * rows, 0, progress, [&](int i) {
        work(cv::Rect(i % columns * kTile, i / columns * kTile, kTile, kTile) & whole);
    });
    progress.step(1.0);
}

void checkPair(const Image& image, const Image& matte) {
    KERF_CHECK(image.format().channels >= 3 && matte.format().channels == 1);
    KERF_CHECK(
        image.format().width == matte.format().width && image.format().height == matte.format().height);
}

} // namespace

Image estimateForeground(const Image& image, const Image& matte, const Progress& progress) {
    checkPair(image, matte);
    ImageFormat format = image.format();
    format.channels = 3;
    format.type = PixelType::f32;
    format.alpha = AlphaKind::none;
    ImageBuffer out(format);
    cv::Mat target = matView(out);
    forEachTile(format, progress, [&](const cv::Rect& core) {
        foregroundOf(image, matte, core).copyTo(target(core));
    });
    return Image(std::move(out));
}

Image cutOut(const Image& image, const Image& matte, const Progress& progress) {
    checkPair(image, matte);
    // What counts as alpha 0 is decided in the type that is written.
    const Image alpha = convertType(matte, image.format().type);
    ImageFormat format = image.format();
    format.channels = 4;
    format.alpha = AlphaKind::straight;
    ImageBuffer out(format);
    const cv::Size size(format.width, format.height);
    forEachTile(format, progress, [&](const cv::Rect& core) {
        const cv::Rect margin = grown(core, kBleed, size);
        cv::Mat color = foregroundOf(image, alpha, margin);
        bleed(color, matView(alpha)(margin));
        const cv::Mat inner = color(core - margin.tl());
        switch (format.type) {
        case PixelType::u8:
            return storeCutOut<std::uint8_t>(inner, alpha, core, out);
        case PixelType::u16:
            return storeCutOut<std::uint16_t>(inner, alpha, core, out);
        case PixelType::f32:
            return storeCutOut<float>(inner, alpha, core, out);
        }
    });
    return Image(std::move(out));
}

} // namespace kerf
