#pragma once

#include <cstdint>
#include <optional>

namespace kerf {

// What a clean-up's result says about itself when it is compared with what it was made from. Plain data.
// Differences are in 8-bit levels whatever the depth; only what is fully opaque counts.

// The result made as small as its photo again (box filter), against that photo.
struct RedegradeNumbers {
    double mean = 0.0; // of the absolute difference
    double most = 0.0; // the largest one
    double drift =
        0.0; // mean signed difference of the channel that drifted most: another exposure or profile
    double shiftX =
        0.0; // how far the result lies right of the photo, in source pixels; told well up to about one
    double shiftY = 0.0;         // below it
    bool isOtherProfile = false; // the files name different colour profiles
    // How much more was taken away at edges than in flat parts (root mean squares of what was removed): 1 for
    // noise alone, more where detail went with it.
    double structure = 1.0;
    double removed = 0.0; // root mean square of what was removed, over all

    double shift() const;

    bool operator==(const RedegradeNumbers&) const = default;
};

// How much steps across the borders of the tiles that a picture was made of stand out, over those beside
// them: 1 where nothing shows.
struct SeamNumbers {
    int borders = 0;
    double mean = 0.0;
    double worst = 0.0;
    int position = 0;      // of the worst one, pixels of the result
    bool isColumn = false; // it runs from top to bottom

    bool operator==(const SeamNumbers&) const = default;
};

struct SelfCheckNumbers {
    std::optional<RedegradeNumbers> redegrade; // where there is a photo to compare with, of a size that fits
    std::optional<SeamNumbers> seams;          // where the tiles are known and there are several

    bool operator==(const SelfCheckNumbers&) const = default;
};

// A self-check as a picture.
enum class CheckView : std::uint8_t {
    redegrade, // colour: result made small again - photo, around mid grey
    residual,  // grey: what was removed, photo - result, around mid grey
    seams,     // grey: how the result changes from pixel to pixel
};

} // namespace kerf
