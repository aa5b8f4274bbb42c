#pragma once

#include "core/contract/judgement.h"
#include "core/session/find_photos.h"
#include "core/session/session.h"

#include <QAbstractListModel>
#include <QImage>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace kerf::ui {

enum class PhotoId : quint64 {};

enum class PhotoState { ready, queued, running, done, failed, cancelled };

// One open photo: what the filmstrip shows and what the window knows about its last run.
struct PhotoItem {
    PhotoId id{};
    std::filesystem::path file;
    PhotoState state = PhotoState::ready;
    double fraction = 0.0; // of the run, while running
    std::string stage;     // while running
    std::optional<JobFailure> failure;
    std::optional<Rect> subject;    // the box around this photo's subject
    std::vector<Stroke> strokes;    // what a person told the mask engine of it
    std::vector<MatteStroke> edits; // and painted over its matte
    std::optional<Recipe> made;     // the recipe of the result that is there
    bool isOutdated = false;        // `made` is not what the recipe says now
    std::vector<StageRecord> stages;
    double seconds = 0.0;
    std::optional<MatteNumbers> triage;  // of the result's matte
    QString name;                        // of the file, for people
    std::optional<std::int64_t> changed; // when the file was, nanoseconds since 1970; empty: not known
    Judgement judgement;                 // what a person said
    QImage thumbnail;                    // device pixels, ready to be painted
    bool isThumbnailAsked = false;
    std::optional<PhotoInfo> info; // of the file, once the photo was on view
};

struct AddedPhotos {
    int added = 0;
    int duplicates = 0; // within what was dropped and against what is open
    int unsupported = 0;
    int missing = 0;
};

// The open photos in the order in which they came. GUI thread only; touches no file.
class PhotoListModel final : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        StateRole = Qt::UserRole + 1,
        StatusRole,
        FractionRole,
        StageRole,
        OutdatedRole,
        ThumbnailRole,
        IdRole,
        JudgementRole, // the verdict in a word; for dataChanged(), all of the judgement
        ChangedRole
    };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    int count() const { return int(m_items.size()); }
    const PhotoItem& at(int row) const;
    int rowOf(PhotoId id) const; // -1: not here any more

    std::array<int, 4> verdictCounts() const; // by Verdict

    AddedPhotos append(const FoundPhotos& found); // never replaces
    void remove(std::vector<int> rows);

    // Changes one item in place and tells the views, which roles if not any. `change` must not touch the id,
    // the name or the file.
    template <typename Change>
    void update(int row, Change&& change, const QList<int>& roles = {}) {
        change(m_items[std::size_t(row)]);
        Q_EMIT dataChanged(index(row), index(row), roles);
    }

    // For many at once, told as one change: change(item) for every row.
    template <typename Change>
    void updateAll(Change&& change, const QList<int>& roles) {
        if (m_items.empty()) {
            return;
        }
        for (PhotoItem& item : m_items) {
            change(item);
        }
        Q_EMIT dataChanged(index(0), index(count() - 1), roles);
    }

    static QString factsText(const PhotoInfo& info); // "JPEG · 4032 × 3024 · 8 bits · Display P3"
    static QString stateText(PhotoState state);
    static QString verdictText(Verdict verdict); // empty for none
    static QString stageText(const std::string& stage);
    static QString statusText(const PhotoItem& item); // "Running 43 % · Cleaning up"

private:
    QString toolTip(const PhotoItem& item) const;

    std::vector<PhotoItem> m_items;
    std::set<std::filesystem::path> m_files;
    std::uint64_t m_lastId = 0;
};

} // namespace kerf::ui

Q_DECLARE_METATYPE(kerf::ui::PhotoState)
