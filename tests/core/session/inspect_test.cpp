#include "core/base/error.h"
#include "core/io/writer.h"
#include "core/session/inspect.h"
#include "tests/support/test_images.h"

#include <QTemporaryDir>
#include <QTest>

using namespace kerf;
using namespace kerf::test;

class InspectTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsHeaders() {
        const PhotoInfo info = inspectPhoto(samplePath("astronaut.png"));
        QCOMPARE(info.format, std::string("PNG"));
        QCOMPARE(info.width, 512);
        QCOMPARE(info.height, 512);
        QCOMPARE(info.bitsPerSample, 8);
        QVERIFY(!info.hasAlpha);
    }

    void measuresAlpha_data() {
        QTest::addColumn<int>("type");
        QTest::newRow("8 bits") << int(PixelType::u8);
        QTest::newRow("16 bits") << int(PixelType::u16);
    }
    void measuresAlpha() {
        QFETCH(int, type);
        const QTemporaryDir dir;
        const std::filesystem::path file = dir.filePath("a.png").toStdString();
        // a quarter transparent, half opaque, a quarter at one third
        const Image image = makeImage(40, 10, 4, PixelType(type), [](int x, int) {
            return std::array<double, 4>{0.5, 0.5, 0.5, x < 10 ? 0.0 : x < 30 ? 1.0 : 1.0 / 3.0};
        });
        writePhoto({.image = image, .output = file, .options = {}}, Progress{});

        const AlphaNumbers alpha = inspectAlpha(file);

        QVERIFY(std::abs(alpha.coverage - (0.5 + 0.25 / 3.0)) < 1e-4);
        QCOMPARE(alpha.transparent, 0.25);
        QCOMPARE(alpha.opaque, 0.5);
        QCOMPARE(alpha.partial, 0.25);
    }

    void takesAPhotoWithoutAlphaAsOpaque() {
        const AlphaNumbers alpha = inspectAlpha(samplePath("chelsea.png"));
        QCOMPARE(alpha.coverage, 1.0);
        QCOMPARE(alpha.opaque, 1.0);
        QCOMPARE(alpha.partial, 0.0);
    }

    void refusesWhatIsNotThere() { QVERIFY_THROWS_EXCEPTION(Error, inspectPhoto("/nowhere/at/all.png")); }
};

QTEST_GUILESS_MAIN(InspectTest)
#include "inspect_test.moc"
