#pragma once

#include "ui/alpha_detail.h"
#include "ui/alpha_style.h"
#include "ui/canvas_renderer.h"
#include "ui/compare_view.h"
#include "ui/placement.h"
#include "ui/tile_store.h"

#include <QRect>
#include <QRectF>

#include <optional>

namespace kerf::ui {

// A picture in the forms it can be painted from; `exact` is used where its size is the photo's on the screen.
struct ShownPicture {
    RenderedPicture rendered;
    ExactPicture exact;
    std::optional<QRectF> area = {}; // where it lies, source pixels; none: over the photo. B's only

    explicit operator bool() const { return bool(rendered.color); }
};

// A part of B that is newer than the rest. `region`: as shares of the photo, 0..1.
struct PicturePatch {
    QRectF region;
    QImage color;
    QImage alpha; // Grayscale8; null: opaque

    explicit operator bool() const { return !color.isNull(); }
};

// The pictures that a canvas compares, and how it shows them. All cover the whole photo, whatever their size,
// but for a B with an area of its own.
struct ComparedPictures {
    ShownPicture photo;
    ShownPicture reference; // A, where it isn't the photo itself
    ShownPicture after;     // B
    PicturePatch patch;     // painted over B, but for differences and onion
    AlphaStyle alphaStyle;
    AlphaDetail referenceDetail;
    AlphaDetail afterDetail;
    Channel channel = Channel::color;
    DifferenceStyle difference;
    double onionOpacity = 0.5;  // of B
    TileStore* tiles = nullptr; // of large pictures; a frame is under way

    const ShownPicture& a() const { return reference ? reference : photo; }
};

// Paints pictures and what sets them apart, nothing else. The painter's units must be device pixels with
// whole offsets, and the functions set its clip. `part`: device pixels, within the photo.
class PicturePainter {
public:
    // Where the pictures are to be painted, in device pixels.
    struct View {
        QRectF photo;  // all of the photo
        QRectF after;  // all of B
        QRect visible; // the part of it that is seen, also outside the parts that are painted now
        bool isSmooth = false;
        double ratio = 1.0; // device pixels a logical one
        int slot = 0;       // see TileStore::find()
    };

    // The pictures outlive the painter.
    PicturePainter(const ComparedPictures& pictures, const View& view) : m_pictures(pictures), m_view(view) {}

    void paintA(QPainter& painter, const QRect& part) const;
    void paintB(QPainter& painter, const QRect& part) const;
    void paintB(QPainter& painter, const QRect& part, const QPolygonF& area) const; // only within `area`
    void paintDifference(QPainter& painter, const QRect& part) const;
    void paintOnion(QPainter& painter, const QRect& part) const;

private:
    void paintShaded(
        QPainter& painter, const ShownPicture& picture, const AlphaDetail& detail, const QRect& part) const;
    void paintPlain(QPainter& painter, const ShownPicture& picture, const QRect& part) const;
    void paintGrey(QPainter& painter, const ShownPicture& picture, const QRect& part) const;
    QRectF patchOnView() const; // device pixels
    void paintPatch(QPainter& painter, const QRect& part, bool isGrey) const;
    void paintSide(QPainter& painter, bool isA, const QRect& part) const;
    void paintInColor(QPainter& painter, bool isA, const QRect& part) const;
    const QRectF& placeOf(const ShownPicture& picture) const {
        return &picture == &m_pictures.after ? m_view.after : m_view.photo;
    }
    Placement
    place(const std::shared_ptr<const Pyramid>& pyramid, const QImage& exact, const QRectF& where) const;
    Placement colorOf(const ShownPicture& picture) const {
        return place(picture.rendered.color, picture.exact.color, placeOf(picture));
    }

    const ComparedPictures& m_pictures;
    View m_view;
};

} // namespace kerf::ui
