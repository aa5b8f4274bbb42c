#pragma once

#include "core/contract/events.h"

#include <QFrame>

#include <vector>

class QLabel;
class QVBoxLayout;

namespace kerf::ui {

// What really happened to the current photo: engine, device and time of each stage, and the reason wherever
// it was not what the recipe named. No fallback goes unsaid. GUI thread only.
class ResultCard final : public QFrame {
    Q_OBJECT

public:
    explicit ResultCard(QWidget* parent = nullptr);

    void clear(); // nothing made yet: the card is hidden
    void showResult(const std::vector<StageRecord>& stages, double seconds, bool isOutdated);
    QString text() const;

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void rebuild();
    void addLine(const QString& text, const QColor& color, bool isBold);

    std::vector<StageRecord> m_stages;
    double m_seconds = 0.0;
    bool m_isOutdated = false;
    QVBoxLayout* m_column;
    std::vector<QLabel*> m_lines;
};

} // namespace kerf::ui
