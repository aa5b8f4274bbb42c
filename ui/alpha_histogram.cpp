#include "ui/alpha_histogram.h"

#include "ui/theme.h"
#include "ui/triage_text.h"

#include <QHelpEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr int kBins = 256;

QString decadeText(int decade) {
    switch (decade) {
    case 0:
        return QStringLiteral("1");
    case 3:
        return AlphaHistogram::tr("1 k", "thousand pixels, short");
    case 6:
        return AlphaHistogram::tr("1 M", "million pixels, short");
    case 9:
        return AlphaHistogram::tr("1 G", "thousand million pixels, short");
    default:
        return {};
    }
}

} // namespace

struct AlphaHistogram::Layout {
    QRectF zero;
    QRectF between;
    QRectF one;
    double labels = 0.0; // where the decades' labels end
};

AlphaHistogram::AlphaHistogram(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("alphaHistogram"));
    setAccessibleName(tr("Alpha histogram"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
}

void AlphaHistogram::setReport(std::shared_ptr<const MatteReport> report) {
    m_report = std::move(report);
    if (m_report) {
        const MatteNumbers& numbers = m_report->numbers;
        const double pixels = double(numbers.width) * numbers.height;
        m_zero = std::round(numbers.transparent * pixels);
        m_one = std::round(numbers.opaque * pixels);
        m_decades = std::max(1.0, std::ceil(std::log10(std::max(1.0, pixels))));
        setAccessibleDescription(tr("%1 are exactly 0, %2 between, %3 exactly 1.")
                                     .arg(
                                         TriageText::share(numbers.transparent),
                                         TriageText::share(numbers.partial),
                                         TriageText::share(numbers.opaque)));
    } else {
        setAccessibleDescription({});
    }
    update();
}

QSize AlphaHistogram::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().lineSpacing() * 9};
}

QSize AlphaHistogram::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 16, sizeHint().height()};
}

AlphaHistogram::Layout AlphaHistogram::arrange() const {
    const QFontMetricsF metrics(font());
    Layout layout;
    layout.labels = metrics.horizontalAdvance(QStringLiteral("1 M")) + 4.0;
    const double top = metrics.height() / 2.0 + 1.0;
    const double bottom = height() - metrics.height() - 4.0;
    const double left = layout.labels + 4.0;
    const double right = width() - 2.0;
    const double bar = std::max(8.0, metrics.averageCharWidth() * 1.6);
    const double gap = std::max(5.0, metrics.averageCharWidth() * 0.8);
    layout.zero = QRectF(left, top, bar, bottom - top);
    layout.one = QRectF(right - bar, top, bar, bottom - top);
    layout.between = QRectF(QPointF(left + bar + gap, top), QPointF(right - bar - gap, bottom));
    return layout;
}

double AlphaHistogram::heightOf(double pixels) const {
    return pixels < 1.0 ? 0.0 : (std::log10(pixels) + 0.12) / (m_decades + 0.12); // one pixel is seen, too
}

void AlphaHistogram::paintScale(QPainter& painter, const Layout& layout) const {
    const ThemeColors& colors = themeColors(palette());
    const QFontMetricsF metrics(font());
    const QRectF& plot = layout.between;
    painter.setPen(QPen(colors.hairline, 1.0));
    for (int decade = 0; decade <= int(m_decades); ++decade) {
        const double y = std::round(plot.bottom() - heightOf(std::pow(10.0, decade)) * plot.height()) + 0.5;
        if (decade > 0) {
            painter.setPen(QPen(colors.hairline, 1.0));
            painter.drawLine(QPointF(layout.zero.left(), y), QPointF(layout.one.right(), y));
        }
        const QString text = decadeText(decade);
        if (!text.isEmpty()) {
            painter.setPen(colors.muted);
            painter.drawText(
                QRectF(0.0, y - metrics.height() / 2.0, layout.labels, metrics.height()),
                Qt::AlignRight | Qt::AlignVCenter, text);
        }
    }
    painter.setPen(colors.muted);
    const double below = plot.bottom() + 2.0;
    const auto label = [&](double x, const QString& text) {
        painter.drawText(
            QRectF(x - 60.0, below, 120.0, metrics.height()), Qt::AlignHCenter | Qt::AlignTop, text);
    };
    label(layout.zero.center().x(), QStringLiteral("0"));
    label(layout.one.center().x(), QStringLiteral("1"));
    for (const double alpha : {0.25, 0.5, 0.75}) {
        label(plot.left() + alpha * plot.width(), QLocale().toString(alpha));
    }
}

void AlphaHistogram::paintBars(QPainter& painter, const Layout& layout) const {
    const ThemeColors& colors = themeColors(palette());
    const auto bar = [&](const QRectF& area, double pixels) {
        const double high = heightOf(pixels) * area.height();
        painter.fillRect(QRectF(area.left(), area.bottom() - high, area.width(), high), colors.accent);
    };
    bar(layout.zero, m_zero);
    bar(layout.one, m_one);
    const QRectF& plot = layout.between;
    QPainterPath shape(plot.bottomLeft());
    for (int bin = 0; bin < kBins; ++bin) {
        double pixels = double(m_report->histogram[std::size_t(bin)]);
        pixels -= bin == 0 ? m_zero : bin == kBins - 1 ? m_one : 0.0;
        const double y = plot.bottom() - heightOf(pixels) * plot.height();
        shape.lineTo(plot.left() + plot.width() * bin / kBins, y);
        shape.lineTo(plot.left() + plot.width() * (bin + 1) / kBins, y);
    }
    shape.lineTo(plot.bottomRight());
    shape.closeSubpath();
    QColor fill = colors.muted;
    painter.fillPath(shape, fill);
    painter.setPen(QPen(colors.muted, 1.0));
    for (const QRectF& area : {layout.zero, layout.between, layout.one}) {
        painter.drawLine(
            QPointF(area.left(), area.bottom() + 0.5), QPointF(area.right(), area.bottom() + 0.5));
    }
}

void AlphaHistogram::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_report) {
        return;
    }
    const Layout layout = arrange();
    if (layout.between.width() < 10.0 || layout.between.height() < 10.0) {
        return;
    }
    paintScale(painter, layout);
    paintBars(painter, layout);
}

QString AlphaHistogram::textAt(QPointF position) const {
    const Layout layout = arrange();
    if (!m_report || position.x() < layout.zero.left()) {
        return {};
    }
    const auto pixels = [](double count) { return QLocale().toString(qlonglong(std::llround(count))); };
    if (position.x() < layout.between.left()) {
        return tr("Exactly 0: %1 pixels").arg(pixels(m_zero));
    }
    if (position.x() >= layout.between.right()) {
        return tr("Exactly 1: %1 pixels").arg(pixels(m_one));
    }
    const double part = (position.x() - layout.between.left()) / layout.between.width();
    const int bin = std::clamp(int(part * kBins), 0, kBins - 1);
    double count = double(m_report->histogram[std::size_t(bin)]);
    count -= bin == 0 ? m_zero : bin == kBins - 1 ? m_one : 0.0;
    return tr("α %1 (%2 of 255): %3 pixels")
        .arg(QLocale().toString(bin / 255.0, 'f', 2))
        .arg(bin)
        .arg(pixels(count));
}

bool AlphaHistogram::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QString text = textAt(help->pos());
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace kerf::ui
