#include "core/pipeline/matte_edit.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/image/mat_view.h"
#include "core/image/pixels.h"
#include "core/pipeline/guided_filter.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace kerf {
namespace {

constexpr int kTile = 256;
constexpr int kSampleSide = 8;           // so many pixels across tell the colour under the line's middle
constexpr float kLeastTolerance = 0.07F; // of colours, whose channels are 0..1
constexpr float kMostTolerance = 0.22F;
constexpr float kFilterEpsilon = 4e-4F;

// What lies under the line's middle at one of its points.
struct Look {
    std::array<float, 3> color{};
    float tolerance = 0.0F;
};

// A stroke's line in pixels of the matte, without points that say nothing new.
struct Line {
    struct Node {
        double x = 0.0;
        double y = 0.0;
        double pressure = 1.0;
        Look look;
    };
    std::vector<Node> nodes;
    double inner = 0.0; // painted in full up to here
    double outer = 0.0; // and not at all from here
    bool isEdgeAware = false;
};

int columnOf(double position, int size) {
    return int(std::clamp(std::floor(position), 0.0, double(size - 1)));
}

template <typename T>
Look lookAt(const Image& image, const Line::Node& at, double radius) {
    const ImageFormat& format = image.format();
    const int reach = std::max(1, int(radius * 0.2));
    const int stride = std::max(1, 2 * reach / kSampleSide);
    constexpr float kScale = 1.0F / float(std::numeric_limits<T>::max());
    const auto channels = std::size_t(format.channels);
    std::array<float, 3> sum{};
    float squares = 0.0F;
    float count = 0.0F;
    for (int y = -reach; y <= reach; y += stride) {
        const auto row = image.row<T>(columnOf(at.y + y, format.height));
        for (int x = -reach; x <= reach; x += stride) {
            const std::size_t first = channels * std::size_t(columnOf(at.x + x, format.width));
            for (std::size_t c = 0; c < 3; ++c) {
                const float v = kScale * float(row[first + c]);
                sum[c] += v;
                squares += v * v;
            }
            count += 1.0F;
        }
    }
    Look look;
    float variance = squares / count;
    for (std::size_t c = 0; c < 3; ++c) {
        look.color[c] = sum[c] / count;
        variance -= look.color[c] * look.color[c];
    }
    look.tolerance = std::clamp(
        kLeastTolerance + 1.5F * std::sqrt(std::max(variance, 0.0F)), kLeastTolerance, kMostTolerance);
    return look;
}

Line lineOf(const Image& image, const MatteStroke& stroke, double scale) {
    const double radius = stroke.radius * scale;
    Line line;
    // At least a pixel wide, centred on where the radius ends: else a hard line would have steps.
    line.inner = std::min(stroke.hardness * radius, radius - 0.5);
    line.outer = std::max(radius, line.inner + 1.0);
    line.isEdgeAware = stroke.isEdgeAware;
    const double apart = std::max(0.25, radius * (stroke.isEdgeAware ? 0.1 : 0.02));
    for (std::size_t i = 0; i < stroke.points.size(); ++i) {
        const StrokePoint& p = stroke.points[i];
        Line::Node node{
            .x = p.x * scale, .y = p.y * scale, .pressure = p.pressure * stroke.opacity, .look = {}};
        const bool isLast = i + 1 == stroke.points.size();
        if (!line.nodes.empty() && !isLast &&
            std::hypot(node.x - line.nodes.back().x, node.y - line.nodes.back().y) < apart) {
            line.nodes.back().pressure = std::max(line.nodes.back().pressure, node.pressure);
            continue;
        }
        if (stroke.isEdgeAware) {
            node.look = image.format().type == PixelType::u8 ? lookAt<std::uint8_t>(image, node, radius)
                                                             : lookAt<std::uint16_t>(image, node, radius);
        }
        line.nodes.push_back(node);
    }
    return line;
}

double smooth(double part) {
    const double p = std::clamp(part, 0.0, 1.0);
    return p * p * (3.0 - 2.0 * p);
}

struct Segment {
    const Line::Node& a;
    const Line::Node& b;

    bool meets(const cv::Rect& part, double reach) const {
        return std::max(a.x, b.x) + reach > part.x && std::min(a.x, b.x) - reach < part.x + part.width &&
               std::max(a.y, b.y) + reach > part.y && std::min(a.y, b.y) - reach < part.y + part.height;
    }
};

std::vector<Segment> segmentsAt(const Line& line, const cv::Rect& part) {
    std::vector<Segment> found;
    for (std::size_t i = 0; i < line.nodes.size(); ++i) {
        const Segment segment{line.nodes[i == 0 ? 0 : i - 1], line.nodes[i]};
        const bool isDot = i == 0 && line.nodes.size() > 1; // the next one covers it
        if (!isDot && segment.meets(part, line.outer)) {
            found.push_back(segment);
        }
    }
    return found;
}

float likeness(const cv::Vec3f& color, const Line::Node& a, const Line::Node& b, float t) {
    float distance = 0.0F;
    for (int c = 0; c < 3; ++c) {
        const auto i = std::size_t(c);
        const float wanted = a.look.color[i] + (b.look.color[i] - a.look.color[i]) * t;
        distance += (color[c] - wanted) * (color[c] - wanted);
    }
    const float tolerance = a.look.tolerance + (b.look.tolerance - a.look.tolerance) * t;
    return float(1.0 - smooth(double(std::sqrt(distance) / tolerance) - 1.0));
}

// How much of the line each pixel of `part` gets, CV_32F; for an edge-aware one also how much of that by its
// colour, into `alikeness`, which is all 0.
cv::Mat coverOf(const Line& line, const cv::Rect& part, const cv::Mat& colors, cv::Mat alikeness) {
    cv::Mat result = cv::Mat::zeros(part.size(), CV_32F);
    for (const Segment& segment : segmentsAt(line, part)) {
        const Line::Node& a = segment.a;
        const Line::Node& b = segment.b;
        const double dx = b.x - a.x;
        const double dy = b.y - a.y;
        const double length = dx * dx + dy * dy;
        const auto clampTo = [](double v, int from, int count) {
            return int(std::clamp(std::floor(v), double(from), double(from + count)));
        };
        const int left = clampTo(std::min(a.x, b.x) - line.outer, part.x, part.width);
        const int right = clampTo(std::max(a.x, b.x) + line.outer + 1.0, part.x, part.width);
        const int top = clampTo(std::min(a.y, b.y) - line.outer, part.y, part.height);
        const int bottom = clampTo(std::max(a.y, b.y) + line.outer + 1.0, part.y, part.height);
        for (int y = top; y < bottom; ++y) {
            auto* cover = result.ptr<float>(y - part.y);
            auto* alike = line.isEdgeAware ? alikeness.ptr<float>(y - part.y) : nullptr;
            const auto* color = line.isEdgeAware ? colors.ptr<cv::Vec3f>(y - part.y) : nullptr;
            for (int x = left; x < right; ++x) {
                const double px = x + 0.5 - a.x;
                const double py = y + 0.5 - a.y;
                const double t = length > 0.0 ? std::clamp((px * dx + py * dy) / length, 0.0, 1.0) : 0.0;
                const double ox = px - t * dx;
                const double oy = py - t * dy;
                const double square = ox * ox + oy * oy;
                if (square >= line.outer * line.outer) {
                    continue;
                }
                const double part1 = (line.outer - std::sqrt(square)) / (line.outer - line.inner);
                const auto weight = float(smooth(part1) * (a.pressure + (b.pressure - a.pressure) * t));
                const int i = x - part.x;
                cover[i] = std::max(cover[i], weight);
                if (alike != nullptr) {
                    alike[i] = std::max(alike[i], weight * likeness(color[i], a, b, float(t)));
                }
            }
        }
    }
    return result;
}

// `part` of the picture, which may reach beyond it, as f32 RGB.
template <typename T>
ImageBuffer colorsAt(const Image& image, const cv::Rect& part) {
    const ImageFormat& format = image.format();
    ImageBuffer out(ImageFormat{
        .width = part.width, .height = part.height, .channels = 3, .type = PixelType::f32, .icc = {}});
    constexpr float kScale = 1.0F / float(std::numeric_limits<T>::max());
    const auto channels = std::size_t(format.channels);
    for (int y = 0; y < part.height; ++y) {
        const auto from = image.row<T>(std::clamp(part.y + y, 0, format.height - 1));
        const auto to = out.row<float>(y);
        for (int x = 0; x < part.width; ++x) {
            const std::size_t source = channels * std::size_t(std::clamp(part.x + x, 0, format.width - 1));
            for (std::size_t c = 0; c < 3; ++c) {
                to[3 * std::size_t(x) + c] = kScale * float(from[source + c]);
            }
        }
    }
    return out;
}

int filterRadius(const Line& line) {
    return int(std::clamp(std::lround(line.outer * 0.12), 2L, 16L));
}

// The line's weight for each pixel of `core`.
template <typename T>
cv::Mat finalWeights(const Image& image, const Line& line, const cv::Rect& core) {
    if (!line.isEdgeAware) {
        return coverOf(line, core, {}, {});
    }
    const int radius = filterRadius(line);
    const int halo = 2 * radius + 1; // a pixel of the filter sees two radii far
    const cv::Rect part(core.x - halo, core.y - halo, core.width + 2 * halo, core.height + 2 * halo);
    const Image colors(colorsAt<T>(image, part));
    ImageFormat format = colors.format();
    format.channels = 1;
    ImageBuffer alike(format);
    std::ranges::fill(alike.pixels(), std::byte{0});
    const cv::Mat cover = coverOf(line, part, matView(colors), matView(alike));
    const Image filtered = guidedFilter(colors, Image(std::move(alike)), radius, kFilterEpsilon);
    const cv::Rect inner(cv::Point(halo, halo), core.size());
    cv::Mat weights;
    cv::min(cv::max(matView(filtered)(inner), 0.0F), cover(inner), weights); // never beyond the brush
    return weights;
}

template <typename T>
void blend(
    const cv::Mat& weights,
    const cv::Rect& core,
    const MatteStroke& stroke,
    const Image& found,
    ImageBuffer& matte) {
    constexpr T kFull = std::numeric_limits<T>::max();
    for (int y = 0; y < core.height; ++y) {
        const float* weight = weights.ptr<float>(y);
        const auto original = found.row<T>(core.y + y).subspan(std::size_t(core.x), std::size_t(core.width));
        const auto to = matte.row<T>(core.y + y).subspan(std::size_t(core.x), std::size_t(core.width));
        for (std::size_t x = 0; x < to.size(); ++x) {
            const T known = original[x];
            const bool isKept =
                stroke.mode != StrokeMode::restore && stroke.onlyUncertain && (known == 0 || known == kFull);
            if (weight[x] <= 0.0F || isKept) {
                continue;
            }
            const float target = stroke.mode == StrokeMode::add      ? float(kFull)
                                 : stroke.mode == StrokeMode::remove ? 0.0F
                                                                     : float(known);
            const float value = float(to[x]);
            to[x] = T(value + (target - value) * weight[x] + 0.5F);
        }
    }
}

template <typename T>
void paint(
    const Image& image,
    const Image& found,
    const MatteStroke& stroke,
    double scale,
    const Progress& progress,
    ImageBuffer& matte) {
    const Line line = lineOf(image, stroke, scale);
    const ImageFormat& format = matte.format();
    const int columns = (format.width + kTile - 1) / kTile;
    const int rows = (format.height + kTile - 1) / kTile;
    const cv::Rect whole(0, 0, format.width, format.height);
    std::vector<cv::Rect> touched;
    for (int i = 0; i < columns * rows; ++i) {
        const cv::Rect core = cv::Rect(i % columns * kTile, i / columns * kTile, kTile, kTile) & whole;
        if (!segmentsAt(line, core).empty()) {
            touched.push_back(core);
        }
    }
    parallelFor(int(touched.size()), 0, progress, [&](int i) {
        const cv::Rect& core = touched[std::size_t(i)];
        blend<T>(finalWeights<T>(image, line, core), core, stroke, found, matte);
    });
}

Image lesser(const Image& one, const Image& other) {
    ImageBuffer out(one.format());
    cv::Mat to = matView(out);
    cv::min(matView(one), matView(other), to);
    return Image(std::move(out));
}

} // namespace

Image paintStrokes(
    const Image& image,
    const Image& matte,
    double scale,
    const std::vector<MatteStroke>& strokes,
    const Progress& progress) {
    const ImageFormat& format = matte.format();
    KERF_CHECK(format.channels == 1 && format.type != PixelType::f32 && image.format().type == format.type);
    KERF_CHECK(image.format().width == format.width && image.format().height == format.height);
    if (strokes.empty()) {
        return matte;
    }
    ImageBuffer out(format);
    std::ranges::copy(matte.pixels(), out.pixels().begin());
    for (std::size_t i = 0; i < strokes.size(); ++i) {
        const Progress part =
            progress.part(double(i) / double(strokes.size()), double(i + 1) / double(strokes.size()));
        if (format.type == PixelType::u8) {
            paint<std::uint8_t>(image, matte, strokes[i], scale, part, out);
        } else {
            paint<std::uint16_t>(image, matte, strokes[i], scale, part, out);
        }
    }
    return Image(std::move(out));
}

Image editMatte(
    const Image& image,
    const Image& matte,
    double scale,
    const EdgeSettings& edges,
    const std::vector<MatteStroke>& strokes,
    const Progress& progress) {
    const Image painted = paintStrokes(image, matte, scale, strokes, progress.part(0.0, 0.5));
    const Image adjusted = adjustEdges(painted, scale, edges, progress.part(0.5, 1.0));
    const bool isUnchanged = strokes.empty() && edges.isNeutral();
    return isUnchanged || image.format().channels != 4 ? adjusted : lesser(adjusted, alphaOf(image));
}

} // namespace kerf
