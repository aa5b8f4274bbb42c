#include "ui/flow_layout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace kerf::ui {

FlowLayout::FlowLayout(int spacing, int rowSpacing, QWidget* parent)
    : QLayout(parent), m_spacing(spacing), m_rowSpacing(rowSpacing) {}

FlowLayout::~FlowLayout() = default;

void FlowLayout::addItem(QLayoutItem* item) {
    m_items.emplace_back(item);
}

int FlowLayout::count() const {
    return int(m_items.size());
}

QLayoutItem* FlowLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? m_items[std::size_t(index)].get() : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
    if (index < 0 || index >= count()) {
        return nullptr;
    }
    QLayoutItem* taken = m_items[std::size_t(index)].release();
    m_items.erase(m_items.begin() + index);
    return taken;
}

int FlowLayout::heightForWidth(int width) const {
    return arrange({0, 0, width, 0}, true);
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const auto& item : m_items) {
        if (!item->isEmpty()) {
            size = size.expandedTo(item->minimumSize());
        }
    }
    return size.grownBy(contentsMargins());
}

QSize FlowLayout::sizeHint() const {
    QSize size(0, 0);
    for (const auto& item : m_items) {
        if (!item->isEmpty()) {
            const QSize hint = item->sizeHint();
            size.setWidth(size.width() + (size.width() > 0 ? m_spacing : 0) + hint.width());
            size.setHeight(std::max(size.height(), hint.height()));
        }
    }
    return size.grownBy(contentsMargins());
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    arrange(rect, false);
}

int FlowLayout::arrange(const QRect& rect, bool isDryRun) const {
    const QRect inner = rect.marginsRemoved(contentsMargins());
    const Qt::LayoutDirection direction =
        parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    std::vector<std::pair<QLayoutItem*, QRect>> row;
    int x = inner.x();
    int y = inner.y();
    int high = 0;
    const auto endRow = [&] {
        for (const auto& [item, place] : row) {
            if (!isDryRun) {
                const QRect centred = place.translated(0, (high - place.height()) / 2);
                item->setGeometry(QStyle::visualRect(direction, inner, centred));
            }
        }
        row.clear();
    };
    for (const auto& item : m_items) {
        if (item->isEmpty()) {
            continue;
        }
        QSize size = item->sizeHint();
        size.setWidth(std::min(size.width(), std::max(inner.width(), item->minimumSize().width())));
        if (item->hasHeightForWidth()) {
            size.setHeight(item->heightForWidth(size.width()));
        }
        if (!row.empty() && x + size.width() > inner.right() + 1) {
            endRow();
            x = inner.x();
            y += high + m_rowSpacing;
            high = 0;
        }
        row.emplace_back(item.get(), QRect(QPoint(x, y), size));
        x += size.width() + m_spacing;
        high = std::max(high, size.height());
    }
    endRow();
    const QMargins margins = contentsMargins();
    return y + high - inner.y() + margins.top() + margins.bottom();
}

} // namespace kerf::ui
