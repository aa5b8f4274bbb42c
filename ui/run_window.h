#pragma once

#include "core/session/session.h"
#include "ui/run_comparer.h"
#include "ui/run_functions.h"
#include "ui/run_pair_model.h"
#include "ui/run_thumbnails.h"
#include "ui/run_verdicts.h"

#include <QWidget>

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace kerf::ui {

class FileDialogs;
class JudgePanel;
class NoticeBar;
class RunBar;
class RunView;
class SessionBridge;
class Settings;

// Two runs beside each other: which they are, their pairs sorted by how much they changed, the two pictures
// of one, and what a person says about it. Verdicts are kept beside run B and come back with it. Blocks
// nothing. GUI thread only.
class RunWindow final : public QWidget {
    Q_OBJECT

public:
    struct Parts { // all outlive it
        Session& session;
        SessionBridge& bridge;
        Settings& settings;
        FileDialogs& dialogs;
        RunFunctions functions;
    };

    RunWindow(const Parts& parts, QWidget* parent);

    // What was dropped or named: two become A and B, one goes where nothing is yet, else to B.
    void takePaths(const std::vector<std::filesystem::path>& paths);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    QWidget* buildPairs();
    QWidget* buildFilter();
    void buildTable();
    void connectJudging();
    void connectComparing();
    void addKeys();
    void choose(bool isA);
    void compare();
    void onPaired(const RunPair& pair, int done, int total);
    void onFinished(const std::shared_ptr<const RunComparison>& comparison);
    void end(); // of a comparison, whatever came of it
    void selectFirst();
    void onCurrentChanged();
    int currentRow() const; // of the model; -1: none
    void step(int by);
    void judge(const std::function<void(Judgement&)>& change);
    void chooseVerdict(Verdict verdict);
    void saveReport();
    void showCounts();
    void wantThumbnails();
    void fail(const QString& title, const JobFailure& failure);

    Parts m_parts;
    RunPairModel m_pairs;
    RunPairFilter m_filter;
    RunThumbnails m_thumbnails;
    RunBar* m_bar;
    NoticeBar* m_notice;
    RunView* m_view;
    JudgePanel* m_judge;
    QTableView* m_table;
    QLineEdit* m_search;
    QComboBox* m_show;
    QLabel* m_count;
    QPushButton* m_report;
    bool m_isSelecting = false;                        // this one, not the person
    bool m_hasPicked = false;                          // the person has chosen a pair
    std::shared_ptr<const RunComparison> m_comparison; // the whole one; null: none
    RunVerdicts m_verdicts;
    RunComparer m_comparer;
    Worker m_worker{Worker::AtEnd::finish}; // writes reports
};

} // namespace kerf::ui
