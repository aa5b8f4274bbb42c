#pragma once

#include "ui/canvas_overlay.h"
#include "ui/probe.h"

#include <QString>

#include <array>
#include <vector>

namespace kerf::ui {

// The pixel under the cursor as a table in a corner of the canvas: of source, result and matte the position,
// the values as the file has them, the depth and the colour. Hidden until it is switched on.
class ProbeReadout final : public CanvasOverlay {
public:
    void setShown(bool isShown) { m_isShown = isShown; }
    void setReading(const ProbeReading& reading) { m_reading = reading; }
    void paint(QPainter& painter, const Viewport& viewport, double ratio) override;

    // Its cells: name, x, y, red, green, blue, alpha, depth.
    static constexpr int kColumns = 8;
    using Row = std::array<QString, kColumns>;
    std::vector<Row> rows() const; // the heads first; empty: nothing to show

private:
    bool m_isShown = false;
    ProbeReading m_reading;
};

} // namespace kerf::ui
