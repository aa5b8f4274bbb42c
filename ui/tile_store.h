#pragma once

#include "ui/placement.h"
#include "ui/pyramid.h"

#include <QObject>
#include <QRect>
#include <QRectF>

#include <compare>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace kerf::ui {

// One tile of a level that a pyramid doesn't keep.
struct TileId {
    const Pyramid* pyramid = nullptr;
    int span = 1;
    int column = 0;
    int row = 0;

    auto operator<=>(const TileId&) const = default;
};

// Makes the tiles of large pictures that are looked at, on a thread of its own, and keeps the latest seen.
//
// A frame asks between beginFrame() and endFrame() for what it paints; what isn't there yet is made next,
// what no frame asks for any more isn't made. Used from the thread it lives in, where the signal comes too.
class TileStore final : public QObject {
    Q_OBJECT

public:
    static constexpr int kTileSide = 256; // of the level's pixels

    explicit TileStore(QObject* parent = nullptr);
    ~TileStore() override;

    // `pictures`: those that there are; tiles of others go. None of the frame's may be missing.
    void beginFrame(const std::vector<std::shared_ptr<const Pyramid>>& pictures);
    // How to paint a picture that lies at `photo` where `visible` of it is seen (device pixels): from its
    // tiles as far as they are there and from the pyramid's first level as far as not. Nothing while the
    // pyramid's own levels do better. `slot`: tells apart what is seen of one picture in one frame.
    std::optional<Placement>
    find(const Pyramid& pyramid, const QRectF& photo, const QRect& visible, bool isSmooth, int slot);
    void endFrame();

    bool isBusy() const {
        return !m_pending.empty();
    } // tiles that the last frame asked for are still to come

Q_SIGNALS:
    void arrived(); // a tile that the last frame asked for

private:
    struct Tile {
        QImage image;
        std::uint64_t lastFrame = 0;
    };
    // Neighbouring tiles as one picture, kept from frame to frame: painting one is quicker and has no seams.
    struct Sheet {
        const Pyramid* pyramid = nullptr;
        int slot = 0;
        int span = 1;
        QRect tiles; // columns and rows
        QImage image;
        std::vector<TileId> missing; // filled from the first level for the time being
        std::uint64_t lastFrame = 0;
    };
    struct Request {
        TileId id;
        std::shared_ptr<const Pyramid> pyramid;
    };

    void work(const std::stop_token& stop);
    void onMade(const Request& request, const QImage& image);
    const Tile* tile(const TileId& id);
    Sheet& sheetFor(const Pyramid& pyramid, int slot, int span, const QRect& tiles);
    void fill(Sheet& sheet);
    void trim();

    std::map<TileId, Tile> m_tiles;
    std::vector<Sheet> m_sheets;
    std::vector<std::shared_ptr<const Pyramid>> m_pictures;
    std::vector<TileId> m_wanted;  // by this frame, the most urgent first
    std::vector<TileId> m_ahead;   // those around what is seen
    std::vector<TileId> m_pending; // visible, asked for, not there yet
    std::uint64_t m_frame = 0;
    std::uint64_t m_bytes = 0;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Request> m_queue;  // guarded by m_mutex
    std::optional<TileId> m_made; // guarded by m_mutex: being made
    // Guarded by m_mutex: freed on the thread, which may take time.
    std::vector<std::shared_ptr<const Pyramid>> m_discarded;
    std::jthread m_thread;
};

} // namespace kerf::ui
