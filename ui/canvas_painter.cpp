#include "ui/canvas_painter.h"

#include "ui/pill.h"
#include "ui/subject_box.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace kerf::ui {
namespace {

constexpr QRgb kSurround = qRgb(0x5A, 0x5A, 0x5A);
constexpr double kNearestFrom = 2.0; // zoom
constexpr double kGridFrom = 8.0;    // zoom
constexpr double kLensSide = 190.0;  // logical pixels
constexpr double kLensAway = 22.0;   // logical pixels from the cursor
constexpr double kLensFactor = 4.0;  // times the view's zoom
constexpr QRgb kGapColor = qRgb(0x28, 0x28, 0x28);

class CanvasPainting {
public:
    CanvasPainting(QPainter& painter, const CanvasScene& scene, const QRect& exposed)
        : m_painter(painter),
          m_scene(scene),
          m_exposed(exposed),
          m_photo(scene.viewport.photoInView()),
          m_photoPixels(m_photo.toRect()),
          m_after(scene.pictures.after.area ? scene.viewport.toView(*scene.pictures.after.area) : m_photo),
          m_isSmooth(isSmooth(scene.viewport)),
          m_ratio(scene.pixelRatio),
          m_divider(dividerGeometry(scene.viewport, scene.divider, scene.pixelRatio)),
          m_pictures(
              scene.pictures,
              {.photo = m_photo,
               .after = m_after,
               .visible = m_divider.visible,
               .isSmooth = m_isSmooth,
               .ratio = m_ratio}) {}

    void paint();

private:
    int device(double logical) const { return std::max(1, int(std::lround(logical * m_ratio))); }
    bool isSplit() const { return m_scene.mode == CompareMode::split && m_scene.pictures.after; }
    static bool isSmooth(const Viewport& viewport) {
        const double zoom = viewport.zoom();
        return zoom < kNearestFrom || (viewport.isFitted() && zoom != std::floor(zoom));
    }
    void paintPictures(const PicturePainter& pictures, CompareMode mode, const QRect& part);
    void paintApart(CompareMode mode, const QRect& partA, const QRect& partB);
    void paintRegion(const QRect& part);
    void paintLoupe();
    void paintLens(const QRect& lens, bool isA, double zoom);
    void paintGrid(const QRect& part);
    void paintDivider();
    void paintHandle();
    void paintTurnGrip();
    void paintCaptions();
    void paintCaption(const QString& text, QPointF direction, bool isCut);
    void paintTwin();
    void paintSubject();
    void paintFrame(const QRect& inner, int width, QColor color);
    QPainter& m_painter;
    const CanvasScene& m_scene;
    QRect m_exposed;
    QRectF m_photo;
    QRect m_photoPixels; // the device pixels that the photo fills
    QRectF m_after;      // all of B
    bool m_isSmooth;
    double m_ratio;
    DividerGeometry m_divider;
    PicturePainter m_pictures;
};

void CanvasPainting::paint() {
    const bool hasPhoto = !m_scene.viewport.isEmpty() && m_scene.pictures.photo;
    const bool isApart = m_scene.pictures.after && m_scene.pictures.after.area;
    const QRect photo = hasPhoto ? m_photoPixels.intersected(m_exposed) : QRect();
    const QRect after = hasPhoto ? m_after.toRect().intersected(m_exposed) : QRect();
    const QRect part = isApart ? photo.united(after) : photo;
    const QRegion surround = isApart ? QRegion(m_exposed) : QRegion(m_exposed).subtracted(part);
    for (const QRect& rect : surround) {
        m_painter.fillRect(rect, QColor(kSurround));
    }
    if (!part.isEmpty()) {
        if (isApart) {
            paintApart(m_scene.mode, photo, after);
        } else {
            paintPictures(m_pictures, m_scene.pictures.after ? m_scene.mode : CompareMode::before, part);
        }
        paintRegion(photo);
        m_painter.setClipRect(m_exposed);
        paintGrid(part);
        paintSubject();
        if (isSplit()) {
            paintDivider();
        }
        paintCaptions();
        paintTwin();
        paintLoupe();
    }
    if (m_scene.focusColor) {
        m_painter.setClipRect(m_exposed);
        const int width = device(2.0);
        const QRect view(QPoint(), m_scene.viewport.view());
        paintFrame(view.adjusted(width, width, -width, -width), width, *m_scene.focusColor);
    }
}

void CanvasPainting::paintPictures(const PicturePainter& pictures, CompareMode mode, const QRect& part) {
    switch (mode) {
    case CompareMode::split:
        if (m_divider.isStraight()) {
            pictures.paintA(m_painter, m_divider.sideA(part));
            pictures.paintB(m_painter, m_divider.sideB(part));
        } else {
            pictures.paintA(m_painter, part);
            pictures.paintB(m_painter, m_divider.sideB(part), m_divider.areaB(part));
        }
        break;
    case CompareMode::difference:
        pictures.paintDifference(m_painter, part);
        break;
    case CompareMode::onion:
        pictures.paintOnion(m_painter, part);
        break;
    case CompareMode::after:
        pictures.paintB(m_painter, part);
        break;
    case CompareMode::side: // its panes are painted one by one
    case CompareMode::before:
        pictures.paintA(m_painter, part);
        break;
    }
}

// A over the photo, B where it lies.
void CanvasPainting::paintApart(CompareMode mode, const QRect& partA, const QRect& partB) {
    const QRect both = partA.intersected(partB);
    switch (mode) {
    case CompareMode::split:
        if (m_divider.isStraight()) {
            m_pictures.paintA(m_painter, m_divider.sideA(partA));
            m_pictures.paintB(m_painter, m_divider.sideB(partB));
        } else {
            m_pictures.paintA(m_painter, partA);
            QPainterPath side;
            side.addPolygon(m_divider.areaB(partA));
            m_painter.setClipRect(partA);
            m_painter.fillPath(side, QColor(kSurround));
            m_pictures.paintB(m_painter, m_divider.sideB(partB), m_divider.areaB(partB));
        }
        break;
    case CompareMode::difference:
        m_pictures.paintDifference(m_painter, both);
        break;
    case CompareMode::onion:
        m_pictures.paintA(m_painter, partA);
        m_pictures.paintOnion(m_painter, both);
        break;
    case CompareMode::after:
        m_pictures.paintB(m_painter, partB);
        break;
    case CompareMode::side: // its panes are painted one by one
    case CompareMode::before:
        m_pictures.paintA(m_painter, partA);
        break;
    }
}

void CanvasPainting::paintRegion(const QRect& part) {
    if (!m_scene.region) {
        return;
    }
    const QRectF place = m_scene.viewport.toView(toRectF(m_scene.region->region));
    const QRect seen = place.toRect().intersected(part);
    if (seen.isEmpty()) {
        return;
    }
    const PicturePainter pictures(
        m_scene.region->pictures, {.photo = place,
                                   .after = place,
                                   .visible = place.toRect().intersected(m_divider.visible),
                                   .isSmooth = m_isSmooth,
                                   .ratio = m_ratio});
    paintPictures(pictures, m_scene.region->mode, seen);
}

// A and B at the cursor, side by side and pixel by pixel, beside the cursor where there is room.
void CanvasPainting::paintLoupe() {
    if (!m_scene.loupe) {
        return;
    }
    const bool hasB = bool(m_scene.pictures.after);
    const int side = device(kLensSide);
    const int gap = device(2.0);
    const QSize size(hasB ? 2 * side + gap : side, side);
    const QSize view = m_scene.viewport.view();
    const QPoint cursor = m_scene.loupe->toPoint();
    const int away = device(kLensAway);
    QPoint corner = cursor + QPoint(away, away);
    if (corner.x() + size.width() > view.width()) {
        corner.setX(cursor.x() - away - size.width());
    }
    if (corner.y() + size.height() > view.height()) {
        corner.setY(cursor.y() - away - size.height());
    }
    corner.setX(std::clamp(corner.x(), 0, std::max(0, view.width() - size.width())));
    corner.setY(std::clamp(corner.y(), 0, std::max(0, view.height() - size.height())));
    const double zoom = std::min(
        Viewport::kMaxZoom,
        std::max(std::ceil(m_scene.viewport.zoom() * kLensFactor), std::ceil(2.0 * m_ratio)));

    m_painter.setClipRect(m_exposed);
    const int edge = device(2.0);
    m_painter.fillRect(QRect(corner, size).adjusted(-edge, -edge, edge, edge), QColor(0, 0, 0, 190));
    paintLens(QRect(corner, QSize(side, side)), true, zoom);
    if (hasB) {
        paintLens(QRect(corner + QPoint(side + gap, 0), QSize(side, side)), false, zoom);
    }
    m_painter.setClipRect(m_exposed);
}

void CanvasPainting::paintLens(const QRect& lens, bool isA, double zoom) {
    const QPointF source = m_scene.viewport.toSource(*m_scene.loupe);
    const QPointF middle = QRectF(lens).center();
    const QPointF origin =
        middle - QPointF(std::floor(source.x()) + 0.5, std::floor(source.y()) + 0.5) * zoom;
    const QRectF photo(
        QPointF(std::round(origin.x()), std::round(origin.y())), QSizeF(m_scene.viewport.photo()) * zoom);
    const QRectF area = m_scene.pictures.after.area.value_or(QRectF(QPointF(), m_scene.viewport.photo()));
    const QRectF after(photo.topLeft() + area.topLeft() * zoom, area.size() * zoom);
    const QRect seen = lens.intersected(isA ? photo.toRect() : after.toRect());
    const QRect part = seen.intersected(m_exposed);
    m_painter.setClipRect(lens.intersected(m_exposed));
    m_painter.fillRect(lens, QColor(kSurround));
    if (!part.isEmpty()) {
        const PicturePainter pictures(
            m_scene.pictures, {.photo = photo,
                               .after = after,
                               .visible = seen,
                               .isSmooth = false,
                               .ratio = m_ratio,
                               .slot = 1});
        isA ? pictures.paintA(m_painter, part) : pictures.paintB(m_painter, part);
    }
    m_painter.setClipRect(lens.intersected(m_exposed));
    // The pixel under the cursor.
    const int pixel = int(std::lround(zoom));
    const int line = device(1.0);
    const QRect target(
        QPoint(
            int(std::lround(photo.x() + std::floor(source.x()) * zoom)),
            int(std::lround(photo.y() + std::floor(source.y()) * zoom))),
        QSize(pixel, pixel));
    paintFrame(target.adjusted(-line, -line, line, line), line, QColor(0, 0, 0, 200));
    paintFrame(target, line, Qt::white);
    const double margin = 6.0 * m_ratio;
    const QString text =
        pillText(m_painter, isA ? m_scene.captionA : m_scene.captionB, lens.width() - 2.0 * margin, m_ratio);
    if (!text.isEmpty()) {
        paintPill(m_painter, text, lens.topLeft() + QPointF(margin, margin), m_ratio);
    }
}

void CanvasPainting::paintGrid(const QRect& part) {
    const double zoom = m_scene.viewport.zoom();
    if (zoom < kGridFrom || m_isSmooth) {
        return;
    }
    const QColor color(128, 128, 128, 90);
    const int firstColumn = int(std::floor((part.left() - m_photo.left()) / zoom));
    const int lastColumn = int(std::ceil((part.right() - m_photo.left()) / zoom));
    for (int i = std::max(1, firstColumn); i <= lastColumn; ++i) {
        m_painter.fillRect(
            QRect(int(std::lround(m_photo.left() + i * zoom)), part.top(), 1, part.height()), color);
    }
    const int firstRow = int(std::floor((part.top() - m_photo.top()) / zoom));
    const int lastRow = int(std::ceil((part.bottom() - m_photo.top()) / zoom));
    for (int i = std::max(1, firstRow); i <= lastRow; ++i) {
        m_painter.fillRect(
            QRect(part.left(), int(std::lround(m_photo.top() + i * zoom)), part.width(), 1), color);
    }
}

void CanvasPainting::paintDivider() {
    // White between dark edges: seen on snow and at night.
    const int core = device(m_scene.activePart == DividerGeometry::Part::line ? 2.0 : 1.0);
    const int edge = device(1.0);
    const QColor dark(0, 0, 0, 110);
    const QColor light(255, 255, 255, 240);
    if (m_divider.isStraight()) {
        const QRect visible = m_divider.visible;
        const bool isUpright = std::abs(m_divider.normal.x()) > 0.5;
        const auto stripe = [&](int width, const QColor& color) {
            const QPoint corner = m_divider.through.toPoint() - QPoint(core / 2, core / 2) -
                                  QPoint((width - core) / 2, (width - core) / 2);
            m_painter.fillRect(
                isUpright ? QRect(corner.x(), visible.top(), width, visible.height())
                          : QRect(visible.left(), corner.y(), visible.width(), width),
                color);
        };
        stripe(core + 2 * edge, dark);
        stripe(core, light);
    } else {
        m_painter.save();
        m_painter.setClipRect(m_divider.visible.intersected(m_exposed));
        m_painter.setRenderHint(QPainter::Antialiasing);
        const QSize view = m_scene.viewport.view();
        const QPointF along =
            QPointF(-m_divider.normal.y(), m_divider.normal.x()) * double(view.width() + view.height());
        for (const auto& [width, color] : {std::pair(core + 2 * edge, dark), std::pair(core, light)}) {
            m_painter.setPen(QPen(color, width));
            m_painter.drawLine(m_divider.handle - along, m_divider.handle + along);
        }
        m_painter.restore();
    }
    paintTurnGrip();
    paintHandle();
}

void CanvasPainting::paintTurnGrip() {
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    const bool isActive = m_scene.activePart == DividerGeometry::Part::grip;
    const double radius = m_divider.gripRadius * (isActive ? 1.15 : 1.0);
    m_painter.setPen(QPen(QColor(0, 0, 0, 130), 1.5 * m_ratio));
    m_painter.setBrush(isActive ? QColor(255, 255, 255) : QColor(246, 246, 246));
    m_painter.drawEllipse(m_divider.grip, radius, radius);
    // An arc with the look of a turn.
    m_painter.setPen(QPen(QColor(0x30, 0x30, 0x30), 1.4 * m_ratio, Qt::SolidLine, Qt::RoundCap));
    m_painter.setBrush(Qt::NoBrush);
    const double arc = radius * 0.48;
    m_painter.drawArc(
        QRectF(m_divider.grip - QPointF(arc, arc), QSizeF(2.0 * arc, 2.0 * arc)), 40 * 16, 280 * 16);
    m_painter.restore();
}

void CanvasPainting::paintHandle() {
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.translate(m_divider.handle);
    const double radius = m_divider.handleRadius;
    m_painter.setPen(Qt::NoPen);
    for (int ring = 3; ring >= 1; --ring) {
        m_painter.setBrush(QColor(0, 0, 0, 28));
        const double r = radius + ring * m_ratio;
        m_painter.drawEllipse(QPointF(0.0, m_ratio), r, r);
    }
    const bool isActive = m_scene.activePart == DividerGeometry::Part::line;
    m_painter.setBrush(isActive ? QColor(255, 255, 255) : QColor(246, 246, 246));
    m_painter.drawEllipse(QPointF(), radius, radius);

    QPen arrow(QColor(0x30, 0x30, 0x30), 1.8 * m_ratio);
    arrow.setCapStyle(Qt::RoundCap);
    arrow.setJoinStyle(Qt::RoundJoin);
    m_painter.setPen(arrow);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.rotate(m_scene.divider.angle);
    for (const double side : {-1.0, 1.0}) {
        const QPointF tip(side * radius * 0.56, 0.0);
        const QPointF back(-side * radius * 0.27, radius * 0.29);
        QPainterPath chevron(tip + back);
        chevron.lineTo(tip);
        chevron.lineTo(tip + QPointF(back.x(), -back.y()));
        m_painter.drawPath(chevron);
    }
    m_painter.restore();
}

void CanvasPainting::paintCaptions() {
    if (isSplit()) {
        paintCaption(m_scene.captionA, -m_divider.normal, true);
        paintCaption(m_scene.captionB, m_divider.normal, true);
    } else if (m_scene.caption) {
        paintCaption(*m_scene.caption, {-1.0, 0.0}, false);
    }
}

// In the corner of the visible photo that lies farthest in a direction. `isCut`: only where the divider
// leaves room for all of it.
void CanvasPainting::paintCaption(const QString& text, QPointF direction, bool isCut) {
    const double margin = 12.0 * m_ratio;
    const QRectF within(m_divider.visible);
    const QString shown = pillText(m_painter, text, within.width() - 2.0 * margin, m_ratio);
    const QSizeF size = pillSize(m_painter, shown, m_ratio);
    // To the side first, then down; upwards where neither is asked for.
    constexpr double kSideways = 1e-3;
    const bool isRight = direction.x() > kSideways;
    const bool isLow = direction.y() > kSideways;
    const QPointF corner(
        isRight ? within.right() - margin - size.width() : within.left() + margin,
        isLow ? within.bottom() - margin - size.height() : within.top() + margin);
    const QRectF pill(corner, size);
    const QRectF needed = pill.adjusted(-margin, -margin, margin, margin);
    bool fits = within.adjusted(-1.0, -1.0, 1.0, 1.0).contains(needed) && !shown.isEmpty();
    if (isCut) {
        for (const QPointF& point :
             {needed.topLeft(), needed.topRight(), needed.bottomLeft(), needed.bottomRight()}) {
            fits = fits && QPointF::dotProduct(point - m_divider.through, direction) >= -1.0;
        }
    }
    if (!fits) {
        return;
    }
    m_painter.setClipRect(m_exposed);
    paintPill(m_painter, shown, corner, m_ratio);
}

// A small cross where the cursor would be in this pane.
void CanvasPainting::paintTwin() {
    if (!m_scene.twin) {
        return;
    }
    const QPoint at(int(std::floor(m_scene.twin->x())), int(std::floor(m_scene.twin->y())));
    const int length = device(9.0);
    const int gap = device(3.0);
    const int thick = device(1.0);
    for (const QPoint direction : {QPoint(1, 0), QPoint(-1, 0), QPoint(0, 1), QPoint(0, -1)}) {
        const QRect arm = QRect(at + direction * gap, at + direction * (gap + length))
                              .normalized()
                              .adjusted(0, 0, thick - 1, thick - 1);
        m_painter.fillRect(arm.adjusted(-thick, -thick, thick, thick), QColor(0, 0, 0, 150));
    }
    for (const QPoint direction : {QPoint(1, 0), QPoint(-1, 0), QPoint(0, 1), QPoint(0, -1)}) {
        const QRect arm = QRect(at + direction * gap, at + direction * (gap + length))
                              .normalized()
                              .adjusted(0, 0, thick - 1, thick - 1);
        m_painter.fillRect(arm, Qt::white);
    }
}

void CanvasPainting::paintSubject() {
    const std::optional<Rect> clamped =
        m_scene.subject ? clampedBox(*m_scene.subject, m_scene.viewport.photo()) : std::nullopt;
    // The box belongs to the photo; on a result judged by itself it would look like part of the matte.
    const bool isPhotos = m_scene.mode == CompareMode::before || m_scene.mode == CompareMode::split;
    if (!clamped || (!isPhotos && !m_scene.isSubjectToolActive)) {
        return;
    }
    const QRectF box = m_scene.viewport.toView(toRectF(*clamped));
    const QRect inner(
        QPoint(int(std::lround(box.left())), int(std::lround(box.top()))),
        QPoint(int(std::lround(box.right())) - 1, int(std::lround(box.bottom())) - 1));
    const int line = device(1.0);
    const bool isActive = m_scene.isSubjectToolActive;
    if (isActive) {
        const QRegion outside = QRegion(m_photoPixels.intersected(m_exposed)).subtracted(inner);
        for (const QRect& rect : outside) {
            m_painter.fillRect(rect, QColor(0, 0, 0, 120));
        }
    } else if (isSplit() && m_divider.isStraight()) {
        m_painter.setClipRect(m_divider.sideA(m_exposed));
    } else if (isSplit()) {
        DividerGeometry opposite = m_divider;
        opposite.normal = -m_divider.normal;
        QPainterPath path;
        path.addPolygon(opposite.areaB(m_exposed));
        m_painter.setClipPath(path);
    }
    paintFrame(inner, line, QColor(255, 255, 255, isActive ? 255 : 200));
    paintFrame(inner.adjusted(-line, -line, line, line), line, QColor(0, 0, 0, isActive ? 200 : 120));
    m_painter.setClipRect(m_exposed);
    if (!isActive) {
        return;
    }
    const int side = device(9.0) | 1;
    for (const BoxGrip handle : kBoxHandles) {
        const QPointF at = handlePosition(box, handle);
        const QRect square(
            int(std::lround(at.x())) - side / 2, int(std::lround(at.y())) - side / 2, side, side);
        m_painter.fillRect(square.adjusted(-line, -line, line, line), QColor(0, 0, 0, 200));
        m_painter.fillRect(square, Qt::white);
    }
}

// A frame of `width` around `inner`.
void CanvasPainting::paintFrame(const QRect& inner, int width, QColor color) {
    const QRect outer = inner.adjusted(-width, -width, width, width);
    m_painter.fillRect(QRect(outer.left(), outer.top(), outer.width(), width), color);
    m_painter.fillRect(QRect(outer.left(), inner.bottom() + 1, outer.width(), width), color);
    m_painter.fillRect(QRect(outer.left(), inner.top(), width, inner.height()), color);
    m_painter.fillRect(QRect(inner.right() + 1, inner.top(), width, inner.height()), color);
}

} // namespace

void paintCanvas(QPainter& painter, const CanvasScene& scene, const QRect& exposed) {
    if (!scene.panes.second) {
        CanvasPainting(painter, scene, exposed).paint();
        return;
    }
    const QRect panes[] = {QRect(QPoint(), scene.panes.pane), QRect(*scene.panes.second, scene.panes.pane)};
    for (const bool isSecond : {false, true}) {
        const QRect& pane = panes[isSecond ? 1 : 0];
        const QRect part = exposed.intersected(pane).translated(-pane.topLeft());
        if (part.isEmpty()) {
            continue;
        }
        CanvasScene one = scene;
        one.mode = isSecond && scene.mode == CompareMode::side ? CompareMode::after : CompareMode::before;
        one.caption = one.mode == CompareMode::after ? scene.captionB : scene.captionA;
        if (isSecond && !scene.isSubjectToolActive) {
            one.subject.reset(); // it is A's
        }
        if (one.region) {
            one.region->mode = one.mode;
        }
        if (scene.isLoupeInSecond != isSecond) {
            one.loupe.reset();
        }
        if (scene.isTwinInSecond != isSecond) {
            one.twin.reset();
        }
        painter.save();
        painter.translate(pane.topLeft());
        painter.setClipRect(part);
        CanvasPainting(painter, one, part).paint();
        painter.restore();
    }
    const QRegion gap = QRegion(exposed).subtracted(panes[0]).subtracted(panes[1]);
    for (const QRect& rect : gap) {
        painter.fillRect(rect, QColor(kGapColor));
    }
}

} // namespace kerf::ui
