#include "ui/log_model.h"

#include "ui/icons.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDateTime>
#include <QIcon>
#include <QLocale>

#include <algorithm>
#include <chrono>
#include <utility>

namespace kerf::ui {

QString levelText(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return LogModel::tr("Detail");
    case LogLevel::info:
        return LogModel::tr("Information");
    case LogLevel::warning:
        return LogModel::tr("Warning");
    case LogLevel::error:
        return LogModel::tr("Error");
    }
    return {};
}

void LogModel::post(const LogRecord& record) {
    bool isFirst = false;
    {
        const std::scoped_lock lock(m_mutex);
        isFirst = m_posted.empty();
        m_posted.push_back(record);
    }
    if (isFirst) {
        QMetaObject::invokeMethod(this, &LogModel::take, Qt::QueuedConnection);
    }
}

void LogModel::take() {
    std::vector<LogRecord> posted;
    {
        const std::scoped_lock lock(m_mutex);
        posted.swap(m_posted);
    }
    if (posted.size() > kMostLines) {
        posted.erase(posted.begin(), posted.end() - kMostLines);
    }
    const int over = std::max(0, int(m_records.size() + posted.size()) - kMostLines);
    if (over > 0) {
        beginRemoveRows({}, 0, over - 1);
        m_records.erase(m_records.begin(), m_records.begin() + over);
        endRemoveRows();
    }
    if (!posted.empty()) {
        const int first = int(m_records.size());
        beginInsertRows({}, first, first + int(posted.size()) - 1);
        std::move(posted.begin(), posted.end(), std::back_inserter(m_records));
        endInsertRows();
    }
}

void LogModel::clear() {
    beginResetModel();
    m_records.clear();
    endResetModel();
}

int LogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(m_records.size());
}

int LogModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(columns);
}

QVariant LogModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const LogRecord& record = m_records[std::size_t(index.row())];
    if (role == LevelRole) {
        return int(record.level);
    }
    if (role == Qt::ToolTipRole && index.column() == message) {
        return toText(record.text);
    }
    if (role == Qt::DecorationRole && index.column() == level && record.level >= LogLevel::warning) {
        return record.level == LogLevel::error ? icon(QStringLiteral("failed"), IconTone::danger)
                                               : icon(QStringLiteral("outdated"), IconTone::warning);
    }
    if (role == Qt::ForegroundRole && index.column() != time) {
        const ThemeColors& c = themeColors(QApplication::palette());
        return record.level == LogLevel::error     ? QVariant(c.danger)
               : record.level == LogLevel::warning ? QVariant(c.warning)
                                                   : QVariant();
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    if (index.column() == time) {
        using namespace std::chrono;
        const auto ms = duration_cast<milliseconds>(record.time.time_since_epoch()).count();
        return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("HH:mm:ss.zzz"));
    }
    return index.column() == level ? levelText(record.level) : toText(record.text);
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    return section == time ? tr("Time") : section == level ? tr("Level") : tr("What happened");
}

QString LogModel::line(int row) const {
    return toText(toLine(m_records[std::size_t(row)]));
}

void LogFilter::setLevel(LogLevel level) {
    m_level = level;
    invalidateFilter();
}

void LogFilter::setText(const QString& text) {
    m_text = text;
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex level = sourceModel()->index(row, LogModel::level, parent);
    const QModelIndex message = sourceModel()->index(row, LogModel::message, parent);
    return level.data(LogModel::LevelRole).toInt() >= int(m_level) &&
           (m_text.isEmpty() || message.data().toString().contains(m_text, Qt::CaseInsensitive));
}

} // namespace kerf::ui
