#include "tests/ui/screenshots_recipe.h"

#include "ui/main_window.h"
#include "ui/photo_list_model.h"
#include "ui/recipe_panel.h"

#include <QAction>
#include <QComboBox>
#include <QScrollArea>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

namespace kerf::test {
namespace {

void choose(ui::MainWindow& window, const char* name, int value) {
    auto* box = window.findChild<QComboBox*>(QString::fromLatin1(name));
    box->setCurrentIndex(box->findData(value));
    Q_EMIT box->activated(box->currentIndex());
}

// Until the result is what the recipe says.
void wait(ui::MainWindow& window) {
    QTest::qWait(400);
    static_cast<void>(QTest::qWaitFor(
        [&] {
            const ui::PhotoListModel& photos = window.photos();
            for (int row = 0; row < photos.count(); ++row) {
                if (photos.at(row).state == ui::PhotoState::running ||
                    photos.at(row).state == ui::PhotoState::queued) {
                    return false;
                }
            }
            return true;
        },
        30'000));
    QTest::qWait(500);
}

} // namespace

void takeRecipe(ui::MainWindow& window, const std::function<void(const char*)>& take) {
    auto* panel = window.findChild<ui::RecipePanel*>(QStringLiteral("recipePanel"));
    auto* scroll = panel->findChild<QScrollArea*>(QStringLiteral("recipeScroll"));
    window.findChild<QAction*>(QStringLiteral("actionAfter"))->trigger();
    take("recipe");
    choose(window, "finishKind", 1);
    for (const auto& [preset, name] : std::initializer_list<std::pair<int, const char*>>{
             {1, "bw-pet-portrait"}, {2, "bw-high-key"}, {3, "bw-low-key"}, {0, "bw-plain"}}) {
        choose(window, "bwPreset", preset);
        wait(window);
        scroll->ensureWidgetVisible(panel->findChild<QWidget*>(QStringLiteral("bwVignettePair")), 0, 20);
        take(name);
    }
    choose(window, "bwMix", 0);
    choose(window, "bwToning", 2);
    window.findChild<QToolButton*>(QStringLiteral("finishMoreHeader"))->setChecked(true);
    window.findChild<QSpinBox*>(QStringLiteral("bwGrainNumber"))->setValue(40);
    wait(window);
    scroll->ensureWidgetVisible(panel->findChild<QWidget*>(QStringLiteral("finishMoreSection")), 0, 20);
    take("bw-all");
    window.findChild<QToolButton*>(QStringLiteral("resultHeader"))->click();
    window.findChild<QAction*>(QStringLiteral("presetSaveAs"))->trigger();
    take("preset-save");
    window.findChild<QToolButton*>(QStringLiteral("presetNo"))->click();
    window.findChild<QToolButton*>(QStringLiteral("resultHeader"))->click();
    panel->setRecipe({});
    wait(window);
}

} // namespace kerf::test
