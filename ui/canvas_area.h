#pragma once

#include <QWidget>

namespace kerf::ui {

class Banner;
class Canvas;
class DropZone;
class Strip;

// The middle of the window: the canvas with a strip of a tool's options above and one of the view's below;
// the drop zone in their place while there are no photos and as a veil over them during a drag; the banner
// above all. GUI thread only.
class CanvasArea final : public QWidget {
    Q_OBJECT

public:
    explicit CanvasArea(QWidget* parent = nullptr);

    Canvas* canvas() const { return m_canvas; }
    DropZone* dropZone() const { return m_dropZone; }
    Banner* banner() const { return m_banner; }
    Strip* toolStrip() const { return m_toolStrip; }
    Strip* viewStrip() const { return m_viewStrip; }

    void setHasPhotos(bool hasPhotos);
    void setDragged(bool isDragged); // something that can be dropped is over the window

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    bool m_hasPhotos = false;
    Canvas* m_canvas;
    Strip* m_toolStrip;
    Strip* m_viewStrip;
    QWidget* m_work; // those three
    DropZone* m_dropZone;
    Banner* m_banner;
};

} // namespace kerf::ui
