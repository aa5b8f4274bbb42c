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

        const MatteNumbers alpha = inspectFile(file, {}, Progress{}).report.value().numbers;

        QVERIFY(std::abs(alpha.coverage - (0.5 + 0.25 / 3.0)) < 1e-4);
        QCOMPARE(alpha.transparent, 0.25);
        QCOMPARE(alpha.opaque, 0.5);
        QCOMPARE(alpha.partial, 0.25);
    }

    void measuresNothingWithoutAlpha() {
        QVERIFY(!inspectFile(samplePath("chelsea.png"), {}, Progress{}).report);
    }

    void takesTheGreyOfAMatte() {
        const QTemporaryDir dir;
        const std::filesystem::path file = dir.filePath("matte.png").toStdString();
        const Image matte = makeImage(40, 10, 1, PixelType::u16, [](int x, int) {
            return std::array<double, 4>{x < 10 ? 65534.0 / 65535.0 : 0.0};
        });
        writePhoto({.image = matte, .output = file, .options = {}}, Progress{});

        const MatteNumbers numbers = inspectFile(file, {.isMatte = true}, Progress{}).report.value().numbers;

        QCOMPARE(numbers.transparent, 0.75);
        QCOMPARE(numbers.partial, 0.25); // 65534 is not full
        QCOMPARE(numbers.opaque, 0.0);
    }

    void comparesWithTheSource() {
        const QTemporaryDir dir;
        const std::filesystem::path source = dir.filePath("source.png").toStdString();
        const std::filesystem::path result = dir.filePath("result.png").toStdString();
        const auto flat = [](double value) {
            return [value](int, int) { return std::array<double, 4>{value, value, value, 1.0}; };
        };
        const Image before = makeImage(20, 10, 3, PixelType::u8, flat(100.0 / 255.0));
        const Image after = makeImage(40, 20, 4, PixelType::u8, flat(104.0 / 255.0));
        writePhoto({.image = before, .output = source, .options = {}}, Progress{});
        writePhoto({.image = after, .output = result, .options = {}}, Progress{});

        const FileInspected inspected =
            inspectFile(result, {.source = source, .tileWidth = 16, .tileHeight = 30}, Progress{});

        QVERIFY(std::abs(inspected.checks.redegrade.value().drift - 4.0) < 1e-4);
        QCOMPARE(inspected.checks.seams.value().borders, 2);
        QVERIFY(std::abs(inspected.checks.seams->worst - 1.0) < 1e-4);
    }

    void refusesWhatIsNotThere() { QVERIFY_THROWS_EXCEPTION(Error, inspectPhoto("/nowhere/at/all.png")); }
};

QTEST_GUILESS_MAIN(InspectTest)
#include "inspect_test.moc"
