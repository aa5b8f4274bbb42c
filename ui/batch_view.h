#pragma once

#include <QTreeView>

#include <string>
#include <vector>

namespace kerf::ui {

class BatchSortModel;

// The table of a batch's photos. Rows that wait can be dragged to another place while all are shown in the
// order in which they are done; files that are dropped go to whatever the view lies in. GUI thread only.
class BatchView final : public QTreeView {
    Q_OBJECT

public:
    // `model` outlives it.
    explicit BatchView(BatchSortModel& model, QWidget* parent = nullptr);

    std::vector<std::string> selectedIds() const; // in the shown order
    QSize thumbnailBox() const;                   // device pixels
    void moveSelected(int by);                    // -1: up, 1: down; tells moved()
    void moveSelectedTo(const QPoint& at);        // where they are dropped, in the viewport; tells moved()

Q_SIGNALS:
    void inView(const std::vector<std::string>& ids);
    void moved(const std::vector<std::string>& ids, const std::string& next);

protected:
    void paintEvent(QPaintEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void tellInView();
    void layColumns();
    std::vector<std::string> waitingOf(const std::vector<std::string>& ids) const;
    std::vector<std::string> waiting() const; // all, in the shown order

    BatchSortModel& m_sorted;
    std::vector<std::string> m_told;
    bool m_isTelling = false;
    bool m_isLaid = false;
};

} // namespace kerf::ui
