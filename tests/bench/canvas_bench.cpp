// How long the canvas takes with a photo of 100 megapixels: from the file to the first sight, and frame by
// frame while it is moved and zoomed in every way of comparing. A frame is what the window does between an
// event and the finished picture (QWidget::repaint); the screen's own time is not in it.
//
//   QT_QPA_PLATFORM=offscreen kerf-canvas-bench [MEGAPIXELS [WIDTH HEIGHT]]

#include "core/image/image.h"
#include "core/session/session.h"
#include "ui/canvas.h"
#include "ui/session_bridge.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QImage>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <vector>

namespace {

using namespace kerf;

constexpr int kFrames = 240;

// Smooth, with fine texture: neither the codec nor the painter has it easy.
QImage photo(QSize size) {
    QImage image(size, QImage::Format_RGB32);
    std::uint32_t state = 7;
    for (int y = 0; y < size.height(); ++y) {
        auto* row = reinterpret_cast<QRgb*>(image.scanLine(y)); // pixels
        for (int x = 0; x < size.width(); ++x) {
            state = state * 1664525U + 1013904223U;
            const int noise = int(state >> 28U);
            row[x] = qRgb((x / 37 + noise) & 255, (y / 29 + noise) & 255, ((x + y) / 61 + noise) & 255);
        }
    }
    return image;
}

// A disc of a result at the photo's size.
Image cutoutOf(const Image& source) {
    const ImageFormat& from = source.format();
    ImageFormat format = from;
    format.channels = 4;
    format.alpha = AlphaKind::straight;
    ImageBuffer out(format);
    const double radius = 0.4 * std::min(format.width, format.height);
    for (int y = 0; y < format.height; ++y) {
        const auto in = source.row<std::uint8_t>(y);
        const auto row = out.row<std::uint8_t>(y);
        for (int x = 0; x < format.width; ++x) {
            const double distance = std::hypot(x - format.width / 2.0, y - format.height / 2.0);
            const auto alpha = std::uint8_t(std::clamp((radius - distance) / 40.0, 0.0, 1.0) * 255.0);
            const auto i = std::size_t(x);
            row[i * 4] = alpha ? std::uint8_t(in[i * 3] / 2 + 60) : std::uint8_t(0);
            row[i * 4 + 1] = alpha ? in[i * 3 + 1] : std::uint8_t(0);
            row[i * 4 + 2] = alpha ? in[i * 3 + 2] : std::uint8_t(0);
            row[i * 4 + 3] = alpha;
        }
    }
    return Image(std::move(out));
}

double threadMs() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

// By the clock and by what the GUI thread computed: the first is what a person sees, the second doesn't
// suffer from other programs.
struct Frames {
    std::vector<double> clock;
    std::vector<double> computed;

    static void print(std::vector<double>& ms) {
        std::sort(ms.begin(), ms.end());
        const auto at = [&](double share) { return ms[std::size_t(share * double(ms.size() - 1))]; };
        const auto late = std::count_if(ms.begin(), ms.end(), [](double one) { return one > 33.0; });
        std::printf(
            "  p50 %6.2f  p99 %6.2f  max %6.2f  over 33 ms: %-3td", at(0.5), at(0.99), ms.back(), late);
    }

    void print(const char* what) {
        std::printf("%-26s %zu frames, ms:", what, clock.size());
        print(clock);
        std::printf(" | computed:");
        print(computed);
        std::printf("\n");
    }
};

template <typename Step>
Frames measure(ui::Canvas& canvas, Step&& step) {
    Frames frames;
    for (int i = 0; i < kFrames; ++i) {
        QElapsedTimer timer;
        timer.start();
        const double start = threadMs();
        step(i);
        canvas.repaint();
        QCoreApplication::processEvents(); // tiles that arrived meanwhile are part of it
        frames.clock.push_back(double(timer.nsecsElapsed()) / 1e6);
        frames.computed.push_back(threadMs() - start);
        QTest::qSleep(4); // what a screen of 60 Hz leaves other threads at least
    }
    return frames;
}

void wheel(ui::Canvas& canvas, QPointF at, int angle) {
    QWheelEvent event(
        at, canvas.mapToGlobal(at), {}, QPoint(0, angle), Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
        false);
    QCoreApplication::sendEvent(&canvas, &event);
}

void drag(ui::Canvas& canvas, QEvent::Type type, QPointF at) {
    QMouseEvent event(
        type, at, canvas.mapToGlobal(at), type == QEvent::MouseMove ? Qt::NoButton : Qt::MiddleButton,
        type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::MiddleButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&canvas, &event);
}

void measureMode(ui::Canvas& canvas, const char* name) {
    const QPointF middle(canvas.width() / 3.0, canvas.height() / 2.0);
    canvas.zoomTo(1.0);
    QTest::qWait(300);
    drag(canvas, QEvent::MouseButtonPress, middle);
    Frames pan = measure(canvas, [&](int i) {
        // Round and round, a fling of 40 logical pixels a frame.
        const double angle = i * 0.05;
        drag(canvas, QEvent::MouseMove, middle + QPointF(std::cos(angle) - 1.0, std::sin(angle)) * 800.0);
    });
    drag(canvas, QEvent::MouseButtonRelease, middle);
    pan.print(qPrintable(QStringLiteral("%1, pan").arg(QString::fromLatin1(name))));
    canvas.fit();
    Frames zoom = measure(canvas, [&](int i) { wheel(canvas, middle, (i / 60) % 2 == 0 ? 30 : -30); });
    zoom.print(qPrintable(QStringLiteral("%1, zoom").arg(QString::fromLatin1(name))));
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    const double megapixels = argc > 1 ? QByteArray(argv[1]).toDouble() : 100.0;
    const int height = int(std::sqrt(megapixels * 1e6 / 1.5));
    const QSize size(height * 3 / 2, height);
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("photo.jpg"));
    photo(size).save(file, "jpg", 92);

    ui::SessionBridge bridge;
    const auto session = makeSession([&](const JobEvent& event) { bridge.post(event); }, {});
    ui::Canvas canvas;
    canvas.resize(
        argc > 3 ? QSize(QByteArray(argv[2]).toInt(), QByteArray(argv[3]).toInt()) : QSize(1400, 900));
    canvas.show();
    QTest::qWait(200);
    std::printf(
        "photo %d x %d, canvas %d x %d logical pixels at %g\n", size.width(), size.height(), canvas.width(),
        canvas.height(), canvas.devicePixelRatioF());

    QElapsedTimer timer;
    timer.start();
    Image source;
    QObject::connect(&bridge, &ui::SessionBridge::jobChanged, [&](const JobEvent& event) {
        if (event.state == JobState::done) {
            source = std::get<OpenedPhoto>(*event.output).image;
            std::printf("decoded after %.2f s\n", double(timer.elapsed()) / 1000.0);
            canvas.setBefore(source);
            canvas.repaint();
            std::printf("first preview after %.2f s\n", double(timer.elapsed()) / 1000.0);
        }
    });
    bool isReady = false;
    QObject::connect(&canvas, &ui::Canvas::contentReady, [&] { isReady = isReady || !source.empty(); });
    session->open(file.toStdString());
    if (!QTest::qWaitFor([&] { return isReady; }, 60000)) {
        std::fputs("the photo did not come within a minute\n", stderr);
        return 1;
    }
    std::printf("sharp after %.2f s\n", double(timer.elapsed()) / 1000.0);

    measureMode(canvas, "photo alone");
    isReady = false;
    canvas.setAfter(cutoutOf(source), {});
    canvas.setNames(QStringLiteral("Original"), QStringLiteral("Cut-out"));
    if (!QTest::qWaitFor([&] { return isReady; }, 60000)) {
        std::fputs("the result did not come within a minute\n", stderr);
        return 1;
    }
    measureMode(canvas, "wipe");
    canvas.setDividerAngle(30.0);
    measureMode(canvas, "wipe at 30 degrees");
    canvas.setCompareMode(ui::CompareMode::side);
    measureMode(canvas, "side by side");
    canvas.setCompareMode(ui::CompareMode::difference);
    measureMode(canvas, "difference");
    canvas.setCompareMode(ui::CompareMode::onion);
    measureMode(canvas, "onion");
    return 0;
}
