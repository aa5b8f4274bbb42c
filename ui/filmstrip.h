#pragma once

#include "ui/photo_sort_model.h"

#include <QList>
#include <QListView>
#include <QUrl>

#include <vector>

namespace kerf::ui {

class FilmstripDelegate;

// The open photos as thumbnails, each with its name, its state and verdict as icon and word, and its progress
// while it runs: a row, or a grid where the strip is made high enough for two. Tells which photos are in
// view. Finished photos can be dragged out: their files are asked for on the press (dragWanted) and the drag
// begins when they are there and the pointer has moved. Rows in its functions and signals are those of the
// photo list, not places in the strip. GUI thread only.
class Filmstrip final : public QListView {
    Q_OBJECT

public:
    explicit Filmstrip(PhotoListModel& photos, QWidget* parent = nullptr);

    PhotoSortModel* sorted() const { return m_sorted; }
    int currentRow() const;                // -1: none
    std::vector<int> selectedRows() const; // ascending
    std::vector<PhotoId> shown() const;    // as sorted and filtered
    void goTo(int row);                    // selects it alone; nothing where it is filtered away
    void select(const std::vector<int>& rows, int current);
    void step(int by);                        // along the strip, to its ends at most
    QSize thumbnailBox() const;               // device pixels
    void offerDrag(const QList<QUrl>& files); // answer to dragWanted

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    int rowHeight() const; // of a strip with one row

Q_SIGNALS:
    void inView(const std::vector<kerf::ui::PhotoId>& photos);
    void dragWanted(const std::vector<kerf::ui::PhotoId>& photos);
    void dragAbandoned(); // it was a click after all
    void dragWaits();     // the pointer moves off already, the files are not ready

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void showEvent(QShowEvent* event) override;
    void startDrag(Qt::DropActions actions) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void lay(); // as a row or as a grid
    void tellInView();
    void findInView();
    void keepSelection();
    void beginDrag(const QList<QUrl>& files);

    PhotoSortModel* m_sorted;
    FilmstripDelegate* m_delegate;
    bool m_isTelling = false;
    bool m_isPressed = false; // on finished photos
    bool m_isWaiting = false; // moved off before the files were ready
    QList<QUrl> m_offered;
};

} // namespace kerf::ui
