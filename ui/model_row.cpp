#include "ui/model_row.h"

#include "ui/core_text.h"
#include "ui/error_text.h"
#include "ui/icons.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

#include <cmath>

namespace kerf::ui {
namespace {

constexpr int kSignSide = 16;
constexpr int kSteps = 1000;

QString partText(std::uint64_t bytes) {
    return QLocale().formattedDataSize(qint64(bytes), 0, QLocale::DataSizeSIFormat);
}

QString durationText(double seconds) {
    const auto whole = qint64(std::ceil(seconds));
    constexpr qint64 kMinute = 60;
    constexpr qint64 kHour = 3600;
    if (whole < kMinute) {
        return ModelRow::tr("%1 s").arg(whole);
    }
    return whole < kHour ? ModelRow::tr("%1 min %2 s").arg(whole / kMinute).arg(whole % kMinute)
                         : ModelRow::tr("%1 h %2 min").arg(whole / kHour).arg(whole % kHour / kMinute);
}

QString sha256Text(const QString& digits) {
    return ModelRow::tr("SHA-256 %1").arg(digits);
}

// Broken over two lines nowhere.
QString inOnePiece(QString fact) {
    return fact.replace(QLatin1Char(' '), QChar(QChar::Nbsp));
}

QString whereText(const ModelEntry& entry) {
    QStringList lines;
    if (!entry.file.empty()) {
        lines << toText(entry.file);
    }
    if (!entry.sha256.empty()) {
        lines << sha256Text(QString::fromStdString(entry.sha256));
    }
    return lines.join(QLatin1Char('\n'));
}

QLabel* addLabel(QVBoxLayout* column, const QString& name, bool isQuiet) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("quiet", isQuiet);
    column->addWidget(label);
    return label;
}

} // namespace

QString sizeText(std::uint64_t bytes) {
    return bytes == 0 ? ModelRow::tr("size not known") : partText(bytes);
}

QString transferText(const ModelTransfer& transfer) {
    if (transfer.isVerifying) {
        return ModelRow::tr("All here; checking that it is the official file…");
    }
    QStringList parts{
        transfer.totalBytes > 0
            ? ModelRow::tr("%1 of %2").arg(partText(transfer.bytes), partText(transfer.totalBytes))
            : partText(transfer.bytes)};
    if (transfer.bytesPerSecond > 0.0) {
        parts << ModelRow::tr("%1/s").arg(
            QLocale().formattedDataSize(qint64(transfer.bytesPerSecond), 1, QLocale::DataSizeSIFormat));
    }
    if (transfer.secondsLeft) {
        parts << ModelRow::tr("%1 left").arg(durationText(*transfer.secondsLeft));
    }
    if (transfer.isResumed) {
        parts << ModelRow::tr("resumed");
    }
    return parts.join(QStringLiteral(" · "));
}

ModelRow::ModelRow(const std::string& id, QWidget* parent) : QFrame(parent), m_id(id) {
    const QString name = QString::fromStdString(id);
    setObjectName(QStringLiteral("model-") + name);
    auto* texts = new QVBoxLayout;
    texts->setSpacing(3);
    auto* head = new QHBoxLayout;
    head->setSpacing(6);
    m_title = new QLabel;
    m_title->setObjectName(QStringLiteral("modelTitle-") + name);
    m_title->setTextFormat(Qt::PlainText);
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    m_sign = new QLabel;
    m_state = new QLabel;
    m_state->setObjectName(QStringLiteral("modelState-") + name);
    m_state->setTextFormat(Qt::PlainText);
    head->addWidget(m_title);
    head->addSpacing(8);
    head->addWidget(m_sign);
    head->addWidget(m_state);
    head->addStretch(1);
    texts->addLayout(head);
    m_purpose = addLabel(texts, QStringLiteral("modelPurpose-") + name, false);
    m_facts = addLabel(texts, QStringLiteral("modelFacts-") + name, true);
    m_note = addLabel(texts, QStringLiteral("modelNote-") + name, false);
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("modelProgress-") + name);
    m_progress->setRange(0, kSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(6);
    texts->addSpacing(2);
    texts->addWidget(m_progress);
    m_progressText = addLabel(texts, QStringLiteral("modelTransfer-") + name, true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 11, 14, 12);
    row->setSpacing(16);
    row->addLayout(texts, 1);
    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(6);
    for (auto& [button, part] :
         {std::pair<QPushButton*&, const char*>(m_fetch, "download"),
          {m_cancel, "cancel"},
          {m_import, "import"},
          {m_confirm, "confirmRemove"},
          {m_keep, "keep"},
          {m_verify, "verify"},
          {m_remove, "remove"}}) {
        button = addButton(part);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    row->addLayout(buttons);
    connect(m_fetch, &QPushButton::clicked, this, &ModelRow::fetchClicked);
    connect(m_cancel, &QPushButton::clicked, this, &ModelRow::cancelClicked);
    connect(m_import, &QPushButton::clicked, this, &ModelRow::importClicked);
    connect(m_verify, &QPushButton::clicked, this, &ModelRow::verifyClicked);
    connect(m_remove, &QPushButton::clicked, this, [this] { askToRemove(true); });
    connect(m_keep, &QPushButton::clicked, this, [this] { askToRemove(false); });
    connect(m_confirm, &QPushButton::clicked, this, [this] {
        m_isAsking = false;
        Q_EMIT removeClicked();
    });
}

QPushButton* ModelRow::addButton(const char* name) {
    auto* button = new QPushButton(this);
    button->setObjectName(QStringLiteral("%1-%2").arg(QLatin1String(name), QString::fromStdString(m_id)));
    button->setAutoDefault(false);
    return button;
}

void ModelRow::setItem(const ModelBook::Item& item) {
    const bool hadFocus = isAncestorOf(focusWidget()) && focusWidget()->hasFocus();
    m_item = item;
    const ModelInfo& info = item.entry.info;
    m_isAsking = m_isAsking && info.isInstalled && !item.job;
    const QString title = QString::fromStdString(info.title);
    m_title->setText(title);
    m_purpose->setText(coreText(info.purpose));
    QStringList facts{sizeText(info.bytes)};
    for (const std::string& fact : {info.licence, info.source, info.architecture}) {
        if (!fact.empty() && fact != info.title) {
            facts << QString::fromStdString(fact);
        }
    }
    if (info.width > 0) {
        facts << inOnePiece(tr("looks at %1 × %2").arg(info.width).arg(info.height));
    }
    if (!item.entry.sha256.empty()) { // enough of it to tell files apart; the tool tip has all
        constexpr int kDigits = 16;
        facts << inOnePiece(
            sha256Text(QString::fromStdString(item.entry.sha256).left(kDigits) + QChar(0x2026)));
    }
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_facts->setToolTip(whereText(item.entry));
    const std::pair<QPushButton*, QString> texts[] = {
        {m_fetch, item.entry.partBytes > 0 ? tr("Resume") : tr("Download")},
        {m_cancel, tr("Cancel")},
        {m_import, tr("Import…")},
        {m_verify, tr("Verify")},
        {m_remove, info.isInstalled ? tr("Remove") : tr("Discard")},
        {m_confirm, tr("Remove it")},
        {m_keep, tr("Keep it")}};
    for (const auto& [button, text] : texts) {
        button->setText(text);
        button->setAccessibleName(QStringLiteral("%1: %2").arg(text, title));
    }
    m_fetch->setToolTip(tr("Download it from %1").arg(QString::fromStdString(item.entry.url)));
    m_cancel->setToolTip(tr("Stop; what has come is kept"));
    m_import->setToolTip(tr("Choose its file on this computer"));
    m_verify->setToolTip(tr("Read the file and compare its SHA-256"));
    m_remove->setToolTip(info.isInstalled ? tr("Delete its file") : tr("Delete what the download has left"));
    m_confirm->setToolTip(tr("Delete the file now"));
    m_keep->setToolTip(tr("Leave the file where it is"));
    showState(item);
    showProgress(item);
    showButtons();
    setAccessibleName(QStringLiteral("%1, %2").arg(title, m_state->text()));
    // The button that was pressed may be gone: the keyboard stays with this model.
    if (hadFocus && !focusWidget()->isVisibleTo(this)) {
        for (QPushButton* button : {m_cancel, m_fetch, m_verify, m_import}) {
            if (!button->isHidden()) {
                button->setFocus();
                break;
            }
        }
    }
}

void ModelRow::showState(const ModelBook::Item& item) {
    const ModelInfo& info = item.entry.info;
    QString state = tr("Not installed");
    m_signName.clear();
    if (item.job && item.task == ModelTask::fetch) {
        state = item.isRunning ? tr("Downloading") : tr("Waits for its turn");
        m_signName = item.isRunning ? QStringLiteral("running") : QStringLiteral("queued");
    } else if (item.job && item.task == ModelTask::verify) {
        state = tr("Verifying");
        m_signName = QStringLiteral("running");
    } else if (item.failure || (item.verdict && !item.verdict->isGood)) {
        state = item.failure ? tr("Failed") : tr("Damaged");
        m_signName = QStringLiteral("failed");
    } else if (item.entry.isShipped) {
        state = !info.isInstalled        ? tr("Can't be used")
                : item.verdict           ? tr("Comes with Kerf, verified")
                : item.entry.isAutomatic ? tr("Comes with Kerf, the one that Automatic takes")
                                         : tr("Comes with Kerf");
        m_signName = info.isInstalled ? QStringLiteral("done") : QStringLiteral("failed");
    } else if (info.isInstalled) {
        state = item.verdict             ? tr("Installed, verified")
                : item.entry.isAutomatic ? tr("Installed, the one that Automatic takes")
                                         : tr("Installed");
        m_signName = QStringLiteral("done");
    } else if (item.entry.partBytes > 0) {
        state = tr("%1 of %2 are here").arg(partText(item.entry.partBytes), sizeText(info.bytes));
    } else if (!info.isDownloadable) {
        state = tr("Can only be imported");
    }
    m_state->setText(state);
    QString note;
    if (m_isAsking) {
        note = tr("Delete this model's file, %1? Getting it back takes a download or an import.")
                   .arg(sizeText(info.bytes));
    } else if (item.failure) {
        note = errorText(*item.failure).whole();
    } else if (item.verdict && !item.verdict->isGood) {
        note = coreText(item.verdict->text);
    } else if (!item.entry.problem.empty()) {
        note = coreText(item.entry.problem);
    } else if (!info.isInstalled && !item.entry.importOnly.empty()) {
        note = coreText(item.entry.importOnly);
    }
    if (!note.isEmpty()) {
        note[0] = note[0].toUpper();
    }
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    updateSign();
}

void ModelRow::showProgress(const ModelBook::Item& item) {
    const bool isShown = item.job && item.isRunning && item.task != ModelTask::remove;
    m_progress->setVisible(isShown);
    m_progressText->setVisible(isShown && item.transfer);
    double fraction = item.fraction;
    if (item.transfer && item.transfer->totalBytes > 0) {
        fraction = double(item.transfer->bytes) / double(item.transfer->totalBytes);
    }
    m_progress->setValue(qRound(fraction * kSteps));
    m_progress->setAccessibleName(tr("Progress of %1").arg(m_title->text()));
    m_progressText->setText(item.transfer ? transferText(*item.transfer) : QString());
}

void ModelRow::showButtons() {
    const ModelEntry& entry = m_item.entry;
    const bool isBusy = m_item.job.has_value();
    const bool isInstalled = entry.info.isInstalled;
    m_fetch->setVisible(!isBusy && !isInstalled && entry.info.isDownloadable);
    m_import->setVisible(!isBusy && !isInstalled && !entry.info.isDownloadable && !entry.isShipped);
    m_cancel->setVisible(isBusy && m_item.task != ModelTask::remove);
    m_verify->setVisible(!isBusy && (isInstalled || entry.isShipped) && !m_isAsking);
    m_remove->setVisible(!isBusy && !m_isAsking && !entry.isShipped && (isInstalled || entry.partBytes > 0));
    m_confirm->setVisible(m_isAsking);
    m_keep->setVisible(m_isAsking);
}

// What an unfinished download has left is worth no question.
void ModelRow::askToRemove(bool isAsked) {
    if (isAsked && !m_item.entry.info.isInstalled) {
        Q_EMIT removeClicked();
        return;
    }
    m_isAsking = isAsked;
    showState(m_item);
    showButtons();
    (isAsked ? m_keep : m_remove)->setFocus();
}

void ModelRow::updateSign() {
    m_sign->setVisible(!m_signName.isEmpty());
    if (!m_signName.isEmpty()) {
        const IconTone tone = m_signName == QLatin1String("done")     ? IconTone::success
                              : m_signName == QLatin1String("failed") ? IconTone::danger
                                                                      : IconTone::accent;
        m_sign->setPixmap(icon(m_signName, tone).pixmap(QSize(kSignSide, kSignSide), devicePixelRatioF()));
    }
    const ThemeColors& c = themeColors(palette());
    QPalette colors = palette();
    const bool isBad = m_signName == QLatin1String("failed");
    colors.setColor(QPalette::WindowText, isBad ? c.danger : c.text);
    m_note->setPalette(colors);
    colors.setColor(
        QPalette::WindowText, isBad                                 ? c.danger
                              : m_signName == QLatin1String("done") ? c.success
                                                                    : c.muted);
    m_state->setPalette(colors);
}

void ModelRow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        updateSign();
        update();
    }
    QFrame::changeEvent(event);
}

void ModelRow::paintEvent(QPaintEvent*) {
    const ThemeColors& c = themeColors(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(c.hairline);
    painter.setBrush(c.base);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace kerf::ui
