#pragma once

#include "core/contract/recipe.h"
#include "core/image/image.h"
#include "ui/alpha_style.h"
#include "ui/compare_view.h"
#include "ui/probe.h"

#include <QColorSpace>
#include <QPointF>
#include <QRectF>
#include <QWidget>

#include <memory>
#include <optional>

namespace kerf::ui {

class CanvasOverlay;
struct AlphaDetail;
class Viewport;

// Two pictures of one photo in one view, A and B: pan, zoom, all ways of comparing, the alpha in several
// ways, a box around the subject. A is the photo unless setReference() says otherwise, B what setAfter()
// gave.
//
// Everything is in source coordinates, since a result may be larger than its photo. Pictures are shared, not
// copied; the conversion to what the screen needs happens on a thread of the canvas's own, so that no call
// here blocks and the last finished picture stays until the next one is ready. Zoom 1.0 is one source pixel a
// device pixel. The surround is a neutral grey in every theme. GUI thread only.
class Canvas final : public QWidget {
    Q_OBJECT

public:
    explicit Canvas(QWidget* parent = nullptr);
    ~Canvas() override;

    void clear();
    // Another photo than before: its result goes, and unless the size is the same it is fitted with the
    // divider in the middle. An empty image is clear().
    void setBefore(const Image& image);
    // RGB(A) of any scale; empty images: no result. `area`: where the picture lies (source pixels), which may
    // reach beyond the photo; without one it covers the photo. What is in view is then both.
    void setAfter(const Image& cutout, const Image& matte, const std::optional<QRectF>& area = {});
    // A, where it isn't the photo itself: any picture, stretched over the photo. Empty: the photo. Goes with
    // another photo.
    void setReference(const Image& picture, const Image& matte = {});
    // The colours that the screen shows; sRGB until it is said. All pictures are made anew.
    void setScreen(const QColorSpace& screen);
    // Pictures of more pixels are shown from tiles, which are made as they are looked at.
    void setKeptPixels(qint64 pixels);
    // A preview of a part of the photo, shown in its place; what was computed of it, and its alpha. Goes with
    // another photo.
    void setRegion(const Rect& region, const Image& photo, const Image& picture, const Image& matte);
    void clearRegion();
    bool hasRegion() const;
    void setNames(const QString& a, const QString& b); // as the captions have them
    bool hasResult() const;
    // A part of B (source pixels) as it will be: shown over B until a B that is set later is on the screen
    // whole. Converted here, so no larger than the view. Without a result nothing happens.
    void setAfterPatch(const Rect& region, const Image& cutout, const Image& matte);
    void clearAfterPatch();
    bool hasAfterPatch() const;

    // Not owned; the first added lies lowest. Remove it before it goes.
    void addOverlay(CanvasOverlay* overlay);
    void removeOverlay(CanvasOverlay* overlay);
    void overlayChanged(); // repaints, asks for the cursor again

    const AlphaStyle& alphaStyle() const;
    const AlphaDetail& alphaDetail() const; // of the result
    bool isResultInView() const;            // in a mode that shows it in its alpha view
    CompareMode compareMode() const;
    double divider() const;      // 0..1 across the photo
    double dividerAngle() const; // degrees clockwise, (-180, 180]; 0: upright, A on the left
    const DifferenceStyle& differenceStyle() const;
    double onionOpacity() const;
    Channel channel() const;
    bool hasLoupe() const;
    double zoom() const; // device pixels per source pixel
    const Viewport& viewport() const;
    bool isFitted() const; // follows the widget's size
    std::optional<Rect> subject() const;

public Q_SLOTS:
    void setAlphaStyle(const kerf::ui::AlphaStyle& style);
    void setCompareMode(kerf::ui::CompareMode mode);
    void setPeeking(bool peeking); // shows A alone while it is held
    void setDivider(double position);
    void setDividerAngle(double degrees); // about the handle
    void setDifferenceStyle(const kerf::ui::DifferenceStyle& style);
    void setOnionOpacity(double opacity); // of B, 0..1
    void setChannel(kerf::ui::Channel channel);
    void setLoupe(bool isOn); // A and B at the cursor, enlarged
    void fit();
    void zoomTo(double zoom); // about the centre of the view
    void zoomIn();
    void zoomOut();
    void showRegion(const QRectF& source);          // see Viewport::showRegion()
    void setSubject(std::optional<kerf::Rect> box); // draws it; an own edit is told by subjectChanged
    void setSubjectTool(bool active);               // a drag draws the box instead of panning

Q_SIGNALS:
    void zoomChanged(double zoom); // 0: there is no photo
    void dividerMoved(double position);
    void dividerTurned(double degrees);
    void subjectChanged(std::optional<kerf::Rect> box);
    // The pixel under the cursor; an empty reading: none.
    void probed(QPointF sourcePosition, kerf::ui::ProbeReading reading);
    void contentReady(); // what was last set is on the screen

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace kerf::ui
