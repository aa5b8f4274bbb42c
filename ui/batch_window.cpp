#include "ui/batch_window.h"

#include "ui/batch_form.h"
#include "ui/batch_header.h"
#include "ui/batch_queue.h"
#include "ui/intake_desk.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace kerf::ui {

BatchWindow::BatchWindow(QWidget* parent)
    : QDialog(parent, Qt::Window),
      m_pages(new QStackedWidget),
      m_form(new BatchForm),
      m_queue(new BatchQueue) {
    setObjectName(QStringLiteral("batchWindow"));
    setWindowTitle(tr("Batch"));
    setAcceptDrops(true);
    m_pages->setObjectName(QStringLiteral("batchPages"));
    m_pages->addWidget(m_form);
    m_pages->addWidget(m_queue);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);
    constexpr int kLetters = 150; // across
    constexpr int kLines = 42;    // down
    resize(QSize(fontMetrics().averageCharWidth() * kLetters, fontMetrics().height() * kLines)
               .boundedTo(parent->screen()->availableSize() * 9 / 10));
}

void BatchWindow::showNews(const BatchNews& news) {
    m_queue->showNews(news);
    m_pages->setCurrentIndex(news.phase == BatchPhase::none ? 0 : 1);
    const BatchStatus& status = news.status;
    setWindowTitle(
        news.phase == BatchPhase::working && status.total > 0
            ? tr("%1 % · Batch").arg(int(100.0 * status.ended() / status.total))
            : tr("Batch"));
}

void BatchWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) {
        event->acceptProposedAction();
    }
}

void BatchWindow::dropEvent(QDropEvent* event) {
    const Intake intake = readIntake(*event->mimeData());
    if (!intake.paths.empty()) {
        event->acceptProposedAction();
        Q_EMIT pathsDropped(intake.paths);
    }
}

void BatchWindow::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    if (!event->spontaneous()) {
        Q_EMIT shown();
    }
}

} // namespace kerf::ui
