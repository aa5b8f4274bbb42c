#include "tests/ui/screenshots_alpha.h"

#include "ui/canvas.h"
#include "ui/main_window.h"

#include <QAction>
#include <QDoubleSpinBox>
#include <QSpinBox>
#include <QTest>

namespace kerf::test {
namespace {

// Puts the cursor over a place of the canvas, so that the pixel is read.
void point(QWidget& canvas, double x, double y) {
    const QPointF at(canvas.width() * x, canvas.height() * y);
    QMouseEvent move(
        QEvent::MouseMove, at, canvas.mapToGlobal(at), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&canvas, &move);
}

} // namespace

void takeAlphaViews(ui::MainWindow& window, const std::function<void(const char*)>& take) {
    const auto trigger = [&](const char* name) {
        window.findChild<QAction*>(QString::fromLatin1(name))->trigger();
        QTest::qWait(400);
    };
    auto* canvas = window.findChild<ui::Canvas*>(QStringLiteral("canvas"));
    trigger("actionAfter");
    const std::pair<const char*, const char*> views[] = {
        {"actionCheckerboard", "alpha-checkerboard"},
        {"actionOnBlack", "alpha-black"},
        {"actionOnWhite", "alpha-white"},
        {"actionOnGrey", "alpha-grey-background"},
        {"actionOnColor", "alpha-color"},
        {"actionOnGradient", "alpha-gradient"},
        {"actionTorture", "alpha-torture"},
        {"actionGrey", "alpha-grey"},
        {"actionOverlay", "alpha-overlay"},
        {"actionMonitor", "alpha-monitor"},
        {"actionEdgeBand", "alpha-band"},
        {"actionWithoutAlpha", "alpha-rgb"},
        {"actionPremultiplied", "alpha-premultiplied"}};
    for (const auto& view : views) {
        trigger(view.first);
        take(view.second);
    }
    trigger("actionOnPicture");
    QTest::qWait(800);
    take("alpha-picture");
    trigger("actionGrey");
    window.findChild<QDoubleSpinBox*>(QStringLiteral("viewGain"))->setValue(6.0);
    trigger("actionPixelReadout");
    canvas->zoomTo(2.0);
    QTest::qWait(300);
    point(*canvas, 0.5, 0.4);
    take("alpha-gain-read-out");
    trigger("actionMonitor");
    point(*canvas, 0.5, 0.4);
    take("alpha-monitor-close");
    trigger("actionPixelReadout");
    canvas->fit();
    window.findChild<QDoubleSpinBox*>(QStringLiteral("viewGain"))->setValue(1.0);
    trigger("actionCheckerboard");
    trigger("actionSplit");
}

} // namespace kerf::test
