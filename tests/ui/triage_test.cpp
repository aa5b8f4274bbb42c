#include "tests/ui/window_rig.h"
#include "ui/canvas.h"
#include "ui/flag_list.h"
#include "ui/number_table.h"
#include "ui/side_panel.h"
#include "ui/triage_overlay.h"
#include "ui/triage_text.h"

#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTest>

using namespace kerf;
using namespace kerf::test;
using namespace kerf::ui;

namespace {

// A window with a photo whose result is there, on the Matte page.
struct MatteRig : WindowRig {
    bool start() {
        window.show();
        if (!QTest::qWaitForWindowExposed(&window) || !add({"one.jpg"})) {
            return false;
        }
        find<QAction>("actionRun")->trigger();
        return QTest::qWaitFor([this] { return window.photos().at(0).state == PhotoState::done; }) &&
               openPage();
    }

    bool openPage() {
        auto* side = find<SidePanel>("sidePanel");
        side->setCurrentWidget(find<QWidget>("triagePanel"));
        return find<QWidget>("triagePanel")->isVisible();
    }

    QString headline() const { return find<QLabel>("triageHeadline")->text(); }
    QString numbers() const { return find<NumberTable>("matteNumbers")->text(); }
    void setThreshold(const char* name, double value) {
        find<QDoubleSpinBox>(("threshold_" + std::string(name)).c_str())->setValue(value);
    }
};

} // namespace

class TriageTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatToDoWhenThereIsNoResult() {
        WindowRig rig;
        rig.window.show();
        QVERIFY(rig.add({"one.jpg"}));

        QVERIFY(rig.find<QLabel>("triageHeadline")->text().contains(QStringLiteral("Run the photo")));
        QVERIFY(!rig.find<QAction>("actionNextRegion")->isEnabled());
    }

    void showsTheNumbersOfTheResult() {
        MatteRig rig;
        QVERIFY(rig.start());

        // A disc of radius 54 in 240 x 160 pixels with an edge of 4 px.
        QTRY_VERIFY(rig.numbers().contains(QStringLiteral("Coverage: 23.")));
        QVERIFY(rig.numbers().contains(QStringLiteral("Holes: none")));
        QCOMPARE(rig.headline(), QStringLiteral("Nothing is beyond its threshold."));
    }

    void flagsLiveWhenAThresholdChangesAndRemembersIt() {
        MatteRig rig;
        QVERIFY(rig.start());

        rig.setThreshold("max_edge_width", 2.0);

        QCOMPARE(rig.headline(), QStringLiteral("1 flag"));
        const auto* flags = rig.find<FlagList>("flagList");
        QCOMPARE(flags->count(), 1);
        QVERIFY2(
            flags->item(0)->text().startsWith(QStringLiteral("Wide, blurry edge")),
            qPrintable(flags->item(0)->text()));
        QVERIFY(flags->item(0)->text().contains(QStringLiteral("limit 2 px")));
        QVERIFY(!flags->item(0)->icon().isNull());
        QCOMPARE(rig.settings.triageThresholds().maxEdgeWidth, 2.0);
        QTest::mouseClick(rig.find<QWidget>("threshold_max_edge_widthReset"), Qt::LeftButton);
        QCOMPARE(rig.headline(), QStringLiteral("Nothing is beyond its threshold."));
        QVERIFY(rig.settings.triageThresholds() == TriageThresholds());
    }

    void measuresAgainForAnotherDistanceAndStepsThroughThePlaces() {
        MatteRig rig;
        QVERIFY(rig.start());
        QTRY_COMPARE(rig.session.inspections().size(), std::size_t(1));
        auto* canvas = rig.find<Canvas>("canvas");
        const double fitted = canvas->zoom();

        rig.setThreshold("soft_distance", 1.0); // the edge itself becomes "inside"

        QTRY_COMPARE(rig.headline(), QStringLiteral("1 flag"));
        QTRY_VERIFY(rig.find<QPushButton>("nextPlace")->isVisible());
        QCOMPARE(rig.session.inspections().back().softDistance, 1);
        QTest::keyClick(canvas, Qt::Key_N);
        QVERIFY(rig.find<QLabel>("placeName")->text().startsWith(QStringLiteral("1 of ")));
        QVERIFY(canvas->zoom() != fitted || !canvas->isFitted());
    }

    void laysASelfCheckOverThePhotoOnlyWhileThePageIsThere() {
        MatteRig rig;
        QVERIFY(rig.start());
        auto* view = rig.find<QComboBox>("checkView");
        QTRY_VERIFY(view->isEnabled());
        QVERIFY(rig.find<NumberTable>("checkNumbers")
                    ->text()
                    .contains(QStringLiteral("Mean difference: 0 levels")));

        view->setCurrentIndex(1);

        QTRY_COMPARE(rig.session.inspections().back().view, std::optional(CheckView::redegrade));
        QCOMPARE(rig.session.inspections().back().gain, 8.0);
        auto* gain = rig.find<QComboBox>("checkGain");
        gain->setCurrentIndex(gain->findData(32.0));
        QTRY_COMPARE(rig.session.inspections().back().gain, 32.0);
        auto* canvas = rig.find<Canvas>("canvas");
        const auto middle = [canvas] {
            const QImage picture = canvas->grab().toImage();
            return picture.pixelColor(picture.width() / 2, picture.height() / 2);
        };
        QTRY_COMPARE(middle(), QColor(128, 128, 128)); // nothing differs
        rig.find<SidePanel>("sidePanel")->setCurrentIndex(0);
        QCOMPARE(view->currentIndex(), 0);
        QTRY_VERIFY(middle() != QColor(128, 128, 128));
    }

    void forgetsTheResultOfAnotherPhoto() {
        MatteRig rig;
        QVERIFY(rig.start());
        QVERIFY(rig.add({"two.jpg"}));

        rig.find<QAction>("actionNextPhoto")->trigger();

        QVERIFY(rig.headline().contains(QStringLiteral("Run the photo")));
        QVERIFY(rig.numbers().isEmpty());
    }

    void ignoresDamagedThresholds() {
        WindowRig rig;
        rig.store.setValue(QStringLiteral("triage/max_haze"), QStringLiteral("nonsense"));
        rig.store.setValue(QStringLiteral("triage/max_seam"), -4.0);

        QVERIFY(rig.settings.triageThresholds() == TriageThresholds());
    }

    void outlinesEveryPlaceAndNamesTheCurrentOne() {
        TriageOverlay overlay;
        overlay.setPlaces({{QRectF(20, 20, 30, 20), QStringLiteral("Hole")}, {QRectF(70, 60, 1, 1), {}}}, 0);
        Viewport viewport;
        viewport.setView({100, 100});
        viewport.setPhoto({100, 100});
        const auto painted = [&] {
            QImage picture(100, 100, QImage::Format_RGB32);
            picture.fill(Qt::white);
            QPainter painter(&picture);
            overlay.paint(painter, viewport, 1.0);
            return picture;
        };

        QVERIFY(painted().pixelColor(18, 30) == Qt::white); // not shown yet
        overlay.setShown(true);

        const QImage picture = painted();
        QVERIFY(picture.pixelColor(18, 30) != Qt::white);
        QVERIFY(picture.pixelColor(35, 30) == Qt::white); // an outline only
        QVERIFY(picture.pixelColor(64, 60) != Qt::white); // a tiny one is drawn large enough to see
    }

    void writesSharesAsExactAsNeeded() {
        QCOMPARE(TriageText::share(0.0), QStringLiteral("0 %"));
        QCOMPARE(TriageText::share(0.00001), QStringLiteral("< 0.01 %"));
        QCOMPARE(TriageText::share(0.0042), QStringLiteral("0.42 %"));
        QCOMPARE(TriageText::share(0.5), QStringLiteral("50 %"));
        QCOMPARE(TriageText::share(0.99999), QStringLiteral("> 99.99 %"));
        QCOMPARE(TriageText::share(1.0), QStringLiteral("100 %"));
    }

    void hasWordsForEveryFindingAndThreshold() {
        for (int code = 0; code <= int(FindingCode::seams); ++code) {
            QVERIFY(!TriageText::title({.code = FindingCode(code)}).isEmpty());
        }
        for (const TriageThreshold& threshold : triageThresholds()) {
            QVERIFY(!TriageText::label(threshold).isEmpty());
            QVERIFY(!TriageText::help(threshold).isEmpty());
        }
    }
};

QTEST_MAIN(TriageTest)
#include "triage_test.moc"
