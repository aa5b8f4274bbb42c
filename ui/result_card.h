#pragma once

#include "core/contract/events.h"

#include <QFrame>

#include <vector>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace kerf::ui {

// What really happened to the current photo: engine, device and time of each stage, and the reason wherever
// it was not what the recipe named. No fallback goes unsaid: the first line, which stays when the rest is
// folded away, names the engines and says that there is more to read. GUI thread only.
class ResultCard final : public QFrame {
    Q_OBJECT

public:
    explicit ResultCard(QWidget* parent = nullptr);

    void clear(); // nothing made yet: the card is hidden
    void showResult(const std::vector<StageRecord>& stages, double seconds, bool isOutdated);
    QString text() const;                                 // all of it, folded or not
    static QString engineName(const std::string& engine); // "NLM denoise" for "nlm"
    bool isOpen() const { return m_isOpen; }
    void setOpen(bool isOpen);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void rebuild();
    QString summary() const;
    void addLine(const QString& text, const QColor& color, bool isBold);

    std::vector<StageRecord> m_stages;
    double m_seconds = 0.0;
    bool m_isOutdated = false;
    bool m_isOpen = true;
    QToolButton* m_header;
    QLabel* m_summary;
    QVBoxLayout* m_column;
    std::vector<QLabel*> m_lines;
};

} // namespace kerf::ui
