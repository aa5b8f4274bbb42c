#include "tests/ui/screenshots_export.h"

#include "ui/main_window.h"
#include "ui/recipe_panel.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

namespace kerf::test {

void takeExport(ui::MainWindow& window, const std::function<void(const char*)>& take) {
    auto* panel = window.findChild<ui::RecipePanel*>(QStringLiteral("recipePanel"));
    auto* scroll = panel->findChild<QScrollArea*>(QStringLiteral("recipeScroll"));
    const auto show = [&](const char* what) {
        QTest::qWait(300);
        scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
        QTest::qWait(100);
        take(what);
    };
    show("export");
    auto* matte = window.findChild<QCheckBox*>(QStringLiteral("exportMatte"));
    auto* name = window.findChild<QLineEdit*>(QStringLiteral("nameTemplate"));
    matte->click();
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("{date:YYYYMMDD}_{name}_{counter:4}"));
    show("export-changed");
    QTest::keyClicks(name, QStringLiteral("{nam}"));
    show("export-bad-name");
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("{name}-{stage}"));
    matte->click();
}

} // namespace kerf::test
