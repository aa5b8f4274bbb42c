#pragma once

#include "core/image/image.h"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace kerf::bench {

// Wall-clock seconds of several runs of one thing.
struct Times {
    std::vector<double> seconds;

    double least() const;
    double median() const;
};

// Runs all `works` in turn, `rounds` times, so that another program's load hits them alike.
std::vector<Times> timeInterleaved(const std::vector<std::function<void()>>& works, int rounds);

// How far the process's memory rose over what it was while `work` ran, in bytes, at its peak (VmHWM). Zero
// where the system doesn't let it be reset.
std::size_t peakMemoryOf(const std::function<void()>& work);

// Processor, cores this process may use, instruction set of the filter, OpenCV, build.
std::string machineLine();

// The samples of resources/samples by name, without ".png".
std::vector<std::string> sampleNames();
Image sample(const std::string& name);

// The picture mirrored to the right and downwards until it has about so many megapixels, at least itself.
Image mirroredUpTo(const Image& image, double megapixels);

double megapixels(const Image& image);

} // namespace kerf::bench
