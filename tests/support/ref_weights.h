#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::test {

// "refweights v1": values that follow from a tensor's name and shape alone, so that two programs build the
// same net without sharing a file. float32, C order.
std::vector<float>
refTensor(std::string_view name, std::span<const std::int64_t> shape, std::string_view salt = {});

// A smooth test picture in 0..1, channels x height x width, from its name alone.
std::vector<float>
refImage(std::string_view name, int channels, int height, int width, std::string_view salt = {});

} // namespace kerf::test
