#pragma once

#include "core/contract/recipe.h"
#include "ui/canvas_overlay.h"

#include <QObject>
#include <QString>

#include <optional>

namespace kerf::ui {

// The frame of a region that is previewed: drawn with the mouse, or by Enter in the middle of the view, while
// the tool is active; then a frame with a caption. GUI thread only.
class RegionTool final : public QObject, public CanvasOverlay {
    Q_OBJECT

public:
    using QObject::QObject;

    void start(const Viewport& viewport); // a new region is to be drawn
    void stop();
    void setRegion(std::optional<Rect> region, const QString& caption = {});
    std::optional<Rect> region() const { return m_region; }

    void paint(QPainter& painter, const Viewport& viewport, double ratio) override;
    bool isActive() const override { return m_isActive; }
    bool press(const OverlayPointer& at) override;
    bool move(const OverlayPointer& at) override;
    bool release(const OverlayPointer& at) override;
    bool key(QKeyEvent& event) override;
    std::optional<QCursor> cursor() const override { return QCursor(Qt::CrossCursor); }

Q_SIGNALS:
    void drawn(const kerf::Rect& region); // on the photo, not empty
    void changed();                       // something else is to be painted

private:
    void look(const Viewport& viewport);

    bool m_isActive = false;
    std::optional<QPointF> m_start; // source pixels; while it is drawn
    std::optional<Rect> m_region;
    QString m_caption;
    QSize m_photo;   // as last seen
    QRectF m_middle; // source pixels: the middle of what is seen
};

} // namespace kerf::ui
