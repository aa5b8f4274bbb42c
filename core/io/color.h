#pragma once

#include "core/base/progress.h"
#include "core/image/image.h"
#include "core/image/rgb_to_xyz.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace kerf {

// ICC profiles as bytes. All functions are thread-safe; transforms are made per call.

const std::string& srgbProfile();
const std::string& displayP3Profile();
const std::string& adobeRgbProfile();

// An RGB space by its numbers, as PNG's cHRM, gAMA and cICP and HEIF's nclx give them.
struct RgbSpace {
    struct Chromaticity {
        double x = 0.0;
        double y = 0.0;
    };
    enum class Curve : std::uint8_t { srgb, bt709, gamma };

    Chromaticity white{0.3127, 0.3290};
    Chromaticity red{0.640, 0.330};
    Chromaticity green{0.300, 0.600};
    Chromaticity blue{0.150, 0.060};
    Curve curve = Curve::srgb;
    double gamma = 2.2; // with Curve::gamma only; 1 is linear light
};

// The profile of such a space; empty when the numbers make no sense.
std::string makeRgbProfile(const RgbSpace& space, const std::string& name);

// The grey profile with the curve of an RGB profile of matrix and curves (its green's): equal samples there
// are the same grey here. Empty where there is none.
std::string greyProfile(const std::string& rgb);

// By the code points of ITU-T H.273 (cICP, nclx); empty where Kerf does not know them (PQ and HLG, too).
std::string makeCicpProfile(int primaries, int transfer);

enum class ProfileKind : std::uint8_t { invalid, grey, rgb, cmyk, other };

struct ProfileInfo {
    ProfileKind kind = ProfileKind::invalid;
    std::string name;            // its description
    bool isSrgb = false;         // same primaries, white and curve as sRGB within 8-bit rounding
    bool isWorkingSpace = false; // RGB, matrix and curves, gamma-encoded: pixels may be worked on as they are
};

// `invalid` for anything that no colour can be converted with.
ProfileInfo inspectProfile(const std::string& icc);

// Pixels of `image` from profile `from` to RGB profile `to` (each empty: sRGB), relative colorimetric with
// black point compensation; alpha is copied. u8, u16 and f32; RGB or RGBA. The result's `icc` is `to` (empty
// if that is sRGB). Throws Error(corrupt_file) for a profile that cannot be used for these channels;
// Cancelled. A grey `from` is taken for RGB pixels too: grey that was widened, so the first channel counts.
Image convertProfile(
    const Image& image,
    const std::string& from,
    const std::string& to,
    const Progress& progress = Progress());

// How the working space `icc` (empty: sRGB) is to be understood; nothing for a profile that is none.
std::optional<RgbToXyz> rgbToXyz(const std::string& icc);

// A CMYK picture to sRGB of the same depth. `inks` holds width * height * 4 samples C M Y K, 0 no ink, the
// largest value full ink. With `icc` empty the plain formula (1 - C)(1 - K), else as convertProfile(). Throws
// Error(corrupt_file) for a profile that is not a usable CMYK one; Cancelled.
Image convertCmyk(
    std::span<const std::uint8_t> inks,
    int width,
    int height,
    const std::string& icc,
    const Progress& progress);
Image convertCmyk(
    std::span<const std::uint16_t> inks,
    int width,
    int height,
    const std::string& icc,
    const Progress& progress);

} // namespace kerf
