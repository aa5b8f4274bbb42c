#include "core/qa/self_check.h"

#include "core/base/check.h"
#include "core/base/parallel.h"
#include "core/image/sample_type.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <type_traits>

namespace kerf {
namespace {

constexpr int kRowsAtOnce = 32;
constexpr std::array kLuma{0.299, 0.587, 0.114}; // of gamma-encoded values, as everyone's difference views do
constexpr std::size_t kEdgeBins = 512;           // of a quarter of a level each
constexpr double kBinsPerLevel = 4.0;
constexpr double kRounding = 1.0 / 12.0; // variance that rounding to levels alone leaves

template <typename T>
constexpr float levelsPerUnit() {
    return std::is_same_v<T, float> ? 255.0F : 255.0F / float(std::numeric_limits<T>::max());
}

// Red, green and blue of one pixel, in 8-bit levels.
using Pixel = std::array<float, 3>;

float lumaOf(const Pixel& pixel) {
    return float(kLuma[0]) * pixel[0] + float(kLuma[1]) * pixel[1] + float(kLuma[2]) * pixel[2];
}

// How many pixels of the result's side one of the source's became; 0: no whole number.
int wholeScale(const SelfCheckInput& input) {
    if (input.source.empty() || input.result.empty()) {
        return 0;
    }
    const ImageFormat& from = input.source.format();
    const ImageFormat& to = input.result.format();
    const int scale = to.width / from.width;
    return scale > 0 && to.width == from.width * scale && to.height == from.height * scale ? scale : 0;
}

// Rows of the source and of the result made as small, and which pixels count.
class RowPair {
public:
    RowPair(const SelfCheckInput& input, int scale)
        : m_input(input),
          m_scale(scale),
          m_width(input.source.format().width),
          source(static_cast<std::size_t>(m_width)),
          result(static_cast<std::size_t>(m_width)),
          counts(static_cast<std::size_t>(m_width)) {}

    void read(int y) {
        std::ranges::fill(counts, std::uint8_t(1));
        readSource(y);
        shrinkResult(y);
        if (!m_input.matte.empty()) {
            leaveOut(m_input.matte, 1, 0, y);
        } else if (m_input.result.format().channels == 4) {
            leaveOut(m_input.result, 4, 3, y);
        }
    }

private:
    void readSource(int y) {
        const Image& image = m_input.source;
        const auto step = std::size_t(image.format().channels);
        const std::size_t last = step == 1 ? 0 : 2;
        const std::size_t middle = last / 2;
        withSampleType(image.format().type, [&](auto sample) {
            using T = decltype(sample);
            const auto row = image.row<T>(y);
            for (std::size_t x = 0; x < source.size(); ++x) {
                const T* at = row.data() + x * step;
                source[x] = {
                    float(at[0]) * levelsPerUnit<T>(), float(at[middle]) * levelsPerUnit<T>(),
                    float(at[last]) * levelsPerUnit<T>()};
            }
        });
    }

    void shrinkResult(int y) {
        const Image& image = m_input.result;
        const auto step = std::size_t(image.format().channels);
        const std::size_t last = step == 1 ? 0 : 2;
        const std::size_t middle = last / 2;
        std::ranges::fill(result, Pixel{});
        withSampleType(image.format().type, [&](auto sample) {
            using T = decltype(sample);
            const float share = levelsPerUnit<T>() / float(m_scale * m_scale);
            for (int i = 0; i < m_scale; ++i) {
                const T* at = image.row<T>(y * m_scale + i).data();
                for (Pixel& pixel : result) {
                    for (int k = 0; k < m_scale; ++k, at += step) {
                        pixel[0] += float(at[0]) * share;
                        pixel[1] += float(at[middle]) * share;
                        pixel[2] += float(at[last]) * share;
                    }
                }
            }
        });
    }

    // A pixel counts where all of the result's pixels behind it are fully opaque.
    void leaveOut(const Image& image, std::size_t step, std::size_t channel, int y) {
        withSampleType(image.format().type, [&](auto sample) {
            using T = decltype(sample);
            constexpr T full = std::is_same_v<T, float> ? T(1) : std::numeric_limits<T>::max();
            for (int i = 0; i < m_scale; ++i) {
                const T* at = image.row<T>(y * m_scale + i).data() + channel;
                for (std::uint8_t& isCounted : counts) {
                    for (int k = 0; k < m_scale; ++k, at += step) {
                        isCounted = std::uint8_t(isCounted & std::uint8_t(*at >= full));
                    }
                }
            }
        });
    }

    const SelfCheckInput& m_input;
    int m_scale;
    int m_width;

public:
    std::vector<Pixel> source;
    std::vector<Pixel> result;
    std::vector<std::uint8_t> counts;
};

// The sums behind RedegradeNumbers; those of several parts of a picture add up.
struct Sums {
    std::array<double, 3> difference{};
    double absolute = 0.0;
    double most = 0.0;
    double pixels = 0.0;
    double removed = 0.0; // squares of luma
    // Least squares for a shift: gradient times gradient, gradient times difference.
    double xx = 0.0;
    double xy = 0.0;
    double yy = 0.0;
    double dx = 0.0;
    double dy = 0.0;
    // By how strong the edge is: how many pixels, squares of what was removed.
    std::vector<double> counts = std::vector<double>(kEdgeBins);
    std::vector<double> squares = std::vector<double>(kEdgeBins);

    void add(const Pixel& source, const Pixel& result) {
        for (std::size_t c = 0; c < 3; ++c) {
            const double d = double(result[c]) - double(source[c]);
            difference[c] += d;
            absolute += std::abs(d) / 3.0;
            most = std::max(most, std::abs(d));
        }
        ++pixels;
    }

    void addGradient(double gx, double gy, double d) {
        xx += gx * gx;
        xy += gx * gy;
        yy += gy * gy;
        dx += gx * d;
        dy += gy * d;
        removed += d * d;
        const auto bin = std::min(std::size_t(std::hypot(gx, gy) * kBinsPerLevel), kEdgeBins - 1);
        ++counts[bin];
        squares[bin] += d * d;
    }

    void add(const Sums& other) {
        for (std::size_t c = 0; c < 3; ++c) {
            difference[c] += other.difference[c];
        }
        absolute += other.absolute;
        most = std::max(most, other.most);
        pixels += other.pixels;
        removed += other.removed;
        xx += other.xx;
        xy += other.xy;
        yy += other.yy;
        dx += other.dx;
        dy += other.dy;
        for (std::size_t bin = 0; bin < kEdgeBins; ++bin) {
            counts[bin] += other.counts[bin];
            squares[bin] += other.squares[bin];
        }
    }
};

// Three rows of luma, the middle one with its neighbours on both sides.
struct LumaRows {
    std::array<std::vector<float>, 3> source;
    std::array<std::vector<float>, 3> result;
    std::array<std::vector<std::uint8_t>, 3> counts;

    void push(const RowPair& rows) {
        for (auto* lines : {&source, &result}) {
            std::rotate(lines->begin(), lines->begin() + 1, lines->end());
        }
        std::rotate(counts.begin(), counts.begin() + 1, counts.end());
        source[2].resize(rows.source.size());
        result[2].resize(rows.source.size());
        std::ranges::transform(rows.source, source[2].begin(), lumaOf);
        std::ranges::transform(rows.result, result[2].begin(), lumaOf);
        counts[2] = rows.counts;
    }

    void addTo(Sums& sums) const {
        for (std::size_t x = 1; x + 1 < source[1].size(); ++x) {
            const bool isCounted = counts[1][x] != 0 && counts[1][x - 1] != 0 && counts[1][x + 1] != 0 &&
                                   counts[0][x] != 0 && counts[2][x] != 0;
            if (isCounted) {
                sums.addGradient(
                    (double(result[1][x + 1]) - double(result[1][x - 1])) / 2.0,
                    (double(result[2][x]) - double(result[0][x])) / 2.0,
                    double(result[1][x]) - double(source[1][x]));
            }
        }
    }
};

void sumRows(const SelfCheckInput& input, int scale, int begin, int end, Sums& sums) {
    RowPair rows(input, scale);
    LumaRows luma;
    const int height = input.source.format().height;
    for (int y = std::max(0, begin - 1); y < std::min(height, end + 1); ++y) {
        rows.read(y);
        luma.push(rows);
        if (y >= begin && y < end) {
            for (std::size_t x = 0; x < rows.source.size(); ++x) {
                if (rows.counts[x] != 0) {
                    sums.add(rows.source[x], rows.result[x]);
                }
            }
        }
        if (y - 1 >= begin && y - 1 < end && y >= 2) {
            luma.addTo(sums);
        }
    }
}

// What was removed at the strongest tenth of the edges over what was removed in the flatter half.
double structureOf(const Sums& sums) {
    double all = 0.0;
    for (const double count : sums.counts) {
        all += count;
    }
    double below = 0.0;
    std::array<double, 2> counts{};
    std::array<double, 2> squares{};
    for (std::size_t bin = 0; bin < kEdgeBins; ++bin) {
        const double count = sums.counts[bin];
        const bool isFlat = below < 0.5 * all;
        const bool isEdge = below + count > 0.9 * all;
        for (const std::size_t group : {std::size_t(0), std::size_t(1)}) {
            if (group == 0 ? isFlat : isEdge) {
                counts[group] += count;
                squares[group] += sums.squares[bin];
            }
        }
        below += count;
    }
    if (counts[0] == 0.0 || counts[1] == 0.0) {
        return 1.0;
    }
    return std::sqrt((squares[1] / counts[1] + kRounding) / (squares[0] / counts[0] + kRounding));
}

RedegradeNumbers numbersOf(const Sums& sums, const SelfCheckInput& input) {
    RedegradeNumbers numbers;
    numbers.isOtherProfile = input.source.format().icc != input.result.format().icc;
    if (sums.pixels == 0.0) {
        return numbers;
    }
    numbers.mean = sums.absolute / sums.pixels;
    numbers.most = sums.most;
    const double drift = *std::ranges::max_element(
        sums.difference, [](double a, double b) { return std::abs(a) < std::abs(b); });
    numbers.drift = drift / sums.pixels;
    // A picture moved by t differs by -gradient * t. Without texture in both directions t can't be told.
    const double determinant = sums.xx * sums.yy - sums.xy * sums.xy;
    if (determinant > 1e-6 * sums.pixels * sums.pixels) {
        numbers.shiftX = -(sums.yy * sums.dx - sums.xy * sums.dy) / determinant;
        numbers.shiftY = -(sums.xx * sums.dy - sums.xy * sums.dx) / determinant;
    }
    numbers.structure = structureOf(sums);
    numbers.removed = std::sqrt(sums.removed / sums.pixels);
    return numbers;
}

RedegradeNumbers redegrade(const SelfCheckInput& input, int scale, const Progress& progress) {
    const int height = input.source.format().height;
    const int blocks = (height + kRowsAtOnce - 1) / kRowsAtOnce;
    std::vector<Sums> parts(static_cast<std::size_t>(blocks));
    parallelFor(blocks, input.threads, progress, [&](int block) {
        const int begin = block * kRowsAtOnce;
        sumRows(input, scale, begin, std::min(height, begin + kRowsAtOnce), parts[std::size_t(block)]);
    });
    Sums all;
    for (const Sums& part : parts) {
        all.add(part);
    }
    return numbersOf(all, input);
}

// The result's luma at any place; slow, for the few lines along borders.
class LumaReader {
public:
    explicit LumaReader(const Image& image) : m_image(image) {}

    float at(int x, int y) const {
        float luma = 0.0F;
        withSampleType(m_image.format().type, [&](auto sample) {
            using T = decltype(sample);
            const auto step = std::size_t(m_image.format().channels);
            const std::size_t last = step == 1 ? 0 : 2;
            const std::size_t middle = last / 2;
            const T* pixel = m_image.row<T>(y).data() + std::size_t(x) * step;
            luma = lumaOf({float(pixel[0]), float(pixel[middle]), float(pixel[last])}) * levelsPerUnit<T>();
        });
        return luma;
    }

private:
    const Image& m_image;
};

// How much the change into the line at `position` stands out from the changes before and after it, on average
// along the line: a step does, a slope doesn't.
double stepAt(const LumaReader& luma, int position, bool isColumn, int length) {
    const auto change = [&](int line, int i) {
        return isColumn ? luma.at(line, i) - luma.at(line - 1, i) : luma.at(i, line) - luma.at(i, line - 1);
    };
    double sum = 0.0;
    for (int i = 0; i < length; ++i) {
        sum += std::abs(change(position, i) - (change(position - 1, i) + change(position + 1, i)) / 2.0F);
    }
    return sum / length;
}

// The step across a border over the mean of those 3 to 12 px beside it.
double seamAt(const LumaReader& luma, int position, bool isColumn, int side, int length) {
    double beside = 0.0;
    int lines = 0;
    for (int away = 3; away <= 12; ++away) {
        for (const int line : {position - away, position + away}) {
            if (line >= 2 && line + 1 < side) {
                beside += stepAt(luma, line, isColumn, length);
                ++lines;
            }
        }
    }
    constexpr double kFloor = 0.1; // levels; below it nothing is seen, and 0/0 says nothing
    return (stepAt(luma, position, isColumn, length) + kFloor) /
           ((lines > 0 ? beside / lines : 0.0) + kFloor);
}

std::optional<SeamNumbers> seams(const SelfCheckInput& input, const Progress& progress) {
    struct Border {
        int position;
        bool isColumn;
        double ratio = 0.0;
    };
    if (input.result.empty()) {
        return std::nullopt;
    }
    const ImageFormat& format = input.result.format();
    std::vector<Border> borders;
    const auto collect = [&](const std::vector<int>& positions, bool isColumn, int side) {
        for (const int position : positions) {
            if (position >= 2 && position + 1 < side) {
                borders.push_back({position, isColumn});
            }
        }
    };
    collect(input.tileColumns, true, format.width);
    collect(input.tileRows, false, format.height);
    if (borders.empty()) {
        return std::nullopt;
    }
    const LumaReader luma(input.result);
    parallelFor(int(borders.size()), input.threads, progress, [&](int i) {
        Border& border = borders[std::size_t(i)];
        border.ratio = border.isColumn ? seamAt(luma, border.position, true, format.width, format.height)
                                       : seamAt(luma, border.position, false, format.height, format.width);
    });
    SeamNumbers numbers{.borders = int(borders.size())};
    for (const Border& border : borders) {
        numbers.mean += border.ratio / double(borders.size());
        if (border.ratio > numbers.worst) {
            numbers.worst = border.ratio;
            numbers.position = border.position;
            numbers.isColumn = border.isColumn;
        }
    }
    return numbers;
}

std::uint8_t aroundGrey(double levels) {
    return std::uint8_t(std::clamp(std::lround(128.0 + levels), 0L, 255L));
}

Image differenceImage(
    const SelfCheckInput& input, int scale, CheckView view, double gain, const Progress& progress) {
    const bool isColor = view == CheckView::redegrade;
    const int height = input.source.format().height;
    ImageBuffer out({.width = input.source.format().width, .height = height, .channels = isColor ? 3 : 1});
    const int blocks = (height + kRowsAtOnce - 1) / kRowsAtOnce;
    parallelFor(blocks, input.threads, progress, [&](int block) {
        RowPair rows(input, scale);
        const int end = std::min(height, (block + 1) * kRowsAtOnce);
        for (int y = block * kRowsAtOnce; y < end; ++y) {
            rows.read(y);
            std::uint8_t* to = out.row<std::uint8_t>(y).data();
            for (std::size_t x = 0; x < rows.source.size(); ++x) {
                const double share = rows.counts[x] != 0 ? gain : 0.0;
                const Pixel& before = rows.source[x];
                const Pixel& after = rows.result[x];
                if (isColor) {
                    for (std::size_t c = 0; c < 3; ++c) {
                        *to++ = aroundGrey(share * (double(after[c]) - double(before[c])));
                    }
                } else {
                    *to++ = aroundGrey(share * (double(lumaOf(before)) - double(lumaOf(after))));
                }
            }
        }
    });
    return Image(std::move(out));
}

// How luma changes from each pixel to the next, to the right and downwards.
Image changeImage(const Image& image, double gain, int threads, const Progress& progress) {
    const int width = image.format().width;
    const int height = image.format().height;
    ImageBuffer out({.width = width, .height = height, .channels = 1});
    const LumaReader luma(image);
    const int blocks = (height + kRowsAtOnce - 1) / kRowsAtOnce;
    parallelFor(blocks, threads, progress, [&](int block) {
        const int end = std::min(height, (block + 1) * kRowsAtOnce);
        for (int y = block * kRowsAtOnce; y < end; ++y) {
            std::uint8_t* to = out.row<std::uint8_t>(y).data();
            for (int x = 0; x < width; ++x) {
                const double here = luma.at(x, y);
                const double across = x > 0 ? here - luma.at(x - 1, y) : 0.0;
                const double down = y > 0 ? here - luma.at(x, y - 1) : 0.0;
                to[x] = aroundGrey(gain * (std::abs(across) > std::abs(down) ? across : down));
            }
        }
    });
    return Image(std::move(out));
}

} // namespace

SelfCheckNumbers checkResult(const SelfCheckInput& input, const Progress& progress) {
    SelfCheckNumbers numbers;
    if (const int scale = wholeScale(input); scale > 0) {
        numbers.redegrade = redegrade(input, scale, progress.part(0.0, 0.8));
    }
    numbers.seams = seams(input, progress.part(0.8, 1.0));
    progress.step(1.0);
    return numbers;
}

Image checkImage(const SelfCheckInput& input, CheckView view, double gain, const Progress& progress) {
    KERF_CHECK(gain > 0.0);
    if (view == CheckView::seams) {
        const bool isKnown = !input.tileColumns.empty() || !input.tileRows.empty();
        return isKnown && !input.result.empty() ? changeImage(input.result, gain, input.threads, progress)
                                                : Image();
    }
    const int scale = wholeScale(input);
    return scale > 0 ? differenceImage(input, scale, view, gain, progress) : Image();
}

} // namespace kerf
