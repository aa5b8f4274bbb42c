// How long a frame of the filmstrip takes with ten thousand photos: scrolled along as a row and as a grid,
// with thumbnails coming in. Prints percentiles in milliseconds; nothing is judged. Run it on an idle
// machine.

#include "tests/ui/window_rig.h"
#include "ui/filmstrip.h"

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>

#include <algorithm>
#include <cstdio>

namespace {

using namespace kerf;

constexpr int kPhotos = 10'000;
constexpr int kFrames = 600;

void report(const char* what, std::vector<double> frames) {
    std::sort(frames.begin(), frames.end());
    const auto at = [&](double share) { return frames[std::size_t(share * double(frames.size() - 1))]; };
    std::printf("%-28s p50 %6.2f  p99 %6.2f  max %6.2f ms\n", what, at(0.5), at(0.99), frames.back());
}

void scroll(ui::Filmstrip& strip, QScrollBar& bar, int by, const char* what) {
    std::vector<double> frames;
    bar.setValue(0);
    for (int i = 0; i < kFrames; ++i) {
        QElapsedTimer timer;
        timer.start();
        bar.setValue(bar.value() + by);
        strip.viewport()->repaint();
        QCoreApplication::processEvents(); // thumbnails that came in meanwhile
        frames.push_back(double(timer.nsecsElapsed()) / 1e6);
    }
    report(what, frames);
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    test::WindowRig rig;
    rig.window.resize(1600, 1000);
    rig.window.show();
    std::vector<std::string> names;
    for (int i = 0; i < kPhotos; ++i) {
        names.push_back("photo" + std::to_string(i) + ".jpg");
    }
    QElapsedTimer timer;
    timer.start();
    if (!rig.add(names)) {
        std::fputs("the photos did not come\n", stderr);
        return 1;
    }
    std::printf("%-28s %.0f ms\n", "adding 10 000", double(timer.nsecsElapsed()) / 1e6);
    auto* strip = rig.find<ui::Filmstrip>("filmstrip");
    QTest::qWait(500);
    scroll(*strip, *strip->horizontalScrollBar(), 40, "row, 40 pixels a frame");
    scroll(*strip, *strip->horizontalScrollBar(), 1500, "row, a page a frame");
    rig.find<QAction>("actionPhotoGrid")->trigger();
    QTest::qWait(500);
    scroll(*strip, *strip->verticalScrollBar(), 40, "grid, 40 pixels a frame");
    scroll(*strip, *strip->verticalScrollBar(), 600, "grid, a page a frame");
    timer.start();
    strip->sorted()->setOrder(ui::PhotoSort::name, Qt::DescendingOrder);
    std::printf("%-28s %.0f ms\n", "sorting by name", double(timer.nsecsElapsed()) / 1e6);
    timer.start();
    strip->sorted()->setFilter({.text = QStringLiteral("99")});
    std::printf("%-28s %.0f ms\n", "filtering by text", double(timer.nsecsElapsed()) / 1e6);
    return 0;
}
