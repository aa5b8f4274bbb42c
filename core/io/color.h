#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"

#include <cstdint>
#include <span>
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
// Error(corrupt_file) for a profile that cannot be used for these channels. A grey `from` is taken for RGB
// pixels too: grey that was widened, so the first channel counts.
Image convertProfile(const Image& image, const std::string& from, const std::string& to);

// A CMYK picture to 8-bit sRGB. `inks` holds width * height * 4 bytes C M Y K, 0 no ink, 255 full ink. With
// `icc` empty the plain formula (1 - C)(1 - K), else as convertProfile(). Throws Error(corrupt_file) for a
// profile that is not a usable CMYK one; Cancelled.
Image convertCmyk(
    std::span<const std::uint8_t> inks,
    int width,
    int height,
    const std::string& icc,
    const Progress& progress);

} // namespace kerf
