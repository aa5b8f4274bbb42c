#pragma once

#include "core/image/image.h"

#include <string>

namespace kerf {

// ICC profiles as bytes. All functions are thread-safe; transforms are made per call.

const std::string& srgbProfile();
const std::string& displayP3Profile();
const std::string& adobeRgbProfile();

enum class ProfileKind : std::uint8_t { invalid, grey, rgb, cmyk, other };

struct ProfileInfo {
    ProfileKind kind = ProfileKind::invalid;
    std::string name;            // its description
    bool isSrgb = false;         // same primaries, white and curve as sRGB within 8-bit rounding
    bool isWorkingSpace = false; // RGB, matrix and curves, gamma-encoded: pixels may be worked on as they are
};

ProfileInfo inspectProfile(const std::string& icc);

// Pixels of `image` from profile `from` to profile `to` (empty: sRGB), relative colorimetric with black point
// compensation; alpha is copied. u8, u16 and f32. The result's `icc` is `to` (empty if that is sRGB). Throws
// Error(corrupt_file) for a profile that cannot be used for these channels.
Image convertProfile(const Image& image, const std::string& from, const std::string& to);

} // namespace kerf
