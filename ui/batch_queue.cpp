#include "ui/batch_queue.h"

#include "ui/batch_header.h"
#include "ui/batch_view.h"
#include "ui/core_text.h"
#include "ui/flow_layout.h"
#include "ui/icons.h"
#include "ui/notice_bar.h"
#include "ui/widgets.h"

#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace kerf::ui {
namespace {

struct ChipSpec {
    const char* name;
    std::optional<JobState> state;
    const char* icon;
    IconTone tone;
};

constexpr std::array<ChipSpec, 7> kChipSpecs{
    {{"batchAll", std::nullopt, "batch", IconTone::text},
     {"batchQueued", JobState::queued, "queued", IconTone::muted},
     {"batchRunning", JobState::running, "running", IconTone::accent},
     {"batchDone", JobState::done, "done", IconTone::success},
     {"batchFailed", JobState::failed, "failed", IconTone::danger},
     {"batchCancelled", JobState::cancelled, "cancelled", IconTone::muted},
     {"batchSkipped", JobState::skipped, "skip", IconTone::muted}}};

int countOf(const BatchStatus& status, std::optional<JobState> state) {
    if (!state) {
        return status.total;
    }
    switch (*state) {
    case JobState::queued:
        return status.queued;
    case JobState::running:
        return status.running;
    case JobState::done:
        return status.done;
    case JobState::failed:
        return status.failed;
    case JobState::cancelled:
        return status.cancelled;
    case JobState::skipped:
        return status.skipped;
    }
    return 0;
}

} // namespace

BatchQueue::BatchQueue(QWidget* parent)
    : QWidget(parent),
      m_header(new BatchHeader),
      m_pauseNotice(new NoticeBar(QStringLiteral("batchPause"))),
      m_notice(new NoticeBar(QStringLiteral("batchNotice"))),
      m_view(new BatchView(m_sorted)) {
    setObjectName(QStringLiteral("batchQueue"));
    auto* content = new QWidget;
    content->setObjectName(QStringLiteral("batchQueueContent"));
    auto* scroll = new QScrollArea; // for large letters on a small screen
    scroll->setObjectName(QStringLiteral("batchQueueScroll"));
    scroll->setAccessibleName(tr("Batch"));
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(content);
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(scroll);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(20, 16, 20, 14);
    column->setSpacing(10);
    column->addWidget(m_header);
    column->addWidget(m_pauseNotice);
    column->addWidget(m_notice);
    buildFilter(column);
    column->addWidget(m_view, 1);
    buildButtons(column);
    connect(m_view, &BatchView::moved, this, &BatchQueue::moveWanted);
    connect(
        m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &BatchQueue::updateButtons);
    connect(&m_sorted, &QAbstractItemModel::layoutChanged, this, &BatchQueue::updateButtons);
    connect(m_view, &QAbstractItemView::activated, this, [this] {
        if (const BatchItem* item = shownItem()) {
            Q_EMIT showWanted(*item);
        }
    });
    updateButtons();
}

void BatchQueue::buildFilter(QVBoxLayout* column) {
    auto* pane = new QWidget;
    auto* flow = new FlowLayout(6, 6, pane);
    flow->setContentsMargins(0, 0, 0, 0);
    for (std::size_t i = 0; i < kChips; ++i) {
        const ChipSpec& spec = kChipSpecs[i];
        auto* chip = new QToolButton;
        chip->setObjectName(QString::fromLatin1(spec.name));
        chip->setCheckable(true);
        chip->setProperty("chip", true);
        chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        chip->setIcon(icon(QString::fromLatin1(spec.icon), spec.tone));
        flow->addWidget(chip);
        m_chips[i] = chip;
        connect(chip, &QToolButton::clicked, this, [this, i] { showState(i); });
    }
    m_chips[0]->setChecked(true);
    m_search = new QLineEdit;
    m_search->setObjectName(QStringLiteral("batchSearch"));
    m_search->setAccessibleName(tr("Filter by name, folder or reason"));
    m_search->setToolTip(m_search->accessibleName());
    m_search->setPlaceholderText(tr("Name, folder, reason"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(fontMetrics().averageCharWidth() * 28);
    flow->addWidget(m_search);
    connect(m_search, &QLineEdit::textChanged, &m_sorted, &BatchSortModel::setWords);
    column->addWidget(pane);
    showCounts();
}

QPushButton*
BatchQueue::addButton(const char* name, const QString& text, const QString& help, const char* iconName) {
    QPushButton* button = makeButton(name, text, help, iconName);
    m_buttons->layout()->addWidget(button);
    return button;
}

void BatchQueue::buildButtons(QVBoxLayout* column) {
    m_buttons = new QWidget;
    m_buttons->setLayout(new FlowLayout(6, 6));
    m_buttons->layout()->setContentsMargins(0, 0, 0, 0);
    m_pause =
        addButton("batchPauseButton", tr("Pause"), tr("Finish the photos under way, then wait"), "pause");
    m_retry = addButton("batchRetry", tr("Try again"), tr("Run the failed photos once more"), "redo");
    m_cancel = addButton(
        "batchCancel", tr("Cancel"), tr("Leave the selected photos out, or all that are left"), "cancel");
    m_front = addButton(
        "batchFront", tr("Do first"), tr("Do the selected photos before all others that wait"), nullptr);
    m_up = addButton("batchUp", tr("Up"), tr("Do the selected photos one place earlier (Alt+Up)"), nullptr);
    m_down =
        addButton("batchDown", tr("Down"), tr("Do the selected photos one place later (Alt+Down)"), nullptr);
    m_show = addButton(
        "batchShow", tr("Show in window"), tr("Compare the result with its photo (Enter)"), "split");
    m_open = addButton("batchOpen", tr("Open folder"), tr("Show the results in the file manager"), "folder");
    m_new = addButton("batchNew", tr("New batch…"), tr("Choose photos for another batch"), "add");
    column->addWidget(m_buttons);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        m_now.status.isPaused ? Q_EMIT resumeClicked() : Q_EMIT pauseClicked();
    });
    connect(m_retry, &QPushButton::clicked, this, [this] { Q_EMIT retryWanted(retryable()); });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_now.phase == BatchPhase::searching) {
            Q_EMIT newBatchClicked();
            return;
        }
        const std::vector<std::string> ids = m_view->selectedIds();
        ids.empty() ? askToCancelAll() : Q_EMIT cancelWanted(ids);
    });
    connect(m_front, &QPushButton::clicked, this, [this] {
        const std::vector<std::string> waiting = m_model.idsIn(JobState::queued);
        if (!waiting.empty()) {
            std::vector<std::string> ids = m_view->selectedIds();
            const auto first = std::ranges::find_if(
                waiting, [&](const std::string& id) { return std::ranges::find(ids, id) == ids.end(); });
            Q_EMIT moveWanted(ids, first == waiting.end() ? std::string() : *first);
        }
    });
    connect(m_up, &QPushButton::clicked, this, [this] { m_view->moveSelected(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { m_view->moveSelected(1); });
    const auto key = [this](int keys, QPushButton* button) {
        auto* shortcut = new QShortcut(QKeySequence(keys), m_view);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, button, &QPushButton::click);
    };
    key(int(Qt::ALT) | Qt::Key_Up, m_up);
    key(int(Qt::ALT) | Qt::Key_Down, m_down);
    key(Qt::Key_Delete, m_cancel);
    connect(m_show, &QPushButton::clicked, this, [this] {
        if (const BatchItem* item = shownItem()) {
            Q_EMIT showWanted(*item);
        }
    });
    connect(m_open, &QPushButton::clicked, this, &BatchQueue::openFolderClicked);
    connect(m_new, &QPushButton::clicked, this, &BatchQueue::newBatchClicked);
}

void BatchQueue::showNews(const BatchNews& news) {
    m_model.apply(news);
    m_now.phase = news.phase;
    m_now.isSearching = news.isSearching;
    m_now.status = news.status;
    if (news.isReset) {
        m_notice->hide();
        m_followed = 0;
        showState(0);
        m_search->clear();
    }
    m_header->showNews(news);
    follow();
    showCounts();
    showPause();
    updateButtons();
}

// Keeps what is under way in view, unless the person looks elsewhere.
void BatchQueue::follow() {
    QScrollBar* bar = m_view->verticalScrollBar();
    if (!m_sorted.isInQueueOrder() || m_view->selectionModel()->hasSelection() ||
        bar->value() != m_followed) {
        return;
    }
    const QModelIndexList running = m_sorted.match(
        m_sorted.index(0, 0), BatchModel::StateRole, int(JobState::running), 1, Qt::MatchExactly);
    if (!running.isEmpty()) {
        m_view->scrollTo(running.front(), QAbstractItemView::PositionAtCenter);
        m_followed = bar->value();
    }
}

// Exclusive by hand: in a group Tab would reach the checked one alone.
void BatchQueue::showState(std::size_t chip) {
    for (std::size_t i = 0; i < kChips; ++i) {
        m_chips[i]->setChecked(i == chip);
    }
    const std::optional<JobState> state = kChipSpecs[chip].state;
    m_sorted.setState(state ? std::optional(int(*state)) : std::nullopt);
    showCounts();
    updateButtons();
}

void BatchQueue::showCounts() {
    for (std::size_t i = 0; i < kChips; ++i) {
        const ChipSpec& spec = kChipSpecs[i];
        const int count = countOf(m_now.status, spec.state);
        const QString word = spec.state ? BatchModel::stateText(*spec.state) : tr("All");
        const QString text = tr("%1 %2", "state, count").arg(word, QLocale().toString(count));
        if (m_chips[i]->text() != text) {
            m_chips[i]->setText(text);
            m_chips[i]->setAccessibleName(text);
            m_chips[i]->setToolTip(spec.state ? tr("Show these photos alone") : tr("Show all photos"));
        }
        // A filter for what is not there takes room only; the chosen one stays.
        m_chips[i]->setVisible(!spec.state || count > 0 || m_chips[i]->isChecked());
    }
}

void BatchQueue::showPause() {
    const BatchStatus& status = m_now.status;
    if (status.pauseReason.empty()) {
        m_pauseNotice->hide();
        m_pauseSaid.clear();
        return;
    }
    const QString needed =
        QLocale().formattedDataSize(qint64(status.bytesNeeded), 0, QLocale::DataSizeSIFormat);
    const QString title = status.bytesNeeded > 0 ? tr("The disk is full: some %1 are needed").arg(needed)
                                                 : tr("The batch is waiting");
    const QString body = tr("%1 Nothing is lost, and the batch goes on by itself once there is room.")
                             .arg(coreSentencesText({status.pauseReason}));
    if (m_pauseSaid != title + body) { // once: it may be dismissed
        m_pauseSaid = title + body;
        m_pauseNotice->showMessage(NoticeBar::Kind::error, title, body);
    }
}

std::vector<std::string> BatchQueue::retryable() const {
    std::vector<std::string> ids;
    for (const std::string& id : m_view->selectedIds()) {
        const JobState state = m_model.at(m_model.rowOf(id)).item.state;
        if (state == JobState::failed || state == JobState::cancelled) {
            ids.push_back(id);
        }
    }
    return ids.empty() ? m_model.idsIn(JobState::failed) : ids;
}

const BatchItem* BatchQueue::shownItem() const {
    const std::vector<std::string> ids = m_view->selectedIds();
    if (ids.size() != 1) {
        return nullptr;
    }
    const BatchItem& item = m_model.at(m_model.rowOf(ids.front())).item;
    return item.files.empty() ? nullptr : &item;
}

void BatchQueue::askToCancelAll() {
    const int left = m_now.status.queued + m_now.status.running;
    m_notice->showMessage(
        NoticeBar::Kind::info,
        left == 1 ? tr("Cancel the photo that is left?")
                  : tr("Cancel the %1 photos that are left?").arg(QLocale().toString(left)),
        tr("What is done stays. Cancelled photos can be tried again."),
        {tr("Cancel them"),
         [this] {
             m_notice->hide();
             Q_EMIT cancelAllClicked();
         }},
        {tr("Keep on"), {}});
}

void BatchQueue::updateButtons() {
    if (!m_new) {
        return; // not all there yet
    }
    const BatchStatus& status = m_now.status;
    const int left = status.queued + status.running;
    int waiting = 0;
    int cancellable = 0;
    int again = 0;
    const std::vector<std::string> selected = m_view->selectedIds();
    for (const std::string& id : selected) {
        const JobState state = m_model.at(m_model.rowOf(id)).item.state;
        waiting += int(state == JobState::queued);
        cancellable += int(state == JobState::queued || state == JobState::running);
        again += int(state == JobState::failed || state == JobState::cancelled);
    }
    const bool isPaused = status.isPaused && status.pauseReason.empty();
    const QString pause = isPaused ? tr("Resume") : tr("Pause");
    if (m_pause->text() != pause) {
        m_pause->setText(pause);
        m_pause->setAccessibleName(pause);
        m_pause->setToolTip(isPaused ? tr("Go on") : tr("Finish the photos under way, then wait"));
        m_pause->setIcon(icon(isPaused ? QStringLiteral("run") : QStringLiteral("pause")));
    }
    m_pause->setEnabled(left > 0 && status.pauseReason.empty());
    const bool isSearching = m_now.phase == BatchPhase::searching;
    const QString cancel = isSearching        ? tr("Stop looking")
                           : selected.empty() ? tr("Cancel all…")
                                              : tr("Cancel selected");
    if (m_cancel->text() != cancel) {
        m_cancel->setText(cancel);
        m_cancel->setAccessibleName(cancel);
    }
    m_cancel->setEnabled(isSearching || (selected.empty() ? left > 0 : cancellable > 0));
    const QString retry = again > 0 ? tr("Try selected again") : tr("Try failed again");
    if (m_retry->text() != retry) {
        m_retry->setText(retry);
        m_retry->setAccessibleName(retry);
    }
    m_retry->setEnabled(again > 0 || status.failed > 0);
    m_front->setEnabled(waiting > 0);
    m_up->setEnabled(waiting > 0 && m_sorted.isInQueueOrder());
    m_down->setEnabled(waiting > 0 && m_sorted.isInQueueOrder());
    m_show->setEnabled(shownItem() != nullptr);
    m_open->setEnabled(m_now.phase != BatchPhase::searching);
    m_new->setEnabled(m_now.phase == BatchPhase::ended || (isPaused && status.running == 0));
}

} // namespace kerf::ui
