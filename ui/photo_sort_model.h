#pragma once

#include "ui/photo_list_model.h"

#include <QSortFilterProxyModel>

#include <optional>

namespace kerf::ui {

// From `coverage` on: numbers of the result's matte (core/contract/matte_report.h); photos without a result
// count as less than any.
enum class PhotoSort {
    added,
    name,
    changed,
    state,
    verdict,
    coverage,
    transparent,
    opaque,
    partial,
    haze,
    soft_interior,
    edge_median,
    edge_width, // nine tenths of the edge are narrower
    edge_widest,
    holes, // areas, shares of the matte
    islands,
    ghosts,
    frame, // the most that a side of the frame is touched
    mask_scale
};

// A limit on a number of the result's matte. A photo without a result is beyond any.
struct NumberLimit {
    PhotoSort number = PhotoSort::coverage; // or one after it
    bool isMost = false;                    // at most `value`; or else at least
    double value = 0.0;                     // in the report's unit

    bool operator==(const NumberLimit&) const = default;
};

// Which photos are shown; the default shows all.
struct PhotoFilter {
    // `working`: queued or running; `outdated`: done, with another recipe than now.
    enum class State { any, ready, working, done, outdated, failed, cancelled };
    enum class Judged { any, none, pass, fail, touch_up, noted };

    QString text; // part of the name, the reason or the note; case does not matter
    State state = State::any;
    Judged judged = Judged::any;
    std::optional<NumberLimit> limit = std::nullopt;

    bool isAll() const { return *this == PhotoFilter(); }
    bool operator==(const PhotoFilter&) const = default;
};

// The photo list as the filmstrip shows it: sorted and filtered. Its rows are places in the strip only; all
// else works with rows of the photo list, which this one translates. GUI thread only.
class PhotoSortModel final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    explicit PhotoSortModel(PhotoListModel& photos, QObject* parent = nullptr);

    void setOrder(PhotoSort key, Qt::SortOrder order); // photos that are alike stay as they were added
    PhotoSort key() const { return m_key; }
    void setFilter(const PhotoFilter& filter);
    const PhotoFilter& filter() const { return m_filter; }

    const PhotoListModel& photos() const { return m_photos; }
    const PhotoItem& item(const QModelIndex& index) const { return m_photos.at(sourceRow(index)); }
    int sourceRow(const QModelIndex& index) const { return mapToSource(index).row(); } // -1: an invalid index
    QModelIndex indexOf(int sourceRow) const; // invalid: filtered away

Q_SIGNALS:
    void changed(); // order or filter

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    int compare(const PhotoItem& left, const PhotoItem& right) const;

    PhotoListModel& m_photos;
    PhotoSort m_key = PhotoSort::added;
    PhotoFilter m_filter;
};

} // namespace kerf::ui
