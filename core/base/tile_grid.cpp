#include "core/base/tile_grid.h"

#include "core/base/check.h"

#include <algorithm>

namespace kerf {

namespace {

int roundUp(int value, int multiple) {
    return (value + multiple - 1) / multiple * multiple;
}

int positiveRemainder(int value, int divisor) {
    const int remainder = value % divisor;
    return remainder < 0 ? remainder + divisor : remainder;
}

} // namespace

int reflectedIndex(int index, int length) noexcept {
    if (length == 1) {
        return 0;
    }
    const int period = 2 * (length - 1);
    const int phase = positiveRemainder(index, period);
    return std::min(phase, period - phase);
}

int symmetricIndex(int index, int length) noexcept {
    const int phase = positiveRemainder(index, 2 * length);
    return std::min(phase, 2 * length - 1 - phase);
}

TileAxis::TileAxis(int length, const TileCut& cut) : m_length(length), m_ramp(cut.ramp) {
    KERF_CHECK(length > 0 && cut.core > 0 && cut.align > 0 && cut.border >= 0);
    KERF_CHECK(cut.border % cut.align == 0);
    KERF_CHECK(cut.ramp >= 0 && cut.ramp % 2 == 0 && cut.ramp <= cut.core / 2);
    KERF_CHECK(cut.overlap * 2 >= cut.ramp);
    const int overlaps = roundUp(2 * cut.overlap, cut.align);
    const int padded = roundUp(length + 2 * cut.border, cut.align);
    if (padded <= cut.core + overlaps) {
        m_extent = padded;
        m_starts = {-cut.border};
        return;
    }
    const int count = (padded - overlaps + cut.core - 1) / cut.core;
    const int share = (padded - overlaps + count - 1) / count;
    m_extent = roundUp(share, cut.align) + overlaps;
    // Whole steps of `align`, so that a net that folds its input sees every tile in the same phase.
    const int steps = (padded - m_extent) / cut.align;
    for (int i = 0; i < count; ++i) {
        m_starts.push_back(-cut.border + cut.align * (i * steps / (count - 1)));
    }
}

TileSpan TileAxis::read(int i) const {
    const int start = m_starts.at(static_cast<std::size_t>(i));
    return {start, start + m_extent};
}

TileSpan TileAxis::ramp(int i) const {
    if (i == 0) {
        return {0, 0};
    }
    if (i == count()) {
        return {m_length, m_length};
    }
    const int middle = (read(i - 1).end + read(i).begin) / 2;
    return {
        std::clamp(middle - m_ramp / 2, 0, m_length), std::clamp(middle + m_ramp - m_ramp / 2, 0, m_length)};
}

TileSpan TileAxis::written(int i) const {
    return {ramp(i).begin, ramp(i + 1).end};
}

} // namespace kerf
