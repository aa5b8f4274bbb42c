#include "ui/picture_painter.h"

#include "ui/alpha_painter.h"
#include "ui/difference.h"

#include <QPainter>
#include <QPainterPath>

#include <array>

namespace kerf::ui {
namespace {

const ShadeTable& greys() {
    static const ShadeTable table = [] {
        ShadeTable t{};
        for (int i = 0; i < int(t.size()); ++i) {
            t[std::size_t(i)] = qRgb(i, i, i);
        }
        return t;
    }();
    return table;
}

// What `paint` paints into `part` of the device, as a picture of its own; null without memory for it.
template <typename Paint>
QImage sheetOf(const QRect& part, QImage::Format format, Paint&& paint) {
    QImage sheet(part.size(), format);
    if (sheet.isNull()) {
        return sheet;
    }
    sheet.fill(0);
    QPainter painter(&sheet);
    painter.translate(-part.topLeft());
    paint(painter);
    return sheet;
}

} // namespace

Placement PicturePainter::place(
    const std::shared_ptr<const Pyramid>& pyramid, const QImage& exact, const QRectF& where) const {
    const QRect pixels = where.toRect();
    if (!exact.isNull() && exact.size() == pixels.size()) {
        return {.image = exact, .origin = pixels.topLeft()};
    }
    if (m_pictures.tiles) {
        if (const std::optional<Placement> tiled = m_pictures.tiles->find(
                *pyramid, where, m_view.visible.intersected(where.toAlignedRect()), m_view.isSmooth,
                m_view.slot)) {
            return *tiled;
        }
    }
    return placed(*pyramid, where, m_view.isSmooth);
}

void PicturePainter::paintShaded(
    QPainter& painter, const ShownPicture& picture, const AlphaDetail& detail, const QRect& part) const {
    AlphaSources sources{
        .color = colorOf(picture),
        .alpha = {},
        .original = colorOf(m_pictures.photo),
        .photo = placeOf(picture)};
    if (picture.rendered.alpha) {
        sources.alpha = place(picture.rendered.alpha, picture.exact.alpha, placeOf(picture));
    }
    addDetail(sources, detail, m_view.isSmooth);
    paintAlpha(painter, m_pictures.alphaStyle, sources, part, m_view.ratio);
}

void PicturePainter::paintPlain(QPainter& painter, const ShownPicture& picture, const QRect& part) const {
    painter.setClipRect(part);
    paintPicture(painter, colorOf(picture), part);
}

void PicturePainter::paintGrey(QPainter& painter, const ShownPicture& picture, const QRect& part) const {
    painter.setClipRect(part);
    if (picture.rendered.alpha) {
        paintShades(
            painter, place(picture.rendered.alpha, picture.exact.alpha, placeOf(picture)), part, greys());
    } else {
        painter.fillRect(part, Qt::white);
    }
}

QRectF PicturePainter::patchOnView() const {
    const QRectF& region = m_pictures.patch.region;
    return {
        m_view.photo.x() + region.x() * m_view.photo.width(),
        m_view.photo.y() + region.y() * m_view.photo.height(), region.width() * m_view.photo.width(),
        region.height() * m_view.photo.height()};
}

void PicturePainter::paintPatch(QPainter& painter, const QRect& part, bool isGrey) const {
    const PicturePatch& patch = m_pictures.patch;
    const QRectF place = patch ? patchOnView() : QRectF();
    const QRect seen = place.toRect().intersected(part);
    if (seen.isEmpty()) {
        return;
    }
    const auto placed = [&](const QImage& image) {
        return Placement{
            .image = image,
            .origin = place.topLeft(),
            .pixelWidth = place.width() / image.width(),
            .pixelHeight = place.height() / image.height(),
            .isSmooth = m_view.isSmooth};
    };
    if (isGrey) {
        painter.setClipRect(seen);
        if (patch.alpha.isNull()) {
            painter.fillRect(seen, Qt::white);
        } else {
            paintShades(painter, placed(patch.alpha), seen, greys());
        }
        return;
    }
    AlphaSources sources{
        .color = placed(patch.color),
        .alpha = {},
        .original = colorOf(m_pictures.photo),
        .photo = m_view.photo};
    if (!patch.alpha.isNull()) {
        sources.alpha = placed(patch.alpha);
    }
    addDetail(sources, m_pictures.afterDetail, m_view.isSmooth);
    paintAlpha(painter, m_pictures.alphaStyle, sources, seen, m_view.ratio);
}

void PicturePainter::paintInColor(QPainter& painter, bool isA, const QRect& part) const {
    if (!isA) {
        paintShaded(painter, m_pictures.after, m_pictures.afterDetail, part);
        paintPatch(painter, part, false);
    } else if (m_pictures.reference && m_pictures.reference.rendered.alpha) {
        paintShaded(painter, m_pictures.reference, m_pictures.referenceDetail, part);
    } else {
        const ShownPicture& picture = m_pictures.a();
        painter.setClipRect(part);
        paintOnChecks(painter, m_pictures.alphaStyle, colorOf(picture), part, m_view.ratio);
    }
}

void PicturePainter::paintSide(QPainter& painter, bool isA, const QRect& part) const {
    if (part.isEmpty()) {
        return;
    }
    if (m_pictures.channel == Channel::color) {
        paintInColor(painter, isA, part);
    } else if (m_pictures.channel == Channel::alpha) {
        paintGrey(painter, isA ? m_pictures.a() : m_pictures.after, part);
        if (!isA) {
            paintPatch(painter, part, true);
        }
    } else {
        QImage sheet =
            sheetOf(part, QImage::Format_RGB32, [&](QPainter& onSheet) { paintInColor(onSheet, isA, part); });
        keepChannel(sheet, m_pictures.channel);
        painter.setClipRect(part);
        painter.drawImage(part.topLeft(), sheet);
    }
}

void PicturePainter::paintA(QPainter& painter, const QRect& part) const {
    paintSide(painter, true, part);
}

void PicturePainter::paintB(QPainter& painter, const QRect& part) const {
    paintSide(painter, false, part);
}

void PicturePainter::paintB(QPainter& painter, const QRect& part, const QPolygonF& area) const {
    if (part.isEmpty() || area.isEmpty()) {
        return;
    }
    const QImage sheet =
        sheetOf(part, QImage::Format_RGB32, [&](QPainter& onSheet) { paintSide(onSheet, false, part); });
    QPainterPath path;
    path.addPolygon(area);
    path.closeSubpath();
    painter.setClipPath(path);
    painter.drawImage(part.topLeft(), sheet);
}

void PicturePainter::paintDifference(QPainter& painter, const QRect& part) const {
    if (part.isEmpty()) {
        return;
    }
    const auto sheet = [&](const ShownPicture& picture) {
        return sheetOf(part, QImage::Format_ARGB32_Premultiplied, [&](QPainter& onSheet) {
            m_pictures.channel == Channel::alpha ? paintGrey(onSheet, picture, part)
                                                 : paintPlain(onSheet, picture, part);
        });
    };
    QImage seen = difference(sheet(m_pictures.a()), sheet(m_pictures.after), m_pictures.difference);
    keepChannel(seen, m_pictures.channel);
    painter.setClipRect(part);
    painter.drawImage(part.topLeft(), seen);
}

void PicturePainter::paintOnion(QPainter& painter, const QRect& part) const {
    if (part.isEmpty()) {
        return;
    }
    paintSide(painter, true, part);
    const QImage sheet =
        sheetOf(part, QImage::Format_RGB32, [&](QPainter& onSheet) { paintSide(onSheet, false, part); });
    painter.setClipRect(part);
    painter.setOpacity(m_pictures.onionOpacity);
    painter.drawImage(part.topLeft(), sheet);
    painter.setOpacity(1.0);
}

} // namespace kerf::ui
