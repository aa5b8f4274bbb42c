#include "core/qa/components.h"

#include <QTest>

#include <random>
#include <string>
#include <vector>

using namespace kerf;

namespace {

using Plane = std::vector<std::uint8_t>;

Plane plane(const std::vector<std::string>& rows) {
    Plane plane;
    for (const std::string& row : rows) {
        for (const char c : row) {
            plane.push_back(c == '#' ? 1 : 0);
        }
    }
    return plane;
}

Components find(const std::vector<std::string>& rows, Connectivity connectivity) {
    return findComponents(
        plane(rows), int(rows[0].size()), int(rows.size()), 1, 1, connectivity, 2, Progress{});
}

// The same by flooding from every pixel.
std::vector<std::int64_t> floodedAreas(Plane plane, int width, int height, bool isEight) {
    std::vector<std::int64_t> areas;
    for (int start = 0; start < width * height; ++start) {
        if (plane[std::size_t(start)] == 0) {
            continue;
        }
        std::vector<int> open{start};
        plane[std::size_t(start)] = 0;
        std::int64_t area = 0;
        while (!open.empty()) {
            const int at = open.back();
            open.pop_back();
            ++area;
            for (int dy = -1; dy <= 1; ++dy) {
                for (int dx = -1; dx <= 1; ++dx) {
                    const int x = at % width + dx;
                    const int y = at / width + dy;
                    if ((!isEight && dx != 0 && dy != 0) || x < 0 || y < 0 || x >= width || y >= height ||
                        plane[std::size_t(y * width + x)] == 0) {
                        continue;
                    }
                    plane[std::size_t(y * width + x)] = 0;
                    open.push_back(y * width + x);
                }
            }
        }
        areas.push_back(area);
    }
    return areas;
}

} // namespace

class ComponentsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void diagonalNeighboursBelongTogetherOnlyByEight() {
        const std::vector<std::string> rows{"#..", ".#.", "..#"};

        QCOMPARE(find(rows, Connectivity::four).list.size(), 3U);
        QCOMPARE(find(rows, Connectivity::eight).list.size(), 1U);
        QCOMPARE(find(rows, Connectivity::eight).list[0].area, 3);
    }

    void joinsTheArmsOfAnU() {
        const Components found = find({"#...#", "#...#", "#####"}, Connectivity::four);

        QCOMPARE(found.list.size(), 1U);
        QVERIFY((found.list[0].box == Rect{0, 0, 5, 3}));
        QCOMPARE(found.list[0].area, 9);
        for (const PixelRun& run : found.runs) {
            QCOMPARE(run.component, 0);
        }
    }

    void givesBoxAreaAndFrameOfEach() {
        const Components found = find({".......", ".##..#.", ".##..#.", ".....##"}, Connectivity::eight);

        QCOMPARE(found.list.size(), 2U);
        QVERIFY((found.list[0].box == Rect{1, 1, 2, 2}));
        QCOMPARE(found.list[0].area, 4);
        QVERIFY(!found.list[0].touchesFrame);
        QVERIFY((found.list[1].box == Rect{5, 1, 2, 3}));
        QCOMPARE(found.list[1].area, 4);
        QVERIFY(found.list[1].touchesFrame);
    }

    void agreesWithFloodingOnNoise() {
        std::mt19937 random(20261128);
        for (const int percent : {10, 41, 59, 90}) {
            for (const bool isEight : {false, true}) {
                constexpr int kWidth = 97;
                constexpr int kHeight = 150; // more rows than a block has
                Plane noise(std::size_t(kWidth * kHeight));
                for (std::uint8_t& pixel : noise) {
                    pixel = int(random() % 100) < percent ? 1 : 0;
                }

                const Components found = findComponents(
                    noise, kWidth, kHeight, 1, 1, isEight ? Connectivity::eight : Connectivity::four, 3,
                    Progress{});

                std::vector<std::int64_t> areas;
                for (const Component& component : found.list) {
                    areas.push_back(component.area);
                }
                QVERIFY(areas == floodedAreas(noise, kWidth, kHeight, isEight));
            }
        }
    }

    void findsNothingInNothing() {
        const Components found = find({"...", "..."}, Connectivity::eight);

        QVERIFY(found.list.empty());
        QVERIFY(found.runs.empty());
    }

    void stopsWhenAsked() {
        std::stop_source stop;
        stop.request_stop();

        QVERIFY_THROWS_EXCEPTION(
            Cancelled,
            findComponents(plane({"#"}), 1, 1, 1, 1, Connectivity::four, 1, Progress(stop.get_token(), {})));
    }
};

QTEST_APPLESS_MAIN(ComponentsTest)
#include "components_test.moc"
