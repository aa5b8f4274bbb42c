#include "ui/batch_header.h"

#include "ui/status_line.h"
#include "ui/text.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QVBoxLayout>

namespace kerf::ui {
namespace {

constexpr int kSteps = 1000;

QLabel* makeLabel(const char* name, bool isQuiet) {
    auto* label = new QLabel;
    label->setObjectName(QString::fromLatin1(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("quiet", isQuiet);
    return label;
}

QString number(int value) {
    return QLocale().toString(value);
}

QString titleOf(const BatchNews& news) {
    const BatchStatus& status = news.status;
    if (news.phase == BatchPhase::searching) {
        return BatchHeader::tr("Looking for photos…");
    }
    if (news.phase == BatchPhase::ended) {
        return status.failed == 1  ? BatchHeader::tr("Finished, 1 photo failed")
               : status.failed > 1 ? BatchHeader::tr("Finished, %1 photos failed").arg(number(status.failed))
               : status.cancelled > 0
                   ? BatchHeader::tr("Finished, %1 cancelled").arg(number(status.cancelled))
                   : BatchHeader::tr("Finished: all photos are done");
    }
    const QString counts =
        BatchHeader::tr("%1 of %2 photos").arg(number(status.ended()), number(status.total));
    if (status.bytesNeeded > 0 || !status.pauseReason.empty()) {
        return BatchHeader::tr("Waiting for room on the disk: %1").arg(counts);
    }
    return status.isPaused ? BatchHeader::tr("Paused: %1").arg(counts) : counts;
}

} // namespace

BatchHeader::BatchHeader(QWidget* parent)
    : QFrame(parent),
      m_title(makeLabel("batchTitle", false)),
      m_percent(makeLabel("batchPercent", false)),
      m_folder(makeLabel("batchFolder", true)),
      m_bar(new QProgressBar),
      m_facts(makeLabel("batchFacts", true)) {
    setObjectName(QStringLiteral("batchHeader"));
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setWeight(QFont::DemiBold);
    m_title->setFont(large);
    m_percent->setFont(large);
    m_percent->setWordWrap(false);
    m_bar->setObjectName(QStringLiteral("batchBar"));
    m_bar->setAccessibleName(tr("Progress of the batch"));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(8);
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_percent, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    column->addLayout(head);
    column->addWidget(m_bar);
    column->addWidget(m_facts);
    column->addWidget(m_folder);
}

QString BatchHeader::remaining(const BatchStatus& status) {
    return status.secondsLeft && status.ended() < status.total && !status.isPaused
               ? tr("about %1 left").arg(StatusLine::durationText(*status.secondsLeft))
               : QString();
}

void BatchHeader::takeDevices(const BatchNews& news) {
    if (news.isReset) {
        m_devices.clear();
    }
    for (const BatchItem& item : news.changed) {
        for (const StageRecord& stage : item.stages) {
            const QString name = stage.device == "cpu"
                                     ? tr("the processor")
                                     : QString::fromStdString(stage.device).section(QLatin1Char(' '), 1);
            if (stage.engine != "off" && !name.isEmpty() && !m_devices.contains(name)) {
                m_devices.append(name);
            }
        }
    }
}

void BatchHeader::showNews(const BatchNews& news) {
    takeDevices(news);
    const BatchStatus& status = news.status;
    const bool isKnown = news.phase != BatchPhase::searching && status.total > 0;
    m_title->setText(titleOf(news));
    m_bar->setRange(0, isKnown ? kSteps : 0);
    const double fraction = isKnown ? double(status.ended()) / status.total : 0.0;
    m_bar->setValue(isKnown ? int(fraction * kSteps) : -1);
    m_percent->setText(isKnown ? tr("%1 %").arg(int(fraction * 100)) : QString());
    QStringList facts;
    if (const QString left = remaining(status); !left.isEmpty()) {
        facts.append(left);
    }
    if (status.photosPerMinute > 0.0) {
        facts.append(
            tr("%1 photos a minute")
                .arg(QLocale().toString(status.photosPerMinute, 'f', status.photosPerMinute < 10.0 ? 1 : 0)));
    }
    if (!m_devices.isEmpty()) {
        facts.append(tr("computed on %1").arg(m_devices.join(QStringLiteral(", "))));
    }
    if (news.isSearching && isKnown) {
        facts.append(tr("looking for more photos…"));
    }
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_facts->setVisible(!facts.isEmpty());
    m_folder->setText(tr("Into %1").arg(toText(news.out)));
}

QString BatchHeader::text() const {
    return m_title->text() + QLatin1Char('\n') + m_facts->text();
}

} // namespace kerf::ui
