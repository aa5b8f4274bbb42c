#include "core/base/check.h"
#include "core/image/mat_view.h"
#include "core/image/pixels.h"
#include "core/pipeline/cleanup_nlm.h"

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include <algorithm>

namespace kerf {
namespace {

constexpr int kPatch = 7;
constexpr int kSearch = 21;
// How far a result's pixel looks: half the search window and half a patch around its edge.
constexpr int kMargin = kSearch / 2 + kPatch / 2;
// A tile with its margins takes about 0.1 s on two cores, so that a stop request is heard in time. OpenCV's
// sums are whole numbers: cutting the picture up can't change them.
constexpr int kTile = 256;

void denoiseTile(const cv::Mat& image, cv::Mat& out, const cv::Rect& tile, float h, float hColor) {
    const cv::Rect wide =
        cv::Rect(tile.x - kMargin, tile.y - kMargin, tile.width + 2 * kMargin, tile.height + 2 * kMargin) &
        cv::Rect(0, 0, image.cols, image.rows);
    cv::Mat bgr;
    cv::cvtColor(image(wide), bgr, image.channels() == 4 ? cv::COLOR_RGBA2BGR : cv::COLOR_RGB2BGR);
    cv::Mat denoised;
    cv::fastNlMeansDenoisingColored(bgr, denoised, h, hColor, kPatch, kSearch);

    const cv::Mat inner = denoised(cv::Rect(tile.x - wide.x, tile.y - wide.y, tile.width, tile.height));
    cv::Mat target = out(tile);
    image(tile).copyTo(target); // for the alpha
    const int blueToRed[] = {0, 2, 1, 1, 2, 0};
    cv::mixChannels(&inner, 1, &target, 1, blueToRed, 3);
}

} // namespace

Image denoiseNlmOpenCv(const Image& image, double h, double hColor, const Progress& progress) {
    KERF_CHECK(!image.empty() && image.format().channels >= 3 && h > 0.0 && hColor > 0.0);
    const Image source = convertType(image, PixelType::u8);
    ImageBuffer buffer(source.format());
    try {
        const cv::Mat from = matView(source);
        cv::Mat to = matView(buffer);
        const int columns = (from.cols + kTile - 1) / kTile;
        const int count = columns * ((from.rows + kTile - 1) / kTile);
        for (int i = 0; i < count; ++i) {
            progress.step(double(i) / count);
            const cv::Rect tile =
                cv::Rect(i % columns * kTile, i / columns * kTile, kTile, kTile) & cv::Rect({}, from.size());
            denoiseTile(from, to, tile, float(h), float(hColor));
        }
    } catch (const cv::Exception& e) {
        throw Error(
            e.code == cv::Error::StsNoMem ? ErrorCode::out_of_memory : ErrorCode::internal,
            fmt::format("OpenCV's clean-up failed: {}; try the engine nlm", e.what()));
    }
    return convertType(Image(std::move(buffer)), image.format().type);
}

} // namespace kerf
