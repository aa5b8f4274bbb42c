#pragma once

#include "ui/photo_list_model.h"

#include <QHash>
#include <QPixmap>
#include <QStaticText>
#include <QStyledItemDelegate>

#include <array>

namespace kerf::ui {

// Paints a cell of the filmstrip: thumbnail with verdict and progress, name, state as icon and word. What
// does not change from one painting to the next (icons, laid out texts) is kept, so that scrolling allocates
// nothing; a thumbnail is copied as the desk made it. Works on a PhotoSortModel. GUI thread only.
class FilmstripDelegate final : public QStyledItemDelegate {
public:
    static constexpr int kCellWidth = 144;
    static constexpr int kThumbWidth = 128;
    static constexpr int kThumbHeight = 88;

    using QStyledItemDelegate::QStyledItemDelegate;

    static int cellHeight(const QFontMetrics& metrics);
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void forget(); // font, theme, screen or language is another

private:
    // The states as they look, `outdated` after them.
    static constexpr std::size_t kLooks = 7;
    static constexpr std::size_t kVerdicts = 4;
    struct Word {
        QStaticText text;
        QPixmap icon;
    };

    void prepare(const QStyleOptionViewItem& option, double ratio) const;
    void paintThumbnail(QPainter* painter, const QRect& box, const PhotoItem& item) const;
    void paintProgress(QPainter* painter, const QRect& box, double fraction) const;
    void paintVerdict(QPainter* painter, const QRect& box, Verdict verdict) const;
    void paintText(
        QPainter* painter,
        const QStyleOptionViewItem& option,
        const QRect& thumb,
        const PhotoItem& item) const;
    const QStaticText& nameOf(const QStyleOptionViewItem& option, const PhotoItem& item) const;

    // Caches, which painting (const in Qt) fills.
    mutable bool m_isPrepared = false;
    mutable double m_ratio = 0.0;
    mutable QHash<quint64, QStaticText> m_names; // by photo
    mutable std::array<Word, kLooks> m_looks;
    mutable std::array<Word, kVerdicts> m_verdicts;
    mutable QPixmap m_empty;
};

} // namespace kerf::ui
