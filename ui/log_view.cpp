#include "ui/log_view.h"

#include "ui/text.h"

#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace kerf::ui {

LogView::LogView(LogModel& log, const std::filesystem::path& folder, QWidget* parent)
    : QDialog(parent),
      m_log(log),
      m_filter(new LogFilter(this)),
      m_table(new QTableView),
      m_level(new QComboBox),
      m_search(new QLineEdit),
      m_count(new QLabel),
      m_copy(new QPushButton(tr("Copy"))) {
    setObjectName(QStringLiteral("logView"));
    setWindowTitle(tr("Log"));
    m_filter->setSourceModel(&log);
    m_table->setObjectName(QStringLiteral("logTable"));
    m_table->setAccessibleName(tr("Log"));
    m_table->setModel(m_filter);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideRight);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(LogModel::time, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(LogModel::level, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    m_table->horizontalHeader()->setResizeContentsPrecision(40); // rows looked at: not all of 5000

    m_level->setObjectName(QStringLiteral("logLevel"));
    m_level->setAccessibleName(tr("Least level"));
    m_level->setToolTip(tr("Show lines of this level and above"));
    m_level->addItem(tr("Everything"), int(LogLevel::debug));
    m_level->addItem(tr("Information and above"), int(LogLevel::info));
    m_level->addItem(tr("Warnings and errors"), int(LogLevel::warning));
    m_level->addItem(tr("Errors"), int(LogLevel::error));
    m_search->setObjectName(QStringLiteral("logSearch"));
    m_search->setAccessibleName(tr("Search the log"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setToolTip(tr("Show lines that hold this text"));
    m_search->setClearButtonEnabled(true);
    m_count->setObjectName(QStringLiteral("logCount"));
    m_count->setProperty("quiet", true);
    m_copy->setObjectName(QStringLiteral("logCopy"));
    m_copy->setAccessibleName(tr("Copy"));
    m_copy->setToolTip(tr("Copy the selected lines, or all that are shown (Ctrl+C)"));
    auto* open = new QPushButton(tr("Open folder"));
    open->setObjectName(QStringLiteral("logFolder"));
    open->setAccessibleName(tr("Open the log's folder"));
    open->setToolTip(
        folder.empty() ? tr("No log files are kept") : tr("The files are in %1").arg(toText(folder)));
    open->setEnabled(!folder.empty());
    auto* close = new QPushButton(tr("Close"));
    close->setObjectName(QStringLiteral("logClose"));
    close->setAccessibleName(tr("Close"));
    close->setToolTip(tr("Close (Esc)"));

    auto* top = new QHBoxLayout;
    top->addWidget(m_level);
    top->addWidget(m_search, 1);
    auto* foot = new QHBoxLayout;
    foot->addWidget(m_count, 1);
    for (QPushButton* button : {m_copy, open, close}) {
        button->setAutoDefault(false);
        foot->addWidget(button);
    }
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(10);
    column->addLayout(top);
    column->addWidget(m_table, 1);
    column->addLayout(foot);

    connect(m_level, &QComboBox::currentIndexChanged, this, [this] {
        m_filter->setLevel(LogLevel(m_level->currentData().toInt()));
        showCount();
    });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setText(text);
        showCount();
    });
    connect(m_copy, &QPushButton::clicked, this, &LogView::copy);
    m_table->installEventFilter(this);
    connect(open, &QPushButton::clicked, this, [folder] { QDesktopServices::openUrl(toUrl(folder)); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    QScrollBar* bar = m_table->verticalScrollBar();
    connect(m_filter, &QAbstractItemModel::rowsAboutToBeInserted, this, [this, bar] {
        m_isAtEnd = bar->value() == bar->maximum();
    });
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_isAtEnd) {
            m_table->scrollToBottom();
        }
        showCount();
    });
    connect(m_filter, &QAbstractItemModel::modelReset, this, &LogView::showCount);
    showCount();
    m_table->scrollToBottom();
    resize(820, 480);
}

// The table itself would copy the one cell that has the focus.
bool LogView::eventFilter(QObject* watched, QEvent* event) {
    const auto* key = event->type() == QEvent::KeyPress ? dynamic_cast<QKeyEvent*>(event) : nullptr;
    if (watched == m_table && key && key->matches(QKeySequence::Copy)) {
        copy();
        return true;
    }
    return QDialog::eventFilter(watched, event);
}

void LogView::showCount() {
    const int shown = m_filter->rowCount();
    const int all = m_log.rowCount();
    m_count->setText(shown == all ? tr("%1 lines").arg(all) : tr("%1 of %2 lines").arg(shown).arg(all));
    m_copy->setEnabled(shown > 0);
}

void LogView::copy() {
    std::vector<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
        rows.push_back(index.row());
    }
    if (rows.empty()) {
        for (int row = 0; row < m_filter->rowCount(); ++row) {
            rows.push_back(row);
        }
    }
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const int row : rows) {
        lines << m_log.line(m_filter->mapToSource(m_filter->index(row, 0)).row());
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'));
}

} // namespace kerf::ui
