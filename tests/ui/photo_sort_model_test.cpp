#include "ui/photo_sort_model.h"

#include <QSignalSpy>
#include <QTest>

using namespace kerf;
using namespace kerf::ui;

namespace {

struct Rig {
    PhotoListModel photos;
    PhotoSortModel sorted{photos};

    explicit Rig(const std::vector<std::string>& names) {
        FoundPhotos found;
        for (const std::string& name : names) {
            found.photos.push_back({.file = "/p/" + name, .relative = name});
        }
        photos.append(found);
    }

    QString shown() const {
        QStringList names;
        for (int place = 0; place < sorted.rowCount(); ++place) {
            names.append(sorted.item(sorted.index(place, 0)).name.section(QLatin1Char('.'), 0, 0));
        }
        return names.join(QLatin1Char(' '));
    }

    void judge(int row, Verdict verdict, const char* reason = "") {
        photos.update(row, [&](PhotoItem& item) { item.judgement = {.verdict = verdict, .reason = reason}; });
    }
};

} // namespace

class PhotoSortModelTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsPhotosAsTheyWereAdded();
    void sortsNamesNaturally();
    void keepsAlikePhotosAsAdded();
    void sortsByDateStateAndVerdict();
    void sortsByNumbersOfTheMatte();
    void filtersByStateAsItChanges();
    void filtersByVerdictAndText();
    void filtersByNumbersOfTheMatte();
    void translatesRowsBothWays();
    void takesTenThousandPhotos();
    void removesScatteredRows();
};

void PhotoSortModelTest::showsPhotosAsTheyWereAdded() {
    Rig rig({"img10.jpg", "img2.jpg", "a.jpg"});

    QCOMPARE(rig.shown(), QStringLiteral("img10 img2 a"));
    rig.sorted.setOrder(PhotoSort::added, Qt::DescendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("a img2 img10"));
    rig.sorted.setOrder(PhotoSort::added, Qt::AscendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("img10 img2 a"));
}

void PhotoSortModelTest::sortsNamesNaturally() {
    Rig rig({"img10.jpg", "img2.jpg", "B.jpg", "a.jpg"});

    rig.sorted.setOrder(PhotoSort::name, Qt::AscendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("a B img2 img10"));
    rig.sorted.setOrder(PhotoSort::name, Qt::DescendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("img10 img2 B a"));
    FoundPhotos more;
    more.photos.push_back({.file = "/p/img3.jpg", .relative = "img3.jpg"});
    rig.photos.append(more);
    QCOMPARE(rig.shown(), QStringLiteral("img10 img3 img2 B a"));
}

void PhotoSortModelTest::keepsAlikePhotosAsAdded() {
    Rig rig({"d.jpg", "c.jpg", "b.jpg", "a.jpg"});
    rig.judge(1, Verdict::pass);

    rig.sorted.setOrder(PhotoSort::verdict, Qt::AscendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("d b a c"));
    rig.sorted.setOrder(PhotoSort::verdict, Qt::DescendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("c d b a"));
}

void PhotoSortModelTest::sortsByDateStateAndVerdict() {
    Rig rig({"a.jpg", "b.jpg", "c.jpg"});
    rig.photos.update(0, [](PhotoItem& item) { item.changed = 30; });
    rig.photos.update(2, [](PhotoItem& item) { item.changed = 20; });
    rig.sorted.setOrder(PhotoSort::changed, Qt::AscendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("b c a")); // one without a date first

    rig.photos.update(0, [](PhotoItem& item) { item.state = PhotoState::failed; });
    rig.photos.update(1, [](PhotoItem& item) { item.state = PhotoState::done; });
    rig.sorted.setOrder(PhotoSort::state, Qt::AscendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("c b a"));
    rig.photos.update(2, [](PhotoItem& item) { item.state = PhotoState::cancelled; });
    QCOMPARE(rig.shown(), QStringLiteral("b a c")); // follows the change
}

void PhotoSortModelTest::sortsByNumbersOfTheMatte() {
    Rig rig({"a.jpg", "b.jpg", "c.jpg", "d.jpg"}); // d without a result
    const auto measure = [&](int row, double coverage, std::int64_t holes, double right) {
        MatteNumbers numbers{.width = 100, .height = 100, .coverage = coverage, .right = right};
        numbers.holes.area = holes;
        numbers.softBeyond[8] = float(1.0 - coverage);
        rig.photos.update(row, [&](PhotoItem& item) { item.triage = numbers; });
    };
    measure(0, 0.5, 10, 0.9);
    measure(1, 0.2, 30, 0.0);
    measure(2, 0.9, 20, 0.4);

    rig.sorted.setOrder(PhotoSort::coverage, Qt::DescendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("c a b d"));
    rig.sorted.setOrder(PhotoSort::soft_interior, Qt::DescendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("b a c d"));
    rig.sorted.setOrder(PhotoSort::holes, Qt::AscendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("d a c b"));
    rig.sorted.setOrder(PhotoSort::frame, Qt::DescendingOrder);
    QCOMPARE(rig.shown(), QStringLiteral("a c b d"));
    measure(3, 1.0, 0, 1.0); // a result comes
    QCOMPARE(rig.shown(), QStringLiteral("d a c b"));
}

void PhotoSortModelTest::filtersByStateAsItChanges() {
    Rig rig({"a.jpg", "b.jpg", "c.jpg"});
    rig.photos.update(1, [](PhotoItem& item) { item.state = PhotoState::running; });

    rig.sorted.setFilter({.state = PhotoFilter::State::working});
    QCOMPARE(rig.shown(), QStringLiteral("b"));
    rig.photos.update(1, [](PhotoItem& item) { item.state = PhotoState::done; });
    rig.photos.update(2, [](PhotoItem& item) { item.state = PhotoState::queued; });
    QCOMPARE(rig.shown(), QStringLiteral("c"));
    rig.sorted.setFilter({.state = PhotoFilter::State::done});
    QCOMPARE(rig.shown(), QStringLiteral("b"));
    rig.photos.update(1, [](PhotoItem& item) { item.isOutdated = true; });
    QCOMPARE(rig.shown(), QString());
    rig.sorted.setFilter({.state = PhotoFilter::State::outdated});
    QCOMPARE(rig.shown(), QStringLiteral("b"));
}

void PhotoSortModelTest::filtersByVerdictAndText() {
    Rig rig({"cat.jpg", "dog.jpg", "hare.jpg"});
    rig.judge(0, Verdict::fail, "Halo at the edge");
    rig.judge(1, Verdict::touch_up, "A lost whisker");

    rig.sorted.setFilter({.judged = PhotoFilter::Judged::none});
    QCOMPARE(rig.shown(), QStringLiteral("hare"));
    rig.sorted.setFilter({.judged = PhotoFilter::Judged::fail});
    QCOMPARE(rig.shown(), QStringLiteral("cat"));
    rig.sorted.setFilter({.text = QStringLiteral("HA")}); // a reason and a name
    QCOMPARE(rig.shown(), QStringLiteral("cat hare"));
    rig.sorted.setFilter({.text = QStringLiteral("ha"), .judged = PhotoFilter::Judged::none});
    QCOMPARE(rig.shown(), QStringLiteral("hare"));
}

void PhotoSortModelTest::filtersByNumbersOfTheMatte() {
    Rig rig({"a.jpg", "b.jpg", "c.jpg", "d.jpg"}); // d without a result
    const auto measure = [&](int row, double width, std::int64_t holes) {
        MatteNumbers numbers{.width = 100, .height = 100, .edgeP90 = width};
        numbers.holes.area = holes;
        rig.photos.update(row, [&](PhotoItem& item) { item.triage = numbers; });
    };
    measure(0, 12.0, 100);
    measure(1, 3.25, 0);
    measure(2, 30.0, 2000);
    const auto limit = [&](PhotoSort number, bool isMost, double value) {
        rig.sorted.setFilter({.limit = NumberLimit{.number = number, .isMost = isMost, .value = value}});
    };

    limit(PhotoSort::edge_width, false, 12.0);
    QVERIFY(!rig.sorted.filter().isAll());
    QCOMPARE(rig.shown(), QStringLiteral("a c"));
    limit(PhotoSort::edge_width, true, 12.0);
    QCOMPARE(rig.shown(), QStringLiteral("a b"));
    limit(PhotoSort::edge_width, false, 0.0);
    QCOMPARE(rig.shown(), QStringLiteral("a b c"));
    limit(PhotoSort::holes, false, 0.01); // a share of the matte
    QCOMPARE(rig.shown(), QStringLiteral("a c"));
    limit(PhotoSort::holes, true, 0.1);
    QCOMPARE(rig.shown(), QStringLiteral("a b"));
    measure(3, 1.0, 1); // a result comes
    QCOMPARE(rig.shown(), QStringLiteral("a b d"));
    rig.sorted.setFilter({});
    QCOMPARE(rig.shown(), QStringLiteral("a b c d"));
}

void PhotoSortModelTest::translatesRowsBothWays() {
    Rig rig({"c.jpg", "b.jpg", "a.jpg"});
    rig.sorted.setOrder(PhotoSort::name, Qt::AscendingOrder);
    rig.sorted.setFilter({.text = QStringLiteral("a")});

    QCOMPARE(rig.sorted.sourceRow(rig.sorted.index(0, 0)), 2);
    QCOMPARE(rig.sorted.indexOf(2).row(), 0);
    QVERIFY(!rig.sorted.indexOf(0).isValid());
}

void PhotoSortModelTest::takesTenThousandPhotos() {
    std::vector<std::string> names;
    for (int i = 0; i < 10000; ++i) {
        names.push_back("photo" + std::to_string(9999 - i) + ".jpg");
    }
    Rig rig(names);
    rig.sorted.setOrder(PhotoSort::name, Qt::AscendingOrder);
    QCOMPARE(rig.sorted.item(rig.sorted.index(0, 0)).name, QStringLiteral("photo0.jpg"));
    QCOMPARE(rig.sorted.item(rig.sorted.index(9999, 0)).name, QStringLiteral("photo9999.jpg"));

    rig.sorted.setFilter({.text = QStringLiteral("99")});
    QCOMPARE(rig.sorted.rowCount(), 280); // 4 digits with a 99 in them
    std::vector<int> rows;
    for (int row = 0; row < 10000; row += 2) {
        rows.push_back(row);
    }
    rig.photos.remove(rows);
    QCOMPARE(rig.photos.count(), 5000);
    rig.sorted.setFilter({});
    QCOMPARE(rig.sorted.rowCount(), 5000);
    QCOMPARE(rig.sorted.item(rig.sorted.index(0, 0)).name, QStringLiteral("photo0.jpg"));
}

void PhotoSortModelTest::removesScatteredRows() {
    Rig rig({"a.jpg", "b.jpg", "c.jpg", "d.jpg", "e.jpg", "f.jpg"});
    const QSignalSpy removed(&rig.photos, &QAbstractItemModel::rowsRemoved);

    rig.photos.remove({4, 0, 1, 4});

    QCOMPARE(rig.shown(), QStringLiteral("c d f"));
    QCOMPARE(removed.count(), 2); // neighbours go together
    FoundPhotos again;
    again.photos.push_back({.file = "/p/a.jpg", .relative = "a.jpg"});
    QCOMPARE(rig.photos.append(again).added, 1);
}

QTEST_GUILESS_MAIN(PhotoSortModelTest)
#include "photo_sort_model_test.moc"
