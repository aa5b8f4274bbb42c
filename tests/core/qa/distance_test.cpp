#include "core/qa/distance.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <vector>

using namespace kerf;

namespace {

std::vector<std::uint32_t> distances(const std::vector<std::uint8_t>& marks, int width, int height) {
    const DistanceField field(marks, width, height, 4, 2, Progress{});
    std::vector<std::uint32_t> squared(marks.size());
    DistanceField::Scratch scratch;
    for (int y = 0; y < height; ++y) {
        field.row(
            y, std::span(squared).subspan(std::size_t(y) * std::size_t(width), std::size_t(width)), scratch);
    }
    return squared;
}

} // namespace

class DistanceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithSearchingEverywhere() {
        std::mt19937 random(11);
        for (const unsigned rarity : {2U, 20U, 300U, 1200U}) {
            constexpr int kWidth = 41;
            constexpr int kHeight = 33;
            std::vector<std::uint8_t> marks(std::size_t(kWidth * kHeight));
            for (std::uint8_t& mark : marks) {
                mark = random() % rarity == 0 ? 0x0f : 0x03; // of the bits only 4 counts
            }
            const std::vector<std::uint32_t> squared = distances(marks, kWidth, kHeight);
            for (int y = 0; y < kHeight; ++y) {
                for (int x = 0; x < kWidth; ++x) {
                    std::uint32_t nearest = DistanceField::kNone;
                    for (int i = 0; i < kWidth * kHeight; ++i) {
                        if ((marks[std::size_t(i)] & 4) != 0) {
                            const int dx = i % kWidth - x;
                            const int dy = i / kWidth - y;
                            nearest = std::min(nearest, std::uint32_t(dx * dx + dy * dy));
                        }
                    }
                    QCOMPARE(squared[std::size_t(y * kWidth + x)], nearest);
                }
            }
        }
    }

    void saysNoneWhereNothingIsMarked() {
        const std::vector<std::uint32_t> squared = distances(std::vector<std::uint8_t>(12, 3), 4, 3);

        QVERIFY(std::ranges::all_of(squared, [](std::uint32_t d) { return d == DistanceField::kNone; }));
    }

    void measuresAcrossAWideRow() {
        constexpr int kWidth = 60000;
        std::vector<std::uint8_t> marks(kWidth);
        marks[0] = 4;

        QCOMPARE(
            distances(marks, kWidth, 1)[kWidth - 1], std::uint32_t(kWidth - 1) * std::uint32_t(kWidth - 1));
    }
};

QTEST_APPLESS_MAIN(DistanceTest)
#include "distance_test.moc"
