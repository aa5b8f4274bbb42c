#include "ui/batch_delegate.h"

#include "ui/batch_model.h"
#include "ui/batch_sort_model.h"
#include "ui/icons.h"
#include "ui/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

namespace kerf::ui {
namespace {

constexpr int kMargin = 6;
constexpr int kIconSide = 16;
constexpr int kBarHeight = 6;

struct StateLook {
    const char* icon;
    IconTone tone;
};

// By JobState.
constexpr StateLook kLooks[] = {{"queued", IconTone::muted},    {"running", IconTone::accent},
                                {"done", IconTone::success},    {"failed", IconTone::danger},
                                {"cancelled", IconTone::muted}, {"skip", IconTone::muted}};

QColor toneColor(IconTone tone, const ThemeColors& c) {
    return tone == IconTone::accent    ? c.accent
           : tone == IconTone::success ? c.success
           : tone == IconTone::danger  ? c.danger
                                       : c.muted;
}

QRect mirrored(const QStyleOptionViewItem& option, const QRect& rect) {
    return QStyle::visualRect(option.direction, option.rect, rect);
}

} // namespace

QSize BatchDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {kThumbWidth, std::max(kThumbHeight, 2 * option.fontMetrics.height() + 2) + 2 * kMargin};
}

void BatchDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem plain = option;
    initStyleOption(&plain, index);
    const ThemeColors& c = themeColors(option.palette);
    // Selected rows are raised with an edge instead of filled with the accent: states keep their colours.
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected) {
        QColor wash = c.accent;
        wash.setAlpha(isDark(option.palette) ? 46 : 30);
        painter->fillRect(option.rect, wash);
    }
    painter->setPen(c.hairline);
    painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    switch (index.column()) {
    case BatchModel::photoColumn:
        paintPhoto(painter, option, index);
        return;
    case BatchModel::stateColumn:
        paintState(painter, option, index);
        return;
    case BatchModel::progressColumn:
        if (index.data(BatchModel::StateRole).toInt() == int(JobState::running)) {
            paintProgress(painter, option, index);
            return;
        }
        break;
    default:
        break;
    }
    const bool isQuiet = index.column() != BatchModel::detailsColumn;
    painter->setFont(option.font);
    painter->setPen(isQuiet ? c.muted : c.text);
    const QRect box = option.rect.adjusted(kMargin, 0, -kMargin, 0);
    const int lines =
        index.column() == BatchModel::detailsColumn ? box.height() / option.fontMetrics.height() : 1;
    if (lines < 2 || option.fontMetrics.horizontalAdvance(plain.text) <= box.width()) {
        painter->drawText(
            box, int(QStyle::visualAlignment(option.direction, plain.displayAlignment)),
            option.fontMetrics.elidedText(plain.text, Qt::ElideRight, box.width()));
        return;
    }
    // A reason is worth two lines.
    const QString most = option.fontMetrics.elidedText(plain.text, Qt::ElideRight, box.width() * 2 - 40);
    painter->drawText(
        box,
        int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)) | Qt::TextWordWrap,
        most);
}

void BatchDelegate::paintPhoto(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* model = qobject_cast<const BatchSortModel*>(index.model());
    if (!model) {
        return;
    }
    const BatchRow& row = model->row(index);
    const ThemeColors& c = themeColors(option.palette);
    const QRect& cell = option.rect;
    const QRect frame(
        cell.left() + kMargin, cell.top() + (cell.height() - kThumbHeight) / 2, kThumbWidth, kThumbHeight);
    const QRect thumb = mirrored(option, frame);
    painter->save();
    painter->setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    if (row.thumbnail.isNull()) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(c.hairline);
        painter->drawRoundedRect(QRectF(thumb).adjusted(4, 3, -4, -3), 3, 3);
    } else {
        const QSize size = row.thumbnail.size().scaled(thumb.size(), Qt::KeepAspectRatio);
        painter->drawImage(
            QStyle::alignedRect(option.direction, Qt::AlignCenter, size, thumb), row.thumbnail);
    }
    const int line = option.fontMetrics.height();
    const int height = row.folder.isEmpty() ? line : 2 * line + 2;
    const QRect texts(
        frame.right() + 9, cell.top() + (cell.height() - height) / 2,
        std::max(0, cell.right() - kMargin - frame.right() - 9), height);
    const auto flags = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignTop));
    painter->setFont(option.font);
    painter->setPen(c.text);
    const QRect box = mirrored(option, texts);
    painter->drawText(box, flags, option.fontMetrics.elidedText(row.name, Qt::ElideMiddle, texts.width()));
    if (!row.folder.isEmpty()) {
        painter->setPen(c.muted);
        painter->drawText(
            box.adjusted(0, line + 2, 0, 0), flags,
            option.fontMetrics.elidedText(row.folder, Qt::ElideMiddle, texts.width()));
    }
    painter->restore();
}

void BatchDelegate::paintState(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const StateLook& look = kLooks[index.data(BatchModel::StateRole).toInt()];
    const QRect& cell = option.rect;
    const QRect sign(
        cell.left() + kMargin, cell.top() + (cell.height() - kIconSide) / 2, kIconSide, kIconSide);
    icon(QString::fromLatin1(look.icon), look.tone).paint(painter, mirrored(option, sign));
    const QRect text(
        sign.right() + 7, cell.top(), std::max(0, cell.right() - sign.right() - 7 - kMargin), cell.height());
    painter->setFont(option.font);
    painter->setPen(toneColor(look.tone, themeColors(option.palette)));
    painter->drawText(
        mirrored(option, text),
        int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)),
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, text.width()));
}

void BatchDelegate::paintProgress(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* model = qobject_cast<const BatchSortModel*>(index.model());
    if (!model || model->row(index).item.state != JobState::running) {
        return;
    }
    const ThemeColors& c = themeColors(option.palette);
    const int line = option.fontMetrics.height();
    const QRect& cell = option.rect;
    const int top = cell.top() + (cell.height() - line - kBarHeight - 4) / 2;
    const QRect text(cell.left() + kMargin, top, std::max(0, cell.width() - 2 * kMargin), line);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(option.font);
    painter->setPen(c.muted);
    painter->drawText(
        text, int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)),
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, text.width()));
    const QRect track(text.left(), top + line + 4, text.width(), kBarHeight);
    painter->setPen(Qt::NoPen);
    painter->setBrush(c.hairline);
    painter->drawRoundedRect(track, 3, 3);
    QRect done = track;
    done.setWidth(std::max(kBarHeight, int(track.width() * model->row(index).item.fraction)));
    painter->setBrush(c.accent);
    painter->drawRoundedRect(mirrored(option, done), 3, 3);
    painter->restore();
}

} // namespace kerf::ui
