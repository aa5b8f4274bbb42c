#pragma once

#include <QSortFilterProxyModel>
#include <QString>

#include <optional>

namespace kerf::ui {

class BatchModel;
struct BatchRow;

// The rows of a BatchModel in a state and with words that a person chose, sorted by a column. GUI thread
// only.
class BatchSortModel final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    // `model` outlives it.
    explicit BatchSortModel(BatchModel& model, QObject* parent = nullptr);

    void setState(std::optional<int> state); // a JobState; empty: all
    std::optional<int> state() const { return m_state; }
    void setWords(const QString& words); // in name, folder, or what to know

    const BatchRow& row(const QModelIndex& index) const; // of this model
    bool isInQueueOrder() const; // all rows as they are done: so that moving one can be seen

protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;

private:
    BatchModel& m_model;
    std::optional<int> m_state;
    QString m_words;
};

} // namespace kerf::ui
