#include "core/pipeline/small_copy.h"

#include "core/base/check.h"
#include "core/image/mat_view.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace kerf {

Image smallCopy(const Image& image, int most, int least) {
    KERF_CHECK(image.format().channels >= 3 && most >= least && least > 0);
    const double scale = std::min(1.0, double(most) / std::max(image.format().width, image.format().height));
    const auto scaled = [&](int length) { return std::max(least, int(std::lround(length * scale))); };
    const cv::Size size(scaled(image.format().width), scaled(image.format().height));
    const bool smaller = size.width <= image.format().width && size.height <= image.format().height;

    cv::Mat copy;
    cv::resize(matView(image), copy, size, 0, 0, smaller ? cv::INTER_AREA : cv::INTER_LINEAR);
    ImageBuffer out(
        ImageFormat{.width = size.width, .height = size.height, .channels = 3, .type = image.format().type});
    cv::Mat target = matView(out);
    if (copy.channels() == 4) {
        cv::cvtColor(copy, target, cv::COLOR_RGBA2RGB);
    } else {
        copy.copyTo(target);
    }
    return Image(std::move(out));
}

} // namespace kerf
