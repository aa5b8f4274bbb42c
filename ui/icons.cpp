#include "ui/icons.h"

#include "core/base/check.h"
#include "ui/theme.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void initResources() {
    Q_INIT_RESOURCE(kerf); // a static library's resources are not registered by themselves
}

namespace kerf::ui {
namespace {

QColor toneColor(IconTone tone, QIcon::Mode mode, QIcon::State state) {
    const QPalette palette = QApplication::palette();
    if (mode == QIcon::Disabled) {
        return palette.color(QPalette::Disabled, QPalette::WindowText);
    }
    const ThemeColors& c = themeColors(palette);
    switch (tone) {
    case IconTone::text:
        return state == QIcon::On ? c.accent : c.text;
    case IconTone::muted:
        return c.muted;
    case IconTone::accent:
        return c.accent;
    case IconTone::onAccent:
        return c.onAccent;
    case IconTone::danger:
        return c.danger;
    case IconTone::warning:
        return c.warning;
    case IconTone::success:
        return c.success;
    }
    return c.text;
}

class SvgIconEngine final : public QIconEngine {
public:
    SvgIconEngine(QString name, QByteArray drawing, IconTone tone)
        : m_name(std::move(name)), m_drawing(std::move(drawing)), m_tone(tone) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        QPixmap drawn = pixmap((QSizeF(rect.size()) * ratio).toSize(), mode, state);
        drawn.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), drawn);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        if (size.isEmpty()) { // a style that has no room for it
            return {};
        }
        const QColor color = toneColor(m_tone, mode, state);
        const QString key =
            QStringLiteral("kerf-icon/%1/%2x%3/%4")
                .arg(m_name, QString::number(size.width()), QString::number(size.height()), color.name());
        QPixmap drawn;
        if (QPixmapCache::find(key, &drawn)) {
            return drawn;
        }
        QByteArray drawing = m_drawing;
        drawing.replace("#000000", color.name().toLatin1());
        QSvgRenderer renderer(drawing);
        drawn = QPixmap(size);
        drawn.fill(Qt::transparent);
        QPainter painter(&drawn);
        const int side = qMin(size.width(), size.height());
        renderer.render(&painter, QRectF((size.width() - side) / 2, (size.height() - side) / 2, side, side));
        QPixmapCache::insert(key, drawn);
        return drawn;
    }

    QIconEngine* clone() const override { return new SvgIconEngine(m_name, m_drawing, m_tone); }

private:
    QString m_name;
    QByteArray m_drawing;
    IconTone m_tone;
};

} // namespace

QIcon icon(const QString& name, IconTone tone) {
    initResources();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    const bool isThere = file.open(QIODevice::ReadOnly);
    KERF_CHECK(isThere);
    return QIcon(new SvgIconEngine(name, file.readAll(), tone));
}

} // namespace kerf::ui
