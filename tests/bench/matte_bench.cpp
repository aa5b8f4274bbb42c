// How long the report on a matte takes, and the self-checks of a clean-up.

#include "core/image/image.h"
#include "core/qa/matte_report.h"
#include "core/qa/self_check.h"
#include "tests/bench/measure.h"
#include "tests/bench/subcommands.h"
#include "tests/support/test_images.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace kerf::bench {
namespace {

// A subject with a fringe of hair, a soft veil, holes and crumbs.
Image hairyMatte(double megapixels, PixelType type) {
    const int width = int(std::lround(std::sqrt(megapixels * 1e6 * 4.0 / 3.0)));
    const int height = int(std::lround(megapixels * 1e6 / width));
    const double middleX = width / 2.0;
    const double middleY = height / 2.0;
    return test::makeImage(width, height, 1, type, [=](int x, int y) {
        const double dx = (x - middleX) / middleX;
        const double dy = (y - middleY) / middleY;
        const double angle = std::atan2(dy, dx);
        const double hair = 0.06 * std::sin(angle * 240.0) + 0.04 * std::sin(angle * 91.0 + 2.0);
        const double inside = 0.6 + hair - std::hypot(dx, dy);
        double alpha = std::clamp(inside * 14.0 + 0.5, 0.0, 1.0);
        if (x % 700 < 9 && y % 610 < 9) {
            alpha = 1.0 - alpha; // holes inside, crumbs outside
        }
        const bool isVeil = std::hypot(dx - 0.1, dy) < 0.12;
        return std::array<double, 4>{isVeil ? 0.6 : alpha, 0.0, 0.0, 0.0};
    });
}

} // namespace

int runMatte(Arguments arguments) {
    double size = 12.0;
    int rounds = 5;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        if (i + 1 == arguments.size()) {
            return 2;
        }
        if (arguments[i] == "--megapixels") {
            size = std::strtod(arguments[i + 1].c_str(), nullptr);
        } else if (arguments[i] == "--rounds") {
            rounds = std::atoi(arguments[i + 1].c_str());
        } else {
            return 2;
        }
    }
    if (!(size > 0.0 && size <= 500.0) || rounds < 1) {
        return 2;
    }
    fmt::print("{}\n\n{:32} {:>9} {:>9}\n", machineLine(), "", "least s", "median s");
    const Image eight = hairyMatte(size, PixelType::u8);
    const Image sixteen = hairyMatte(size, PixelType::u16);
    const Image small = hairyMatte(1.0, PixelType::u8);
    const Image photo = mirroredUpTo(sample("chelsea"), size);
    const auto report = [](const Image& matte) { measureMatte(matte, {}, Progress{}); };
    const auto times = timeInterleaved(
        {[&] { report(eight); }, [&] { report(sixteen); }, [&] { report(small); },
         [&] {
             checkResult({.source = photo, .result = photo, .tileColumns = {512, 1024}}, Progress{});
         }},
        rounds);
    const std::string rows[] = {
        fmt::format("report, {:.1f} megapixels, 8 bits", megapixels(eight)),
        fmt::format("report, {:.1f} megapixels, 16 bits", megapixels(sixteen)),
        fmt::format("report, {:.1f} megapixels, 8 bits", megapixels(small)),
        fmt::format("self-checks, {:.1f} megapixels", megapixels(photo))};
    for (std::size_t i = 0; i < times.size(); ++i) {
        fmt::print("{:32} {:9.3f} {:9.3f}\n", rows[i], times[i].least(), times[i].median());
    }
    return 0;
}

} // namespace kerf::bench
