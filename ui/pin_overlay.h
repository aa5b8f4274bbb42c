#pragma once

#include "core/contract/recipe.h"
#include "ui/canvas_overlay.h"

#include <QObject>

#include <optional>

namespace kerf::ui {

// A note pinned to a point of the photo: the pin with its words, drawn above the pictures. The pin can be
// placed and dragged while that is allowed; it tells what a person does and shows what it is given. GUI
// thread only.
class PinOverlay final : public QObject, public CanvasOverlay {
    Q_OBJECT

public:
    explicit PinOverlay(QObject* parent = nullptr) : QObject(parent) {}

    void show(const std::optional<Point>& pin, const QString& note); // source pixels
    void setEditable(bool isEditable);                               // the pin takes the pointer
    void setPlacing(bool isPlacing);                                 // the next click sets the pin

    void paint(QPainter& painter, const Viewport& viewport, double ratio) override;
    bool isActive() const override;
    bool press(const OverlayPointer& at) override;
    bool move(const OverlayPointer& at) override;
    bool release(const OverlayPointer& at) override;
    bool key(QKeyEvent& event) override;
    std::optional<QCursor> cursor() const override;

Q_SIGNALS:
    void placed(const kerf::Point& pin);
    void clicked(); // the pin, without moving it
    void placingLeft();

private:
    bool isOnPin(QPointF view) const;
    Point inside(QPointF source) const;

    std::optional<Point> m_pin;
    QString m_note;
    QSize m_photo; // as last painted
    QPointF m_tip; // of the pin as last painted, device pixels of the view
    double m_ratio = 1.0;
    std::optional<QPointF> m_pressed; // where, device pixels
    bool m_isDragging = false;
    bool m_isHovered = false;
    bool m_isEditable = false;
    bool m_isPlacing = false;
};

} // namespace kerf::ui
