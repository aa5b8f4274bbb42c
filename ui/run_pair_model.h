#pragma once

#include "core/contract/run_comparison.h"

#include <QAbstractTableModel>
#include <QIcon>
#include <QPixmap>
#include <QSortFilterProxyModel>

#include <array>
#include <vector>

namespace kerf::ui {

// The pairs of a comparison as a table: name and pictures, verdict, the metrics, what else changed. Holds the
// pairs (without a report's thumbnails) and their verdicts. GUI thread only.
class RunPairModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { name, verdict, first_metric }; // metrics in their order, then the changes
    enum Role {
        SortRole = Qt::UserRole + 1,
        TextRole,
        VerdictRole
    }; // TextRole: all that a filter looks through

    explicit RunPairModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

    static int changesColumn();
    static int columnOf(Metric metric) { return first_metric + int(metric); }

    void clear();
    void add(RunPair pair);
    const RunPair& at(int row) const { return m_pairs[std::size_t(row)]; }
    int count() const { return int(m_pairs.size()); }
    void setJudgement(int row, const Judgement& judgement);
    void setThumbnail(int row, const QPixmap& thumbnail); // both pictures, side by side
    std::array<int, 4> verdictCounts() const;             // by Verdict

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant text(const RunPair& pair, int column) const;
    QVariant sortKey(const RunPair& pair, int column) const;

    std::vector<RunPair> m_pairs;
    std::vector<QIcon> m_thumbnails; // null: none yet
};

// Which of them are shown, and in what order: what has no such number comes last, whichever way round.
class RunPairFilter final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    enum class Show { all, changed, failed, alone, renamed, unjudged, pass, fail, touch_up };

    explicit RunPairFilter(QObject* parent = nullptr);

    void setShown(Show show);
    void setText(const QString& text);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    bool isShown(const RunPair& pair) const;

    Show m_show = Show::all;
    QString m_text;
};

} // namespace kerf::ui
