#include "ui/run_window.h"

#include "core/base/error.h"
#include "core/session/run_report.h"
#include "ui/canvas.h"
#include "ui/error_text.h"
#include "ui/file_dialogs.h"
#include "ui/judge_panel.h"
#include "ui/notice_bar.h"
#include "ui/run_bar.h"
#include "ui/run_verdict_delegate.h"
#include "ui/run_view.h"
#include "ui/screen_profile.h"
#include "ui/settings.h"
#include "ui/text.h"

#include <QCloseEvent>
#include <QComboBox>
#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kJudgeWidth = 280;

std::vector<std::filesystem::path> pathsOf(const QMimeData* data) {
    std::vector<std::filesystem::path> paths;
    for (const QUrl& url : data->urls()) {
        if (std::filesystem::path path = toPath(url); !path.empty()) {
            paths.push_back(std::move(path));
        }
    }
    return paths;
}

} // namespace

RunWindow::RunWindow(const Parts& parts, QWidget* parent)
    : QWidget(parent, Qt::Window),
      m_parts(parts),
      m_thumbnails(parts.session, parts.bridge, m_pairs),
      m_bar(new RunBar),
      m_notice(new NoticeBar(QStringLiteral("runNotice"))),
      m_view(new RunView(parts.session, parts.bridge)),
      m_judge(new JudgePanel),
      m_table(new QTableView),
      m_search(new QLineEdit),
      m_show(new QComboBox),
      m_count(new QLabel),
      m_report(new QPushButton(tr("Save report…"))),
      m_verdicts(parts.functions),
      m_comparer(parts.functions) {
    setObjectName(QStringLiteral("runWindow"));
    setWindowTitle(tr("Compare two runs"));
    setAcceptDrops(true);
    auto* above = new QSplitter(Qt::Horizontal);
    above->addWidget(m_view);
    above->addWidget(m_judge);
    above->setStretchFactor(0, 1);
    above->setSizes({900, kJudgeWidth});
    auto* down = new QSplitter(Qt::Vertical);
    down->addWidget(above);
    down->addWidget(buildPairs());
    down->setStretchFactor(0, 1);
    down->setStretchFactor(1, 1);
    down->setSizes({460, 340});
    for (QSplitter* splitter : {above, down}) {
        splitter->setHandleWidth(1);
        splitter->setChildrenCollapsible(false);
    }
    auto* top = new QVBoxLayout;
    top->setContentsMargins(16, 12, 16, 10);
    top->setSpacing(8);
    top->addWidget(m_bar);
    top->addWidget(m_notice);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(top);
    column->addWidget(down, 1);
    connect(
        new ScreenProfile(*this, readScreenProfile, this), &ScreenProfile::changed, m_view->canvas(),
        &Canvas::setScreen);
    connectComparing();
    connectJudging();
    addKeys();
    m_bar->setPath(true, toPath(parts.settings.runFolder(true)));
    m_bar->setPath(false, toPath(parts.settings.runFolder(false)));
    m_view->setHint(tr("Choose two folders above, or drop them here. Their files are paired by name."));
    showCounts();
    onCurrentChanged();
    resize(QSize(1280, 860).boundedTo(parent->screen()->availableSize() * 9 / 10));
}

QWidget* RunWindow::buildPairs() {
    buildTable();
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(16, 10, 16, 12);
    column->setSpacing(8);
    column->addWidget(buildFilter());
    column->addWidget(m_table, 1);
    return box;
}

QWidget* RunWindow::buildFilter() {
    m_search->setObjectName(QStringLiteral("runSearch"));
    m_search->setAccessibleName(tr("Search the pairs"));
    m_search->setPlaceholderText(tr("Name, reason or note"));
    m_search->setToolTip(tr("Show pairs with this in their name, reason or note (Ctrl+F)"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(fontMetrics().averageCharWidth() * 30);
    m_show->setObjectName(QStringLiteral("runShow"));
    m_show->setAccessibleName(tr("Pairs shown"));
    m_show->setToolTip(tr("Which pairs are in the list"));
    using Show = RunPairFilter::Show;
    const std::pair<Show, QString> shown[] = {
        {Show::all, tr("All pairs")},       {Show::changed, tr("Changed")},
        {Show::failed, tr("Failed")},       {Show::alone, tr("In one run only")},
        {Show::renamed, tr("Renamed")},     {Show::unjudged, tr("Not judged")},
        {Show::pass, tr("Passed")},         {Show::fail, tr("Rejected")},
        {Show::touch_up, tr("To touch up")}};
    for (const auto& [show, text] : shown) {
        m_show->addItem(text, int(show));
    }
    m_count->setObjectName(QStringLiteral("runCount"));
    m_count->setProperty("quiet", true);
    m_report->setObjectName(QStringLiteral("runReport"));
    m_report->setAccessibleName(m_report->text());
    m_report->setToolTip(tr("Write JSON, CSV and a contact sheet in one HTML file into a folder"));
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins({});
    row->addWidget(m_show);
    row->addWidget(m_search);
    row->addWidget(m_count, 1);
    row->addWidget(m_report);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter.setText(text);
        showCounts();
    });
    connect(m_show, &QComboBox::currentIndexChanged, this, [this] {
        m_filter.setShown(Show(m_show->currentData().toInt()));
        showCounts();
    });
    connect(m_report, &QPushButton::clicked, this, &RunWindow::saveReport);
    return bar;
}

void RunWindow::buildTable() {
    m_filter.setSourceModel(&m_pairs);
    m_table->setObjectName(QStringLiteral("runTable"));
    m_table->setAccessibleName(tr("Pairs"));
    m_table->setModel(&m_filter);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setShowGrid(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->setIconSize(RunThumbnails::size());
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setItemDelegateForColumn(RunPairModel::verdict, new RunVerdictDelegate(m_table));
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(
        std::max(RunThumbnails::size().height() + 8, 2 * fontMetrics().lineSpacing() + 8));
    QHeaderView* header = m_table->horizontalHeader();
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->setSectionsMovable(true);
    header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(RunPairModel::columnOf(Metric::change), Qt::DescendingOrder);
    const int letter = fontMetrics().averageCharWidth();
    const int number = fontMetrics().horizontalAdvance(QStringLiteral("0.000000")) + 3 * letter;
    for (int column = 0; column < m_pairs.columnCount(); ++column) {
        const int least = column == RunPairModel::name      ? RunThumbnails::size().width() + 32 * letter
                          : column == RunPairModel::verdict ? 16 * letter
                          : column == RunPairModel::changesColumn() ? 26 * letter
                                                                    : number;
        m_table->setColumnWidth(column, std::max(header->sectionSizeHint(column), least));
    }
    header->moveSection(RunPairModel::changesColumn(), RunPairModel::columnOf(Metric::change) + 1);
    connect(
        m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
        &RunWindow::onCurrentChanged);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &RunWindow::wantThumbnails);
    connect(&m_filter, &QAbstractItemModel::layoutChanged, this, &RunWindow::wantThumbnails);
}

void RunWindow::connectComparing() {
    connect(m_bar, &RunBar::chooseClicked, this, &RunWindow::choose);
    connect(m_bar, &RunBar::compareClicked, this, &RunWindow::compare);
    connect(m_bar, &RunBar::cancelClicked, &m_comparer, &RunComparer::cancel);
    connect(
        &m_comparer, &RunComparer::paired, this,
        [this](const std::shared_ptr<const RunPair>& pair, int done, int total) {
            onPaired(*pair, done, total);
        });
    connect(&m_comparer, &RunComparer::finished, this, &RunWindow::onFinished);
    connect(&m_comparer, &RunComparer::failed, this, [this](const JobFailure& failure) {
        end();
        fail(tr("The two could not be compared"), failure);
    });
    connect(&m_comparer, &RunComparer::cancelled, this, [this] {
        end();
        m_notice->showMessage(
            NoticeBar::Kind::info, tr("Stopped"),
            tr("What was compared until then is in the list. A report needs the whole comparison."));
    });
    connect(&m_verdicts, &RunVerdicts::failed, this, [this](const JobFailure& failure) {
        fail(tr("Your verdicts could not be saved beside the run; they are in this window only"), failure);
    });
}

void RunWindow::connectJudging() {
    connect(m_judge, &JudgePanel::verdictChosen, this, &RunWindow::chooseVerdict);
    connect(m_judge, &JudgePanel::reasonEdited, this, [this](const QString& reason) {
        judge([&](Judgement& judgement) { judgement.reason = reason.toStdString(); });
    });
    connect(m_judge, &JudgePanel::noteEdited, this, [this](const QString& note) {
        judge([&](Judgement& judgement) { judgement.note = note.toStdString(); });
    });
    connect(m_judge, &JudgePanel::pinRemoved, this, [this] {
        judge([](Judgement& judgement) { judgement.pin.reset(); });
    });
    connect(m_judge, &JudgePanel::placingToggled, this, [this](bool isPlacing) {
        m_view->pin().setPlacing(isPlacing);
        m_view->canvas()->overlayChanged();
        if (isPlacing) {
            m_view->canvas()->setFocus();
        }
    });
    m_judge->setGoingOn(m_parts.settings.goesOnAfterVerdict());
    connect(m_judge, &JudgePanel::goingOnToggled, this, [this](bool isOn) {
        m_parts.settings.setGoesOnAfterVerdict(isOn);
    });
    PinOverlay& pin = m_view->pin();
    pin.setEditable(true);
    connect(&pin, &PinOverlay::placed, this, [this](const Point& place) {
        m_judge->setPlacing(false);
        judge([&](Judgement& judgement) { judgement.pin = place; });
        m_judge->editNote();
    });
    connect(&pin, &PinOverlay::placingLeft, this, [this] {
        m_judge->setPlacing(false);
        m_view->canvas()->overlayChanged();
    });
    connect(&pin, &PinOverlay::clicked, m_judge, &JudgePanel::editNote);
}

void RunWindow::addKeys() {
    const auto on = [this](const QKeySequence& key, auto&& does) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, does);
    };
    Canvas* canvas = m_view->canvas();
    for (const QKeySequence& key : {QKeySequence(Qt::Key_Q), QKeySequence(Qt::Key_Backslash)}) {
        on(key, [this] { m_view->flip(); });
    }
    on(Qt::Key_Y, [this] { m_view->cycle(); });
    on(Qt::Key_W, [this] { m_view->setMode(CompareMode::split); });
    on(Qt::SHIFT | Qt::Key_W, [this] { m_view->setMode(CompareMode::side); });
    on(Qt::SHIFT | Qt::Key_D, [this] { m_view->setMode(CompareMode::difference); });
    on(Qt::SHIFT | Qt::Key_O, [this] { m_view->setMode(CompareMode::onion); });
    on(Qt::Key_F, [canvas] { canvas->isFitted() ? canvas->zoomTo(1.0) : canvas->fit(); });
    on(Qt::CTRL | Qt::Key_0, [canvas] { canvas->fit(); });
    on(Qt::CTRL | Qt::Key_1, [canvas] { canvas->zoomTo(1.0); });
    on(Qt::Key_P, [this] { chooseVerdict(Verdict::pass); });
    on(Qt::Key_X, [this] { chooseVerdict(Verdict::fail); });
    on(Qt::Key_T, [this] { chooseVerdict(Verdict::touch_up); });
    on(Qt::Key_U, [this] { chooseVerdict(Verdict::none); });
    on(Qt::Key_PageDown, [this] { step(1); });
    on(Qt::Key_PageUp, [this] { step(-1); });
    on(QKeySequence::Find, [this] { m_search->setFocus(); });
    on(QKeySequence::Close, [this] { close(); });
    on(Qt::Key_Escape, [this] {
        if (m_comparer.isRunning()) {
            m_comparer.cancel();
        }
    });
}

void RunWindow::choose(bool isA) {
    m_parts.dialogs.chooseFolder(
        this, isA ? tr("Compare with this run") : tr("Judge this run"), toText(m_bar->path(isA)),
        [this, isA](const std::vector<std::filesystem::path>& paths) {
            if (!paths.empty()) {
                m_bar->setPath(isA, paths.front());
            }
        });
}

void RunWindow::takePaths(const std::vector<std::filesystem::path>& paths) {
    if (m_comparer.isRunning()) {
        return;
    }
    if (paths.size() >= 2) {
        m_bar->setPath(true, paths[0]);
        m_bar->setPath(false, paths[1]);
    } else if (!paths.empty()) {
        m_bar->setPath(m_bar->path(true).empty(), paths.front());
    }
}

void RunWindow::compare() {
    m_verdicts.setRun(m_bar->path(false));
    m_comparison.reset();
    m_thumbnails.clear();
    m_pairs.clear();
    m_view->clear();
    m_hasPicked = false;
    m_view->setHint({});
    m_notice->hide();
    for (const bool isA : {true, false}) {
        m_parts.settings.setRunFolder(isA, toUrl(m_bar->path(isA)));
    }
    m_bar->setRunning(true);
    m_comparer.start(
        {.a = m_bar->path(true),
         .b = m_bar->path(false),
         .isATruth = m_bar->isTruth(),
         .thumbnailSide = kReportThumbnail});
    onCurrentChanged();
    showCounts();
}

void RunWindow::onPaired(const RunPair& pair, int done, int total) {
    m_bar->setProgress(done, total);
    m_pairs.add(pair);
    if (!m_table->currentIndex().isValid()) {
        selectFirst();
    }
    showCounts();
    wantThumbnails();
}

void RunWindow::onFinished(const std::shared_ptr<const RunComparison>& comparison) {
    m_comparison = comparison;
    end();
    if (comparison->judgementFailure) {
        fail(
            tr("The verdicts beside this run can’t be read, so none can be kept"),
            *comparison->judgementFailure);
    } else if (comparison->pairs.empty()) {
        m_notice->showMessage(
            NoticeBar::Kind::info, tr("There are no pictures in either folder"),
            tr("Choose the folders that the results were written to."));
    } else if (!comparison->unreadable.empty()) {
        m_notice->showMessage(
            NoticeBar::Kind::error, tr("A folder could not be listed"),
            toText(comparison->unreadable.front()));
    }
}

void RunWindow::end() {
    m_bar->setRunning(false);
    showCounts();
    if (m_filter.rowCount() > 0 && !m_hasPicked) {
        selectFirst(); // what changed most
        m_table->scrollToTop();
        m_table->setFocus();
    }
    wantThumbnails();
}

void RunWindow::selectFirst() {
    m_isSelecting = true;
    m_table->selectRow(0);
    m_isSelecting = false;
}

int RunWindow::currentRow() const {
    const QModelIndex current = m_filter.mapToSource(m_table->currentIndex());
    return current.isValid() ? current.row() : -1;
}

void RunWindow::onCurrentChanged() {
    const int row = currentRow();
    m_hasPicked = m_hasPicked || (!m_isSelecting && row >= 0);
    m_judge->setPlacing(false);
    m_view->pin().setPlacing(false);
    if (row < 0) {
        m_view->clear();
        m_view->pin().show(std::nullopt, {});
        m_judge->showNoPhoto();
        return;
    }
    const RunPair& pair = m_pairs.at(row);
    m_view->showPair(pair);
    m_view->pin().show(pair.judgement.pin, QString::fromStdString(pair.judgement.note));
    m_judge->showJudgement(pair.judgement);
}

void RunWindow::step(int by) {
    const int row = m_table->currentIndex().row() + by;
    if (row >= 0 && row < m_filter.rowCount()) {
        m_table->selectRow(row);
    }
}

void RunWindow::judge(const std::function<void(Judgement&)>& change) {
    const int row = currentRow();
    if (row < 0) {
        return;
    }
    Judgement judgement = m_pairs.at(row).judgement;
    change(judgement);
    if (judgement == m_pairs.at(row).judgement) {
        return;
    }
    m_verdicts.set(m_pairs.at(row).name, judgement);
    m_view->pin().show(judgement.pin, QString::fromStdString(judgement.note));
    m_view->canvas()->overlayChanged();
    m_judge->showJudgement(judgement);
    m_pairs.setJudgement(row, judgement); // a filter may take it away, and another one is shown then
    showCounts();
}

void RunWindow::chooseVerdict(Verdict verdict) {
    const int before = currentRow();
    judge([verdict](Judgement& judgement) {
        if (verdict == Verdict::none || verdict == Verdict::pass) {
            judgement.reason.clear(); // it was why the picture did not pass
        }
        judgement.verdict = verdict;
    });
    if (verdict != Verdict::none && before >= 0 && currentRow() == before &&
        m_parts.settings.goesOnAfterVerdict()) {
        step(1);
    }
}

void RunWindow::saveReport() {
    m_parts.dialogs.chooseFolder(
        this, tr("Save the report in"), {}, [this](const std::vector<std::filesystem::path>& paths) {
            if (paths.empty() || !m_comparison) {
                return;
            }
            auto report = std::make_shared<RunComparison>(*m_comparison);
            std::map<std::filesystem::path, Judgement> said; // since it was compared
            for (int row = 0; row < m_pairs.count(); ++row) {
                said[m_pairs.at(row).name] = m_pairs.at(row).judgement;
            }
            for (RunPair& pair : report->pairs) {
                pair.judgement = said[pair.name];
            }
            m_worker.post([this, report, folder = paths.front(), save = m_parts.functions.saveReport] {
                std::optional<JobFailure> failure;
                try {
                    save(*report, folder);
                } catch (const Error& e) {
                    failure = JobFailure{e.code(), e.what(), e.file()};
                } catch (const std::exception& e) {
                    failure = JobFailure{ErrorCode::internal, e.what(), folder};
                }
                QMetaObject::invokeMethod(
                    this,
                    [this, folder, failure] {
                        if (failure) {
                            fail(tr("The report could not be saved"), *failure);
                            return;
                        }
                        m_notice->showMessage(
                            NoticeBar::Kind::success, tr("The report is saved"), toText(folder),
                            {tr("Open"),
                             [folder] { QDesktopServices::openUrl(toUrl(folder / "report.html")); }});
                    },
                    Qt::QueuedConnection);
            });
        });
}

void RunWindow::showCounts() {
    const int all = m_pairs.count();
    const int shown = m_filter.rowCount();
    m_count->setText(
        all == 0       ? QString()
        : shown == all ? tr("%1 pairs").arg(all)
                       : tr("%1 of %2 pairs").arg(shown).arg(all));
    m_judge->showCounts(m_pairs.verdictCounts());
    m_report->setEnabled(m_comparison && !m_comparer.isRunning() && all > 0);
}

void RunWindow::wantThumbnails() {
    m_thumbnails.setRatio(devicePixelRatioF());
    std::vector<int> rows;
    const int first = std::max(0, m_table->rowAt(0));
    const int height = m_table->viewport()->height();
    for (int row = first; row < m_filter.rowCount() && m_table->rowViewportPosition(row) < height; ++row) {
        rows.push_back(m_filter.mapToSource(m_filter.index(row, 0)).row());
    }
    m_thumbnails.setWanted(rows);
}

void RunWindow::fail(const QString& title, const JobFailure& failure) {
    const ErrorText error = errorText(failure);
    m_notice->showMessage(NoticeBar::Kind::error, title, tr("%1. %2").arg(error.title, error.whole()));
}

void RunWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!m_comparer.isRunning() && !pathsOf(event->mimeData()).empty()) {
        event->acceptProposedAction();
    }
}

void RunWindow::dropEvent(QDropEvent* event) {
    takePaths(pathsOf(event->mimeData()));
    event->acceptProposedAction();
}

void RunWindow::closeEvent(QCloseEvent* event) {
    m_verdicts.flush();
    QWidget::closeEvent(event);
}

} // namespace kerf::ui
