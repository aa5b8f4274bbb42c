#pragma once

#include <cstdint>

namespace kerf::ui {

// How the canvas shows its two pictures, A and B (before any choice: the original and the result).
// `split`: A on one side of the divider, B on the other; `side`: both whole, next to each other; `onion`: B
// laid over A with some opacity; `before` and `after`: A or B alone.
enum class CompareMode : std::uint8_t { split, side, difference, onion, before, after };

// Which of a picture's channels are seen, one alone as grey.
enum class Channel : std::uint8_t { color, red, green, blue, alpha };

// How a difference is made visible. Absolute: black where A and B agree. Signed: mid-grey where they agree,
// lighter where B is.
struct DifferenceStyle {
    int gain = 8; // 1..64
    bool isSigned = false;
    bool countsAlpha = false; // alphas that differ are a difference, too: at least as much as they do

    bool operator==(const DifferenceStyle&) const = default;
};

inline constexpr int kMaxGain = 64;

} // namespace kerf::ui
