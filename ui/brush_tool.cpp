#include "ui/brush_tool.h"

#include "ui/canvas.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTabletEvent>

#include <algorithm>
#include <cmath>
#include <utility>

namespace kerf::ui {
namespace {

constexpr double kLeastRing = 2.5;         // device pixels a radius must have to be drawn as a ring
constexpr std::size_t kMostPoints = 20000; // of one line
constexpr double kLineOpacity = 0.45;
constexpr double kHintOpacity = 0.6;

QColor colorOf(BrushMode mode) {
    switch (mode) {
    case BrushMode::add:
    case BrushMode::subject:
        return {0x2E, 0xC2, 0x7E};
    case BrushMode::remove:
    case BrushMode::background:
        return {0xE0, 0x3A, 0x4A};
    case BrushMode::restore:
        break;
    }
    return {0x3A, 0x8C, 0xF0};
}

// As exact as is kept between two sittings, so that a line is the same afterwards.
double kept(double value, double steps) {
    return std::round(value * steps) / steps;
}

} // namespace

BrushTool::BrushTool(Canvas* canvas, QObject* parent) : QObject(parent), m_canvas(canvas) {
    canvas->addOverlay(this);
    canvas->installEventFilter(this);
}

void BrushTool::setOn(bool isOn) {
    if (std::exchange(m_isOn, isOn) == isOn) {
        return;
    }
    m_line.reset();
    m_shown.reset();
    forgetLastEnd();
    m_canvas->overlayChanged();
}

void BrushTool::setSettings(const BrushSettings& settings) {
    m_settings = settings;
    m_settings.radius = std::clamp(settings.radius, BrushSettings::kLeastRadius, BrushSettings::kMostRadius);
    m_settings.hardness = std::clamp(settings.hardness, 0.0, 1.0);
    m_canvas->overlayChanged();
}

void BrushTool::setHints(const std::vector<Stroke>& hints) {
    m_hints = hints;
    m_canvas->overlayChanged();
}

void BrushTool::dropShownLine() {
    m_shown.reset();
    m_canvas->overlayChanged();
}

bool BrushTool::cancelLine() {
    if (!m_line) {
        return false;
    }
    m_line.reset();
    m_canvas->overlayChanged();
    return true;
}

void BrushTool::forgetLastEnd() {
    m_lastEnd.reset();
}

BrushMode BrushTool::modeFor(Qt::KeyboardModifiers modifiers) const {
    if (!(modifiers & Qt::AltModifier)) {
        return m_settings.mode;
    }
    switch (m_settings.mode) {
    case BrushMode::add:
        return BrushMode::remove;
    case BrushMode::remove:
        return BrushMode::add;
    case BrushMode::subject:
        return BrushMode::background;
    case BrushMode::background:
        return BrushMode::subject;
    case BrushMode::restore:
        break;
    }
    return BrushMode::restore;
}

void BrushTool::append(const OverlayPointer& at) {
    const double pressure = m_penPressure.value_or(at.pressure);
    StrokePoint point{
        kept(at.source.x(), 1000.0), kept(at.source.y(), 1000.0),
        kept(std::clamp(pressure, 0.0, 1.0), 1000.0)};
    std::vector<StrokePoint>& points = m_line->points;
    const double apart = std::max(0.25, m_line->radius * 0.03);
    const bool isNew =
        points.empty() || std::hypot(point.x - points.back().x, point.y - points.back().y) >= apart;
    if (isNew && points.size() < kMostPoints) {
        points.push_back(point);
    }
}

bool BrushTool::press(const OverlayPointer& at) {
    if (at.button != Qt::LeftButton) {
        return false;
    }
    m_cursor = at.source;
    m_line = Line{.mode = modeFor(at.modifiers), .radius = m_settings.radius, .points = {}};
    m_shown.reset();
    if ((at.modifiers & Qt::ShiftModifier) && m_lastEnd) {
        m_line->points.push_back(*m_lastEnd);
    }
    append(at);
    m_canvas->update();
    return true;
}

bool BrushTool::move(const OverlayPointer& at) {
    m_cursor = at.source;
    m_modifiers = at.modifiers;
    if (m_line) {
        append(at);
    }
    m_canvas->overlayChanged();
    return m_line.has_value();
}

bool BrushTool::release(const OverlayPointer& at) {
    if (!m_line) {
        return false; // it was taken back meanwhile
    }
    m_cursor = at.source;
    const double pressure = m_penPressure.value_or(at.pressure);
    if (pressure > 0.0) { // a pen that leaves presses no more
        append(at);
    }
    m_penPressure.reset();
    finish();
    return true;
}

void BrushTool::finish() {
    const Line line = *std::exchange(m_line, std::nullopt);
    if (line.points.empty()) {
        return;
    }
    m_lastEnd = line.points.back();
    if (isHint(line.mode)) {
        Stroke stroke{.isSubject = line.mode == BrushMode::subject, .radius = line.radius, .points = {}};
        for (const StrokePoint& point : line.points) {
            stroke.points.push_back({point.x, point.y});
        }
        Q_EMIT hinted(stroke);
    } else {
        m_shown = line;
        Q_EMIT painted(
            {.mode = line.mode == BrushMode::add      ? StrokeMode::add
                     : line.mode == BrushMode::remove ? StrokeMode::remove
                                                      : StrokeMode::restore,
             .radius = kept(line.radius, 1000.0),
             .hardness = kept(m_settings.hardness, 1000.0),
             .opacity = 1.0,
             .onlyUncertain = m_settings.onlyUncertain,
             .isEdgeAware = m_settings.isEdgeAware,
             .points = line.points});
    }
    m_canvas->overlayChanged();
}

void BrushTool::leave() {
    m_cursor.reset();
    m_canvas->update();
}

std::optional<QCursor> BrushTool::cursor() const {
    const bool isRing = m_settings.radius * m_canvas->zoom() >= kLeastRing;
    return QCursor(isRing ? Qt::BlankCursor : Qt::CrossCursor);
}

// A pen's pressure comes here before the mouse event that Qt makes of it; Alt changes what the ring says.
bool BrushTool::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
    case QEvent::TabletPress:
    case QEvent::TabletMove: {
        const auto* pen = static_cast<QTabletEvent*>(event);
        m_penPressure = pen->buttons() & Qt::LeftButton ? std::optional(pen->pressure()) : std::nullopt;
        break;
    }
    case QEvent::KeyPress:
    case QEvent::KeyRelease: {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (m_isOn && key->key() == Qt::Key_Alt) {
            m_modifiers.setFlag(Qt::AltModifier, event->type() == QEvent::KeyPress);
            m_canvas->update();
        }
        break;
    }
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

void BrushTool::paintLine(
    QPainter& painter, const Viewport& viewport, const Line& line, double opacity) const {
    QColor color = colorOf(line.mode);
    color.setAlphaF(float(opacity));
    const QPointF first = viewport.toView({line.points.front().x, line.points.front().y});
    QPainterPath path(first);
    for (const StrokePoint& point : line.points) {
        path.lineTo(viewport.toView({point.x, point.y}));
    }
    if (path.length() <= 0.0) {
        path.lineTo(first + QPointF(0.01, 0.0)); // a dot
    }
    QPen pen(color, std::max(1.0, 2.0 * line.radius * viewport.zoom()));
    pen.setCapStyle(Qt::RoundCap);
    pen.setJoinStyle(Qt::RoundJoin);
    painter.strokePath(path, pen);
}

void BrushTool::paintRing(QPainter& painter, const Viewport& viewport, double ratio) const {
    const QPointF at = viewport.toView(*m_cursor);
    const double radius = m_settings.radius * viewport.zoom();
    if (radius < kLeastRing) {
        return; // a cross is shown instead
    }
    const BrushMode mode = m_line ? m_line->mode : modeFor(m_modifiers);
    painter.setBrush(Qt::NoBrush);
    // Light between dark edges: seen on snow and at night.
    painter.setPen(QPen(QColor(0, 0, 0, 150), 3.0 * ratio));
    painter.drawEllipse(at, radius, radius);
    painter.setPen(QPen(Qt::white, 1.4 * ratio));
    painter.drawEllipse(at, radius, radius);
    const double inner = radius * m_settings.hardness;
    if (!isHint(mode) && inner >= 2.0 * kLeastRing && radius - inner > 2.0 * ratio) {
        painter.setPen(QPen(QColor(0, 0, 0, 110), 2.0 * ratio));
        painter.drawEllipse(at, inner, inner);
        QPen dashed(QColor(255, 255, 255, 220), 1.0 * ratio, Qt::CustomDashLine);
        dashed.setDashPattern({3.0, 3.0});
        painter.setPen(dashed);
        painter.drawEllipse(at, inner, inner);
    }
    const double arm = 3.5 * ratio;
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 170));
    painter.drawEllipse(at, arm + 2.5 * ratio, arm + 2.5 * ratio);
    painter.setPen(QPen(colorOf(mode).lighter(140), 1.8 * ratio));
    painter.drawLine(at - QPointF(arm, 0.0), at + QPointF(arm, 0.0));
    if (mode == BrushMode::add || mode == BrushMode::subject) {
        painter.drawLine(at - QPointF(0.0, arm), at + QPointF(0.0, arm));
    }
}

void BrushTool::paint(QPainter& painter, const Viewport& viewport, double ratio) {
    if (!m_isOn) {
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    if (isHint(m_settings.mode)) {
        for (const Stroke& hint : m_hints) {
            Line line{
                .mode = hint.isSubject ? BrushMode::subject : BrushMode::background,
                .radius = hint.radius,
                .points = {}};
            for (const Point& point : hint.points) {
                line.points.push_back({point.x, point.y});
            }
            paintLine(painter, viewport, line, kHintOpacity);
        }
    }
    for (const std::optional<Line>* line : {&m_shown, &m_line}) {
        if (*line && !(*line)->points.empty()) {
            paintLine(painter, viewport, **line, kLineOpacity);
        }
    }
    if (m_cursor) {
        paintRing(painter, viewport, ratio);
    }
}

} // namespace kerf::ui
