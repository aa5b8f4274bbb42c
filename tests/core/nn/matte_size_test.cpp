#include "core/nn/runtime.h"

#include <QTest>

using namespace kerf;

class MatteSizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsTheAspectInStepsOf32_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("netWidth");
        QTest::addColumn<int>("netHeight");
        QTest::newRow("large") << 6000 << 4000 << 2048 << 1344; // 1365 floored
        QTest::newRow("upright") << 3000 << 6000 << 1024 << 2048;
        QTest::newRow("never enlarged") << 650 << 480 << 640 << 480;
        QTest::newRow("tiny") << 1 << 31 << 32 << 32;
        QTest::newRow("a line") << 30000 << 2 << 2048 << 32;
    }

    void keepsTheAspectInStepsOf32() {
        QFETCH(const int, width);
        QFETCH(const int, height);

        const nn::MatteSize size = nn::matteSize(width, height, {});

        QTEST(size.width, "netWidth");
        QTEST(size.height, "netHeight");
    }

    void isWhatWasAskedFor() {
        const nn::MatteSize size = nn::matteSize(6000, 4000, {.width = 2560, .height = 1440});

        QCOMPARE(size.width, 2560);
        QCOMPARE(size.height, 1440);
    }
};

QTEST_GUILESS_MAIN(MatteSizeTest)
#include "matte_size_test.moc"
