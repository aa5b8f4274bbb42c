#include "ui/probe_readout.h"

#include "ui/canvas_card.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr double kMargin = 12.0; // logical pixels
constexpr double kGap = 14.0;    // between columns

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ProbeReadout)
};

ProbeReadout::Row rowOf(const QString& name, const ProbedPixel& pixel) {
    ProbeReadout::Row row;
    row[0] = name;
    row[1] = QString::number(pixel.position.x());
    row[2] = QString::number(pixel.position.y());
    if (pixel.channels == 1) {
        row[6] = sampleText(pixel, 0);
    } else {
        for (int channel = 0; channel < pixel.channels; ++channel) {
            row[std::size_t(channel) + 3] = sampleText(pixel, channel);
        }
    }
    row[7] = Words::tr("%1 bit").arg(pixel.bits());
    return row;
}

QColor colorOf(const ProbedPixel& pixel) {
    const auto byte = [&](std::size_t channel) {
        return std::clamp(int(std::lround(pixel.values[channel] / pixel.full() * 255.0)), 0, 255);
    };
    return pixel.channels == 1 ? QColor(byte(0), byte(0), byte(0)) : QColor(byte(0), byte(1), byte(2));
}

} // namespace

std::vector<ProbeReadout::Row> ProbeReadout::rows() const {
    std::vector<Row> rows;
    if (!m_isShown || m_reading.isEmpty()) {
        return rows;
    }
    rows.push_back(
        Row{QString(), Words::tr("x"), Words::tr("y"), Words::tr("R"), Words::tr("G"), Words::tr("B"),
            Words::tr("α"), Words::tr("Depth")});
    rows.push_back(rowOf(Words::tr("Source"), *m_reading.source));
    if (m_reading.result) {
        rows.push_back(rowOf(Words::tr("Result"), *m_reading.result));
    }
    if (m_reading.matte) {
        rows.push_back(rowOf(Words::tr("Matte"), *m_reading.matte));
    }
    return rows;
}

void ProbeReadout::paint(QPainter& painter, const Viewport& viewport, double ratio) {
    const std::vector<Row> cells = rows();
    if (cells.empty()) {
        return;
    }
    const QFont font = card::font(ratio);
    const QFontMetricsF metrics(font);
    const double margin = kMargin * ratio;
    const double line = std::ceil(metrics.height() * 1.2);
    const double digit = metrics.horizontalAdvance(QLatin1Char('0'));
    std::array<double, kColumns> widths{};
    double width = line; // the swatch
    for (std::size_t column = 0; column < kColumns; ++column) {
        // Room for any value of the depth, so that the card keeps its size.
        const bool isNumber = column >= 1 && column <= 6;
        widths[column] = isNumber ? 5.0 * digit : 0.0;
        for (const Row& row : cells) {
            widths[column] = std::max(widths[column], std::ceil(metrics.horizontalAdvance(row[column])));
        }
        width += widths[column] + kGap * ratio;
    }
    const QSizeF size(width + 2.0 * margin, line * double(cells.size()) + 1.5 * margin);
    const QSize view = viewport.view();
    const bool isMirrored = QGuiApplication::layoutDirection() == Qt::RightToLeft;
    const QRectF back(
        QPointF(
            isMirrored ? margin : view.width() - margin - size.width(),
            view.height() - margin - size.height()),
        size);
    card::paintBack(painter, back, ratio);
    painter.setFont(font);
    const ProbedPixel* pixels[] = {
        nullptr, m_reading.source ? &*m_reading.source : nullptr,
        m_reading.result ? &*m_reading.result : nullptr, m_reading.matte ? &*m_reading.matte : nullptr};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        double x = back.left() + margin;
        const double y = back.top() + 0.75 * margin + double(i) * line;
        for (std::size_t column = 0; column < kColumns; ++column) {
            const bool isHead = i == 0 || column == 0 || column == 7;
            painter.setPen(QColor(isHead ? card::kMuted : card::kText));
            painter.drawText(
                QRectF(x, y, widths[column], line),
                Qt::AlignVCenter | (column == 0 ? Qt::AlignLeft : Qt::AlignRight), cells[i][column]);
            x += widths[column] + kGap * ratio;
        }
        if (i > 0 && pixels[i]) {
            const double side = line * 0.72;
            card::paintSwatch(
                painter, QRectF(x, y + (line - side) / 2.0, side, side), colorOf(*pixels[i]), ratio);
        }
    }
}

} // namespace kerf::ui
