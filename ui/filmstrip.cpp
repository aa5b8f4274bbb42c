#include "ui/filmstrip.h"

#include "ui/icons.h"
#include "ui/photo_list_model.h"
#include "ui/theme.h"

#include <QDrag>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QUrl>
#include <QWheelEvent>

namespace kerf::ui {
namespace {

constexpr int kCellWidth = 148;
constexpr int kThumbWidth = 132;
constexpr int kThumbHeight = 88;
constexpr int kMargin = 8;
constexpr int kIconSide = 16;
constexpr int kBarHeight = 4;

int contentHeight(int line) {
    return kThumbHeight + 6 + line + 3 + qMax(line, kIconSide);
}

struct StateLook {
    QIcon icon;
    QColor color;
};

class FilmstripDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        const int line = option.fontMetrics.height();
        return {kCellWidth, contentHeight(line) + 2 * kMargin};
    }

    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const ThemeColors& c = themeColors(option.palette);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        const QRectF card = QRectF(option.rect).adjusted(3.5, 3.5, -3.5, -3.5);
        if (isSelected || option.state.testFlag(QStyle::State_MouseOver)) {
            painter->setBrush(isSelected ? c.raised : c.window);
            painter->setPen(isSelected ? QPen(c.accent, 1.5) : QPen(c.hairline, 1.0));
            painter->drawRoundedRect(card, 7, 7);
        }
        if (option.state.testFlag(QStyle::State_HasFocus) &&
            option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
            painter->setBrush(Qt::NoBrush);
            painter->setPen(QPen(c.text, 1.0, Qt::DotLine));
            painter->drawRoundedRect(card.adjusted(3, 3, -3, -3), 5, 5);
        }
        const QRect thumb(
            option.rect.left() + (option.rect.width() - kThumbWidth) / 2,
            option.rect.top() + (option.rect.height() - contentHeight(option.fontMetrics.height())) / 2,
            kThumbWidth, kThumbHeight);
        paintThumbnail(painter, thumb, index, c);
        paintText(painter, option, thumb, index, c);
        painter->restore();
    }

private:
    static void
    paintThumbnail(QPainter* painter, const QRect& box, const QModelIndex& index, const ThemeColors& c) {
        const auto image = index.data(PhotoListModel::ThumbnailRole).value<QImage>();
        if (image.isNull()) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(c.hairline);
            painter->drawRoundedRect(QRectF(box).adjusted(12, 4, -12, -4), 4, 4);
            icon(QStringLiteral("photos"), IconTone::muted)
                .paint(painter, QRect(box.center() - QPoint(13, 13), QSize(26, 26)));
        } else {
            const QSize size = image.size().scaled(box.size(), Qt::KeepAspectRatio);
            const QRect place(
                box.left() + (box.width() - size.width()) / 2, box.top() + (box.height() - size.height()) / 2,
                size.width(), size.height());
            QPainterPath rounded;
            rounded.addRoundedRect(place, 4, 4);
            painter->save();
            painter->setClipPath(rounded);
            painter->setRenderHint(QPainter::SmoothPixmapTransform);
            painter->drawImage(place, image);
            painter->restore();
        }
        if (index.data(PhotoListModel::StateRole).value<PhotoState>() == PhotoState::running) {
            const QRectF track(box.left() + 6, box.bottom() - kBarHeight - 4, box.width() - 12, kBarHeight);
            const double fraction = index.data(PhotoListModel::FractionRole).toDouble();
            painter->setPen(Qt::NoPen);
            painter->setBrush(QColor(0, 0, 0, 150));
            painter->drawRoundedRect(track.adjusted(-2, -2, 2, 2), 4, 4);
            painter->setBrush(QColor(255, 255, 255, 90));
            painter->drawRoundedRect(track, 2, 2);
            painter->setBrush(QColor(0x45c4b0)); // on the photo, not on the theme
            painter->drawRoundedRect(
                QRectF(track.topLeft(), QSizeF(qMax(4.0, track.width() * fraction), kBarHeight)), 2, 2);
        }
    }

    static StateLook look(PhotoState state, bool isOutdated, const ThemeColors& c) {
        switch (state) {
        case PhotoState::ready:
            return {icon(QStringLiteral("ready"), IconTone::muted), c.muted};
        case PhotoState::queued:
            return {icon(QStringLiteral("queued"), IconTone::muted), c.muted};
        case PhotoState::running:
            return {icon(QStringLiteral("running"), IconTone::accent), c.accent};
        case PhotoState::done:
            return isOutdated ? StateLook{icon(QStringLiteral("outdated"), IconTone::warning), c.warning}
                              : StateLook{icon(QStringLiteral("done"), IconTone::success), c.success};
        case PhotoState::failed:
            return {icon(QStringLiteral("failed"), IconTone::danger), c.danger};
        case PhotoState::cancelled:
            return {icon(QStringLiteral("cancelled"), IconTone::muted), c.muted};
        }
        return {};
    }

    static void paintText(
        QPainter* painter,
        const QStyleOptionViewItem& option,
        const QRect& thumb,
        const QModelIndex& index,
        const ThemeColors& c) {
        const int line = option.fontMetrics.height();
        const QRect name(thumb.left(), thumb.bottom() + 7, thumb.width(), line);
        painter->setPen(c.text);
        painter->setFont(option.font);
        painter->drawText(
            name, Qt::AlignHCenter | Qt::AlignVCenter,
            option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, name.width()));

        const auto state = index.data(PhotoListModel::StateRole).value<PhotoState>();
        const StateLook shown = look(state, index.data(PhotoListModel::OutdatedRole).toBool(), c);
        const QString word = index.data(PhotoListModel::StatusRole).toString();
        const int wordWidth = option.fontMetrics.horizontalAdvance(word);
        const int height = qMax(line, kIconSide);
        const int left = thumb.left() + (thumb.width() - wordWidth - kIconSide - 5) / 2;
        const int top = name.bottom() + 3;
        shown.icon.paint(painter, QRect(left, top + (height - kIconSide) / 2, kIconSide, kIconSide));
        painter->setPen(shown.color);
        painter->drawText(
            QRect(left + kIconSide + 5, top, wordWidth + 4, height), Qt::AlignLeft | Qt::AlignVCenter, word);
    }
};

} // namespace

Filmstrip::Filmstrip(QWidget* parent) : QListView(parent) {
    setObjectName(QStringLiteral("filmstrip"));
    setAccessibleName(tr("Photos"));
    setAccessibleDescription(tr("The open photos with the state of each"));
    setItemDelegate(new FilmstripDelegate(this));
    setFlow(QListView::LeftToRight);
    setWrapping(false);
    setUniformItemSizes(true);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragOnly);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setSpacing(2);
    setContextMenuPolicy(Qt::ActionsContextMenu);
}

void Filmstrip::setModel(QAbstractItemModel* model) {
    QListView::setModel(model);
    connect(model, &QAbstractItemModel::rowsInserted, this, &Filmstrip::askForVisible, Qt::QueuedConnection);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &Filmstrip::askForVisible, Qt::QueuedConnection);
}

QSize Filmstrip::sizeHint() const {
    const int line = fontMetrics().height();
    return {600, contentHeight(line) + 2 * kMargin + 4 + horizontalScrollBar()->sizeHint().height()};
}

int Filmstrip::thumbnailSide() const {
    return int(kThumbWidth * devicePixelRatioF());
}

void Filmstrip::askForVisible() {
    if (m_askScheduled || !model()) {
        return;
    }
    m_askScheduled = true;
    QTimer::singleShot(0, this, [this] {
        m_askScheduled = false;
        if (!isVisible()) {
            return;
        }
        const QRect view = viewport()->rect();
        for (int row = qMax(0, indexAt(QPoint(8, view.height() / 2)).row()); row < model()->rowCount();
             ++row) {
            const QRect cell = visualRect(model()->index(row, 0));
            if (cell.left() > view.right()) {
                break;
            }
            if (cell.intersects(view)) {
                Q_EMIT thumbnailNeeded(row);
            }
        }
    });
}

void Filmstrip::offerDrag(int row, const QUrl& file) {
    m_offeredRow = row;
    m_offeredUrl = file.toString(QUrl::FullyEncoded);
    if (m_waitingRow == row && QGuiApplication::mouseButtons().testFlag(Qt::LeftButton)) {
        m_waitingRow.reset();
        beginDrag(row, file);
    }
}

void Filmstrip::mousePressEvent(QMouseEvent* event) {
    m_waitingRow.reset();
    m_offeredRow.reset();
    m_pressedRow.reset();
    QListView::mousePressEvent(event);
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid() &&
        index.data(PhotoListModel::StateRole).value<PhotoState>() == PhotoState::done) {
        m_pressedRow = index.row();
        Q_EMIT dragWanted(index.row());
    }
}

void Filmstrip::mouseReleaseEvent(QMouseEvent* event) {
    m_waitingRow.reset();
    if (std::exchange(m_pressedRow, std::nullopt)) {
        Q_EMIT dragAbandoned();
    }
    QListView::mouseReleaseEvent(event);
}

void Filmstrip::startDrag(Qt::DropActions) {
    if (!m_pressedRow) {
        return;
    }
    if (m_offeredRow == m_pressedRow) {
        beginDrag(*m_pressedRow, QUrl(m_offeredUrl));
    } else {
        m_waitingRow = m_pressedRow;
        Q_EMIT dragWaits();
    }
}

void Filmstrip::beginDrag(int row, const QUrl& file) {
    auto* drag = new QDrag(this);
    auto* contents = new QMimeData;
    contents->setUrls({file});
    drag->setMimeData(contents);
    const auto image = model()->index(row, 0).data(PhotoListModel::ThumbnailRole).value<QImage>();
    if (!image.isNull()) {
        drag->setPixmap(
            QPixmap::fromImage(image.scaled(96, 96, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
        drag->setHotSpot({16, 16});
    }
    drag->exec(Qt::CopyAction);
}

void Filmstrip::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    askForVisible();
}

void Filmstrip::scrollContentsBy(int dx, int dy) {
    QListView::scrollContentsBy(dx, dy);
    askForVisible();
}

void Filmstrip::showEvent(QShowEvent* event) {
    QListView::showEvent(event);
    askForVisible();
}

void Filmstrip::wheelEvent(QWheelEvent* event) {
    // The strip has one direction: an ordinary wheel scrolls along it.
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
