#include "ui/run_thumbnails.h"

#include "ui/qimage_convert.h"
#include "ui/session_bridge.h"

#include <QPainter>

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kSide = 44; // logical pixels, as all here
constexpr int kGap = 2;
constexpr std::size_t kAtOnce = 4;
constexpr std::size_t kKept = 600;
constexpr QRgb kBehind = qRgb(0x80, 0x80, 0x80);

} // namespace

RunThumbnails::RunThumbnails(Session& session, SessionBridge& bridge, RunPairModel& pairs, QObject* parent)
    : QObject(parent), m_session(session), m_pairs(pairs) {
    connect(&bridge, &SessionBridge::jobChanged, this, &RunThumbnails::onJobChanged);
}

QSize RunThumbnails::size() {
    return {2 * kSide + kGap, kSide};
}

void RunThumbnails::setWanted(const std::vector<int>& rows) {
    m_wanted = rows;
    pump();
}

void RunThumbnails::clear() {
    for (const auto& [job, making] : m_making) {
        m_session.cancel(job);
    }
    m_making.clear();
    m_pictures.clear();
    m_shown.clear();
    m_known.clear();
    m_wanted.clear();
}

void RunThumbnails::pump() {
    for (const int row : m_wanted) {
        if (m_pictures.size() >= kAtOnce) {
            return;
        }
        if (row < m_pairs.count() && !m_known.contains(row)) {
            begin(row);
        }
    }
}

void RunThumbnails::begin(int row) {
    m_known.insert(row);
    Pictures& pictures = m_pictures[row];
    const RunPair& pair = m_pairs.at(row);
    for (const bool isA : {true, false}) {
        const PairSide& side = isA ? pair.a : pair.b;
        if (!side.path.empty()) {
            const JobId job = m_session.thumbnail(side.path, int(kSide * m_ratio));
            m_making[job] = {.row = row, .isA = isA};
            ++pictures.waiting;
        }
    }
}

void RunThumbnails::onJobChanged(const JobEvent& event) {
    const auto found = m_making.find(event.job);
    if (found == m_making.end() || event.state == JobState::queued || event.state == JobState::running) {
        return;
    }
    const Making making = found->second;
    m_making.erase(found);
    Pictures& pictures = m_pictures[making.row];
    if (event.state == JobState::done && event.output) {
        if (const auto* ready = std::get_if<ThumbnailReady>(event.output.get())) {
            pictures.images[making.isA ? 0 : 1] = toQImage(ready->image);
        }
    }
    if (--pictures.waiting == 0) {
        show(making.row);
        pump();
    }
}

void RunThumbnails::show(int row) {
    const Pictures pictures = std::move(m_pictures[row]);
    m_pictures.erase(row);
    if (row >= m_pairs.count()) {
        return;
    }
    QPixmap both(size() * m_ratio);
    both.setDevicePixelRatio(m_ratio);
    both.fill(Qt::transparent);
    QPainter painter(&both);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (std::size_t i = 0; i < 2; ++i) {
        const QRectF frame(double(i) * (kSide + kGap), 0, kSide, kSide);
        painter.fillRect(frame, QColor(kBehind));
        const QImage& image = pictures.images[i];
        if (!image.isNull()) {
            QRectF place({}, QSizeF(image.size()).scaled(frame.size(), Qt::KeepAspectRatio));
            place.moveCenter(frame.center());
            painter.drawImage(place, image);
        }
    }
    painter.end();
    m_shown.push_back(row);
    m_pairs.setThumbnail(row, both);
    letGo();
}

void RunThumbnails::letGo() {
    while (m_shown.size() > kKept) {
        const int row = m_shown.front();
        m_shown.pop_front();
        if (std::ranges::find(m_wanted, row) != m_wanted.end()) {
            m_shown.push_back(row); // in view, so among the newest
            return;
        }
        m_known.erase(row);
        m_pairs.setThumbnail(row, {});
    }
}

} // namespace kerf::ui
