#include "core/image/mat_view.h"
#include "core/pipeline/mask_grabcut.h"
#include "core/pipeline/refine_foreground.h"
#include "tests/bench/measure.h"
#include "tests/bench/subcommands.h"
#include "tests/support/composites.h"

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <vector>

namespace kerf::bench {
namespace {

constexpr int kIterations = 5;
constexpr double kTimedMegapixels = 12.0;

struct Score {
    std::string name;
    double openCvInset = 0.0;
    double hintless = 0.0;
    double openCvBox = 0.0;
    double boxed = 0.0;
    cv::Mat picture; // RGB: photo, truth, hintless, boxed
};

double iouOf(const cv::Mat& matte, const cv::Mat& truth) {
    const cv::Mat got = matte >= 128;
    const cv::Mat expected = truth >= 128;
    return cv::countNonZero(got & expected) / double(std::max(1, cv::countNonZero(got | expected)));
}

cv::Mat openCvGrabCut(const cv::Mat& photo, const cv::Rect& box) {
    cv::Mat bgr;
    cv::cvtColor(photo, bgr, cv::COLOR_RGB2BGR);
    // grabCut needs background outside the box.
    const cv::Rect least(1, 1, photo.cols - 2, photo.rows - 2);
    cv::Mat labels;
    cv::Mat background;
    cv::Mat subject;
    cv::setRNGSeed(1);
    cv::grabCut(
        bgr, labels, box.size() == photo.size() ? least : box, background, subject, kIterations,
        cv::GC_INIT_WITH_RECT);
    return (labels & 1) * 255;
}

cv::Mat shown(const cv::Mat& photo, const cv::Mat& matte) {
    cv::Mat result = photo * 0.2;
    photo.copyTo(result, matte >= 128);
    return result;
}

Score scoreOf(const test::Composite& composite) {
    const cv::Mat photo = matView(composite.photo);
    const cv::Mat truth = matView(composite.alpha);
    const cv::Rect box(composite.box.x, composite.box.y, composite.box.width, composite.box.height);
    const int dx = photo.cols / 20;
    const int dy = photo.rows / 20;
    GrabCutHints hints;
    hints.box = composite.box;
    const Image hintless = maskGrabCut(composite.photo, {}, Progress()).matte;
    const Image boxed = maskGrabCut(composite.photo, hints, Progress()).matte;

    Score score{.name = composite.name};
    score.openCvInset =
        iouOf(openCvGrabCut(photo, {dx, dy, photo.cols - 2 * dx, photo.rows - 2 * dy}), truth);
    score.openCvBox = iouOf(openCvGrabCut(photo, box), truth);
    score.hintless = iouOf(matView(hintless), truth);
    score.boxed = iouOf(matView(boxed), truth);
    cv::hconcat(
        std::array<cv::Mat, 4>{
            photo, shown(photo, truth), shown(photo, matView(hintless)), shown(photo, matView(boxed))},
        score.picture);
    return score;
}

void writeSheet(const std::string& path, const std::vector<Score>& worstFirst) {
    constexpr std::size_t kRows = 16;
    std::vector<cv::Mat> rows;
    for (std::size_t i = 0; i < std::min(kRows, worstFirst.size()); ++i) {
        cv::Mat row;
        cv::resize(worstFirst[i].picture, row, {880, 165}, 0, 0, cv::INTER_AREA);
        rows.push_back(row);
    }
    cv::Mat sheet;
    cv::vconcat(rows, sheet);
    std::ofstream file(path, std::ios::binary);
    file << "P6\n" << sheet.cols << ' ' << sheet.rows << "\n255\n";
    for (int y = 0; y < sheet.rows; ++y) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels
        file.write(reinterpret_cast<const char*>(sheet.ptr(y)), std::streamsize(sheet.cols) * 3);
    }
}

void printTimes() {
    const Image photo = mirroredUpTo(sample("coffee"), kTimedMegapixels);
    Image matte;
    const std::vector<Times> times = timeInterleaved(
        {[&] { matte = maskGrabCut(photo, {}, Progress()).matte; },
         [&] { cutOut(photo, matte, Progress()); }},
        3);
    fmt::print(
        "{:.1f} MP: mask {:.2f} s, foreground colours {:.2f} s (least of 3)\n", megapixels(photo),
        times[0].least(), times[1].least());
    const std::size_t maskBytes = peakMemoryOf([&] { maskGrabCut(photo, {}, Progress()); });
    const std::size_t colorBytes = peakMemoryOf([&] { cutOut(photo, matte, Progress()); });
    fmt::print(
        "memory above the photo's: mask {:.0f} MB, foreground colours {:.0f} MB\n", double(maskBytes) / 1e6,
        double(colorBytes) / 1e6);
}

} // namespace

int runMask(Arguments arguments) {
    int stride = 1;
    std::string sheet;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == "--quick") {
            stride = 7; // no divisor of what varies with the index
        } else if (arguments[i] == "--worst" && i + 1 < arguments.size()) {
            sheet = arguments[++i];
        } else {
            return 2;
        }
    }
    std::vector<Image> photographs;
    for (const std::string& name : sampleNames()) {
        photographs.push_back(sample(name));
    }
    std::vector<Score> scores;
    Score sum;
    for (int i = 0; i < test::kComposites; i += stride) {
        const Score score = scoreOf(test::makeComposite(i, photographs));
        sum.openCvInset += score.openCvInset;
        sum.hintless += score.hintless;
        sum.openCvBox += score.openCvBox;
        sum.boxed += score.boxed;
        scores.push_back(score);
    }
    const auto n = double(scores.size());
    fmt::print("{}\n{} composites, mean IoU\n", machineLine(), scores.size());
    fmt::print(
        "  no hint    OpenCV's GrabCut, 5 % inset {:.3f}   Kerf {:.3f}\n", sum.openCvInset / n,
        sum.hintless / n);
    fmt::print(
        "  true box   OpenCV's GrabCut           {:.3f}   Kerf {:.3f}\n", sum.openCvBox / n, sum.boxed / n);
    std::ranges::sort(scores, {}, &Score::hintless);
    fmt::print("the worst without a hint:\n");
    for (std::size_t i = 0; i < std::min<std::size_t>(8, scores.size()); ++i) {
        fmt::print("  {:.2f} (box {:.2f})  {}\n", scores[i].hintless, scores[i].boxed, scores[i].name);
    }
    if (!sheet.empty()) {
        writeSheet(sheet, scores);
    }
    printTimes();
    return 0;
}

} // namespace kerf::bench
