#include "core/batch/plan.h"

#include <QtTest/QtTest>

#include <set>

using namespace kerf;
using namespace kerf::batch;

class PlanTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesTheSameIdsWhereverTheFolderIs();
    void givesEveryPhotoAnIdOfItsOwn();
    void leavesEarlierPhotosTheirNames();
    void sharesPhotosOutWithoutGapOrOverlap();
    void readsShards_data();
    void readsShards();
};

void PlanTest::givesTheSameIdsWhereverTheFolderIs() {
    const auto here = planOutputs({{"/a/x/1.jpg", "x/1.jpg"}}, "/out", {});
    const auto there = planOutputs({{"/mnt/b/x/1.jpg", "x/1.jpg"}}, "/elsewhere/out", {});

    QCOMPARE(here.front().id, there.front().id);
    QCOMPARE(here.front().id.size(), std::size_t(16));
}

void PlanTest::givesEveryPhotoAnIdOfItsOwn() {
    const auto plan = planOutputs(
        {{"/a/1.jpg", "1.jpg"}, {"/a/1.png", "1.png"}, {"/b/1.jpg", "1.jpg"}, {"/a/b/1.jpg", "b/1.jpg"}},
        "/out", {});

    std::set<std::string> ids;
    for (const PlannedPhoto& photo : plan) {
        ids.insert(photo.id);
    }
    QCOMPARE(ids.size(), plan.size());
}

void PlanTest::leavesEarlierPhotosTheirNames() {
    const auto earlier = planOutputs({{"/a/1.jpg", "1.jpg"}}, "/out", {});
    const auto later = planOutputs({{"/b/1.jpg", "1.jpg"}, {"/b/2.jpg", "2.jpg"}}, "/out", {}, earlier);

    QCOMPARE(later[0].output, std::filesystem::path("/out/1-2.png"));
    QCOMPARE(later[1].output, std::filesystem::path("/out/2.png"));
    QVERIFY(later[0].id != earlier[0].id);
}

void PlanTest::sharesPhotosOutWithoutGapOrOverlap() {
    std::vector<FoundPhoto> photos;
    for (int i = 0; i < 1000; ++i) {
        const std::string name = std::to_string(i) + ".jpg";
        photos.push_back({"/a/" + name, name});
    }
    const auto plan = planOutputs(photos, "/out", {});

    std::vector<int> sizes(7);
    for (const PlannedPhoto& photo : plan) {
        int takers = 0;
        for (int i = 1; i <= 7; ++i) {
            const bool isOwn = isOfShard(photo.id, {.index = i, .count = 7});
            takers += int(isOwn);
            sizes[std::size_t(i - 1)] += int(isOwn);
        }
        QCOMPARE(takers, 1);
    }
    for (const int size : sizes) { // about 143 each
        QVERIFY2(size > 95 && size < 195, std::to_string(size).c_str());
    }
}

void PlanTest::readsShards_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("count");
    QTest::newRow("all") << "1/1" << 1 << 1;
    QTest::newRow("last") << "8/8" << 8 << 8;
    for (const char* text :
         {"", "1", "0/4", "5/4", "-1/4", "1/0", "1/4x", "1/ 4", "1/100001", "99999999999/1"}) {
        QTest::newRow(text) << text << 0 << 0;
    }
}

void PlanTest::readsShards() {
    QFETCH(const QString, text);
    QFETCH(const int, index);
    QFETCH(const int, count);

    const std::optional<Shard> shard = parseShard(text.toStdString());

    QCOMPARE(shard.has_value(), count > 0);
    if (shard) {
        QCOMPARE(shard->index, index);
        QCOMPARE(shard->count, count);
    }
}

QTEST_GUILESS_MAIN(PlanTest)
#include "plan_test.moc"
