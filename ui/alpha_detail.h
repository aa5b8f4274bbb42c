#pragma once

#include "core/image/image.h"
#include "ui/alpha_style.h"
#include "ui/matte_codes.h"
#include "ui/pyramid.h"

#include <QColor>
#include <QObject>

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace kerf::ui {

// What some alpha views need of a result beyond its picture and matte for the screen. Null: not made.
struct AlphaDetail {
    std::shared_ptr<const Pyramid> straight; // RGB32: the colours in the file, whatever their alpha
    std::shared_ptr<const Pyramid> codes;    // see matte_codes.h
    MatteCounts counts;                      // of `codes`
    std::optional<QColor> fringe;            // see torture.h
    bool isFringeKnown = false;              // measured; without a partial pixel there is none
};

// Which of it a view needs.
struct AlphaNeeds {
    bool straight = false;
    bool codes = false;
    bool fringe = false;

    bool isAny() const { return straight || codes || fringe; }
};
AlphaNeeds needsOf(AlphaView view);

// Makes it; what `have` holds already is kept. Throws Cancelled and std::bad_alloc. Any thread.
AlphaDetail makeAlphaDetail(
    const Image& cutout,
    const Image& matte,
    AlphaNeeds needs,
    AlphaDetail have,
    const Progress& progress = {});

// The result's colours with its alpha ignored, as toQImage() shows colours: RGB32. Throws as that. Any
// thread.
QImage toStraightQImage(const Image& image, const Progress& progress = {}, int step = 1);

// Makes a result's detail when a view first needs it, on a thread of its own, and keeps it as long as the
// result. Used from the thread it lives in, where the signal comes too; no call blocks.
class AlphaDetailer final : public QObject {
    Q_OBJECT

public:
    explicit AlphaDetailer(QObject* parent = nullptr);
    ~AlphaDetailer() override;

    // Another result than before (shared pixels count as the same); empty images: none. `matte`: empty where
    // the cut-out's own alpha is meant.
    void setResult(const Image& cutout, const Image& matte);
    void setView(AlphaView view);
    const AlphaDetail& detail() const { return m_detail; }
    bool isBusy() const { return m_isBusy; } // what the view needs is still to come

Q_SIGNALS:
    void changed(); // detail() has what the view needs, or memory did not suffice

private:
    struct Request {
        Image cutout;
        Image matte;
        AlphaNeeds needs;
        AlphaDetail have;
        std::uint64_t number = 0;
        std::stop_token stop;
    };

    void request();
    void cancel();
    void work(const std::stop_token& stop);
    void make(Request request);

    Image m_cutout;
    Image m_matte;
    AlphaView m_view = AlphaView::checkerboard;
    AlphaDetail m_detail;
    bool m_isBusy = false;
    std::uint64_t m_number = 0; // of the newest request
    std::stop_source m_stop;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Request> m_waiting;     // guarded by m_mutex
    std::vector<AlphaDetail> m_discarded; // guarded by m_mutex: freed on the thread, which may take time
    std::jthread m_thread;
};

} // namespace kerf::ui
