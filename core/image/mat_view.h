#pragma once

#include "core/image/image.h"

#include <opencv2/core.hpp>

namespace kerf {

// A cv::Mat over an image's pixels, RGB order as they are. The image must outlive it; the one over a finished
// Image must not be written to (OpenCV has no const Mat).
cv::Mat matView(ImageBuffer& image);
const cv::Mat matView(const Image& image);

// CV_8UC3 and so on for a format.
int matType(const ImageFormat& format);

} // namespace kerf
