#include "ui/alpha_legend.h"

#include "ui/alpha_detail.h"
#include "ui/alpha_painter.h"
#include "ui/canvas.h"
#include "ui/canvas_card.h"
#include "ui/torture.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr double kMargin = 12.0; // logical pixels, of the card in the view and of what is in it
constexpr double kBarWidth = 220.0;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AlphaLegend)
};

QString percentText(std::int64_t count, std::int64_t total) {
    const double percent = total > 0 ? 100.0 * double(count) / double(total) : 0.0;
    // Few are not none, and nearly all are not all.
    if (count > 0 && percent < 0.01) {
        return QStringLiteral("< ") + QLocale().toString(0.01, 'f', 2);
    }
    if (count < total && percent > 99.99) {
        return QStringLiteral("> ") + QLocale().toString(99.99, 'f', 2);
    }
    return QLocale().toString(percent, 'f', 2);
}

QString curveText(const AlphaStyle& style) {
    return Words::tr("View only: gain %1 ×, gamma %2. The result stays as it is.")
        .arg(QLocale().toString(style.gain, 'f', 2), QLocale().toString(style.gamma, 'f', 2));
}

QString fringeText(const AlphaDetail& detail) {
    if (!detail.isFringeKnown) {
        return Words::tr("Measuring the fringe …");
    }
    return detail.fringe
               ? Words::tr("Fringe %1, opposed by %2")
                     .arg(detail.fringe->name().toUpper(), opposedColor(detail.fringe).name().toUpper())
               : Words::tr("No partial alpha, so no fringe to oppose");
}

// The monitor's colours with what they stand for, in two lines from `row` on: 0, the ramp, 1.
void paintRamp(QPainter& painter, const QRectF& row, double ratio) {
    const ShadeTable& table = monitorTable();
    const double gap = 8.0 * ratio;
    const double end = row.height() * 1.4; // of each swatch
    const QRectF zero(row.left(), row.top(), end, row.height() * 0.8);
    const QRectF one(row.right() - end, row.top(), end, zero.height());
    const QRect ramp =
        QRectF(zero.right() + gap, row.top(), one.left() - zero.right() - 2.0 * gap, zero.height()).toRect();
    card::paintSwatch(painter, zero, QColor(table.front()), ratio);
    card::paintSwatch(painter, one, QColor(table.back()), ratio);
    for (int x = 0; x < ramp.width(); ++x) {
        const int code = 1 + x * 253 / std::max(1, ramp.width() - 1);
        painter.fillRect(
            QRect(ramp.left() + x, ramp.top(), 1, ramp.height()), QColor(table[std::size_t(code)]));
    }
    const QRectF below = row.translated(0.0, row.height());
    const auto label = [&](double centre, const QString& text) {
        const double half = row.height() * 2.0;
        painter.drawText(
            QRectF(centre - half, below.top(), 2.0 * half, below.height()), Qt::AlignCenter, text);
    };
    painter.setPen(QColor(card::kText));
    label(zero.center().x(), QStringLiteral("0"));
    label(one.center().x(), QStringLiteral("1"));
    painter.setPen(QColor(card::kMuted));
    for (const double value : {0.25, 0.5, 0.75}) {
        label(ramp.left() + value * ramp.width(), QLocale().toString(value, 'g', 2));
    }
}

} // namespace

QString countsText(const MatteCounts& counts) {
    const std::int64_t total = counts.zero + counts.partial + counts.one;
    return Words::tr("0: %1 % · between: %2 % (%3 pixels) · 1: %4 %")
        .arg(
            percentText(counts.zero, total), percentText(counts.partial, total),
            QLocale().toString(qlonglong(counts.partial)), percentText(counts.one, total));
}

QStringList AlphaLegend::lines() const {
    const AlphaStyle& style = m_canvas.alphaStyle();
    QStringList lines;
    if (!m_canvas.isResultInView()) {
        return lines;
    }
    const AlphaDetail& detail = m_canvas.alphaDetail();
    if (style.view == AlphaView::monitor) {
        lines += detail.codes ? countsText(detail.counts) : Words::tr("Reading the matte …");
    } else if (style.view == AlphaView::torture) {
        lines += fringeText(detail);
    }
    if (style.hasCurve()) {
        lines += curveText(style);
    }
    return lines;
}

void AlphaLegend::paint(QPainter& painter, const Viewport& viewport, double ratio) {
    const QStringList texts = lines();
    if (texts.isEmpty()) {
        return;
    }
    const AlphaStyle& style = m_canvas.alphaStyle();
    const AlphaDetail& detail = m_canvas.alphaDetail();
    const QFont font = card::font(ratio);
    const QFontMetricsF metrics(font);
    const double line = std::ceil(metrics.height() * 1.15);
    const double margin = kMargin * ratio;
    const bool isMonitor = style.view == AlphaView::monitor;
    const bool hasSwatches = style.view == AlphaView::torture && detail.fringe;
    const double swatches = hasSwatches ? 2.0 * line + margin : 0.0;
    double width = isMonitor ? kBarWidth * ratio : 0.0;
    for (const QString& text : texts) {
        width = std::max(width, metrics.horizontalAdvance(text) + (text == texts.front() ? swatches : 0.0));
    }
    const double bar = isMonitor ? 2.0 * line + margin / 2.0 : 0.0;
    const QSizeF size(width + 2.0 * margin, bar + line * double(texts.size()) + 1.5 * margin);
    const QSize view = viewport.view();
    const bool isMirrored = QGuiApplication::layoutDirection() == Qt::RightToLeft;
    const QRectF back(
        QPointF(
            isMirrored ? view.width() - margin - size.width() : margin,
            view.height() - margin - size.height()),
        size);
    card::paintBack(painter, back, ratio);

    QRectF row(back.left() + margin, back.top() + 0.75 * margin, width, line);
    painter.setFont(font);
    if (isMonitor) {
        paintRamp(painter, row, ratio);
        row.translate(0.0, bar);
    }
    for (const QString& text : texts) {
        QRectF place = row;
        if (hasSwatches && text == texts.front()) {
            const double side = line * 0.8;
            const QRectF first(row.left(), row.top() + line * 0.1, side, side);
            card::paintSwatch(painter, first, *detail.fringe, ratio);
            card::paintSwatch(painter, first.translated(line, 0.0), opposedColor(detail.fringe), ratio);
            place.setLeft(row.left() + swatches);
        }
        painter.setPen(QColor(card::kText));
        painter.drawText(place, Qt::AlignVCenter | Qt::AlignLeft, text);
        row.translate(0.0, line);
    }
}

} // namespace kerf::ui
