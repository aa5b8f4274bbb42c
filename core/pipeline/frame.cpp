#include "core/pipeline/frame.h"

#include "core/base/check.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/image/sample_type.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace kerf {
namespace {

constexpr int kCellsAcross = 512;      // that specks are looked for in
constexpr std::uint64_t kHaze = 20;    // a twentieth of full is none
constexpr std::uint64_t kSpeck = 200;  // a two-hundredth of the largest patch is one
constexpr double kMostSide = 65'535.0; // of a frame
constexpr double kMostPixels = 500e6;
constexpr int kBandRows = 32;

// ---- the subject's box -------------------------------------------------------------------------------

struct Cells {
    int side = 1; // pixels
    int width = 0;
    int height = 0;
    std::vector<std::uint64_t> mass; // sums of what isn't haze
    std::vector<char> isKept;
};

template <typename T>
bool isSubject(T alpha) {
    return std::uint64_t(alpha) * kHaze > std::numeric_limits<T>::max();
}

template <typename T>
Cells cellsOf(const Image& matte, const Progress& progress) {
    const ImageFormat& format = matte.format();
    Cells cells;
    cells.side = std::max(1, (std::max(format.width, format.height) + kCellsAcross - 1) / kCellsAcross);
    cells.width = (format.width + cells.side - 1) / cells.side;
    cells.height = (format.height + cells.side - 1) / cells.side;
    cells.mass.assign(std::size_t(cells.width) * std::size_t(cells.height), 0);
    parallelFor(cells.height, 0, progress, [&](int row) {
        std::uint64_t* mass = &cells.mass[std::size_t(row) * std::size_t(cells.width)];
        for (int y = row * cells.side; y < std::min(format.height, (row + 1) * cells.side); ++y) {
            const auto alpha = matte.row<T>(y);
            for (int cell = 0; cell < cells.width; ++cell) {
                const int end = std::min(format.width, (cell + 1) * cells.side);
                for (int x = cell * cells.side; x < end; ++x) {
                    const T a = alpha[std::size_t(x)];
                    mass[cell] += isSubject(a) ? a : 0U;
                }
            }
        }
    });
    return cells;
}

// Patches of cells that touch, and which of them are large enough.
void keepLarge(Cells& cells) {
    const std::size_t count = cells.mass.size();
    std::vector<int> patch(count, -1);
    std::vector<std::uint64_t> masses;
    std::vector<std::size_t> open;
    for (std::size_t start = 0; start < count; ++start) {
        if (cells.mass[start] == 0 || patch[start] >= 0) {
            continue;
        }
        const int id = int(masses.size());
        masses.push_back(0);
        patch[start] = id;
        open.push_back(start);
        while (!open.empty()) {
            const std::size_t at = open.back();
            open.pop_back();
            masses.back() += cells.mass[at];
            const int cx = int(at) % cells.width;
            const int cy = int(at) / cells.width;
            for (int y = std::max(0, cy - 1); y <= std::min(cells.height - 1, cy + 1); ++y) {
                for (int x = std::max(0, cx - 1); x <= std::min(cells.width - 1, cx + 1); ++x) {
                    const std::size_t next = std::size_t(y) * std::size_t(cells.width) + std::size_t(x);
                    if (cells.mass[next] != 0 && patch[next] < 0) {
                        patch[next] = id;
                        open.push_back(next);
                    }
                }
            }
        }
    }
    const std::uint64_t largest = masses.empty() ? 0 : *std::ranges::max_element(masses);
    cells.isKept.assign(count, 0);
    for (std::size_t i = 0; i < count; ++i) {
        cells.isKept[i] = patch[i] >= 0 && masses[std::size_t(patch[i])] * kSpeck >= largest ? 1 : 0;
    }
}

struct Bounds {
    int left = std::numeric_limits<int>::max();
    int top = std::numeric_limits<int>::max();
    int right = -1; // the last one
    int bottom = -1;

    void add(int x, int y) {
        left = std::min(left, x);
        top = std::min(top, y);
        right = std::max(right, x);
        bottom = std::max(bottom, y);
    }
};

template <typename T>
std::optional<Rect> boxOf(const Image& matte, const Progress& progress) {
    Cells cells = cellsOf<T>(matte, progress);
    keepLarge(cells);
    Bounds coarse;
    for (std::size_t i = 0; i < cells.isKept.size(); ++i) {
        if (cells.isKept[i] != 0) {
            coarse.add(int(i) % cells.width, int(i) / cells.width);
        }
    }
    if (coarse.right < 0) {
        return std::nullopt;
    }
    Bounds fine; // the outermost cells hold the outermost pixels
    for (std::size_t i = 0; i < cells.isKept.size(); ++i) {
        const int cx = int(i) % cells.width;
        const int cy = int(i) / cells.width;
        const bool isOuter =
            cx == coarse.left || cx == coarse.right || cy == coarse.top || cy == coarse.bottom;
        if (cells.isKept[i] == 0 || !isOuter) {
            continue;
        }
        for (int y = cy * cells.side; y < std::min(matte.format().height, (cy + 1) * cells.side); ++y) {
            const auto alpha = matte.row<T>(y);
            for (int x = cx * cells.side; x < std::min(matte.format().width, (cx + 1) * cells.side); ++x) {
                if (isSubject(alpha[std::size_t(x)])) {
                    fine.add(x, y);
                }
            }
        }
    }
    return Rect{fine.left, fine.top, fine.right - fine.left + 1, fine.bottom - fine.top + 1};
}

// ---- the frame ---------------------------------------------------------------------------------------

constexpr int kMiddle = 50; // of Framing::x and y, as long as nobody says something else

// One axis of a frame: where its margins are, and what is framed stands in the rest.
struct Side {
    int size = 0; // of what is framed
    bool isFirstCut = false;
    bool isSecondCut = false;
    int percent = kMiddle;

    int margins() const { return (isFirstCut ? 0 : 1) + (isSecondCut ? 0 : 1); }
    // How far from the frame's edge the framed stands, which is `length` long there.
    double place(double frame, double margin, double length) const {
        const double free = frame - margins() * margin - length;
        const bool isFlush = percent == kMiddle && isFirstCut != isSecondCut;
        const double share = isFlush ? (isFirstCut ? 0.0 : 1.0) : percent / 100.0;
        return std::round((isFirstCut ? 0.0 : margin) + free * share);
    }
};

// The margin of a frame without an exact size, in pixels: a share of the shorter side that the frame will
// have with it.
double marginFor(const Framing& framing, const Side& across, const Side& down) {
    if (framing.unit == MarginUnit::pixels) {
        return framing.margin;
    }
    const double share = framing.margin / 100.0;
    const double w = across.size;
    const double h = down.size;
    const double wide = across.margins() * share;
    const double high = down.margins() * share;
    if (!framing.aspect) {
        return share * std::min(w / (1.0 - wide), h / (1.0 - high));
    }
    const double ratio = double(framing.aspect->width) / framing.aspect->height;
    const double shorter = ratio >= 1.0 ? std::max(h / (1.0 - high), w / (ratio - wide))
                                        : std::max(w / (1.0 - wide), h / (1.0 / ratio - high));
    return share * shorter;
}

FramePlan planCanvas(const Framing& framing, const Rect& box, const Side& across, const Side& down) {
    const CanvasSize& canvas = *framing.canvas;
    const double shorter = std::min(canvas.width, canvas.height);
    const double margin =
        std::round(framing.unit == MarginUnit::pixels ? framing.margin : framing.margin / 100.0 * shorter);
    const double innerWidth = std::max(1.0, canvas.width - across.margins() * margin);
    const double innerHeight = std::max(1.0, canvas.height - down.margins() * margin);
    FramePlan plan{.width = canvas.width, .height = canvas.height};
    plan.scale = std::min(innerWidth / box.width, innerHeight / box.height);
    plan.x = box.x - across.place(canvas.width, margin, box.width * plan.scale) / plan.scale;
    plan.y = box.y - down.place(canvas.height, margin, box.height * plan.scale) / plan.scale;
    return plan;
}

// ---- resampling --------------------------------------------------------------------------------------

double catmullRom(double x) {
    x = std::abs(x);
    if (x < 1.0) {
        return 1.0 + x * x * (1.5 * x - 2.5);
    }
    return x < 2.0 ? 2.0 + x * (-4.0 + x * (2.5 - 0.5 * x)) : 0.0;
}

// Along one axis: which source pixels make each of the result's, and with which weight. Results whose middle
// lies beside the source have none.
struct Axis {
    int begin = 0; // of the results that have any
    int end = 0;
    int count = 0;              // taps a result
    std::vector<int> first;     // may lie beside the source, whose outermost pixel then counts
    std::vector<float> weights; // `count` a result
};

Axis axisFor(double start, double scale, int size, int sourceSize) {
    Axis axis;
    const double reach = 2.0 * std::max(1.0, 1.0 / scale);
    axis.count = int(std::ceil(2.0 * reach)) + 1;
    axis.begin = size;
    for (int i = 0; i < size; ++i) {
        const double middle = start + (i + 0.5) / scale;
        if (middle < 0.0 || middle >= sourceSize) {
            continue;
        }
        axis.begin = std::min(axis.begin, i);
        axis.end = i + 1;
        const int first = int(std::floor(middle - reach));
        axis.first.push_back(first);
        double sum = 0.0;
        std::vector<double> taps;
        for (int k = 0; k < axis.count; ++k) {
            taps.push_back(catmullRom((first + k + 0.5 - middle) * 2.0 / reach));
            sum += taps.back();
        }
        for (const double tap : taps) {
            axis.weights.push_back(float(tap / sum));
        }
    }
    axis.begin = std::min(axis.begin, axis.end);
    return axis;
}

using Pixel = std::array<float, 4>; // premultiplied, 0..1

// One source row, with its outermost pixels repeated `around` times on both sides.
template <typename T>
void loadRow(const Image& picture, int y, int around, std::vector<Pixel>& out) {
    constexpr float full = std::numeric_limits<T>::max();
    const ImageFormat& format = picture.format();
    const auto from = picture.row<T>(std::clamp(y, 0, format.height - 1));
    const auto channels = std::size_t(format.channels);
    out.resize(std::size_t(format.width) + 2 * std::size_t(around));
    Pixel* to = out.data();
    for (int x = -around; x < format.width + around; ++x, ++to) {
        const T* p = &from[std::size_t(std::clamp(x, 0, format.width - 1)) * channels];
        const float alpha = channels == 4 ? float(p[3]) / full : 1.0F;
        const float factor = alpha / full;
        *to = {float(p[0]) * factor, float(p[1]) * factor, float(p[2]) * factor, alpha};
    }
}

void resampleRow(const std::vector<Pixel>& row, const Axis& axis, int around, std::span<Pixel> out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        Pixel sum{};
        const float* weights = &axis.weights[i * std::size_t(axis.count)];
        const Pixel* from = row.data() + (std::ptrdiff_t(axis.first[i]) + around);
        for (int k = 0; k < axis.count; ++k) {
            for (std::size_t c = 0; c < 4; ++c) {
                sum[c] += weights[k] * from[k][c];
            }
        }
        out[i] = sum;
    }
}

template <typename T>
void storePixel(const Pixel& sum, std::size_t channels, T* to) {
    constexpr float full = std::numeric_limits<T>::max();
    const float alpha = std::clamp(sum[3], 0.0F, 1.0F);
    const T level = channels == 4 ? T(alpha * full + 0.5F) : T(full);
    const float factor = level > 0 ? 1.0F / std::max(sum[3], 1e-6F) : 0.0F;
    for (std::size_t c = 0; c < 3; ++c) {
        to[c] = T(std::clamp(sum[c] * factor, 0.0F, 1.0F) * full + 0.5F);
    }
    if (channels == 4) {
        to[3] = level;
    }
}

// A band of the result at a time, each with the source rows that it needs.
template <typename T>
void resample(const Image& picture, const FramePlan& plan, ImageBuffer& out, const Progress& progress) {
    const ImageFormat& source = picture.format();
    const auto channels = std::size_t(out.format().channels);
    const Axis across = axisFor(plan.x, plan.scale, plan.width, source.width);
    const Axis down = axisFor(plan.y, plan.scale, plan.height, source.height);
    const int around = across.count + 1;
    const auto columns = std::size_t(across.end - across.begin);
    const int bands = (plan.height + kBandRows - 1) / kBandRows;
    parallelFor(bands, 0, progress, [&](int band) {
        const int last = std::min(plan.height, (band + 1) * kBandRows);
        for (int y = band * kBandRows; y < last; ++y) {
            std::ranges::fill(out.row<T>(y), T(0));
        }
        const int from = std::max(band * kBandRows, down.begin);
        const int to = std::min(last, down.end);
        if (from >= to || columns == 0) {
            return;
        }
        const int firstRow = down.first[std::size_t(from - down.begin)];
        const int rows = down.first[std::size_t(to - 1 - down.begin)] + down.count - firstRow;
        std::vector<Pixel> loaded;
        std::vector<Pixel> lines(std::size_t(rows) * columns);
        for (int y = 0; y < rows; ++y) {
            loadRow<T>(picture, firstRow + y, around, loaded);
            resampleRow(loaded, across, around, std::span(&lines[std::size_t(y) * columns], columns));
        }
        std::vector<Pixel> sums(columns);
        for (int y = from; y < to; ++y) {
            const auto i = std::size_t(y - down.begin);
            std::ranges::fill(sums, Pixel{});
            for (int k = 0; k < down.count; ++k) {
                const float weight = down.weights[i * std::size_t(down.count) + std::size_t(k)];
                const Pixel* line = &lines[std::size_t(down.first[i] + k - firstRow) * columns];
                for (std::size_t x = 0; x < columns; ++x) {
                    for (std::size_t c = 0; c < 4; ++c) {
                        sums[x][c] += weight * line[x][c];
                    }
                }
            }
            T* row = &out.row<T>(y)[std::size_t(across.begin) * channels];
            for (std::size_t x = 0; x < columns; ++x) {
                storePixel<T>(sums[x], channels, row + x * channels);
            }
        }
    });
}

template <typename T>
void copyPart(const Image& picture, int left, int top, ImageBuffer& out, const Progress& progress) {
    const ImageFormat& source = picture.format();
    const ImageFormat& format = out.format();
    const auto from = std::size_t(source.channels);
    const auto to = std::size_t(format.channels);
    const int begin = std::clamp(-left, 0, format.width);
    const int end = std::clamp(source.width - left, begin, format.width);
    const int bands = (format.height + kBandRows - 1) / kBandRows;
    parallelFor(bands, 0, progress, [&](int band) {
        for (int y = band * kBandRows; y < std::min(format.height, (band + 1) * kBandRows); ++y) {
            const auto row = out.row<T>(y);
            std::ranges::fill(row, T(0));
            if (y + top < 0 || y + top >= source.height) {
                continue;
            }
            const auto line = picture.row<T>(y + top);
            for (int x = begin; x < end; ++x) {
                const T* p = &line[std::size_t(x + left) * from];
                T* q = &row[std::size_t(x) * to];
                std::copy_n(p, std::min(from, to), q);
                if (to > from) {
                    q[3] = std::numeric_limits<T>::max();
                }
            }
        }
    });
}

} // namespace

std::optional<Rect> subjectBox(const Image& matte, const Progress& progress) {
    KERF_CHECK(matte.format().channels == 1 && matte.format().type != PixelType::f32);
    return matte.format().type == PixelType::u8 ? boxOf<std::uint8_t>(matte, progress)
                                                : boxOf<std::uint16_t>(matte, progress);
}

CutSides cutSidesOf(const Rect& box, int width, int height) {
    constexpr double kAtEdge = 0.003; // of the photo's side
    const double nearX = kAtEdge * width;
    const double nearY = kAtEdge * height;
    return {
        .left = box.x <= nearX,
        .top = box.y <= nearY,
        .right = box.x + box.width >= width - nearX,
        .bottom = box.y + box.height >= height - nearY};
}

FramePlan planFrame(const Framing& framing, const Rect& box, const CutSides& cut) {
    KERF_CHECK(box.width > 0 && box.height > 0);
    const Side across{box.width, cut.left, cut.right, framing.x};
    const Side down{box.height, cut.top, cut.bottom, framing.y};
    if (framing.canvas) {
        return planCanvas(framing, box, across, down);
    }
    const double margin = std::round(marginFor(framing, across, down));
    double width = box.width + across.margins() * margin;
    double height = box.height + down.margins() * margin;
    if (framing.aspect) {
        const double ratio = double(framing.aspect->width) / framing.aspect->height;
        width = std::max(width, std::round(height * ratio));
        height = std::max(height, std::round(width / ratio));
    }
    if (width > kMostSide || height > kMostSide || width * height > kMostPixels) {
        throw Error(
            ErrorCode::invalid_option, "the frame would be larger than 65535 pixels on a side or 500 "
                                       "megapixels; make its margin smaller");
    }
    FramePlan plan{.width = int(width), .height = int(height)};
    plan.x = box.x - across.place(width, margin, box.width);
    plan.y = box.y - down.place(height, margin, box.height);
    return plan;
}

Image reframe(const Image& picture, const FramePlan& plan, const Progress& progress) {
    const ImageFormat& source = picture.format();
    KERF_CHECK(source.channels >= 3 && source.type != PixelType::f32);
    const bool isFilled = plan.x >= 0.0 && plan.y >= 0.0 &&
                          plan.x + plan.width / plan.scale <= source.width &&
                          plan.y + plan.height / plan.scale <= source.height;
    ImageFormat format = source;
    format.width = plan.width;
    format.height = plan.height;
    format.channels = source.channels == 3 && isFilled ? 3 : 4;
    format.alpha = format.channels == 4 ? AlphaKind::straight : AlphaKind::none;
    ImageBuffer out(format);
    withSampleType(format.type, [&](auto sample) {
        using T = decltype(sample);
        if constexpr (!std::is_same_v<T, float>) {
            if (plan.scale == 1.0 && plan.x == std::floor(plan.x) && plan.y == std::floor(plan.y)) {
                copyPart<T>(picture, int(plan.x), int(plan.y), out, progress);
            } else {
                resample<T>(picture, plan, out, progress);
            }
        }
    });
    return Image(std::move(out));
}

} // namespace kerf
