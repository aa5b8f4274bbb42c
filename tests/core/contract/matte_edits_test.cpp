#include "core/base/error.h"
#include "core/contract/recipe.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <limits>

using namespace kerf;

namespace {

MatteStroke soundStroke() {
    return {.points = {{10.0, 10.0}}};
}

} // namespace

// What a person may ask of a matte, and how it is told.
class MatteEditsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void areNeutralByDefault() {
        QVERIFY(EdgeSettings().isNeutral());
        QVERIFY(!EdgeSettings{.grow = 0.01}.isNeutral());
        QVERIFY(describe({}, {}).empty());
    }

    void refusesWhatIsOutOfRange_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < int(cases().size()); ++i) {
            QTest::addRow("%d", i) << i;
        }
    }

    void refusesWhatIsOutOfRange() {
        QFETCH(int, index);
        Recipe recipe;
        recipe.edits = {soundStroke()};
        recipe.check();

        cases()[std::size_t(index)](recipe);

        try {
            recipe.check();
            QFAIL("it was taken");
        } catch (const Error& e) {
            QVERIFY(e.code() == ErrorCode::invalid_option);
        }
    }

    void saysWhatIsDone() {
        const EdgeSettings edges{.black = 10, .white = 245, .gamma = 1.25, .grow = -1.5, .feather = 2.0};

        QCOMPARE(
            QString::fromStdString(describe(edges, std::vector<MatteStroke>(4, soundStroke()))),
            QStringLiteral("levels 10..245, gamma 1.25, shrink 1.5 px, feather 2 px, 4 strokes"));
        QCOMPARE(
            QString::fromStdString(describe({.grow = 0.05}, {soundStroke()})),
            QStringLiteral("grow 0.05 px, 1 stroke"));
    }

private:
    using Break = std::function<void(Recipe&)>;
    static const std::vector<Break>& cases() {
        constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
        static const std::vector<Break> all{
            [](Recipe& r) { r.edges.black = -1; },
            [](Recipe& r) { r.edges.white = 256; },
            [](Recipe& r) { r.edges.black = r.edges.white = 100; },
            [](Recipe& r) { r.edges.gamma = 0.0; },
            [](Recipe& r) { r.edges.gamma = kNan; },
            [](Recipe& r) { r.edges.grow = 51.0; },
            [](Recipe& r) { r.edges.grow = -kNan; },
            [](Recipe& r) { r.edges.feather = -0.1; },
            [](Recipe& r) { r.edits[0].radius = 0.0; },
            [](Recipe& r) { r.edits[0].radius = std::numeric_limits<double>::infinity(); },
            [](Recipe& r) { r.edits[0].hardness = 1.1; },
            [](Recipe& r) { r.edits[0].opacity = -0.1; },
            [](Recipe& r) { r.edits[0].points.clear(); },
            [](Recipe& r) { r.edits[0].points[0].x = kNan; },
            [](Recipe& r) { r.edits[0].points[0].pressure = 2.0; }};
        return all;
    }
};

QTEST_APPLESS_MAIN(MatteEditsTest)
#include "matte_edits_test.moc"
