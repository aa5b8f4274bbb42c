#include "ui/canvas_area.h"

#include "ui/banner.h"
#include "ui/canvas.h"
#include "ui/drop_zone.h"
#include "ui/strip.h"

#include <QLayout>
#include <QResizeEvent>
#include <QVBoxLayout>

#include <utility>

namespace kerf::ui {
namespace {

constexpr int kBannerWidth = 620;
constexpr int kBannerMargin = 14;

} // namespace

CanvasArea::CanvasArea(QWidget* parent)
    : QWidget(parent),
      m_canvas(new Canvas),
      m_toolStrip(new Strip),
      m_viewStrip(new Strip),
      m_work(new QWidget(this)),
      m_dropZone(new DropZone(this)),
      m_banner(new Banner(this)) {
    setObjectName(QStringLiteral("canvasArea"));
    setMinimumSize(360, 260);
    m_canvas->setObjectName(QStringLiteral("canvas"));
    m_toolStrip->setObjectName(QStringLiteral("toolStrip"));
    m_viewStrip->setObjectName(QStringLiteral("viewStrip"));
    auto* column = new QVBoxLayout(m_work);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_toolStrip);
    column->addWidget(m_canvas, 1);
    column->addWidget(m_viewStrip);
    connect(m_banner, &Banner::shown, this, &CanvasArea::arrange);
    m_work->hide();
    setDragged(false);
}

void CanvasArea::setHasPhotos(bool hasPhotos) {
    if (std::exchange(m_hasPhotos, hasPhotos) == hasPhotos) {
        return; // a drag may be over the window
    }
    m_work->setVisible(hasPhotos);
    setDragged(false);
}

void CanvasArea::setDragged(bool isDragged) {
    m_dropZone->setVeil(m_hasPhotos);
    m_dropZone->setHovered(isDragged);
    m_dropZone->setVisible(!m_hasPhotos || isDragged);
    if (m_dropZone->isVisible()) {
        m_dropZone->raise();
        m_banner->raise();
    }
}

void CanvasArea::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void CanvasArea::arrange() {
    m_work->setGeometry(rect());
    m_dropZone->setGeometry(rect());
    const int wide = qMin(kBannerWidth, width() - 2 * kBannerMargin);
    m_banner->layout()->activate();
    const int high = qMax(m_banner->heightForWidth(wide), m_banner->minimumSizeHint().height());
    m_banner->setGeometry((width() - wide) / 2, kBannerMargin, wide, high);
    m_banner->raise();
}

} // namespace kerf::ui
