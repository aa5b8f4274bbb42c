#pragma once

#include "core/contract/matte_report.h"

#include <QWidget>

#include <memory>

namespace kerf::ui {

// How often each alpha occurs, on a logarithmic scale. What is exactly 0 and exactly 1 stands apart on both
// sides, since it is nearly all of a good matte. The pointer reads the values. GUI thread only.
class AlphaHistogram final : public QWidget {
    Q_OBJECT

public:
    explicit AlphaHistogram(QWidget* parent = nullptr);

    void setReport(std::shared_ptr<const MatteReport> report); // null: nothing

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Layout;
    Layout arrange() const;
    double heightOf(double pixels) const; // 0..1
    void paintScale(QPainter& painter, const Layout& layout) const;
    void paintBars(QPainter& painter, const Layout& layout) const;
    QString textAt(QPointF position) const;

    std::shared_ptr<const MatteReport> m_report;
    double m_zero = 0.0; // pixels that are exactly 0
    double m_one = 0.0;
    double m_decades = 1.0; // of the scale
};

} // namespace kerf::ui
