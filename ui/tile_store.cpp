#include "ui/tile_store.h"

#include <QPainter>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <new>
#include <utility>

namespace kerf::ui {
namespace {

constexpr std::uint64_t kMaxBytes = std::uint64_t{256} << 20U;

QRect rectOf(const TileId& id, QSize level) {
    return QRect(
               id.column * TileStore::kTileSide, id.row * TileStore::kTileSide, TileStore::kTileSide,
               TileStore::kTileSide)
        .intersected(QRect(QPoint(), level));
}

// The tiles that cover `area` of a level.
QRect tilesOf(const QRect& area) {
    const int side = TileStore::kTileSide;
    return QRect(
        QPoint(area.left() / side, area.top() / side), QPoint(area.right() / side, area.bottom() / side));
}

QRect areaOf(const QRect& tiles, QSize level) {
    const int side = TileStore::kTileSide;
    return QRect(tiles.topLeft() * side, tiles.size() * side).intersected(QRect(QPoint(), level));
}

void copyInto(QImage& sheet, const QImage& tile, QPoint at) {
    const std::size_t bytes = std::size_t(tile.width()) * std::size_t(tile.depth()) / 8;
    for (int y = 0; y < tile.height(); ++y) {
        std::memcpy(
            sheet.scanLine(at.y() + y) + std::ptrdiff_t(at.x()) * tile.depth() / 8, tile.constScanLine(y),
            bytes);
    }
}

// Centre first: that is where one looks.
void sortFromMiddle(std::vector<TileId>& ids, const QRect& tiles) {
    const QPointF middle = QRectF(tiles).center() - QPointF(0.5, 0.5);
    std::stable_sort(ids.begin(), ids.end(), [&](const TileId& one, const TileId& other) {
        const auto distance = [&](const TileId& id) {
            return std::max(std::abs(id.column - middle.x()), std::abs(id.row - middle.y()));
        };
        return distance(one) < distance(other);
    });
}

} // namespace

TileStore::TileStore(QObject* parent)
    : QObject(parent), m_thread([this](const std::stop_token& stop) { work(stop); }) {}

TileStore::~TileStore() = default;

void TileStore::beginFrame(const std::vector<std::shared_ptr<const Pyramid>>& pictures) {
    ++m_frame;
    m_wanted.clear();
    m_ahead.clear();
    if (pictures == m_pictures) {
        return;
    }
    {
        const std::scoped_lock lock(m_mutex);
        m_discarded.insert(m_discarded.end(), m_pictures.begin(), m_pictures.end());
    }
    m_pictures = pictures;
    const auto isGone = [&](const Pyramid* pyramid) {
        return std::ranges::none_of(m_pictures, [&](const auto& one) { return one.get() == pyramid; });
    };
    std::erase_if(m_sheets, [&](const Sheet& sheet) { return isGone(sheet.pyramid); });
    for (auto one = m_tiles.begin(); one != m_tiles.end();) {
        if (isGone(one->first.pyramid)) {
            m_bytes -= std::uint64_t(one->second.image.sizeInBytes());
            one = m_tiles.erase(one);
        } else {
            ++one;
        }
    }
}

std::optional<Placement>
TileStore::find(const Pyramid& pyramid, const QRectF& photo, const QRect& visible, bool isSmooth, int slot) {
    const double scaleX = photo.width() / pyramid.size.width();
    const double scaleY = photo.height() / pyramid.size.height();
    const int span = pyramid.spanFor(scaleX);
    if (!pyramid.fine || span >= pyramid.levels.front().span || visible.isEmpty()) {
        return std::nullopt;
    }
    const QSize level = levelSize(pyramid.size, span);
    const double pixelWidth = scaleX * span;
    const double pixelHeight = scaleY * span;
    // Two further pixels on each side for the filter.
    const QRectF seen(
        (visible.x() - photo.x()) / pixelWidth - 2.0, (visible.y() - photo.y()) / pixelHeight - 2.0,
        visible.width() / pixelWidth + 4.0, visible.height() / pixelHeight + 4.0);
    const QRect area = seen.toAlignedRect().intersected(QRect(QPoint(), level));
    if (area.isEmpty()) {
        return std::nullopt;
    }
    const QRect tiles = tilesOf(area);
    std::vector<TileId> missing;
    for (int row = tiles.top() - 1; row <= tiles.bottom() + 1; ++row) {
        for (int column = tiles.left() - 1; column <= tiles.right() + 1; ++column) {
            const TileId id{&pyramid, span, column, row};
            const bool isThere = row >= 0 && column >= 0 && !rectOf(id, level).isEmpty();
            if (isThere && !tile(id)) {
                (tiles.contains(column, row) ? missing : m_ahead).push_back(id);
            }
        }
    }
    sortFromMiddle(missing, tiles);
    m_wanted.insert(m_wanted.end(), missing.begin(), missing.end());
    // Filling a large part from coarser pixels costs more than painting those themselves.
    if (2 * std::ptrdiff_t(missing.size()) > std::ptrdiff_t(tiles.width()) * tiles.height()) {
        return std::nullopt;
    }
    const Sheet& sheet = sheetFor(pyramid, slot, span, tiles);
    if (sheet.image.isNull()) {
        return std::nullopt;
    }
    const QPoint corner = areaOf(tiles, level).topLeft();
    return Placement{
        .image = sheet.image,
        .origin = photo.topLeft() + QPointF(corner.x() * pixelWidth, corner.y() * pixelHeight),
        .pixelWidth = pixelWidth,
        .pixelHeight = pixelHeight,
        .isSmooth = isSmooth};
}

void TileStore::endFrame() {
    trim();
    m_pending = m_wanted;
    std::deque<Request> queue;
    for (const std::vector<TileId>* ids : {&m_wanted, &m_ahead}) {
        for (const TileId& id : *ids) {
            const auto picture =
                std::ranges::find_if(m_pictures, [&](const auto& one) { return one.get() == id.pyramid; });
            if (picture != m_pictures.end()) {
                queue.push_back({id, *picture});
            }
        }
    }
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(queue, [&](const Request& request) { return request.id == m_made; });
        m_queue.swap(queue);
    }
    m_wake.notify_one();
}

const TileStore::Tile* TileStore::tile(const TileId& id) {
    const auto found = m_tiles.find(id);
    if (found == m_tiles.end()) {
        return nullptr;
    }
    found->second.lastFrame = m_frame;
    return &found->second;
}

TileStore::Sheet& TileStore::sheetFor(const Pyramid& pyramid, int slot, int span, const QRect& tiles) {
    auto sheet = std::ranges::find_if(
        m_sheets, [&](const Sheet& one) { return one.pyramid == &pyramid && one.slot == slot; });
    if (sheet == m_sheets.end()) {
        m_sheets.push_back({.pyramid = &pyramid, .slot = slot});
        sheet = std::prev(m_sheets.end());
    }
    sheet->lastFrame = m_frame;
    if (sheet->span != span || sheet->tiles != tiles || sheet->image.isNull()) {
        sheet->span = span;
        sheet->tiles = tiles;
        fill(*sheet);
    }
    return *sheet;
}

void TileStore::fill(Sheet& sheet) {
    const Pyramid& pyramid = *sheet.pyramid;
    const QSize level = levelSize(pyramid.size, sheet.span);
    const QRect area = areaOf(sheet.tiles, level);
    const PyramidLevel& coarse = pyramid.levels.front();
    if (sheet.image.size() != area.size()) {
        sheet.image = QImage(area.size(), coarse.image.format());
    }
    sheet.missing.clear();
    if (sheet.image.isNull()) {
        return;
    }
    for (int row = sheet.tiles.top(); row <= sheet.tiles.bottom(); ++row) {
        for (int column = sheet.tiles.left(); column <= sheet.tiles.right(); ++column) {
            const TileId id{&pyramid, sheet.span, column, row};
            const QRect rect = rectOf(id, level);
            if (const Tile* made = tile(id)) {
                copyInto(sheet.image, made->image, rect.topLeft() - area.topLeft());
                continue;
            }
            sheet.missing.push_back(id);
            QPainter painter(&sheet.image);
            painter.setCompositionMode(QPainter::CompositionMode_Source);
            painter.setRenderHint(QPainter::SmoothPixmapTransform);
            const double share = double(sheet.span) / coarse.span;
            painter.drawImage(
                QRectF(rect.translated(-area.topLeft())), coarse.image,
                QRectF(rect.x() * share, rect.y() * share, rect.width() * share, rect.height() * share));
        }
    }
}

void TileStore::onMade(const Request& request, const QImage& image) {
    const TileId& id = request.id;
    if (std::ranges::find(m_pictures, request.pyramid) == m_pictures.end() || m_tiles.contains(id)) {
        return;
    }
    if (image.isNull()) { // without memory for it the coarser level stays
        std::erase(m_pending, id);
        return;
    }
    m_bytes += std::uint64_t(image.sizeInBytes());
    m_tiles.emplace(id, Tile{image, m_frame});
    const QSize level = levelSize(id.pyramid->size, id.span);
    for (Sheet& sheet : m_sheets) {
        if (std::erase(sheet.missing, id) > 0) {
            copyInto(sheet.image, image, rectOf(id, level).topLeft() - areaOf(sheet.tiles, level).topLeft());
        }
    }
    if (std::erase(m_pending, id) > 0) {
        Q_EMIT arrived();
    }
}

// The longest unseen tiles go, never those of this frame; sheets that the frame didn't use too.
void TileStore::trim() {
    std::erase_if(m_sheets, [&](const Sheet& sheet) { return sheet.lastFrame != m_frame; });
    while (m_bytes > kMaxBytes) {
        const auto oldest =
            std::ranges::min_element(m_tiles, {}, [](const auto& entry) { return entry.second.lastFrame; });
        if (oldest == m_tiles.end() || oldest->second.lastFrame == m_frame) {
            return;
        }
        m_bytes -= std::uint64_t(oldest->second.image.sizeInBytes());
        m_tiles.erase(oldest);
    }
}

void TileStore::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        Request request;
        std::vector<std::shared_ptr<const Pyramid>> discarded; // freed without the lock
        {
            std::unique_lock lock(m_mutex);
            m_made.reset();
            if (!m_wake.wait(lock, stop, [&] { return !m_queue.empty() || !m_discarded.empty(); })) {
                return;
            }
            discarded.swap(m_discarded);
            if (m_queue.empty()) {
                continue;
            }
            request = std::move(m_queue.front());
            m_queue.pop_front();
            m_made = request.id;
        }
        QImage image;
        try {
            const QSize level = levelSize(request.pyramid->size, request.id.span);
            image = levelPart(*request.pyramid->fine, request.id.span, rectOf(request.id, level));
        } catch (const std::bad_alloc&) {
            // onMade() says what comes of it
        }
        QMetaObject::invokeMethod(
            this, [this, request, image] { onMade(request, image); }, Qt::QueuedConnection);
    }
}

} // namespace kerf::ui
