#include "tests/ui/window_rig.h"
#include "ui/photo_list_model.h"
#include "ui/preset_bar.h"
#include "ui/recipe_panel.h"
#include "ui/result_card.h"
#include "ui/setting_row.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <fstream>

using namespace kerf;
using namespace kerf::ui;
using namespace kerf::test;

namespace {

// The panel with its presets, whose folder is a temporary one.
struct PresetRig {
    QTemporaryDir folder;
    FakeDialogs dialogs;
    RecipePanel panel;
    PresetBar bar{dialogs, path("presets")};
    QStringList said;

    PresetRig() {
        panel.setHead(&bar);
        QObject::connect(&bar, &PresetBar::recipeChosen, &panel, &RecipePanel::setRecipe);
        QObject::connect(&panel, &RecipePanel::recipeChanged, &bar, &PresetBar::showRecipe);
        QObject::connect(&bar, &PresetBar::said, &bar, [this](const QString& title, const QString& body) {
            said.append(title + QLatin1Char('\n') + body);
        });
        bar.setParent(&panel);
        panel.show();
    }

    std::filesystem::path path(const std::string& name) const {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }
    template <typename T>
    T* find(const char* name) const {
        return panel.findChild<T*>(QString::fromLatin1(name));
    }
};

const Recipe& recipeOf(const PresetRig& rig) {
    return rig.panel.recipe();
}

const Recipe& recipeOf(const WindowRig& rig) {
    return rig.find<RecipePanel>("recipePanel")->recipe();
}

void choose(const WindowRig& rig, const char* name, int value) {
    auto* box = rig.find<QComboBox>(name);
    box->setCurrentIndex(box->findData(value));
    Q_EMIT box->activated(box->currentIndex());
}

} // namespace

class RecipePanelTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyBlackAndWhiteNumberHasASliderAndAReset() {
        WindowRig rig;
        rig.window.show();
        choose(rig, "finishKind", 1);
        choose(rig, "bwMix", 0);
        choose(rig, "bwBackground", int(BwBackground::dimmed));
        choose(rig, "bwToning", int(BwToning::sepia));
        rig.find<QSlider>("bwGrainSlider")->setValue(40);
        const auto sliders = rig.find<RecipePanel>("recipePanel")->findChildren<QSlider*>();
        int numbers = 0;
        for (QSlider* slider : sliders) {
            if (!slider->objectName().startsWith(QLatin1String("bw"))) {
                continue;
            }
            ++numbers;
            const QString name = slider->objectName().chopped(6);
            auto* number = rig.window.findChild<QSpinBox*>(name + QStringLiteral("Number"));
            auto* reset = rig.window.findChild<QToolButton*>(name + QStringLiteral("Reset"));
            QVERIFY2(number && reset, qPrintable(name));
            QVERIFY2(!slider->isHidden() && !slider->toolTip().isEmpty(), qPrintable(name));
            const BwSettings before = *recipeOf(rig).finish;
            const int other = number->value() == number->maximum() ? number->minimum() : number->maximum();
            number->setValue(other);
            QVERIFY2(*recipeOf(rig).finish != before, qPrintable(name));
            QCOMPARE(slider->value(), other);
            QVERIFY2(!reset->isHidden(), qPrintable(name));
            reset->click();
            QVERIFY2(reset->isHidden(), qPrintable(name));
        }
        QCOMPARE(numbers, int(bwNumbers().size()));
    }

    void stylesFillTheSlidersAndOwnOnesAreCalledSo() {
        WindowRig rig;
        rig.window.show();
        choose(rig, "finishKind", 1);
        auto* style = rig.find<QComboBox>("bwPreset");
        choose(rig, "bwPreset", 2);
        QCOMPARE(recipeOf(rig).finish.value().brightness, bwPresets()[2].settings.brightness);
        QCOMPARE(rig.find<QSpinBox>("bwWhiteNumber")->value(), bwPresets()[2].settings.white);

        rig.find<QSpinBox>("bwWhiteNumber")->setValue(3);
        QCOMPARE(style->currentText(), QStringLiteral("Own settings"));

        choose(rig, "finishKind", 0);
        QVERIFY(!recipeOf(rig).finish);
        QVERIFY(style->parentWidget()->isHidden());
        choose(rig, "finishKind", 1); // as it was left
        QCOMPARE(recipeOf(rig).finish.value().white, 3);
    }

    void aFinishIsMadeAMomentAfterItsChange() {
        WindowRig rig;
        rig.window.show();
        QVERIFY(rig.add({"a.jpg"}));
        rig.find<QSlider>("strengthSlider")->setValue(50); // no result yet: nothing runs by itself
        choose(rig, "finishKind", 1);
        QTest::qWait(400);
        QCOMPARE(rig.session.runs().size(), std::size_t{0});

        rig.find<QAction>("actionRun")->trigger();
        QTRY_VERIFY(rig.window.photos().at(0).made);
        const std::size_t before = rig.session.runs().size();
        rig.find<QSlider>("bwBrightnessSlider")->setValue(10);
        rig.find<QSlider>("bwBrightnessSlider")->setValue(20);
        rig.find<QSlider>("bwBrightnessSlider")->setValue(30);
        QTRY_VERIFY(
            !rig.session.edits().empty() &&
            rig.session.edits().back().recipe.finish.value().brightness == 30);
        QTRY_VERIFY(!rig.window.photos().at(0).isOutdated);
        QCOMPARE(rig.session.runs().size(), before); // no engine ran for it
        const std::size_t edits = rig.session.edits().size();

        rig.find<QSlider>("strengthSlider")->setValue(70); // costly: waits for its person
        QTest::qWait(400);
        QCOMPARE(rig.session.runs().size(), before);
        QCOMPARE(rig.session.edits().size(), edits);
        QVERIFY(rig.window.photos().at(0).isOutdated);
    }

    void cleanUpHasAllOfItsValues() {
        WindowRig rig;
        rig.window.show();
        rig.find<QCheckBox>("noiseAuto")->setChecked(false);
        rig.find<QDoubleSpinBox>("noiseNumber")->setValue(6.5);
        QCOMPARE(recipeOf(rig).nlmH.value(), 6.5);
        choose(rig, "scale", 4);
        QCOMPARE(recipeOf(rig).scale.value(), 4);
        choose(rig, "tile", 512);
        QCOMPARE(recipeOf(rig).tile, 512);
        choose(rig, "tileScheme", int(TileScheme::ai_forever));
        QVERIFY(recipeOf(rig).tileScheme == TileScheme::ai_forever);
        choose(rig, "maskUpsampling", int(MaskUpsampling::guided));
        QVERIFY(recipeOf(rig).maskUpsampling == MaskUpsampling::guided);
        for (const char* name :
             {"noiseReset", "scaleReset", "tileReset", "tileSchemeReset", "maskUpsamplingReset"}) {
            rig.find<QToolButton>(name)->click();
        }
        QVERIFY(recipeOf(rig) == Recipe{});
    }

    void offersTheModelsThatAreInstalled() {
        WindowRig rig;
        rig.window.show();
        auto* panel = rig.find<RecipePanel>("recipePanel");
        auto* box = rig.find<QComboBox>("maskModel");
        panel->setModels(
            {{.id = "one", .kind = ModelKind::mask, .title = "One", .isInstalled = true},
             {.id = "two", .kind = ModelKind::mask, .title = "Two"},
             {.id = "three", .kind = ModelKind::cleanup, .title = "Three", .isInstalled = true}});
        QCOMPARE(box->count(), 2);
        box->setCurrentIndex(1);
        Q_EMIT box->activated(1);
        QCOMPARE(recipeOf(rig).maskModel, std::string("one"));

        panel->setModels({});
        QCOMPARE(box->currentText(), QStringLiteral("one (not installed)"));
        rig.find<QToolButton>("maskModelReset")->click();
        QCOMPARE(box->count(), 1);
    }

    void presetsAreSavedRenamedAndDeleted() {
        PresetRig rig;
        auto* picker = rig.find<QComboBox>("presetPicker");
        const auto* state = rig.find<QLabel>("presetState");
        const int builtIn = picker->count();
        QVERIFY(builtIn >= 6);
        QVERIFY(state->isHidden());

        rig.find<QSpinBox>("strengthNumber")->setValue(35);
        QVERIFY(!state->isHidden());
        rig.find<QAction>("presetSaveAs")->trigger();
        auto* name = rig.find<QLineEdit>("presetName");
        name->setText(QStringLiteral("  Cats / ../../soft "));
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(picker->currentText(), QStringLiteral("Cats / ../../soft"));
        QVERIFY(state->isHidden());
        const auto file = rig.path("presets") / "cats-soft.json";
        QVERIFY(std::filesystem::exists(file));

        rig.find<QSpinBox>("strengthNumber")->setValue(36);
        rig.find<QAction>("presetSave")->trigger();
        rig.find<QAction>("presetRename")->trigger();
        name->setText(QStringLiteral("Dogs"));
        rig.find<QToolButton>("presetYes")->click();
        QCOMPARE(picker->currentText(), QStringLiteral("Dogs"));

        rig.find<QSpinBox>("strengthNumber")->setValue(90);
        rig.find<QAction>("presetRevert")->trigger();
        QCOMPARE(recipeOf(rig).strength, 36);

        rig.dialogs.saveAnswer = rig.path("out.json");
        rig.find<QAction>("presetExport")->trigger();
        rig.find<QAction>("presetDelete")->trigger();
        rig.find<QToolButton>("presetYes")->click();
        QCOMPARE(picker->count(), builtIn);
        QVERIFY(!std::filesystem::exists(file));

        rig.dialogs.answer = {rig.path("out.json")};
        rig.find<QAction>("presetImport")->trigger();
        rig.find<QAction>("presetImport")->trigger();
        QCOMPARE(picker->currentText(), QStringLiteral("Dogs 2"));
    }

    void choosingAPresetSetsTheWholeRecipe() {
        PresetRig rig;
        auto* picker = rig.find<QComboBox>("presetPicker");
        picker->setCurrentIndex(picker->findText(QStringLiteral("Low key, black and white")));
        Q_EMIT picker->activated(picker->currentIndex());
        QVERIFY(recipeOf(rig).finish == bwPresets()[3].settings); // the file says what the code does
        picker->setCurrentIndex(0);
        Q_EMIT picker->activated(0);
        QVERIFY(recipeOf(rig) == Recipe{});
    }

    void damagedPresetsAreNamedAndLeftAlone() {
        PresetRig rig;
        std::filesystem::create_directories(rig.path("presets"));
        std::ofstream(rig.path("presets") / "bad.json") << "{\"strenght\": 5}";
        rig.bar.load();
        QCOMPARE(rig.said.size(), 1);
        QVERIFY2(
            rig.said[0].contains(QStringLiteral("bad.json: the recipe: 'strenght' is not known")),
            qPrintable(rig.said[0]));
        QVERIFY(std::filesystem::exists(rig.path("presets") / "bad.json"));

        rig.dialogs.answer = {rig.path("presets") / "bad.json"};
        rig.find<QAction>("presetImport")->trigger();
        QCOMPARE(rig.said.size(), 2);
        QVERIFY(recipeOf(rig) == Recipe{});
    }

    void theCardFoldsToItsFirstLine() {
        WindowRig rig;
        rig.window.show();
        QVERIFY(rig.add({"a.jpg"}));
        rig.find<QAction>("actionRun")->trigger();
        auto* card = rig.find<ResultCard>("resultCard");
        QTRY_VERIFY(card->isVisible());
        const auto* summary = rig.find<QLabel>("resultSummary");
        QVERIFY2(
            summary->text().contains(QStringLiteral("GrabCut")) &&
                summary->text().contains(QStringLiteral("2 notes")),
            qPrintable(summary->text()));
        const int tall = card->sizeHint().height();
        rig.find<QToolButton>("resultHeader")->click();
        QVERIFY(!card->isOpen());
        QVERIFY(summary->isVisible());
        QVERIFY(card->sizeHint().height() < tall / 2);
        QVERIFY(card->text().contains(QStringLiteral("a box around the subject")));
    }
};

QTEST_MAIN(RecipePanelTest)
#include "recipe_panel_test.moc"
