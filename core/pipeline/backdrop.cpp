#include "core/pipeline/backdrop.h"

#include "core/base/check.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/mat_view.h"
#include "core/image/pixels.h"
#include "core/image/resize.h"
#include "core/image/sample_type.h"
#include "core/io/color.h"
#include "core/io/reader.h"
#include "core/pipeline/compose.h"
#include "core/pipeline/net_region.h"

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

namespace kerf {
namespace {

namespace fs = std::filesystem;

constexpr double kSigmaInCells = 2.5; // a blur of this many pixels hides that it was made small
constexpr double kNear = 0.002;       // of the longer side: as near to the subject nothing is background
constexpr double kClean = 0.02;       // the alpha up to which a pixel is

[[noreturn]] void failPicture(const Error& e, const std::string& file) {
    throw Error(e.code(), std::string("the background picture: ") + e.what(), fs::path(file));
}

// ---- the blurred photo -------------------------------------------------------------------------------

// Sums of what is background: RGB and how much there is, in cells of `side` pixels.
template <typename T>
cv::Mat cellsOf(const Image& scene, const Image& matte, int side, const Progress& progress) {
    const ImageFormat& format = scene.format();
    const auto channels = std::size_t(format.channels);
    const cv::Mat alpha = matView(matte);
    const double most = kClean * (matte.format().type == PixelType::u8 ? 255.0 : 65535.0);
    cv::Mat cells((format.height + side - 1) / side, (format.width + side - 1) / side, CV_32FC4);
    parallelFor(cells.rows, 0, progress, [&](int row) {
        auto* line = cells.ptr<cv::Vec4f>(row);
        std::fill_n(line, cells.cols, cv::Vec4f());
        for (int y = row * side; y < std::min(format.height, (row + 1) * side); ++y) {
            const auto from = scene.row<T>(y);
            for (int x = 0; x < format.width; ++x) {
                const double a =
                    alpha.depth() == CV_8U ? alpha.at<std::uint8_t>(y, x) : alpha.at<std::uint16_t>(y, x);
                if (a <= most) {
                    const T* p = &from[std::size_t(x) * channels];
                    line[x / side] += cv::Vec4f(float(p[0]), float(p[1]), float(p[2]), 1.0F);
                }
            }
        }
        constexpr float full = std::numeric_limits<T>::max();
        const auto area = float(side * side);
        for (int x = 0; x < cells.cols; ++x) {
            for (int c = 0; c < 3; ++c) {
                line[x][c] /= full * area;
            }
            line[x][3] /= area;
        }
    });
    return cells;
}

// Cells that touch the subject are mixed with it, and the edge's glow reaches a little further.
void dropNear(cv::Mat& cells, const ImageFormat& format, int side) {
    const auto areaOf = [&](int x, int y) {
        return float(std::min(side, format.width - x * side) * std::min(side, format.height - y * side)) /
               float(side * side);
    };
    cv::Mat isSubject(cells.size(), CV_8U);
    for (int y = 0; y < cells.rows; ++y) {
        for (int x = 0; x < cells.cols; ++x) {
            constexpr float kHardly = 1e-4F;
            isSubject.at<std::uint8_t>(y, x) =
                cells.at<cv::Vec4f>(y, x)[3] < areaOf(x, y) - kHardly ? 255 : 0;
        }
    }
    const int reach = std::max(1, int(std::ceil(kNear * std::max(format.width, format.height) / side)));
    cv::dilate(isSubject, isSubject, cv::Mat::ones(2 * reach + 1, 2 * reach + 1, CV_8U));
    if (cv::countNonZero(isSubject) < int(isSubject.total())) {
        cells.setTo(cv::Scalar::all(0.0), isSubject);
    }
}

// Fills what has no background with that around it, from ever coarser copies (pull-push).
cv::Mat filled(const cv::Mat& cells) {
    std::vector<cv::Mat> levels{cells};
    while (levels.back().rows > 1 || levels.back().cols > 1) {
        const cv::Mat& fine = levels.back();
        cv::Mat coarse((fine.rows + 1) / 2, (fine.cols + 1) / 2, CV_32FC4);
        cv::resize(fine, coarse, coarse.size(), 0, 0, cv::INTER_AREA);
        // Where there is any, it stands for the whole cell, or far holes would take nothing of what is near.
        coarse.forEach<cv::Vec4f>([](cv::Vec4f& p, const int*) {
            const float share = p[3];
            if (share > 1e-6F) {
                p *= std::min(1.0F, share * 4.0F) / share;
            }
        });
        levels.push_back(coarse);
    }
    cv::Mat colors(levels.back().size(), CV_32FC3);
    for (std::size_t i = levels.size(); i-- > 0;) {
        const cv::Mat& level = levels[i];
        cv::Mat below;
        if (i + 1 < levels.size()) {
            cv::resize(colors, below, level.size(), 0, 0, cv::INTER_LINEAR);
        } else {
            below = cv::Mat::zeros(level.size(), CV_32FC3);
        }
        colors.create(level.size(), CV_32FC3);
        for (int y = 0; y < level.rows; ++y) {
            for (int x = 0; x < level.cols; ++x) {
                const auto& p = level.at<cv::Vec4f>(y, x);
                const float share = std::min(1.0F, p[3]);
                auto& color = colors.at<cv::Vec3f>(y, x);
                for (int c = 0; c < 3; ++c) {
                    // The coarsest has nothing below it.
                    const float own = i + 1 == levels.size() && p[3] > 1e-6F ? p[c] / p[3] : p[c];
                    color[c] =
                        i + 1 == levels.size() ? own : own + (1.0F - share) * below.at<cv::Vec3f>(y, x)[c];
                }
            }
        }
    }
    return colors;
}

Image blurredScene(const Image& scene, const Image& matte, double sigma, int side, const Progress& progress) {
    cv::Mat cells;
    withSampleType(scene.format().type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (!std::is_same_v<T, float>) {
            cells = cellsOf<T>(scene, matte, side, progress.part(0.0, 0.5));
        }
    });
    double total = 0.0;
    for (int y = 0; y < cells.rows; ++y) {
        for (int x = 0; x < cells.cols; ++x) {
            total += cells.at<cv::Vec4f>(y, x)[3];
        }
    }
    if (total <= 0.0) { // all of it is subject: then that is the scene
        ImageBuffer none({.width = matte.format().width, .height = matte.format().height, .channels = 1});
        std::ranges::fill(none.pixels(), std::byte{0});
        return blurredScene(scene, Image(std::move(none)), sigma, side, progress);
    }
    dropNear(cells, scene.format(), side);
    progress.step(0.6);
    const cv::Mat colors = filled(cells);
    progress.step(0.8);
    ImageBuffer out({.width = colors.cols, .height = colors.rows, .channels = 3, .type = PixelType::f32});
    cv::Mat target = matView(out);
    const double inCells = sigma / side;
    if (inCells > 0.2) {
        cv::GaussianBlur(colors, target, {}, inCells, inCells, cv::BORDER_REFLECT);
    } else {
        colors.copyTo(target);
    }
    return Image(std::move(out));
}

// ---- sampling ----------------------------------------------------------------------------------------

struct Between {
    std::size_t first = 0;
    std::size_t second = 0;
    float share = 0.0F; // of the second
};

// Pixels are told by their middle; beyond the ends of 0..`length` it goes back.
Between between(double at, double length, int count) {
    const double folded = std::fmod(std::abs(at), 2.0 * length);
    const double inside = folded > length ? 2.0 * length - folded : folded;
    const double clamped = std::clamp(inside - 0.5, 0.0, double(count - 1));
    const auto first = std::size_t(clamped);
    return {first, std::min(first + 1, std::size_t(count - 1)), float(clamped - double(first))};
}

} // namespace

std::array<float, 3> inProfile(Color color, const std::string& icc) {
    std::array<float, 3> samples{
        float(color.red) / 255.0F, float(color.green) / 255.0F, float(color.blue) / 255.0F};
    if (icc.empty() || inspectProfile(icc).isSrgb) {
        return samples;
    }
    ImageBuffer dot(ImageFormat{.width = 1, .height = 1, .channels = 3, .type = PixelType::f32});
    std::ranges::copy(samples, dot.row<float>(0).begin());
    const Image converted = convertProfile(Image(std::move(dot)), {}, icc);
    std::ranges::transform(
        converted.row<float>(0), samples.begin(), [](float v) { return std::clamp(v, 0.0F, 1.0F); });
    return samples;
}

std::string stampOf(const std::optional<Background>& background) {
    if (!background || background->kind != BackgroundKind::picture) {
        return {};
    }
    struct stat state {};
    if (stat(background->picture.c_str(), &state) != 0) {
        return "picture=none;";
    }
    return fmt::format("picture={}/{}.{:09};", state.st_size, state.st_mtim.tv_sec, state.st_mtim.tv_nsec);
}

void checkPicture(const std::optional<Background>& background) {
    if (background && background->kind == BackgroundKind::picture) {
        try {
            readInfo(background->picture, Limits{});
        } catch (const Error& e) {
            failPicture(e, background->picture);
        }
    }
}

Backdrop::Backdrop(const Background& background, const Photo& photo, const Progress& progress)
    : m_background(background),
      m_icc(photo.icc),
      m_color(inProfile(background.color, photo.icc)),
      m_second(inProfile(background.second, photo.icc)) {
    if (background.kind == BackgroundKind::picture) {
        try {
            const Image image = readPhoto(background.picture, Limits{}, progress).image;
            m_picture = image.format().channels == 4 ? overColor(image, background.color, progress) : image;
        } catch (const Error& e) {
            failPicture(e, background.picture);
        }
    } else if (background.kind == BackgroundKind::blur) {
        const ImageFormat& format = photo.scene.format();
        KERF_CHECK(format.channels >= 3 && format.type != PixelType::f32);
        const Image matte = resize(photo.matte, format.width, format.height);
        const double sigma = background.blur / 200.0 * photo.shorterSide * format.width;
        const int side = std::max(1, int(sigma / kSigmaInCells));
        m_blurred = blurredScene(photo.scene, matte, sigma, side, progress);
        m_cellsX = double(format.width) / side;
        m_cellsY = double(format.height) / side;
    }
}

Backdrop::Rows Backdrop::rows(const PieceView& view, int width) const {
    switch (m_background.kind) {
    case BackgroundKind::linear:
    case BackgroundKind::radial:
        return gradient(view);
    case BackgroundKind::picture:
        return picture(view);
    case BackgroundKind::blur:
        return blurred(view, width);
    case BackgroundKind::color:
        break;
    }
    return [color = m_color](int, std::span<float> rgb) {
        for (std::size_t i = 0; i < rgb.size(); i += 3) {
            std::ranges::copy(color, rgb.begin() + std::ptrdiff_t(i));
        }
    };
}

// As CSS has them: a linear one reaches its end colours in the corners that lie farthest along it, a radial
// one in all corners.
Backdrop::Rows Backdrop::gradient(const PieceView& view) const {
    const Area area = view.finished;
    const double middleX = area.x + area.width / 2.0;
    const double middleY = area.y + area.height / 2.0;
    const bool isLinear = m_background.kind == BackgroundKind::linear;
    const double angle = m_background.angle * std::numbers::pi / 180.0;
    const double alongX = std::sin(angle);
    const double alongY = -std::cos(angle);
    const double length = isLinear ? std::abs(area.width * alongX) + std::abs(area.height * alongY)
                                   : std::hypot(area.width, area.height) / 2.0;
    return [=, first = m_color, second = m_second](int y, std::span<float> rgb) {
        const double dy = y + 0.5 - middleY;
        for (std::size_t x = 0; x < rgb.size() / 3; ++x) {
            const double dx = double(x) + 0.5 - middleX;
            const double at =
                isLinear ? (dx * alongX + dy * alongY) / length + 0.5 : std::sqrt(dx * dx + dy * dy) / length;
            const auto share = float(std::clamp(at, 0.0, 1.0));
            for (std::size_t c = 0; c < 3; ++c) {
                rgb[x * 3 + c] = first[c] + (second[c] - first[c]) * share;
            }
        }
    };
}

Backdrop::Rows Backdrop::picture(const PieceView& view) const {
    const int width = std::max(1, int(std::lround(view.finished.width)));
    const int height = std::max(1, int(std::lround(view.finished.height)));
    const ImageFormat& format = m_picture.format();
    const double wide = double(width) / format.width;
    const double high = double(height) / format.height;
    Image shown;
    if (m_background.fit == PictureFit::cover) {
        const double scale = std::max(wide, high);
        const int partWidth = std::clamp(int(std::lround(width / scale)), 1, format.width);
        const int partHeight = std::clamp(int(std::lround(height / scale)), 1, format.height);
        shown = resize(
            cropped(
                m_picture,
                {(format.width - partWidth) / 2, (format.height - partHeight) / 2, partWidth, partHeight}),
            width, height);
    } else {
        const double scale = std::min(wide, high);
        shown = resize(
            m_picture, std::clamp(int(std::lround(format.width * scale)), 1, width),
            std::clamp(int(std::lround(format.height * scale)), 1, height));
    }
    shown = convertProfile(shown, shown.format().icc, m_icc);
    const int left = int(std::lround(view.finished.x)) + (width - shown.format().width) / 2;
    const int top = int(std::lround(view.finished.y)) + (height - shown.format().height) / 2;
    const bool goesOn = m_background.fit == PictureFit::cover; // beside the finished picture
    return [shown, left, top, goesOn, color = m_color](int y, std::span<float> rgb) {
        const ImageFormat& f = shown.format();
        withSampleType(f.type, [&](auto sample) {
            using T = decltype(sample);
            constexpr float full = std::is_same_v<T, float> ? 1.0F : float(std::numeric_limits<T>::max());
            const int row = goesOn ? std::clamp(y - top, 0, f.height - 1) : y - top;
            const bool isRow = row >= 0 && row < f.height;
            const auto line = shown.row<T>(isRow ? row : 0);
            for (int x = 0; x < int(rgb.size() / 3); ++x) {
                const int column = goesOn ? std::clamp(x - left, 0, f.width - 1) : x - left;
                const bool isInside = isRow && column >= 0 && column < f.width;
                for (std::size_t c = 0; c < 3; ++c) {
                    rgb[std::size_t(x) * 3 + c] =
                        isInside ? float(line[std::size_t(column) * 3 + c]) / full : color[c];
                }
            }
        });
    };
}

Backdrop::Rows Backdrop::blurred(const PieceView& view, int width) const {
    const ImageFormat& format = m_blurred.format();
    const double perX = m_cellsX / view.photo.width;
    std::vector<Between> columns;
    columns.reserve(std::size_t(width));
    for (int x = 0; x < width; ++x) {
        columns.push_back(between((x + 0.5 - view.photo.x) * perX, m_cellsX, format.width));
    }
    const double perY = m_cellsY / view.photo.height;
    const double top = view.photo.y;
    return [=, this, columns = std::move(columns)](int y, std::span<float> rgb) {
        const Between rows = between((y + 0.5 - top) * perY, m_cellsY, m_blurred.format().height);
        const auto above = m_blurred.row<float>(int(rows.first));
        const auto below = m_blurred.row<float>(int(rows.second));
        for (std::size_t x = 0; x < columns.size(); ++x) {
            const Between& at = columns[x];
            for (std::size_t c = 0; c < 3; ++c) {
                const std::size_t left = at.first * 3 + c;
                const std::size_t right = at.second * 3 + c;
                const float upper = above[left] + (above[right] - above[left]) * at.share;
                const float lower = below[left] + (below[right] - below[left]) * at.share;
                rgb[x * 3 + c] = upper + (lower - upper) * rows.share;
            }
        }
    };
}

} // namespace kerf
