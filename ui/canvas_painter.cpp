#include "ui/canvas_painter.h"

#include "ui/alpha_painter.h"
#include "ui/subject_box.h"

#include <QFont>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr QRgb kSurround = qRgb(0x5A, 0x5A, 0x5A);
constexpr double kNearestFrom = 2.0; // zoom
constexpr double kGridFrom = 8.0;    // zoom
constexpr double kHandleRadius = 15.0;
constexpr double kGrabReach = 7.0; // logical pixels to each side of the divider

class CanvasPainting {
public:
    CanvasPainting(QPainter& painter, const CanvasScene& scene, const QRect& exposed)
        : m_painter(painter),
          m_scene(scene),
          m_exposed(exposed),
          m_photo(scene.viewport.photoInView()),
          m_photoPixels(m_photo.toRect()),
          m_isSmooth(
              scene.viewport.zoom() < kNearestFrom ||
              (scene.viewport.isFitted() && scene.viewport.zoom() != std::floor(scene.viewport.zoom()))),
          m_ratio(scene.pixelRatio) {}

    void paint();

private:
    int device(double logical) const { return std::max(1, int(std::lround(logical * m_ratio))); }
    bool isSplit() const { return m_scene.mode == CompareMode::split && m_scene.after.color; }
    void paintBefore(const QRect& part);
    void paintAfter(const QRect& part);
    void paintGrid(const QRect& part);
    void paintDivider();
    void paintHandle(const DividerGeometry& divider);
    void paintCaptions();
    void paintCaption(const QString& text, const QRect& within, Qt::AlignmentFlag side);
    void paintSubject();
    void paintFrame(const QRect& inner, int width, QColor color);
    Placement place(const Pyramid& pyramid, const QImage& exact) const {
        if (!exact.isNull() && exact.size() == m_photoPixels.size()) {
            return {.image = exact, .origin = m_photoPixels.topLeft()};
        }
        return placed(pyramid, m_photo, m_isSmooth);
    }

    QPainter& m_painter;
    const CanvasScene& m_scene;
    QRect m_exposed;
    QRectF m_photo;
    QRect m_photoPixels; // the device pixels that the photo fills
    bool m_isSmooth;
    double m_ratio;
};

void CanvasPainting::paint() {
    const bool hasPhoto = !m_scene.viewport.isEmpty() && m_scene.before.color;
    const QRect part = hasPhoto ? m_photoPixels.intersected(m_exposed) : QRect();
    const QRegion surround = QRegion(m_exposed).subtracted(part);
    for (const QRect& rect : surround) {
        m_painter.fillRect(rect, QColor(kSurround));
    }
    if (!part.isEmpty()) {
        const bool showsAfter = m_scene.mode != CompareMode::before && m_scene.after.color;
        QRect left = part;
        QRect right = part;
        if (isSplit()) {
            const int line = dividerGeometry(m_scene.viewport, m_scene.divider, m_ratio).line;
            left.setRight(std::min(part.right(), line - 1));
            right.setLeft(std::max(part.left(), line));
        }
        if (!left.isEmpty() && (isSplit() || !showsAfter)) {
            paintBefore(left);
        }
        if (!right.isEmpty() && showsAfter) {
            paintAfter(right);
        }
        m_painter.setClipRect(m_exposed);
        paintGrid(part);
        paintSubject();
        if (isSplit()) {
            paintDivider();
        }
        paintCaptions();
    }
    if (m_scene.focusColor) {
        m_painter.setClipRect(m_exposed);
        const int width = device(2.0);
        const QRect view(QPoint(), m_scene.viewport.view());
        paintFrame(view.adjusted(width, width, -width, -width), width, *m_scene.focusColor);
    }
}

void CanvasPainting::paintBefore(const QRect& part) {
    m_painter.setClipRect(part);
    paintOnChecks(
        m_painter, m_scene.alphaStyle, place(*m_scene.before.color, m_scene.exactBefore.color), part,
        m_ratio);
}

void CanvasPainting::paintAfter(const QRect& part) {
    const RenderedPicture& after = m_scene.after;
    AlphaSources sources{
        .color = place(*after.color, m_scene.exactAfter.color),
        .alpha = {},
        .original = place(*m_scene.before.color, m_scene.exactBefore.color),
        .photo = m_photo};
    if (after.alpha) {
        sources.alpha = place(*after.alpha, m_scene.exactAfter.alpha);
    }
    addDetail(sources, m_scene.alphaDetail, m_isSmooth);
    paintAlpha(m_painter, m_scene.alphaStyle, sources, part, m_ratio);
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
    const DividerGeometry divider = dividerGeometry(m_scene.viewport, m_scene.divider, m_ratio);
    const QRect visible = divider.visible;
    // White between dark edges: seen on snow and at night.
    const int core = device(m_scene.isDividerActive ? 2.0 : 1.0);
    const int edge = device(1.0);
    const int left = divider.line - core / 2;
    m_painter.fillRect(
        QRect(left - edge, visible.top(), core + 2 * edge, visible.height()), QColor(0, 0, 0, 110));
    m_painter.fillRect(QRect(left, visible.top(), core, visible.height()), QColor(255, 255, 255, 240));
    paintHandle(divider);
}

void CanvasPainting::paintHandle(const DividerGeometry& divider) {
    m_painter.save();
    m_painter.setRenderHint(QPainter::Antialiasing);
    const double radius = divider.handleRadius;
    m_painter.setPen(Qt::NoPen);
    for (int ring = 3; ring >= 1; --ring) {
        m_painter.setBrush(QColor(0, 0, 0, 28));
        const double r = radius + ring * m_ratio;
        m_painter.drawEllipse(divider.handle + QPointF(0.0, m_ratio), r, r);
    }
    m_painter.setBrush(m_scene.isDividerActive ? QColor(255, 255, 255) : QColor(246, 246, 246));
    m_painter.drawEllipse(divider.handle, radius, radius);

    QPen arrow(QColor(0x30, 0x30, 0x30), 1.8 * m_ratio);
    arrow.setCapStyle(Qt::RoundCap);
    arrow.setJoinStyle(Qt::RoundJoin);
    m_painter.setPen(arrow);
    m_painter.setBrush(Qt::NoBrush);
    for (const double side : {-1.0, 1.0}) {
        const QPointF tip = divider.handle + QPointF(side * radius * 0.56, 0.0);
        const QPointF back(-side * radius * 0.27, radius * 0.29);
        QPainterPath chevron(tip + back);
        chevron.lineTo(tip);
        chevron.lineTo(tip + QPointF(back.x(), -back.y()));
        m_painter.drawPath(chevron);
    }
    m_painter.restore();
}

void CanvasPainting::paintCaptions() {
    const DividerGeometry divider = dividerGeometry(m_scene.viewport, m_scene.divider, m_ratio);
    const QRect visible = divider.visible;
    if (isSplit()) {
        QRect left = visible;
        left.setRight(std::min(visible.right(), divider.line - 1));
        QRect right = visible;
        right.setLeft(std::max(visible.left(), divider.line));
        paintCaption(m_scene.beforeCaption, left, Qt::AlignLeft);
        paintCaption(m_scene.afterCaption, right, Qt::AlignRight);
    } else if (m_scene.caption) {
        paintCaption(*m_scene.caption, visible, Qt::AlignLeft);
    }
}

void CanvasPainting::paintCaption(const QString& text, const QRect& within, Qt::AlignmentFlag side) {
    m_painter.save();
    m_painter.setClipRect(within.intersected(m_exposed));
    QFont font = m_painter.font();
    font.setPixelSize(device(12.0));
    font.setWeight(QFont::DemiBold);
    m_painter.setFont(font);
    const QFontMetricsF metrics(font);
    const double margin = 12.0 * m_ratio;
    const double height = 24.0 * m_ratio;
    const double width = std::ceil(metrics.horizontalAdvance(text) + 20.0 * m_ratio);
    const double left = side == Qt::AlignLeft ? within.left() + margin : within.right() + 1 - margin - width;
    const QRectF pill(left, within.top() + margin, width, height);
    // Gone before the divider cuts through it.
    const bool fits = within.width() >= width + 2.0 * margin && within.height() >= height + 2.0 * margin;
    if (fits) {
        m_painter.setRenderHint(QPainter::Antialiasing);
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(QColor(20, 20, 20, 165));
        m_painter.drawRoundedRect(pill, height / 2.0, height / 2.0);
        m_painter.setPen(QColor(255, 255, 255, 235));
        m_painter.drawText(pill, Qt::AlignCenter, text);
    }
    m_painter.restore();
}

void CanvasPainting::paintSubject() {
    const std::optional<Rect> clamped =
        m_scene.subject ? clampedBox(*m_scene.subject, m_scene.viewport.photo()) : std::nullopt;
    if (!clamped) {
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
    } else if (isSplit()) {
        QRect side = m_exposed;
        side.setRight(dividerGeometry(m_scene.viewport, m_scene.divider, m_ratio).line - 1);
        m_painter.setClipRect(side);
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

bool DividerGeometry::isNear(QPointF position, double pixelRatio) const {
    const QPointF fromHandle = position - handle;
    const double reach = handleRadius + 4.0 * pixelRatio;
    if (QPointF::dotProduct(fromHandle, fromHandle) <= reach * reach) {
        return true;
    }
    return std::abs(position.x() - line) <= kGrabReach * pixelRatio && position.y() >= visible.top() &&
           position.y() <= visible.bottom() + 1;
}

DividerGeometry dividerGeometry(const Viewport& viewport, double divider, double pixelRatio) {
    DividerGeometry geometry;
    const QRectF photo = viewport.photoInView();
    geometry.line = int(std::lround(photo.left() + divider * photo.width()));
    geometry.visible = photo.toRect().intersected(QRect(QPoint(), viewport.view()));
    geometry.handleRadius = kHandleRadius * pixelRatio;
    const double inset = std::min(geometry.handleRadius * 0.7, geometry.visible.width() / 2.0);
    const double view = viewport.view().width();
    const double left = std::max(double(geometry.visible.left()), inset);
    const double right = std::max(left, std::min(geometry.visible.right() + 1.0, view - inset));
    geometry.handle = QPointF(
        std::clamp(double(geometry.line), left, right),
        std::round(geometry.visible.top() + geometry.visible.height() / 2.0));
    return geometry;
}

void paintCanvas(QPainter& painter, const CanvasScene& scene, const QRect& exposed) {
    CanvasPainting(painter, scene, exposed).paint();
}

} // namespace kerf::ui
