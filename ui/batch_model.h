#pragma once

#include "core/contract/batch_news.h"

#include <QAbstractTableModel>
#include <QImage>
#include <QString>

#include <string>
#include <unordered_map>
#include <vector>

namespace kerf::ui {

// A photo of the batch as the table shows it.
struct BatchRow {
    BatchItem item;
    QString name;         // of the input, for people
    QString folder;       // of the output below the batch's folder; empty: in it
    QImage thumbnail;     // device pixels, ready to be painted
    bool isAsked = false; // for the thumbnail
};

// The photos of the batch in the order in which they are done: those that wait change places when a person
// moves them. GUI thread only; touches no file.
class BatchModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        orderColumn,
        photoColumn,
        stateColumn,
        progressColumn,
        enginesColumn,
        detailsColumn,
        columns
    };
    enum Role { SortRole = Qt::UserRole + 1, StateRole, ThumbnailRole };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }

    int count() const { return int(m_rows.size()); }
    const BatchRow& at(int row) const { return m_rows[std::size_t(row)]; }
    int rowOf(const std::string& id) const;               // -1: not in this batch
    std::vector<std::string> idsIn(JobState state) const; // in their order

    void apply(const BatchNews& news);
    void clear();
    void setThumbnail(const std::string& id, const QImage& image); // a null one: not there any more
    void markAsked(int row);

    static QString stateText(JobState state);
    static QString enginesText(const BatchItem& item); // "NLM denoise, GrabCut"
    static QString detailsText(const BatchItem& item); // one line: why, and what to do; what to know

private:
    void append(const std::vector<BatchItem>& items, const std::filesystem::path& out);
    void change(const std::vector<BatchItem>& items);
    void reorder(const std::vector<std::string>& queue);
    QVariant text(const BatchRow& row, int index, int column) const;
    QVariant sortKey(const BatchRow& row, int index, int column) const;
    QString tip(const BatchRow& row, int column) const;

    std::vector<BatchRow> m_rows;
    std::unordered_map<std::string, int> m_rowOf; // by id
};

} // namespace kerf::ui
