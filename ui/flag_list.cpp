#include "ui/flag_list.h"

#include "ui/icons.h"
#include "ui/triage_text.h"

#include <QEvent>
#include <QResizeEvent>

namespace kerf::ui {
namespace {

QIcon iconOf(Severity severity) {
    switch (severity) {
    case Severity::problem:
        return icon(QStringLiteral("cancelled"), IconTone::danger);
    case Severity::warning:
        return icon(QStringLiteral("failed"), IconTone::warning);
    case Severity::note:
        break;
    }
    return icon(QStringLiteral("info"), IconTone::muted);
}

} // namespace

FlagList::FlagList(QWidget* parent) : QListWidget(parent) {
    setObjectName(QStringLiteral("flagList"));
    setAccessibleName(tr("Flags"));
    setWordWrap(true);
    setTextElideMode(Qt::ElideNone);
    setUniformItemSizes(false);
    setResizeMode(QListView::Adjust);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setIconSize({16, 16});
    setSpacing(1);
    const auto want = [this](QListWidgetItem* item) {
        const int row = this->row(item);
        if (row >= 0 && row < int(m_findings.size()) && m_findings[std::size_t(row)].region) {
            Q_EMIT placeWanted(m_findings[std::size_t(row)]);
        }
    };
    connect(this, &QListWidget::itemClicked, this, want);
    connect(this, &QListWidget::itemActivated, this, want);
}

void FlagList::setFindings(const std::vector<Finding>& findings) {
    if (findings == m_findings && count() == int(findings.size())) {
        return;
    }
    m_findings = findings;
    clear();
    for (const Finding& finding : findings) {
        const QString severity = TriageText::severity(finding.severity);
        const QString title = TriageText::title(finding);
        const QString detail = TriageText::detail(finding);
        auto* item = new QListWidgetItem(iconOf(finding.severity), title + QLatin1Char('\n') + detail, this);
        item->setData(Qt::AccessibleTextRole, tr("%1: %2, %3").arg(severity, title, detail));
        item->setToolTip(
            finding.region ? tr("%1. Click to see the largest place.").arg(severity)
                           : severity + QLatin1Char('.'));
    }
    fit();
}

void FlagList::fit() {
    doItemsLayout();
    int height = 2 * frameWidth();
    for (int row = 0; row < count(); ++row) {
        height += visualItemRect(item(row)).height() + 2 * spacing();
    }
    setFixedHeight(height + 2);
}

void FlagList::resizeEvent(QResizeEvent* event) {
    QListWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) {
        fit();
    }
}

void FlagList::changeEvent(QEvent* event) {
    QListWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        fit();
    }
}

} // namespace kerf::ui
