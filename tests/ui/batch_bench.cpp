// How long the batch's window takes with ten thousand photos: filling the table, scrolling, updates of all
// rows, filtering and sorting. Prints milliseconds; nothing is judged. Run it on an idle machine.

#include "tests/ui/window_rig.h"
#include "ui/batch_model.h"
#include "ui/batch_view.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>
#include <QTimer>
#include <QToolButton>

#include <algorithm>
#include <cstdio>

namespace {

using namespace kerf;

constexpr int kPhotos = 10'000;
constexpr int kFrames = 600;

double ms(const QElapsedTimer& timer) {
    return double(timer.nsecsElapsed()) / 1e6;
}

void scroll(ui::BatchView& view, int by, const char* what) {
    std::vector<double> frames;
    QScrollBar* bar = view.verticalScrollBar();
    bar->setValue(0);
    for (int i = 0; i < kFrames; ++i) {
        QElapsedTimer timer;
        timer.start();
        bar->setValue(bar->value() + by);
        view.viewport()->repaint();
        QCoreApplication::processEvents(); // thumbnails that came in meanwhile
        frames.push_back(ms(timer));
    }
    std::sort(frames.begin(), frames.end());
    const auto at = [&](double share) { return frames[std::size_t(share * double(frames.size() - 1))]; };
    std::printf("%-34s p50 %6.2f  p99 %6.2f  max %6.2f ms\n", what, at(0.5), at(0.99), frames.back());
}

// The longest time in which the window did nothing else, while `work` is waited for.
template <typename Done>
void watch(const char* what, Done&& done) {
    QElapsedTimer whole;
    QElapsedTimer beat;
    double longest = 0.0;
    QTimer heart;
    QObject::connect(&heart, &QTimer::timeout, &heart, [&] {
        longest = std::max(longest, ms(beat));
        beat.restart();
    });
    beat.start();
    whole.start();
    heart.start(1);
    const bool isDone = QTest::qWaitFor(done, 120'000);
    std::printf(
        "%-34s %8.0f ms, longest turn %6.1f ms%s\n", what, ms(whole), longest, isDone ? "" : " (hangs)");
}

template <typename Work>
void measure(const char* what, Work&& work) {
    QElapsedTimer timer;
    timer.start();
    work();
    QCoreApplication::processEvents();
    std::printf("%-34s %8.1f ms\n", what, ms(timer));
}

} // namespace

int main(int argc, char** argv) {
    const QApplication application(argc, argv);
    test::WindowRig rig;
    rig.window.show();
    test::FakeBatches& batches = rig.session.batches();
    batches.setMany(kPhotos);
    batches.holdAfter(0);
    rig.find<QAction>("actionBatch")->trigger();
    rig.find<QDialog>("batchWindow")->resize(1600, 1000);
    rig.dialogs.answer = {rig.path("many")};
    rig.find<QPushButton>("batchAddFolder")->click();
    rig.dialogs.answer = {rig.path("out")};
    rig.find<QPushButton>("batchChooseOut")->click();
    auto* view = rig.window.findChild<ui::BatchView*>();
    rig.find<QPushButton>("batchStart")->click();
    watch("10 000 photos planned", [&] { return view->model()->rowCount() == kPhotos; });
    QTest::qWait(500);
    scroll(*view, 30, "scrolling, 30 pixels a frame");
    scroll(*view, 800, "scrolling, a page a frame");
    batches.flood();
    batches.release();
    const auto* done = rig.find<QToolButton>("batchDone");
    watch("10 000 photos end", [&] {
        return done->text() == QLocale().toString(kPhotos).prepend(QStringLiteral("Done "));
    });
    measure("sorting by state", [&] { view->sortByColumn(ui::BatchModel::stateColumn, Qt::AscendingOrder); });
    measure("sorting by name", [&] { view->sortByColumn(ui::BatchModel::photoColumn, Qt::DescendingOrder); });
    measure("filtering by words", [&] { rig.find<QLineEdit>("batchSearch")->setText(QStringLiteral("99")); });
    return 0;
}
