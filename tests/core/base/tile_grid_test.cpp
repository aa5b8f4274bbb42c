#include "core/base/tile_grid.h"

#include <QTest>

#include <stdexcept>
#include <vector>

using namespace kerf;

class TileGridTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reflectsWithoutRepeatingTheEnds() {
        const std::vector<int> expected{2, 1, 0, 1, 2, 1, 0, 1, 2, 1};
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(reflectedIndex(i - 2, 3), expected[std::size_t(i)]);
        }
        QCOMPARE(reflectedIndex(-7, 1), 0);
        QCOMPARE(reflectedIndex(5, 2), 1);
    }

    void repeatsTheEndsWhenSymmetric() {
        const std::vector<int> expected{1, 0, 0, 1, 2, 2, 1, 0, 0, 1};
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(symmetricIndex(i - 2, 3), expected[std::size_t(i)]);
        }
        QCOMPARE(symmetricIndex(-4, 1), 0);
    }

    void takesOneTileWhenThePictureIsSmall() {
        const TileAxis axis(37, {.core = 64, .overlap = 8, .ramp = 8, .border = 4, .align = 2});

        QCOMPARE(axis.count(), 1);
        QCOMPARE(axis.extent(), 46); // 37 and two borders, made even
        QCOMPARE(axis.read(0), (TileSpan{-4, 42}));
        QCOMPARE(axis.written(0), (TileSpan{0, 37}));
    }

    void cutsInHalvesWithARampInTheMiddleOfTheOverlap() {
        const TileAxis axis(128, {.core = 64, .overlap = 8, .ramp = 8});

        QCOMPARE(axis.count(), 2);
        QCOMPARE(axis.extent(), 72);
        QCOMPARE(axis.read(0), (TileSpan{0, 72}));
        QCOMPARE(axis.read(1), (TileSpan{56, 128}));
        QCOMPARE(axis.ramp(1), (TileSpan{60, 68}));
        QCOMPARE(axis.written(0), (TileSpan{0, 68}));
        QCOMPARE(axis.written(1), (TileSpan{60, 128}));
    }

    void keepsItsPromisesForEveryLength_data() {
        QTest::addColumn<int>("core");
        QTest::addColumn<int>("overlap");
        QTest::addColumn<int>("ramp");
        QTest::addColumn<int>("border");
        QTest::addColumn<int>("align");
        QTest::newRow("plain") << 64 << 16 << 16 << 0 << 1;
        QTest::newRow("net of scale 2") << 64 << 17 << 32 << 16 << 2;
        QTest::newRow("net of scale 1") << 32 << 9 << 16 << 12 << 4;
        QTest::newRow("no overlap") << 192 << 0 << 0 << 0 << 1;
        QTest::newRow("no ramp") << 48 << 24 << 0 << 8 << 8;
    }

    // Tiles of one length in phase, overlapping enough, that cover the side; ramps inside what both read,
    // apart from each other and from what lies outside.
    void keepsItsPromisesForEveryLength() {
        QFETCH(const int, core);
        QFETCH(const int, overlap);
        QFETCH(const int, ramp);
        QFETCH(const int, border);
        QFETCH(const int, align);
        for (int length = 1; length < 700; ++length) {
            const TileAxis axis(
                length, {.core = core, .overlap = overlap, .ramp = ramp, .border = border, .align = align});
            QCOMPARE(axis.extent() % align, 0);
            QCOMPARE(axis.read(0).begin, -border);
            const int last = axis.count() - 1;
            QVERIFY(axis.read(last).end >= length + border && axis.read(last).end < length + border + align);
            QCOMPARE(axis.written(0).begin, 0);
            QCOMPARE(axis.written(last).end, length);
            for (int i = 0; i <= last; ++i) {
                QCOMPARE(axis.read(i).length(), axis.extent());
                QCOMPARE((axis.read(i).begin + border) % align, 0);
                QVERIFY(axis.written(i).begin >= axis.read(i).begin);
                QVERIFY(axis.written(i).end <= axis.read(i).end);
                if (i > 0) {
                    QVERIFY(axis.read(i - 1).end - axis.read(i).begin >= 2 * overlap);
                    QCOMPARE(axis.ramp(i).length(), ramp);
                    QCOMPARE(axis.ramp(i).begin, axis.written(i).begin);
                    QCOMPARE(axis.ramp(i).end, axis.written(i - 1).end);
                    QVERIFY(axis.ramp(i).begin >= axis.ramp(i - 1).end);
                }
            }
            QVERIFY(axis.extent() <= core + 2 * overlap + 2 * align);
        }
    }

    void refusesACutThatBreaksItsRules() {
        QVERIFY_EXCEPTION_THROWN(TileAxis(0, {}), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(TileAxis(9, {.core = 0}), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(TileAxis(9, {.core = 64, .ramp = 15}), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(TileAxis(9, {.core = 64, .overlap = 4, .ramp = 16}), std::logic_error);
        QVERIFY_EXCEPTION_THROWN(TileAxis(9, {.core = 64, .border = 3, .align = 2}), std::logic_error);
    }
};

QTEST_GUILESS_MAIN(TileGridTest)
#include "tile_grid_test.moc"
