#include "ui/alpha_detail.h"

#include "core/image/sample_type.h"
#include "ui/qimage_convert.h"
#include "ui/torture.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kRowsPerBlock = 64;
constexpr int kFringeSide = 2048; // of the copy that the fringe is measured on

// Rows [from, from + count) of every step-th pixel, without alpha.
Image opaqueRows(const Image& image, int from, int count, int step) {
    const ImageFormat& format = image.format();
    const auto taken = [step](int i, int length) { return std::min(i * step + step / 2, length - 1); };
    ImageBuffer out(
        {.width = (format.width + step - 1) / step,
         .height = count,
         .channels = 3,
         .type = format.type,
         .icc = format.icc});
    withSampleType(format.type, [&](auto sample) {
        using T = decltype(sample);
        for (int y = 0; y < count; ++y) {
            const auto row = image.row<T>(taken(from + y, format.height));
            const auto to = out.row<T>(y);
            for (std::size_t x = 0; x < to.size() / 3; ++x) {
                const T* pixel = row.data() + std::size_t(taken(int(x), format.width)) * 4;
                std::copy(pixel, pixel + 3, to.data() + x * 3);
            }
        }
    });
    return Image(std::move(out));
}

int stepFor(const Image& image) {
    return std::max(1, std::max(image.format().width, image.format().height) / kFringeSide);
}

} // namespace

AlphaNeeds needsOf(AlphaView view) {
    return {
        .straight = view == AlphaView::rgb,
        .codes = view == AlphaView::monitor || view == AlphaView::band,
        .fringe = view == AlphaView::torture};
}

QImage toStraightQImage(const Image& image, const Progress& progress, int step) {
    if (image.empty() || image.format().channels != 4) {
        return toQImage(image, progress, step);
    }
    const int width = (image.format().width + step - 1) / step;
    const int height = (image.format().height + step - 1) / step;
    QImage out(width, height, QImage::Format_RGB32);
    if (out.isNull()) {
        throw std::bad_alloc();
    }
    for (int from = 0; from < height; from += kRowsPerBlock) {
        progress.step(double(from) / height);
        const int count = std::min(kRowsPerBlock, height - from);
        const QImage block = toQImage(opaqueRows(image, from, count, step));
        for (int y = 0; y < count; ++y) {
            std::memcpy(out.scanLine(from + y), block.constScanLine(y), std::size_t(width) * sizeof(QRgb));
        }
    }
    return out;
}

AlphaDetail makeAlphaDetail(
    const Image& cutout, const Image& matte, AlphaNeeds needs, AlphaDetail have, const Progress& progress) {
    const Image& alpha = matte.empty() ? cutout : matte;
    if (needs.straight && !have.straight) {
        have.straight =
            std::make_shared<const Pyramid>(makePyramid(toStraightQImage(cutout, progress), progress));
    }
    if (needs.codes && !have.codes) {
        QImage codes = toMatteCodes(alpha, progress);
        have.counts = countCodes(codes);
        have.codes = std::make_shared<const Pyramid>(makeCodePyramid(std::move(codes), progress));
    }
    if (needs.fringe && !have.isFringeKnown) {
        have.fringe = fringeColor(
            toStraightQImage(cutout, progress, stepFor(cutout)),
            toMatteCodes(alpha, progress, stepFor(alpha)));
        have.isFringeKnown = true;
    }
    return have;
}

AlphaDetailer::AlphaDetailer(QObject* parent)
    : QObject(parent), m_thread([this](const std::stop_token& stop) { work(stop); }) {}

AlphaDetailer::~AlphaDetailer() {
    m_stop.request_stop();
}

void AlphaDetailer::setResult(const Image& cutout, const Image& matte) {
    if (isSameImage(cutout, m_cutout) && isSameImage(matte, m_matte)) {
        return;
    }
    cancel();
    m_cutout = cutout;
    m_matte = matte;
    {
        const std::scoped_lock lock(m_mutex);
        m_discarded.push_back(std::exchange(m_detail, {}));
    }
    m_wake.notify_one();
    request();
}

void AlphaDetailer::setView(AlphaView view) {
    if (std::exchange(m_view, view) != view) {
        cancel();
        request();
    }
}

void AlphaDetailer::cancel() {
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_isBusy = false;
    ++m_number;
    const std::scoped_lock lock(m_mutex);
    m_waiting.reset();
}

void AlphaDetailer::request() {
    AlphaNeeds needs = needsOf(m_view);
    needs.straight = needs.straight && !m_detail.straight;
    needs.codes = needs.codes && !m_detail.codes;
    needs.fringe = needs.fringe && !m_detail.isFringeKnown;
    if (m_cutout.empty() || !needs.isAny()) {
        return;
    }
    m_isBusy = true;
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting = Request{
            .cutout = m_cutout,
            .matte = m_matte,
            .needs = needs,
            .have = m_detail,
            .number = m_number,
            .stop = m_stop.get_token()};
    }
    m_wake.notify_one();
}

void AlphaDetailer::work(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::optional<Request> request;
        std::vector<AlphaDetail> discarded; // freed at the end of the turn, without the lock
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, stop, [&] {
                discarded = std::exchange(m_discarded, {});
                request = std::exchange(m_waiting, std::nullopt);
                return request || !discarded.empty();
            });
        }
        if (request) {
            try {
                make(std::move(*request));
            } catch (const Cancelled&) {
                // another result or view, or the end
            }
        }
    }
}

void AlphaDetailer::make(Request request) {
    AlphaDetail made;
    try {
        made = makeAlphaDetail(
            request.cutout, request.matte, request.needs, request.have, Progress(request.stop, {}));
    } catch (const std::bad_alloc&) {
        made = std::move(request.have);
    }
    QMetaObject::invokeMethod(
        this,
        [this, number = request.number, made = std::move(made)] {
            if (number == m_number) {
                m_detail = made;
                m_isBusy = false;
                Q_EMIT changed();
            }
        },
        Qt::QueuedConnection);
}

} // namespace kerf::ui
