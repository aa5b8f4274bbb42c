#pragma once

#include "ui/log_model.h"

#include <QDialog>

#include <filesystem>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace kerf::ui {

// The log in a window of its own: what happened since the start, by level and by search. Stays at the newest
// line while that is in view. Blocks nothing. GUI thread only.
class LogView final : public QDialog {
    Q_OBJECT

public:
    // `folder` of the files; empty: none are kept. The log outlives the view.
    LogView(LogModel& log, const std::filesystem::path& folder, QWidget* parent);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void copy();
    void showCount();

    LogModel& m_log;
    LogFilter* m_filter;
    QTableView* m_table;
    QComboBox* m_level;
    QLineEdit* m_search;
    QLabel* m_count;
    QPushButton* m_copy;
    bool m_isAtEnd = true;
};

} // namespace kerf::ui
