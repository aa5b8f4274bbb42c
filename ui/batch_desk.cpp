#include "ui/batch_desk.h"

#include "ui/actions.h"
#include "ui/banner.h"
#include "ui/batch_form.h"
#include "ui/batch_header.h"
#include "ui/batch_queue.h"
#include "ui/batch_thumbnails.h"
#include "ui/batch_view.h"
#include "ui/batch_window.h"
#include "ui/compare_desk.h"
#include "ui/desktop.h"
#include "ui/error_text.h"
#include "ui/file_dialogs.h"
#include "ui/filmstrip.h"
#include "ui/icons.h"
#include "ui/notice_bar.h"
#include "ui/preset_store.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/text.h"

#include <QApplication>
#include <QDesktopServices>
#include <QLocale>
#include <QStatusBar>
#include <QTimer>
#include <QToolButton>

#include <algorithm>

namespace kerf::ui {
namespace {

constexpr int kFoundMs = 10'000; // how long what was found is told

bool isAtWork(BatchPhase phase) {
    return phase == BatchPhase::searching || phase == BatchPhase::working;
}

QString number(int value) {
    return QLocale().toString(value);
}

} // namespace

BatchDesk::BatchDesk(const WindowParts& given, Parts parts, QObject* parent)
    : QObject(parent), m_given(given), m_parts(std::move(parts)), m_chip(new QToolButton) {
    m_chip->setObjectName(QStringLiteral("batchChip"));
    m_chip->setAutoRaise(true);
    m_chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_chip->setIcon(icon(QStringLiteral("batch"), IconTone::accent));
    m_chip->setToolTip(tr("Show the batch"));
    m_chip->setAccessibleName(m_chip->toolTip());
    m_chip->hide();
    m_parts.status.addPermanentWidget(m_chip);
    connect(m_chip, &QToolButton::clicked, this, &BatchDesk::open);
    connect(m_parts.actions[Act::batch], &QAction::triggered, this, &BatchDesk::open);
    connect(&m_given.bridge, &SessionBridge::batchChanged, this, &BatchDesk::onNews);
    connect(
        &m_parts.photos, &QAbstractItemModel::rowsInserted, this, &BatchDesk::showPending,
        Qt::QueuedConnection);
}

void BatchDesk::open() {
    BatchWindow* batch = window();
    batch->show();
    batch->raise();
    batch->activateWindow();
}

BatchWindow* BatchDesk::window() {
    if (m_window) {
        return m_window;
    }
    m_window = new BatchWindow(m_parts.window);
    auto* thumbnails = new BatchThumbnails(
        m_given.session, m_given.bridge, m_window->queue()->model(), m_given.folders.thumbnails, this);
    BatchView* view = m_window->queue()->view();
    connect(view, &BatchView::inView, thumbnails, [thumbnails, view](const std::vector<std::string>& ids) {
        thumbnails->setWanted(ids, view->thumbnailBox());
    });
    connect(m_window, &BatchWindow::shown, this, &BatchDesk::fillForm);
    connect(m_window, &BatchWindow::pathsDropped, this, &BatchDesk::takeDropped);
    connectForm();
    connectQueue();
    return m_window;
}

void BatchDesk::connectForm() {
    BatchForm* form = m_window->form();
    connect(form, &BatchForm::startClicked, this, [this](BatchOrder order) {
        order.work.recipe = m_parts.completed(order.work.recipe);
        m_window->form()->notice()->hide();
        m_since.start();
        m_given.session.batches().start(std::move(order));
    });
    connect(form, &BatchForm::goOnClicked, this, &BatchDesk::goOn);
    connect(form, &BatchForm::forgetClicked, this, [this](const std::filesystem::path& out) {
        remember(out, false);
        showOffer();
    });
    connect(form, &BatchForm::addFolderClicked, this, [this, form] {
        m_given.dialogs.openFolder(
            m_window, m_given.settings.openFolder(), [form](const auto& paths) { form->addInputs(paths); });
    });
    connect(form, &BatchForm::addFilesClicked, this, [this, form] {
        m_given.dialogs.openPhotos(
            m_window, m_given.settings.openFolder(), [form](const auto& paths) { form->addInputs(paths); });
    });
    connect(form, &BatchForm::chooseOutClicked, this, [this, form] {
        m_given.dialogs.chooseTarget(
            m_window, m_given.settings.exportFolder(), [this, form](const auto& folders) {
                if (!folders.empty()) {
                    m_given.settings.setExportFolder(toText(folders.front()));
                    form->setOut(folders.front());
                    m_given.session.batches().look(folders.front());
                }
            });
    });
}

void BatchDesk::connectQueue() {
    BatchQueue* queue = m_window->queue();
    Batches& batches = m_given.session.batches();
    connect(queue, &BatchQueue::pauseClicked, this, [&batches] { batches.pause(); });
    connect(queue, &BatchQueue::resumeClicked, this, [&batches] { batches.resume(); });
    connect(queue, &BatchQueue::cancelWanted, this, [&batches](const auto& ids) { batches.cancel(ids); });
    connect(queue, &BatchQueue::cancelAllClicked, this, [&batches] { batches.cancelAll(); });
    connect(queue, &BatchQueue::retryWanted, this, [this, &batches](const auto& ids) {
        m_since.start();
        batches.retry(ids);
    });
    connect(queue, &BatchQueue::moveWanted, this, [&batches](const auto& ids, const std::string& next) {
        batches.move(ids, next);
    });
    connect(queue, &BatchQueue::newBatchClicked, this, [&batches] { batches.leave(); });
    connect(queue, &BatchQueue::openFolderClicked, this, [this] { QDesktopServices::openUrl(toUrl(m_out)); });
    connect(queue, &BatchQueue::showWanted, this, &BatchDesk::showResult);
}

void BatchDesk::fillForm() {
    BatchForm* form = m_window->form();
    std::vector<std::filesystem::path> photos;
    int drawn = 0;
    for (int row = 0; row < m_parts.photos.count(); ++row) {
        const PhotoItem& item = m_parts.photos.at(row);
        photos.push_back(item.file);
        drawn += int(item.subject || !item.strokes.empty() || !item.edits.empty());
    }
    form->setPhotos(std::move(photos), drawn);
    form->setRecipe(m_parts.recipe(), m_parts.exporting());
    const std::filesystem::path& kept = m_given.folders.data;
    PresetStore store(kept.empty() ? kept : kept / "presets");
    store.load();
    std::vector<BatchForm::Choice> choices;
    for (const PresetStore::Preset& preset : store.presets()) {
        choices.push_back({preset.title, preset.recipe});
    }
    form->setChoices(std::move(choices));
    showOffer();
}

// ---- what is told

void BatchDesk::onNews(const BatchNews& news) {
    const BatchPhase before = m_phase;
    m_phase = news.phase;
    m_status = news.status;
    m_out = news.out;
    if (m_window || isAtWork(m_phase)) {
        window()->showNews(news);
    }
    for (const BatchGlance& glance : news.glances) {
        onGlance(glance);
    }
    for (const BatchFound& found : news.found) {
        onFound(found, m_phase);
    }
    if (news.failure) {
        showFailure(*news.failure, m_phase);
    }
    if (m_phase == BatchPhase::working && !m_out.empty()) {
        remember(m_out, true);
    }
    if (m_phase == BatchPhase::ended && before != BatchPhase::ended) {
        remember(m_out, false);
        onEnded(m_status);
    }
    if (m_phase == BatchPhase::none && before != BatchPhase::none && m_window) {
        fillForm();
    }
    showChip(news);
    holdSleep(news);
}

void BatchDesk::onFound(const BatchFound& found, BatchPhase phase) {
    QStringList parts{
        found.added == 1 ? tr("1 photo added") : tr("%1 photos added").arg(number(found.added))};
    if (found.duplicates > 0) {
        parts.append(
            found.duplicates == 1 ? tr("1 duplicate") : tr("%1 duplicates").arg(number(found.duplicates)));
    }
    if (found.unsupported > 0) {
        parts.append(tr("%1 unsupported").arg(number(found.unsupported)));
    }
    if (!found.missing.empty()) {
        parts.append(tr("%1 not found").arg(number(int(found.missing.size()))));
    }
    if (!found.unreadable.empty()) {
        parts.append(tr("%1 not readable").arg(number(int(found.unreadable.size()))));
    }
    QString body;
    const std::filesystem::path* first = !found.missing.empty()      ? &found.missing.front()
                                         : !found.unreadable.empty() ? &found.unreadable.front()
                                                                     : nullptr;
    if (first != nullptr) {
        body = tr("Check its name and permissions: %1").arg(toText(*first));
    }
    const bool isNone = phase == BatchPhase::none && found.added == 0;
    NoticeBar* bar = isNone ? window()->form()->notice() : window()->queue()->notice();
    bar->showMessage(
        isNone || first ? NoticeBar::Kind::error : NoticeBar::Kind::info,
        isNone ? tr("There is no photo in what was chosen") : parts.join(QStringLiteral(", ")),
        isNone && body.isEmpty() ? parts.mid(1).join(QStringLiteral(", ")) : body);
    if (!isNone && !first) {
        QTimer::singleShot(kFoundMs, bar, [bar, said = bar->text()] {
            if (bar->text() == said) {
                bar->hide();
            }
        });
    }
}

void BatchDesk::showFailure(const JobFailure& failure, BatchPhase phase) {
    const ErrorText text = errorText(failure);
    NoticeBar* bar = phase == BatchPhase::none ? window()->form()->notice() : window()->queue()->notice();
    const bool isLocked = failure.code == ErrorCode::already_exists;
    bar->showMessage(
        NoticeBar::Kind::error, isLocked ? tr("“%1” is taken").arg(shortNameText(failure.file)) : text.title,
        text.whole());
    open();
}

void BatchDesk::onEnded(const BatchStatus& status) {
    if (!m_given.desktop || !m_since.isValid() || m_since.elapsed() < m_given.desktop->longWork().count() ||
        QApplication::activeWindow()) {
        return;
    }
    m_given.desktop->notify(
        status.failed == 0   ? tr("Batch finished")
        : status.failed == 1 ? tr("Batch finished, 1 photo failed")
                             : tr("Batch finished, %1 photos failed").arg(number(status.failed)),
        tr("%1 of %2 photos are in “%3”.")
            .arg(number(status.done + status.skipped), number(status.total), shortNameText(m_out)));
}

void BatchDesk::showChip(const BatchNews& news) {
    const BatchStatus& status = news.status;
    m_chip->setVisible(news.phase != BatchPhase::none);
    QString text = news.phase == BatchPhase::searching
                       ? tr("Batch: looking for photos")
                       : tr("Batch: %1 of %2").arg(number(status.ended()), number(status.total));
    if (status.failed > 0) {
        text = tr("%1, %2 failed").arg(text, number(status.failed));
    } else if (status.isPaused && news.phase == BatchPhase::working) {
        text = tr("%1, paused").arg(text);
    }
    if (m_chip->text() != text) {
        m_chip->setText(text);
        m_chip->setAccessibleName(text);
    }
}

void BatchDesk::holdSleep(const BatchNews& news) {
    const bool isWanted = isAtWork(news.phase) && (!news.status.isPaused || news.status.running > 0);
    if (!m_given.desktop || isWanted == m_isSleepHeld) {
        return;
    }
    m_isSleepHeld = isWanted;
    isWanted ? m_given.desktop->holdSleep(tr("A batch of photos is under way")) : m_given.desktop->letSleep();
}

// ---- unfinished ones

void BatchDesk::lookBack() {
    for (const QString& url : m_given.settings.unfinishedBatches()) {
        const std::filesystem::path out = toPath(QUrl(url));
        if (!out.empty()) {
            m_given.session.batches().look(out);
        }
    }
}

void BatchDesk::onGlance(const BatchGlance& glance) {
    std::erase_if(m_offers, [&](const BatchGlance& offer) { return offer.out == glance.out; });
    const bool isRunning = isAtWork(m_phase) && glance.out == m_out;
    if (glance.isUnfinished && !glance.isInUse && !isRunning) {
        const bool isKnown = m_window && m_window->isVisible();
        m_offers.push_back(glance);
        if (!isKnown) {
            m_parts.banner.showOffer(
                tr("A batch is unfinished: %1 of %2 photos").arg(number(glance.ended), number(glance.total)),
                tr("It was left in “%1”. What is done is not done again.").arg(shortNameText(glance.out)),
                tr("Continue"), [this, out = glance.out] { goOn(out); });
        }
    } else if (!glance.isUnfinished) {
        remember(glance.out, false);
    }
    showOffer();
}

void BatchDesk::showOffer() {
    if (!m_window) {
        return;
    }
    // That of the chosen folder first.
    const auto chosen = std::ranges::find(m_offers, m_window->form()->out(), &BatchGlance::out);
    const auto offer = chosen == m_offers.end() ? m_offers.begin() : chosen;
    m_window->form()->setOffer(offer == m_offers.end() ? std::nullopt : std::optional(*offer));
}

void BatchDesk::goOn(const std::filesystem::path& out) {
    std::erase_if(m_offers, [&](const BatchGlance& offer) { return offer.out == out; });
    open();
    m_window->form()->notice()->hide();
    m_since.start();
    m_given.session.batches().goOn(out);
}

void BatchDesk::remember(const std::filesystem::path& out, bool isUnfinished) {
    const QString url = toUrl(out).toString(QUrl::FullyEncoded);
    QStringList urls = m_given.settings.unfinishedBatches();
    if (urls.contains(url) == isUnfinished) {
        return;
    }
    isUnfinished ? urls.append(url) : void(urls.removeAll(url));
    m_given.settings.setUnfinishedBatches(urls);
    if (!isUnfinished) {
        std::erase_if(m_offers, [&](const BatchGlance& offer) { return offer.out == out; });
    }
}

// ---- what a person does elsewhere

bool BatchDesk::mayClose() {
    if (m_mayClose || !isAtWork(m_phase) || m_status.ended() == m_status.total) {
        return true;
    }
    open();
    m_window->queue()->notice()->showMessage(
        NoticeBar::Kind::info,
        tr("A batch is under way: %1 of %2 photos").arg(number(m_status.ended()), number(m_status.total)),
        tr("Closing Kerf stops it. What is done stays, and the next start offers to continue."),
        {tr("Close Kerf"),
         [this] {
             m_mayClose = true;
             m_window->hide();
             m_parts.window->close();
         }},
        {tr("Keep working"), {}});
    return false;
}

void BatchDesk::takeDropped(const std::vector<std::filesystem::path>& paths) {
    if (m_phase == BatchPhase::none) {
        m_window->form()->addInputs(paths);
    } else {
        m_given.session.batches().add(paths);
    }
}

void BatchDesk::showResult(const BatchItem& item) {
    m_pending = {item.input, m_out / item.files.front().file};
    showPending();
    if (m_pending) {
        m_parts.addPhotos({item.input}); // rowsInserted brings us back
    }
    m_parts.window->raise();
    m_parts.window->activateWindow();
}

void BatchDesk::showPending() {
    for (int row = 0; m_pending && row < m_parts.photos.count(); ++row) {
        if (m_parts.photos.at(row).file == m_pending->first) {
            m_parts.strip.goTo(row);
            m_parts.compare.showFile(m_pending->second);
            m_pending.reset();
        }
    }
}

} // namespace kerf::ui
