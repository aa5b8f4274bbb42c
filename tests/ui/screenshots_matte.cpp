#include "tests/ui/screenshots_matte.h"

#include "ui/main_window.h"
#include "ui/side_panel.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>
#include <QToolButton>

namespace kerf::test {
namespace {

void scrollTo(ui::MainWindow& window, int percent) {
    QScrollBar* bar = window.findChild<QScrollArea*>(QStringLiteral("triageScroll"))->verticalScrollBar();
    bar->setValue(bar->maximum() * percent / 100);
}

} // namespace

void takeMattePage(ui::MainWindow& window, const std::function<void(const char* what)>& take) {
    auto* side = window.findChild<ui::SidePanel*>(QStringLiteral("sidePanel"));
    side->setCurrentWidget(window.findChild<QWidget*>(QStringLiteral("triagePanel")));
    QTest::qWait(1500); // the self-checks
    take("matte-page");
    const auto box = [&](const char* name) {
        return window.findChild<QDoubleSpinBox*>(QString::fromLatin1(name));
    };
    box("threshold_max_interior_soft")->setValue(0.0);
    box("threshold_soft_distance")->setValue(4.0);
    box("threshold_min_spot_area")->setValue(8.0);
    QTest::qWait(1500);
    window.findChild<QAction*>(QStringLiteral("actionNextRegion"))->trigger();
    take("matte-place");
    window.findChild<QAction*>(QStringLiteral("actionFit"))->trigger();
    auto* view = window.findChild<QComboBox*>(QStringLiteral("checkView"));
    view->setCurrentIndex(2);
    QTest::qWait(1000);
    scrollTo(window, 100);
    take("matte-check");
    view->setCurrentIndex(0);
    window.findChild<QToolButton*>(QStringLiteral("thresholdSectionHeader"))->click();
    QTest::qWait(200);
    scrollTo(window, 100);
    take("matte-thresholds");
    const QFont before = QApplication::font();
    QFont large = before;
    large.setPointSizeF(before.pointSizeF() * 2.0);
    QApplication::setFont(large);
    QTest::qWait(300);
    scrollTo(window, 0);
    take("matte-large");
    scrollTo(window, 60);
    take("matte-large-below");
    QApplication::setFont(before);
    for (const char* name : {"max_interior_soft", "soft_distance", "min_spot_area"}) {
        auto* reset =
            window.findChild<QToolButton*>(QStringLiteral("threshold_%1Reset").arg(QLatin1String(name)));
        reset->click();
    }
    side->setCurrentIndex(0);
    QTest::qWait(300);
}

} // namespace kerf::test
