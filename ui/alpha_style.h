#pragma once

#include <cstdint>

namespace kerf::ui {

// What the canvas shows of a result.
enum class AlphaView : std::uint8_t { checkerboard, grey, overlay };

// How the canvas shows a result and its alpha: which view, and that view's settings. A value.
struct AlphaStyle {
    AlphaView view = AlphaView::checkerboard;
};

} // namespace kerf::ui
