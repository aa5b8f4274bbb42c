#include "ui/canvas_renderer.h"

#include "ui/qimage_convert.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kCoarseSide = 1600;

std::size_t index(CanvasSide side) noexcept {
    return static_cast<std::size_t>(side);
}

bool hasMatte(const Image& picture, const Image& matte) {
    return !matte.empty() || picture.format().channels == 4;
}

std::shared_ptr<const Pyramid> coarseLevel(const FineSource& source, int side, const Progress& progress) {
    const ImageFormat& format = source.image.format();
    const int step = std::max(1, std::max(format.width, format.height) / side);
    const Conversion conversion{.colors = source.colors, .area = {}, .step = step};
    Pyramid pyramid{.size = {format.width, format.height}, .levels = {}, .fine = {}};
    pyramid.levels.push_back(
        {.image = source.isAlpha ? toAlphaQImage(source.image, conversion, progress)
                                 : toQImage(source.image, conversion, progress),
         .span = step});
    return std::make_shared<const Pyramid>(std::move(pyramid));
}

FineSource colorsOf(const Image& picture, const QColorSpace& screen) {
    return {.image = picture, .isAlpha = false, .colors = screenTransform(picture.format().icc, screen)};
}

FineSource alphaOf(const Image& picture, const Image& matte) {
    return {.image = matte.empty() ? picture : matte, .isAlpha = true, .colors = {}};
}

std::shared_ptr<const Pyramid>
fullPyramid(const FineSource& source, qint64 keptPixels, const Progress& progress) {
    return std::make_shared<const Pyramid>(makePyramid(source, keptPixels, progress));
}

} // namespace

RenderedPicture renderCoarsely(
    const Image& picture, const Image& matte, int side, const Progress& progress, const QColorSpace& screen) {
    RenderedPicture rendered;
    rendered.color = coarseLevel(colorsOf(picture, screen), side, progress);
    if (hasMatte(picture, matte)) {
        rendered.alpha = coarseLevel(alphaOf(picture, matte), side, progress);
    }
    return rendered;
}

QImage shrunk(const Pyramid& pyramid, QSize size) {
    if (size.isEmpty() || size.width() >= pyramid.size.width() || size.height() >= pyramid.size.height()) {
        return {};
    }
    const PyramidLevel& level = pyramid.levelFor(
        std::max(double(size.width()) / pyramid.size.width(), double(size.height()) / pyramid.size.height()));
    // The level may reach beyond the picture; so must what it is scaled to.
    const QSize covered(
        int(std::lround(double(level.image.width()) * level.span * size.width() / pyramid.size.width())),
        int(std::lround(double(level.image.height()) * level.span * size.height() / pyramid.size.height())));
    const QImage scaled =
        level.image.scaled(covered.expandedTo(size), Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .copy(QRect(QPoint(), size))
            .convertToFormat(level.image.format());
    if (scaled.isNull()) {
        throw std::bad_alloc();
    }
    return scaled;
}

CanvasRenderer::CanvasRenderer(QObject* parent)
    : QObject(parent), m_thread([this](const std::stop_token& stop) { work(stop); }) {}

CanvasRenderer::~CanvasRenderer() {
    for (Side& side : m_sides) {
        side.stop.request_stop();
    }
}

void CanvasRenderer::render(CanvasSide side, const Image& picture, const Image& matte) {
    cancel(side);
    Side& current = m_sides[index(side)];
    current.isBusy = true;
    Request request{
        .side = side,
        .number = current.number,
        .picture = picture,
        .matte = matte,
        .screen = m_screen,
        .keptPixels = m_keptPixels,
        .coarse = {},
        .stop = current.stop.get_token()};
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting[index(side)] = std::move(request);
    }
    m_wake.notify_one();
}

void CanvasRenderer::cancel(CanvasSide side) {
    Side& current = m_sides[index(side)];
    current.stop.request_stop();
    current.stop = std::stop_source();
    current.isBusy = false;
    ++current.number;
    ++current.resampleNumber;
    const std::scoped_lock lock(m_mutex);
    if (std::optional<Resampling> resampling = std::exchange(m_resampling[index(side)], std::nullopt)) {
        m_discarded.rendered.push_back(std::move(resampling->picture));
    }
    for (auto* requests : {&m_waiting, &m_coarse}) {
        if (std::optional<Request> request = std::exchange((*requests)[index(side)], std::nullopt)) {
            m_discarded.images.push_back(std::move(request->picture));
            m_discarded.images.push_back(std::move(request->matte));
        }
    }
}

void CanvasRenderer::resample(CanvasSide side, const RenderedPicture& picture, QSize size) {
    const std::uint64_t number = ++m_sides[index(side)].resampleNumber;
    {
        const std::scoped_lock lock(m_mutex);
        m_resampling[index(side)] =
            Resampling{.side = side, .number = number, .picture = picture, .size = size};
    }
    m_wake.notify_one();
}

void CanvasRenderer::discard(RenderedPicture picture) {
    {
        const std::scoped_lock lock(m_mutex);
        m_discarded.rendered.push_back(std::move(picture));
    }
    m_wake.notify_one();
}

void CanvasRenderer::discard(Image image) {
    {
        const std::scoped_lock lock(m_mutex);
        m_discarded.images.push_back(std::move(image));
    }
    m_wake.notify_one();
}

bool CanvasRenderer::isBusy() const {
    return std::ranges::any_of(m_sides, &Side::isBusy);
}

std::optional<CanvasRenderer::Request> CanvasRenderer::takeRequest() {
    // Both pictures coarsely before either fully: the eye waits for the first sight.
    for (auto* requests : {&m_waiting, &m_coarse}) {
        for (std::optional<Request>& request : *requests) {
            if (request) {
                return std::exchange(request, std::nullopt);
            }
        }
    }
    return std::nullopt;
}

std::optional<CanvasRenderer::Resampling> CanvasRenderer::takeResampling() {
    for (std::optional<Resampling>& resampling : m_resampling) {
        if (resampling) {
            return std::exchange(resampling, std::nullopt);
        }
    }
    return std::nullopt;
}

void CanvasRenderer::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::optional<Request> request;
        std::optional<Resampling> resampling;
        Discarded discarded; // freed at the end of the turn, without the lock
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, stop, [&] {
                discarded = std::exchange(m_discarded, {});
                request = takeRequest();
                resampling = request ? std::nullopt : takeResampling();
                return request || resampling || !discarded.rendered.empty() || !discarded.images.empty();
            });
        }
        try {
            if (request) {
                renderFully(std::move(*request));
            } else if (resampling) {
                renderExactly(std::move(*resampling));
            }
        } catch (const Cancelled&) {
            // a newer request or the end
        }
    }
}

void CanvasRenderer::renderFully(Request request) {
    const Progress progress(request.stop, {});
    if (!request.coarse.color) {
        try {
            request.coarse =
                renderCoarsely(request.picture, request.matte, kCoarseSide, progress, request.screen);
        } catch (const std::bad_alloc&) {
            post(request, {}, true);
            return;
        }
        post(request, request.coarse, false);
        const std::scoped_lock lock(m_mutex);
        if (!request.stop.stop_requested()) {
            m_coarse[index(request.side)] = std::move(request);
        }
        return;
    }
    RenderedPicture complete;
    try {
        complete.color = fullPyramid(colorsOf(request.picture, request.screen), request.keptPixels, progress);
        if (hasMatte(request.picture, request.matte)) {
            complete.alpha =
                fullPyramid(alphaOf(request.picture, request.matte), request.keptPixels, progress);
        }
    } catch (const std::bad_alloc&) {
        complete = request.coarse;
    }
    complete.isComplete = true;
    post(request, std::move(complete), true);
}

void CanvasRenderer::renderExactly(Resampling resampling) {
    ExactPicture exact;
    try {
        exact.color = shrunk(*resampling.picture.color, resampling.size);
        if (resampling.picture.alpha) {
            exact.alpha = shrunk(*resampling.picture.alpha, resampling.size);
        }
    } catch (const std::bad_alloc&) {
        return; // the pyramid does
    }
    QMetaObject::invokeMethod(
        this,
        [this, side = resampling.side, number = resampling.number, exact = std::move(exact)] {
            if (m_sides[index(side)].resampleNumber == number) {
                Q_EMIT resampled(side, exact);
            }
        },
        Qt::QueuedConnection);
}

void CanvasRenderer::post(const Request& request, RenderedPicture picture, bool isComplete) {
    QMetaObject::invokeMethod(
        this,
        [this, side = request.side, number = request.number, picture = std::move(picture),
         isComplete]() mutable {
            Side& current = m_sides[index(side)];
            if (current.number != number) {
                discard(std::move(picture));
                return;
            }
            current.isBusy = current.isBusy && !isComplete;
            Q_EMIT rendered(side, picture, isComplete);
        },
        Qt::QueuedConnection);
}

} // namespace kerf::ui
