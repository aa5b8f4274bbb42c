#include "ui/filmstrip.h"

#include "ui/filmstrip_delegate.h"
#include "ui/theme.h"

#include <QDrag>
#include <QEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QTimer>
#include <QWheelEvent>

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kSpacing = 2;
constexpr int kDragSide = 96;

} // namespace

Filmstrip::Filmstrip(PhotoListModel& photos, QWidget* parent)
    : QListView(parent), m_sorted(new PhotoSortModel(photos, this)), m_delegate(new FilmstripDelegate(this)) {
    setObjectName(QStringLiteral("filmstrip"));
    setAccessibleName(tr("Photos"));
    setAccessibleDescription(tr("The open photos with the state of each"));
    setItemDelegate(m_delegate);
    setFlow(QListView::LeftToRight);
    setUniformItemSizes(true);
    setResizeMode(QListView::Adjust);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setSpacing(kSpacing);
    setContextMenuPolicy(Qt::ActionsContextMenu);
    setModel(m_sorted);
    lay();
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved}) {
        connect(m_sorted, signal, this, &Filmstrip::tellInView, Qt::QueuedConnection);
    }
    connect(m_sorted, &QAbstractItemModel::layoutChanged, this, &Filmstrip::tellInView, Qt::QueuedConnection);
    connect(m_sorted, &QAbstractItemModel::rowsRemoved, this, &Filmstrip::keepSelection);
    connect(m_sorted, &PhotoSortModel::changed, this, [this] {
        scrollTo(currentIndex());
        viewport()->update();
    });
}

int Filmstrip::currentRow() const {
    return currentIndex().isValid() ? m_sorted->sourceRow(currentIndex()) : -1;
}

std::vector<int> Filmstrip::selectedRows() const {
    std::vector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedIndexes()) {
        rows.push_back(m_sorted->sourceRow(index));
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::vector<PhotoId> Filmstrip::shown() const {
    std::vector<PhotoId> photos;
    for (int place = 0; place < m_sorted->rowCount(); ++place) {
        photos.push_back(m_sorted->item(m_sorted->index(place, 0)).id);
    }
    return photos;
}

void Filmstrip::goTo(int row) {
    const QModelIndex index = m_sorted->indexOf(row);
    if (index.isValid()) {
        selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
        scrollTo(index);
    }
}

void Filmstrip::select(const std::vector<int>& rows, int current) {
    QItemSelection selection;
    for (const int row : rows) {
        const QModelIndex index = m_sorted->indexOf(row);
        if (index.isValid()) {
            selection.select(index, index);
        }
    }
    goTo(current);
    selectionModel()->select(selection, QItemSelectionModel::Select);
}

void Filmstrip::step(int by) {
    const int count = m_sorted->rowCount();
    if (count > 0) {
        const int place = std::clamp(currentIndex().row() + by, 0, count - 1);
        goTo(m_sorted->sourceRow(m_sorted->index(place, 0)));
    }
}

// Where the current photo was filtered away, Qt makes its neighbour the current one but selects nothing.
void Filmstrip::keepSelection() {
    if (currentIndex().isValid() && selectionModel()->selection().isEmpty()) {
        selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect);
    }
}

QSize Filmstrip::thumbnailBox() const {
    return (QSizeF(FilmstripDelegate::kThumbWidth, FilmstripDelegate::kThumbHeight) * devicePixelRatioF())
        .toSize();
}

int Filmstrip::rowHeight() const {
    return FilmstripDelegate::cellHeight(fontMetrics()) + 2 * kSpacing +
           horizontalScrollBar()->sizeHint().height();
}

QSize Filmstrip::sizeHint() const {
    return {600, rowHeight()};
}

QSize Filmstrip::minimumSizeHint() const {
    return {FilmstripDelegate::kCellWidth, rowHeight()};
}

void Filmstrip::lay() {
    const bool isGrid = height() >= 2 * FilmstripDelegate::cellHeight(fontMetrics()) + 3 * kSpacing;
    if (isGrid == isWrapping() && verticalScrollBarPolicy() != Qt::ScrollBarAsNeeded) {
        return;
    }
    if (isGrid != isWrapping()) {
        setWrapping(isGrid);
        QTimer::singleShot(0, this, [this] { scrollTo(currentIndex()); }); // once it is laid out
    }
    setVerticalScrollBarPolicy(isGrid ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(isGrid ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
}

void Filmstrip::tellInView() {
    if (!std::exchange(m_isTelling, true)) {
        QTimer::singleShot(0, this, [this] {
            m_isTelling = false;
            if (isVisible()) {
                findInView();
            }
        });
    }
}

void Filmstrip::findInView() {
    const QRect view = viewport()->rect();
    const bool isMirrored = isRightToLeft();
    QModelIndex first; // near the corner where reading begins; the point may hit a gap between cells
    for (int near = kSpacing + 1; !first.isValid() && near <= 5 * kSpacing + 1; near += 2 * kSpacing) {
        first = indexAt({isMirrored ? view.right() - near : near, near + kSpacing});
    }
    std::vector<PhotoId> photos;
    for (int place = std::max(0, first.row()); place < m_sorted->rowCount(); ++place) {
        const QModelIndex index = m_sorted->index(place, 0);
        if (visualRect(index).intersects(view)) {
            photos.push_back(m_sorted->item(index).id);
        } else if (!photos.empty()) {
            break;
        }
    }
    Q_EMIT inView(photos);
}

void Filmstrip::offerDrag(const QList<QUrl>& files) {
    m_offered = files;
    if (m_isWaiting && QGuiApplication::mouseButtons().testFlag(Qt::LeftButton)) {
        m_isWaiting = false;
        beginDrag(files);
    }
}

void Filmstrip::mousePressEvent(QMouseEvent* event) {
    m_isWaiting = false;
    m_isPressed = false;
    m_offered.clear();
    QListView::mousePressEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !index.isValid() || !m_sorted->item(index).made) {
        return;
    }
    std::vector<PhotoId> photos{m_sorted->item(index).id}; // the one under the pointer leads
    if (selectionModel()->isSelected(index)) {
        for (const int row : selectedRows()) {
            const PhotoItem& item = m_sorted->photos().at(row);
            if (item.made && item.id != photos.front()) {
                photos.push_back(item.id);
            }
        }
    }
    m_isPressed = true;
    Q_EMIT dragWanted(photos);
}

void Filmstrip::mouseReleaseEvent(QMouseEvent* event) {
    m_isWaiting = false;
    if (std::exchange(m_isPressed, false)) {
        Q_EMIT dragAbandoned();
    }
    QListView::mouseReleaseEvent(event);
}

void Filmstrip::startDrag(Qt::DropActions) {
    if (!m_isPressed) {
        return;
    }
    if (!m_offered.isEmpty()) {
        beginDrag(m_offered);
    } else {
        m_isWaiting = true;
        Q_EMIT dragWaits();
    }
}

void Filmstrip::beginDrag(const QList<QUrl>& files) {
    auto* drag = new QDrag(this);
    auto* contents = new QMimeData;
    contents->setUrls(files);
    drag->setMimeData(contents);
    const QImage image = currentIndex().isValid() ? m_sorted->item(currentIndex()).thumbnail : QImage();
    if (!image.isNull()) {
        drag->setPixmap(QPixmap::fromImage(
            image.scaled(kDragSide, kDragSide, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
        drag->setHotSpot({16, 16});
    }
    m_isPressed = false;
    drag->exec(Qt::CopyAction);
}

void Filmstrip::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    switch (event->type()) {
    case QEvent::FontChange:
    case QEvent::PaletteChange:
    case QEvent::StyleChange:
    case QEvent::LanguageChange:
        m_delegate->forget();
        updateGeometry();
        break;
    default:
        break;
    }
}

void Filmstrip::paintEvent(QPaintEvent* event) {
    QListView::paintEvent(event);
    if (m_sorted->rowCount() == 0 && m_sorted->photos().count() > 0) {
        QPainter painter(viewport());
        painter.setPen(themeColors(palette()).muted);
        painter.drawText(
            viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("No photo matches the filter."));
    }
}

void Filmstrip::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    lay();
    tellInView();
}

void Filmstrip::scrollContentsBy(int dx, int dy) {
    QListView::scrollContentsBy(dx, dy);
    tellInView();
}

void Filmstrip::showEvent(QShowEvent* event) {
    QListView::showEvent(event);
    tellInView();
}

void Filmstrip::wheelEvent(QWheelEvent* event) {
    if (isWrapping()) {
        QListView::wheelEvent(event);
        return;
    }
    // A row has one direction: an ordinary wheel scrolls along it.
    const QPoint turn = event->angleDelta();
    const int along = qAbs(turn.x()) > qAbs(turn.y()) ? turn.x() : turn.y();
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - along);
    event->accept();
}

void Filmstrip::keyPressEvent(QKeyEvent* event) {
    // Letters are the window's shortcuts, not a search for a name.
    const bool isText =
        !event->text().isEmpty() && event->text().at(0).isPrint() && event->key() != Qt::Key_Space;
    if (isText) {
        event->ignore();
        return;
    }
    QListView::keyPressEvent(event);
}

} // namespace kerf::ui
