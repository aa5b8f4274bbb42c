#include "tests/ui/canvas_test_support.h"
#include "ui/qimage_convert.h"
#include "ui/screen_profile.h"

#include <QColorSpace>
#include <QSignalSpy>
#include <QTest>
#include <QWidget>

using namespace kerf;
using namespace kerf::ui;
using test::CanvasOnScreen;

namespace {

QByteArray linearProfile() {
    return QColorSpace(QColorSpace::Primaries::SRgb, QColorSpace::TransferFunction::Linear).iccProfile();
}

bool isNear(const QColor& color, const QColor& wanted) {
    return std::abs(color.red() - wanted.red()) <= 2 && std::abs(color.green() - wanted.green()) <= 2 &&
           std::abs(color.blue() - wanted.blue()) <= 2;
}

} // namespace

class ScreenProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isSrgbWithoutAProfile() {
        QWidget window;
        ScreenProfile profile(window, [](const QScreen&) { return QByteArray(); });
        window.show();

        QCOMPARE(profile.colors(), QColorSpace(QColorSpace::SRgb));
    }

    void isSrgbWithAProfileThatQtCannotRead() {
        QWidget window;
        ScreenProfile profile(window, [](const QScreen&) { return QByteArray("no profile at all"); });
        QSignalSpy changed(&profile, &ScreenProfile::changed);
        window.show();

        QCOMPARE(profile.colors(), QColorSpace(QColorSpace::SRgb));
        QCOMPARE(changed.count(), 0);
    }

    void looksAgainWhenTheWindowIsActivated() {
        QWidget window;
        QByteArray set;
        ScreenProfile profile(window, [&](const QScreen&) { return set; });
        QSignalSpy changed(&profile, &ScreenProfile::changed);
        window.show();
        QCOMPARE(changed.count(), 0);

        set = linearProfile();
        QEvent activated(QEvent::WindowActivate);
        QCoreApplication::sendEvent(&window, &activated);
        QCoreApplication::sendEvent(&window, &activated);

        QCOMPARE(changed.count(), 1);
        QVERIFY(profile.colors() != QColorSpace(QColorSpace::SRgb));
    }

    // What the standards' numbers say: sRGB's red on an Adobe RGB screen, its middle grey on a linear one.
    void convertsToTheScreensColours() {
        const Image red = test::solidImage({8, 8}, QColor(255, 0, 0));
        const auto adobe = screenTransform(red.format().icc, QColorSpace(QColorSpace::AdobeRgb));
        QVERIFY(isNear(toQImage(red, Conversion{.colors = adobe}).pixelColor(4, 4), QColor(219, 0, 0)));

        const Image grey = test::solidImage({8, 8}, QColor(128, 128, 128));
        const auto linear = screenTransform(grey.format().icc, QColorSpace::fromIccProfile(linearProfile()));
        QVERIFY(isNear(toQImage(grey, Conversion{.colors = linear}).pixelColor(4, 4), QColor(55, 55, 55)));

        QVERIFY(!screenTransform({}, QColorSpace(QColorSpace::SRgb)));
    }

    void showsTheSameColoursUnchangedOnAScreenOfTheirOwnProfile() {
        const QByteArray icc = QColorSpace(QColorSpace::AdobeRgb).iccProfile();
        const Image photo = test::solidImage({8, 8}, QColor(10, 200, 30)).withIcc(icc.toStdString());

        const auto transform = screenTransform(photo.format().icc, QColorSpace::fromIccProfile(icc));

        QCOMPARE(toQImage(photo, Conversion{.colors = transform}).pixelColor(4, 4), QColor(10, 200, 30));
    }

    void showsThePicturesAnewWhenTheScreenChangesButNotTheSurround() {
        CanvasOnScreen screen;
        const QColor grey(128, 128, 128);
        QVERIFY(screen.show(test::solidImage({800, 600}, grey), test::solidImage({800, 600}, grey)));
        QSignalSpy ready(&screen.canvas, &Canvas::contentReady);

        screen.canvas.setScreen(QColorSpace::fromIccProfile(linearProfile()));

        QVERIFY(ready.wait(20000));
        QVERIFY(isNear(screen.colorAt({200.0, 500.0}), QColor(55, 55, 55)));
        QVERIFY(isNear(screen.colorAt({600.0, 500.0}), QColor(55, 55, 55)));
        QCOMPARE(screen.grab().pixelColor(2, 2), QColor(0x5A, 0x5A, 0x5A));
    }
};

QTEST_MAIN(ScreenProfileTest)
#include "screen_profile_test.moc"
