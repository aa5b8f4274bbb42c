#pragma once

#include <QListView>

#include <optional>

class QUrl;

namespace kerf::ui {

// The open photos as a row of thumbnails, each with its name, its state as icon and word, and its progress
// while it runs. Asks for the thumbnails that are in view only. A finished photo can be dragged out: the file
// is asked for on the press (dragWanted) and the drag begins when it is there and the pointer has moved.
// Works on a PhotoListModel. GUI thread only.
class Filmstrip final : public QListView {
    Q_OBJECT

public:
    explicit Filmstrip(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    int thumbnailSide() const;                 // device pixels, of the longer side
    void offerDrag(int row, const QUrl& file); // answer to dragWanted

    QSize sizeHint() const override;

Q_SIGNALS:
    void thumbnailNeeded(int row);
    void dragWanted(int row);
    void dragAbandoned(); // it was a click after all
    void dragWaits();     // the pointer moves off already, the file is not ready

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void startDrag(Qt::DropActions actions) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void showEvent(QShowEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void askForVisible();
    void beginDrag(int row, const QUrl& file);

    bool m_askScheduled = false;
    std::optional<int> m_pressedRow; // of a finished photo
    std::optional<int> m_waitingRow; // moved off before its file was ready
    std::optional<int> m_offeredRow;
    QString m_offeredUrl;
};

} // namespace kerf::ui
