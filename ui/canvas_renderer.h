#pragma once

#include "core/image/image.h"
#include "ui/pyramid.h"

#include <QColorSpace>
#include <QObject>

#include <array>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace kerf::ui {

// The pictures of a canvas: the photo, what is shown as A in its place, B; the photo's part and the preview
// of a region.
enum class CanvasSide : std::uint8_t { before, reference, after, regionPhoto, region };
inline constexpr std::size_t kCanvasSides = 5;

// A picture ready for painting. `alpha`: its matte (Grayscale8), null where it has none.
struct RenderedPicture {
    std::shared_ptr<const Pyramid> color;
    std::shared_ptr<const Pyramid> alpha;
    bool isComplete = false; // not a first, coarse sight
};

// A picture at the very size it has on the screen, area-averaged; null where that doesn't apply.
struct ExactPicture {
    QImage color;
    QImage alpha;
};

inline constexpr qint64 kKeptPixels = qint64{32} << 20; // 128 MiB

// A coarse rendering with one level of at most about `side` pixels, by taking single pixels: a few
// milliseconds for any size. `matte`: empty, or one channel of any size. Throws Cancelled and std::bad_alloc.
RenderedPicture renderCoarsely(
    const Image& picture,
    const Image& matte,
    int side,
    const Progress& progress = {},
    const QColorSpace& screen = QColorSpace(QColorSpace::SRgb));

// A pyramid's picture shrunk to `size`; null when it would not shrink. Throws std::bad_alloc.
QImage shrunk(const Pyramid& pyramid, QSize size);

// Turns pictures into pyramids for the screen on a thread of its own: first a coarse one, then the full one.
//
// Of each side only the newest request counts: render() and cancel() end all that the side had under way,
// resample() an earlier resample(), and no signal for it comes any more. Used from the thread it lives in,
// where the signals come too.
class CanvasRenderer final : public QObject {
    Q_OBJECT

public:
    explicit CanvasRenderer(QObject* parent = nullptr);
    ~CanvasRenderer() override;

    // What later pictures are made for: the screen's colours; levels of more pixels are left to tiles.
    void setScreen(const QColorSpace& screen) { m_screen = screen; }
    void setKeptPixels(qint64 pixels) { m_keptPixels = pixels; }

    void render(CanvasSide side, const Image& picture, const Image& matte); // matte: see renderCoarsely()
    void cancel(CanvasSide side);
    bool isBusy() const; // a complete picture is still to come
    void resample(CanvasSide side, const RenderedPicture& picture, QSize size);

    // Frees what may be the last of large pictures on the renderer's thread; giving memory back takes time
    // too.
    void discard(RenderedPicture picture);
    void discard(Image image);

Q_SIGNALS:
    // The coarse picture, then the complete one. When memory doesn't suffice for the latter, the coarse one
    // comes again as complete; it may be null.
    void rendered(kerf::ui::CanvasSide side, kerf::ui::RenderedPicture picture, bool isComplete);
    void resampled(kerf::ui::CanvasSide side, kerf::ui::ExactPicture picture);

private:
    struct Request {
        CanvasSide side = CanvasSide::before;
        std::uint64_t number = 0;
        Image picture;
        Image matte;
        QColorSpace screen;
        qint64 keptPixels = 0;
        RenderedPicture coarse;
        std::stop_token stop;
    };
    struct Resampling {
        CanvasSide side = CanvasSide::before;
        std::uint64_t number = 0;
        RenderedPicture picture;
        QSize size;
    };
    struct Side {
        std::uint64_t number = 0;         // of the newest request
        std::uint64_t resampleNumber = 0; // of the newest resampling
        bool isBusy = false;
        std::stop_source stop;
    };

    struct Discarded {
        std::vector<RenderedPicture> rendered;
        std::vector<Image> images;
    };

    void work(const std::stop_token& stop);
    void renderFully(Request request);
    void post(const Request& request, RenderedPicture picture, bool isComplete);
    void renderExactly(Resampling resampling);
    std::optional<Request> takeRequest();       // m_mutex must be held
    std::optional<Resampling> takeResampling(); // m_mutex must be held

    std::array<Side, kCanvasSides> m_sides;
    QColorSpace m_screen{QColorSpace::SRgb};
    qint64 m_keptPixels = kKeptPixels;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::array<std::optional<Request>, kCanvasSides> m_waiting; // guarded by m_mutex; no coarse picture yet
    std::array<std::optional<Request>, kCanvasSides>
        m_coarse; // guarded by m_mutex; waiting for its complete picture
    std::array<std::optional<Resampling>, kCanvasSides> m_resampling; // guarded by m_mutex
    Discarded m_discarded;                                            // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace kerf::ui
