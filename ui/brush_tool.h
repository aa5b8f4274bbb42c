#pragma once

#include "core/contract/recipe.h"
#include "ui/canvas_overlay.h"

#include <QObject>

#include <cstdint>
#include <optional>
#include <vector>

namespace kerf::ui {

class Canvas;

// What a brush line does: the first three paint over the matte, the others tell the mask engine what is what.
enum class BrushMode : std::uint8_t { add, remove, restore, subject, background };

inline bool isHint(BrushMode mode) {
    return mode == BrushMode::subject || mode == BrushMode::background;
}

struct BrushSettings {
    BrushMode mode = BrushMode::add;
    double radius = 24.0;  // source pixels
    double hardness = 0.6; // 0..1
    bool onlyUncertain = true;
    bool isEdgeAware = false;

    static constexpr double kLeastRadius = 0.5;
    static constexpr double kMostRadius = 2000.0;

    bool operator==(const BrushSettings&) const = default;
};

// The brush over the canvas: rings for size and hardness, the line while it is painted, lines painted before
// for as long as they are given to it. Alt turns adding into removing and subject into background, Shift
// draws straight on from the last line's end. Changes no photo itself. GUI thread only.
class BrushTool final : public QObject, public CanvasOverlay {
    Q_OBJECT

public:
    explicit BrushTool(Canvas* canvas, QObject* parent = nullptr); // adds itself to the canvas

    bool isOn() const { return m_isOn; }
    void setOn(bool isOn);
    const BrushSettings& settings() const { return m_settings; }
    void setSettings(const BrushSettings& settings);
    void setHints(const std::vector<Stroke>& hints); // shown while a hint is painted with
    // The line just painted stays to be seen until its effect is.
    void dropShownLine();
    bool cancelLine(); // false: none is being painted
    void forgetLastEnd();

    void paint(QPainter& painter, const Viewport& viewport, double ratio) override;
    bool isActive() const override { return m_isOn; }
    bool press(const OverlayPointer& at) override;
    bool move(const OverlayPointer& at) override;
    bool release(const OverlayPointer& at) override;
    void leave() override;
    std::optional<QCursor> cursor() const override;
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void painted(const kerf::MatteStroke& stroke);
    void hinted(const kerf::Stroke& stroke);

private:
    struct Line {
        BrushMode mode = BrushMode::add;
        double radius = 0.0;
        std::vector<StrokePoint> points;
    };

    BrushMode modeFor(Qt::KeyboardModifiers modifiers) const;
    void append(const OverlayPointer& at);
    void finish();
    void paintLine(QPainter& painter, const Viewport& viewport, const Line& line, double opacity) const;
    void paintRing(QPainter& painter, const Viewport& viewport, double ratio) const;

    Canvas* m_canvas;
    bool m_isOn = false;
    BrushSettings m_settings;
    std::vector<Stroke> m_hints;
    std::optional<Line> m_line;  // being painted
    std::optional<Line> m_shown; // painted, its effect not seen yet
    std::optional<StrokePoint> m_lastEnd;
    std::optional<QPointF> m_cursor; // source pixels
    Qt::KeyboardModifiers m_modifiers;
    std::optional<double> m_penPressure; // of a pen that touches
};

} // namespace kerf::ui
