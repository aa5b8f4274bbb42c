#include "ui/filmstrip_delegate.h"

#include "ui/icons.h"
#include "ui/photo_sort_model.h"
#include "ui/theme.h"

#include <QPainter>

#include <cmath>

namespace kerf::ui {
namespace {

constexpr int kMargin = 8;
constexpr int kIconSide = 16;
constexpr int kEmptySide = 26;
constexpr int kBarHeight = 4;
constexpr int kMaxNames = 2000; // a few screens' worth
constexpr std::size_t kOutdated = 6;

int contentHeight(int line) {
    return FilmstripDelegate::kThumbHeight + 6 + line + 3 + qMax(line, kIconSide);
}

struct StateLook {
    const char* icon;
    IconTone tone;
};

constexpr std::array<StateLook, 7> kStateLooks{
    {{"ready", IconTone::muted},
     {"queued", IconTone::muted},
     {"running", IconTone::accent},
     {"done", IconTone::success},
     {"failed", IconTone::danger},
     {"cancelled", IconTone::muted},
     {"outdated", IconTone::warning}}};

constexpr std::array<StateLook, 4> kVerdictLooks{
    {{"unjudged", IconTone::muted},
     {"pass", IconTone::success},
     {"fail", IconTone::danger},
     {"touch-up", IconTone::warning}}};

QColor toneColor(IconTone tone, const ThemeColors& c) {
    switch (tone) {
    case IconTone::accent:
        return c.accent;
    case IconTone::success:
        return c.success;
    case IconTone::danger:
        return c.danger;
    case IconTone::warning:
        return c.warning;
    case IconTone::muted:
        return c.muted;
    default:
        return c.text;
    }
}

QPixmap drawn(const StateLook& look, int side, double ratio) {
    QPixmap pixmap = icon(QString::fromLatin1(look.icon), look.tone).pixmap(QSize(side, side) * ratio, 1.0);
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

QStaticText laidOut(const QString& text, const QFont& font) {
    QStaticText out(text);
    out.setTextFormat(Qt::PlainText);
    out.setPerformanceHint(QStaticText::AggressiveCaching);
    out.prepare({}, font);
    return out;
}

std::size_t lookOf(const PhotoItem& item) {
    return item.state == PhotoState::done && item.isOutdated ? kOutdated : std::size_t(item.state);
}

} // namespace

int FilmstripDelegate::cellHeight(const QFontMetrics& metrics) {
    return contentHeight(metrics.height()) + 2 * kMargin;
}

QSize FilmstripDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {kCellWidth, cellHeight(option.fontMetrics)};
}

void FilmstripDelegate::forget() {
    m_isPrepared = false;
    m_names.clear();
}

void FilmstripDelegate::prepare(const QStyleOptionViewItem& option, double ratio) const {
    if (m_isPrepared && qFuzzyCompare(m_ratio, ratio)) {
        return;
    }
    m_isPrepared = true;
    m_ratio = ratio;
    for (std::size_t i = 0; i < kLooks; ++i) {
        PhotoItem item;
        item.state = i == kOutdated ? PhotoState::done : PhotoState(i);
        item.isOutdated = i == kOutdated;
        m_looks[i] = {
            laidOut(PhotoListModel::statusText(item), option.font), drawn(kStateLooks[i], kIconSide, ratio)};
    }
    for (std::size_t i = 0; i < kVerdicts; ++i) {
        m_verdicts[i] = {
            laidOut(PhotoListModel::verdictText(Verdict(i)), option.font),
            drawn(kVerdictLooks[i], kIconSide, ratio)};
    }
    m_empty = drawn({"photos", IconTone::muted}, kEmptySide, ratio);
}

void FilmstripDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* model = qobject_cast<const PhotoSortModel*>(index.model());
    if (!model) {
        return;
    }
    prepare(option, painter->device()->devicePixelRatioF());
    const PhotoItem& item = model->item(index);
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
    paintThumbnail(painter, thumb, item);
    if (item.state == PhotoState::running) {
        paintProgress(painter, thumb, item.fraction);
    }
    if (item.judgement.verdict != Verdict::none) {
        paintVerdict(painter, thumb, item.judgement.verdict);
    }
    paintText(painter, option, thumb, item);
    painter->restore();
}

void FilmstripDelegate::paintThumbnail(QPainter* painter, const QRect& box, const PhotoItem& item) const {
    if (item.thumbnail.isNull()) {
        const ThemeColors& c = themeColors(QPalette());
        painter->setPen(Qt::NoPen);
        painter->setBrush(c.hairline);
        painter->drawRoundedRect(QRectF(box).adjusted(12, 4, -12, -4), 4, 4);
        painter->drawPixmap(box.center() - QPoint(kEmptySide, kEmptySide) / 2, m_empty);
        return;
    }
    QSizeF size = QSizeF(item.thumbnail.size()) / m_ratio;
    const bool isAsMade = size.width() <= box.width() && size.height() <= box.height();
    if (!isAsMade) { // made for another screen
        size = size.scaled(box.size(), Qt::KeepAspectRatio);
        painter->setRenderHint(QPainter::SmoothPixmapTransform);
    }
    // On whole device pixels, or else it would be blurred.
    const QPointF corner(
        qRound((box.left() + (box.width() - size.width()) / 2) * m_ratio) / m_ratio,
        qRound((box.top() + (box.height() - size.height()) / 2) * m_ratio) / m_ratio);
    painter->drawImage(QRectF(corner, size), item.thumbnail);
}

void FilmstripDelegate::paintProgress(QPainter* painter, const QRect& box, double fraction) const {
    const QRectF track(box.left() + 6, box.bottom() - kBarHeight - 4, box.width() - 12, kBarHeight);
    painter->setPen(Qt::NoPen);
    painter->setBrush(QColor(0, 0, 0, 150));
    painter->drawRoundedRect(track.adjusted(-2, -2, 2, 2), 4, 4);
    painter->setBrush(QColor(255, 255, 255, 90));
    painter->drawRoundedRect(track, 2, 2);
    painter->setBrush(themeColors(true).accent); // on the photo, not on the theme
    painter->drawRoundedRect(
        QRectF(track.topLeft(), QSizeF(qMax(4.0, track.width() * fraction), kBarHeight)), 2, 2);
}

void FilmstripDelegate::paintVerdict(QPainter* painter, const QRect& box, Verdict verdict) const {
    const Word& word = m_verdicts[std::size_t(verdict)];
    const ThemeColors& c = themeColors(QPalette());
    const QSizeF text = word.text.size();
    const qreal height = qMax(text.height(), qreal(kIconSide)) + 4;
    const qreal width = qMin(text.width() + kIconSide + 15, qreal(box.width()));
    const QRectF badge(box.left() - 3, box.top() - 3, width, height);
    painter->setPen(QPen(toneColor(kVerdictLooks[std::size_t(verdict)].tone, c), 1.0));
    painter->setBrush(c.window);
    painter->drawRoundedRect(badge, 5, 5);
    painter->drawPixmap(QPointF(badge.left() + 5, badge.center().y() - kIconSide / 2.0), word.icon);
    painter->drawStaticText(
        QPointF(badge.left() + kIconSide + 8, badge.center().y() - text.height() / 2), word.text);
}

const QStaticText&
FilmstripDelegate::nameOf(const QStyleOptionViewItem& option, const PhotoItem& item) const {
    const auto found = m_names.constFind(quint64(item.id));
    if (found != m_names.constEnd()) {
        return *found;
    }
    if (m_names.size() >= kMaxNames) {
        m_names.clear();
    }
    return *m_names.insert(
        quint64(item.id),
        laidOut(option.fontMetrics.elidedText(item.name, Qt::ElideMiddle, kThumbWidth), option.font));
}

void FilmstripDelegate::paintText(
    QPainter* painter, const QStyleOptionViewItem& option, const QRect& thumb, const PhotoItem& item) const {
    const ThemeColors& c = themeColors(option.palette);
    const int line = option.fontMetrics.height();
    const int top = thumb.bottom() + 7;
    const QStaticText& name = nameOf(option, item);
    painter->setPen(c.text);
    painter->setFont(option.font);
    painter->drawStaticText(QPointF(thumb.left() + (thumb.width() - name.size().width()) / 2, top), name);

    const std::size_t look = lookOf(item);
    const Word& word = m_looks[look];
    const bool isRunning = item.state == PhotoState::running; // its words tell how far it is
    const QString running = isRunning ? PhotoListModel::statusText(item) : QString();
    const int width =
        isRunning ? option.fontMetrics.horizontalAdvance(running) : int(std::ceil(word.text.size().width()));
    const int height = qMax(line, kIconSide);
    const int left = thumb.left() + (thumb.width() - width - kIconSide - 5) / 2;
    const int below = top + line + 2;
    painter->drawPixmap(QPointF(left, below + (height - kIconSide) / 2.0), word.icon);
    painter->setPen(toneColor(kStateLooks[look].tone, c));
    if (isRunning) {
        painter->drawText(
            QRect(left + kIconSide + 5, below, width + 4, height), Qt::AlignLeft | Qt::AlignVCenter, running);
    } else {
        painter->drawStaticText(
            QPointF(left + kIconSide + 5, below + (height - word.text.size().height()) / 2), word.text);
    }
}

} // namespace kerf::ui
