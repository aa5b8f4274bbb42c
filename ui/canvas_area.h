#pragma once

#include <QWidget>

namespace kerf::ui {

class Banner;
class Canvas;
class DropZone;

// The middle of the window: the canvas, the drop zone in its place while there are no photos and as a veil
// over it during a drag, and the banner above both. GUI thread only.
class CanvasArea final : public QWidget {
    Q_OBJECT

public:
    explicit CanvasArea(QWidget* parent = nullptr);

    Canvas* canvas() const { return m_canvas; }
    DropZone* dropZone() const { return m_dropZone; }
    Banner* banner() const { return m_banner; }

    void setHasPhotos(bool hasPhotos);
    void setDragged(bool isDragged); // something that can be dropped is over the window

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    bool m_hasPhotos = false;
    Canvas* m_canvas;
    DropZone* m_dropZone;
    Banner* m_banner;
};

} // namespace kerf::ui
