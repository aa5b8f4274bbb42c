#include "tests/ui/screenshots_look.h"

#include "tests/support/test_images.h"
#include "ui/main_window.h"
#include "ui/photo_list_model.h"
#include "ui/recipe_panel.h"

#include <QAction>
#include <QScrollArea>
#include <QTest>

namespace kerf::test {
namespace {

// Until the result is what the recipe says.
void wait(ui::MainWindow& window) {
    QTest::qWait(500);
    static_cast<void>(QTest::qWaitFor([&] { return !window.photos().at(0).isOutdated; }, 30'000));
    QTest::qWait(1000);
}

} // namespace

void takeLook(ui::MainWindow& window, const std::function<void(const char*)>& take) {
    auto* panel = window.findChild<ui::RecipePanel*>(QStringLiteral("recipePanel"));
    auto* scroll = panel->findChild<QScrollArea*>(QStringLiteral("recipeScroll"));
    const auto show = [&](const Recipe& recipe, const char* section, const char* name) {
        panel->setRecipe(recipe);
        wait(window);
        scroll->ensureWidgetVisible(panel->findChild<QWidget*>(QString::fromLatin1(section)), 0, 20);
        take(name);
    };
    window.findChild<QAction*>(QStringLiteral("actionAfter"))->trigger();
    Recipe shop{.background = Background{}};
    shop.framing = {.around = FrameAround::subject, .margin = 5.0, .canvas = CanvasSize{2000, 2000}};
    show(shop, "frameSection", "look-shop");
    window.findChild<QAction*>(QStringLiteral("actionSplit"))->trigger();
    take("look-shop-split");
    window.findChild<QAction*>(QStringLiteral("actionSideBySide"))->trigger();
    take("look-shop-side");
    window.findChild<QAction*>(QStringLiteral("actionAfter"))->trigger();
    Recipe studio{
        .background =
            Background{.kind = BackgroundKind::linear, .color = {246, 245, 242}, .second = {201, 199, 193}},
        .shadow = Shadow{.angle = 170.0, .distance = 1.8, .blur = 5.0, .opacity = 50}};
    studio.framing = {
        .around = FrameAround::subject, .margin = 8.0, .aspect = Aspect{4, 5}, .x = 50, .y = 100};
    show(studio, "shadowSection", "look-studio");
    show(
        {.background = Background{.kind = BackgroundKind::blur, .blur = 5.0}}, "backgroundSection",
        "look-blurred");
    show({.shadow = Shadow{.distance = 4.0}}, "shadowSection", "look-shadow");
    Background picture{
        .kind = BackgroundKind::picture,
        .picture = samplePath("astronaut.png").string(),
        .fit = PictureFit::contain};
    show({.background = picture}, "backgroundSection", "look-picture");
    panel->setRecipe({});
    wait(window);
}

} // namespace kerf::test
