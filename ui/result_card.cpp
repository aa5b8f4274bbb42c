#include "ui/result_card.h"

#include "ui/core_text.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QStringList>
#include <QToolButton>
#include <QVBoxLayout>

namespace kerf::ui {
namespace {

QString stageName(const std::string& stage) {
    if (stage == "cleanup") {
        return ResultCard::tr("Clean-up");
    }
    if (stage == "mask") {
        return ResultCard::tr("Mask");
    }
    if (stage == "edit") {
        return ResultCard::tr("Edits");
    }
    if (stage == "finish") {
        return ResultCard::tr("Finish");
    }
    if (stage == "compose") {
        return ResultCard::tr("Composition");
    }
    return stage == "foreground" ? ResultCard::tr("Edge colours") : QString::fromStdString(stage);
}

} // namespace

QString ResultCard::engineName(const std::string& engine) {
    if (engine == "nlm") {
        return tr("NLM denoise");
    }
    if (engine == "nlm-opencv") {
        return tr("NLM denoise (OpenCV)");
    }
    if (engine == "grabcut") {
        return tr("GrabCut");
    }
    if (engine == "esrgan") {
        return tr("Real-ESRGAN");
    }
    if (engine == "mini") {
        return tr("Kerf Mini");
    }
    if (engine == "birefnet") {
        return tr("BiRefNet");
    }
    if (engine == "edges") {
        return tr("Edge settings");
    }
    if (engine == "bw") {
        return tr("Black and white");
    }
    if (engine == "layers") {
        return tr("Frame and background");
    }
    if (engine == "blur-fusion") {
        return tr("Blur fusion");
    }
    if (engine == "edges") {
        return tr("by hand");
    }
    return engine == "off" ? tr("off") : QString::fromStdString(engine);
}

ResultCard::ResultCard(QWidget* parent)
    : QFrame(parent),
      m_header(new QToolButton(this)),
      m_summary(new QLabel(this)),
      m_column(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("resultCard"));
    m_column->setContentsMargins(12, 8, 12, 10);
    m_column->setSpacing(2);
    m_header->setObjectName(QStringLiteral("resultHeader"));
    m_header->setAutoRaise(true);
    m_header->setCheckable(true);
    m_header->setChecked(true);
    m_header->setIconSize({14, 14});
    m_header->setStyleSheet(
        QStringLiteral("QToolButton { border: none; background: transparent; }"
                       "QToolButton:focus { border: 1px solid palette(highlight); border-radius: 4px; }"));
    m_summary->setObjectName(QStringLiteral("resultSummary"));
    m_summary->setWordWrap(true);
    m_summary->setTextFormat(Qt::PlainText);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(m_header, 0, Qt::AlignTop);
    line->addWidget(m_summary, 1);
    m_column->addLayout(line);
    connect(m_header, &QToolButton::toggled, this, &ResultCard::setOpen);
    setOpen(true);
    hide();
}

void ResultCard::setOpen(bool isOpen) {
    m_isOpen = isOpen;
    m_header->setChecked(isOpen);
    m_header->setIcon(
        icon(isOpen ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"), IconTone::muted));
    m_header->setAccessibleName(isOpen ? tr("Hide how it was made") : tr("Show how it was made"));
    m_header->setToolTip(m_header->accessibleName());
    for (QLabel* line : m_lines) {
        line->setVisible(isOpen);
    }
    updateGeometry();
}

// "NLM denoise, GrabCut · 2.0 s · 2 notes"
QString ResultCard::summary() const {
    QStringList engines;
    int notes = 0;
    for (const StageRecord& stage : m_stages) {
        notes += int(!stage.reason.empty());
        const bool isWorthNaming =
            stage.engine != "off" && stage.stage != "foreground" && stage.stage != "compose";
        if (isWorthNaming) {
            engines.append(ResultCard::engineName(stage.engine));
        }
    }
    QStringList parts;
    if (m_isOutdated) {
        parts.append(tr("Outdated"));
    }
    if (!engines.isEmpty()) {
        parts.append(engines.join(QStringLiteral(", ")));
    }
    parts.append(tr("%1 s").arg(m_seconds, 0, 'f', 1));
    if (notes > 0) {
        parts.append(notes == 1 ? tr("1 note") : tr("%1 notes").arg(notes));
    }
    return parts.join(QStringLiteral(" · "));
}

void ResultCard::clear() {
    m_stages.clear();
    hide();
}

void ResultCard::showResult(const std::vector<StageRecord>& stages, double seconds, bool isOutdated) {
    m_stages = stages;
    m_seconds = seconds;
    m_isOutdated = isOutdated;
    rebuild();
    show();
}

QString ResultCard::text() const {
    QStringList lines{m_summary->text()};
    for (const QLabel* line : m_lines) {
        lines.append(line->text());
    }
    return lines.join(QLatin1Char('\n'));
}

void ResultCard::addLine(const QString& text, const QColor& color, bool isBold) {
    auto* line = new QLabel(text, this);
    line->setWordWrap(true);
    line->setTextFormat(Qt::PlainText);
    QPalette look = palette();
    look.setColor(QPalette::WindowText, color);
    line->setPalette(look);
    line->setContentsMargins(0, isBold && !m_lines.empty() ? 5 : 0, 0, 0);
    QFont weight = font();
    weight.setWeight(isBold ? QFont::DemiBold : QFont::Normal);
    line->setFont(weight);
    m_column->addWidget(line);
    m_lines.push_back(line);
}

void ResultCard::rebuild() {
    for (QLabel* line : m_lines) {
        m_column->removeWidget(line);
        line->hide();
        line->deleteLater();
    }
    m_lines.clear();
    const ThemeColors& c = themeColors(palette());
    QPalette look = palette();
    look.setColor(QPalette::WindowText, m_isOutdated ? c.warning : c.text);
    m_summary->setPalette(look);
    QFont weight = font();
    weight.setWeight(QFont::DemiBold);
    m_summary->setFont(weight);
    m_summary->setText(summary());
    if (m_isOutdated) {
        addLine(tr("Outdated: the recipe was changed. Run again to update."), c.warning, false);
    }
    for (const StageRecord& stage : m_stages) {
        QStringList parts{ResultCard::engineName(stage.engine)};
        if (!stage.device.empty() && stage.engine != "off") {
            parts.append(stage.device == "cpu" ? tr("CPU") : QString::fromStdString(stage.device));
            parts.append(tr("%1 s").arg(stage.seconds, 0, 'f', 1));
        }
        addLine(tr("%1: %2").arg(stageName(stage.stage), parts.join(QStringLiteral(" · "))), c.text, true);
        if (!stage.settings.empty()) {
            addLine(coreText(stage.settings), c.muted, false);
        }
        if (!stage.reason.empty()) {
            addLine(coreText(stage.reason), c.muted, false);
        }
    }
    setOpen(m_isOpen);
    setAccessibleName(text());
}

void ResultCard::paintEvent(QPaintEvent*) {
    const ThemeColors& c = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_isOutdated ? c.warning : c.hairline);
    painter.setBrush(c.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

void ResultCard::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && !m_stages.empty()) {
        rebuild();
    }
    QFrame::changeEvent(event);
}

} // namespace kerf::ui
