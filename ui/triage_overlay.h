#pragma once

#include "ui/canvas_overlay.h"

#include <QImage>
#include <QRectF>
#include <QString>

#include <vector>

namespace kerf::ui {

// Outlines of suspicious places over the photo, the current one emphasised and named; and a self-check's
// picture in place of the photo, with the borders of tiles. Takes no pointer. Whoever changes it calls
// Canvas::overlayChanged(). GUI thread only.
class TriageOverlay final : public CanvasOverlay {
public:
    struct Place {
        QRectF source; // source pixels
        QString label;
    };

    void setPlaces(std::vector<Place> places, int current); // -1: none is
    void setShown(bool isShown) { m_isShown = isShown; }    // the outlines
    // A null image: none. The caption stands on it.
    void setPicture(const QImage& picture, const QString& caption);
    void
    setTiles(std::vector<double> columns, std::vector<double> rows); // source pixels; over the picture only

    bool isShown() const { return m_isShown; }
    const std::vector<Place>& places() const { return m_places; }
    int current() const { return m_current; }
    const QImage& picture() const { return m_picture; }

    void paint(QPainter& painter, const Viewport& viewport, double ratio) override;

private:
    void paintPicture(QPainter& painter, const Viewport& viewport, double ratio) const;
    void paintPlace(
        QPainter& painter, const Viewport& viewport, double ratio, bool isCurrent, const Place& place) const;

    std::vector<Place> m_places;
    int m_current = -1;
    bool m_isShown = false;
    QImage m_picture;
    QString m_caption;
    std::vector<double> m_columns;
    std::vector<double> m_rows;
};

} // namespace kerf::ui
