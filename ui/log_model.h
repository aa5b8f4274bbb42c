#pragma once

#include "core/base/log.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <deque>
#include <mutex>
#include <vector>

namespace kerf::ui {

// The latest lines of the log as a table: time, level, text. The GUI thread's, but for post().
class LogModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { time, level, message, columns };
    static constexpr int LevelRole = Qt::UserRole;

    static constexpr int kMostLines = 5000; // older ones go; the files have them

    explicit LogModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    void post(const LogRecord& record); // callable from any thread; shown a little later, in order
    void clear();

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QString line(int row) const; // as in the file

private:
    void take();

    std::deque<LogRecord> m_records;
    std::mutex m_mutex;
    std::vector<LogRecord> m_posted; // guarded by m_mutex
};

// The log's lines of at least one level that hold a text.
class LogFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setLevel(LogLevel level);
    void setText(const QString& text); // without regard to case

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    LogLevel m_level = LogLevel::debug;
    QString m_text;
};

QString levelText(LogLevel level);

} // namespace kerf::ui
