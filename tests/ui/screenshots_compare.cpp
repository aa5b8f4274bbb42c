#include "tests/ui/screenshots_compare.h"

#include "ui/canvas.h"
#include "ui/main_window.h"

#include <QAction>
#include <QMouseEvent>
#include <QSpinBox>
#include <QTest>

namespace kerf::test {
namespace {

void takeRegion(ui::MainWindow& window, ui::Canvas& canvas, const std::function<void(const char*)>& take) {
    auto* action = window.findChild<QAction*>(QStringLiteral("actionPreviewRegion"));
    window.findChild<QAction*>(QStringLiteral("actionBefore"))->setChecked(true);
    action->setChecked(true);
    canvas.grab(); // it has to be seen once
    QTest::keyClick(&canvas, Qt::Key_Return);
    if (QTest::qWaitFor([&] { return canvas.hasRegion(); }, 30000)) {
        window.findChild<QAction*>(QStringLiteral("actionAfter"))->setChecked(true);
        take("compare-region");
    }
    action->setChecked(false);
    window.findChild<QAction*>(QStringLiteral("actionSplit"))->setChecked(true);
}

} // namespace

void takeCompare(ui::MainWindow& window, const std::function<void(const char*)>& take) {
    const auto trigger = [&](const char* name) {
        window.findChild<QAction*>(QString::fromLatin1(name))->trigger();
    };
    const auto set = [&](const char* name, int value) {
        window.findChild<QSpinBox*>(QString::fromLatin1(name))->setValue(value);
    };
    auto* canvas = window.findChild<ui::Canvas*>(QStringLiteral("canvas"));

    set("dividerAngle", 25);
    take("compare-wipe-turned");
    set("dividerAngle", 90);
    take("compare-wipe-lying");
    set("dividerAngle", 0);
    trigger("actionSideBySide");
    take("compare-side");
    const QSize size = window.size();
    window.resize(900, 1100);
    take("compare-stacked");
    window.resize(size);
    trigger("actionDifference");
    set("differenceGain", 16);
    take("compare-difference");
    trigger("actionOnion");
    take("compare-onion");
    trigger("actionChannelRed");
    trigger("actionSplit");
    canvas->zoomTo(16.0);
    take("compare-channel-pixels");
    trigger("actionChannelRed");
    canvas->zoomTo(2.0);
    trigger("actionLoupe");
    const QPointF cursor(canvas->width() * 0.3, canvas->height() * 0.3);
    QMouseEvent move(
        QEvent::MouseMove, cursor, canvas->mapToGlobal(cursor), Qt::NoButton, Qt::NoButton, Qt::NoModifier);
    QCoreApplication::sendEvent(canvas, &move);
    take("compare-loupe");
    trigger("actionLoupe");
    canvas->fit();
    takeRegion(window, *canvas, take);
}

} // namespace kerf::test
