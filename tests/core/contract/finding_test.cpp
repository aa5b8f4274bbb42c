#include "core/base/error.h"
#include "core/contract/finding.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace kerf;

namespace {

// A matte that nothing is wrong with.
MatteReport goodReport() {
    MatteReport report;
    report.numbers = {
        .width = 400,
        .height = 300,
        .coverage = 0.4,
        .transparent = 0.55,
        .opaque = 0.38,
        .partial = 0.07,
        .edgeP50 = 2.0,
        .edgeP90 = 5.0};
    return report;
}

std::vector<FindingCode> codesOf(const MatteReport& report, const TriageThresholds& thresholds = {}) {
    std::vector<FindingCode> codes;
    for (const Finding& finding : judge(report, thresholds)) {
        codes.push_back(finding.code);
    }
    return codes;
}

} // namespace

class FindingTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsNothingInAGoodMatte() {
        QVERIFY(codesOf(goodReport()).empty());
        QVERIFY(codesOf(MatteReport()).empty()); // nothing was measured
    }

    void flagsWhatIsBeyondAThresholdAndNotWhatIsAtIt() {
        MatteReport report = goodReport();
        report.numbers.edgeP90 = 24.0;
        QVERIFY(codesOf(report).empty());

        report.numbers.edgeP90 = 24.25;
        const std::vector<Finding> findings = judge(report, {});

        QCOMPARE(findings.size(), 1U);
        QCOMPARE(findings[0].code, FindingCode::edge_wide);
        QCOMPARE(findings[0].value, 24.25);
        QCOMPARE(findings[0].threshold, 24.0);
        QVERIFY(findings[0].thresholdName == "max_edge_width");
        QVERIFY(!findings[0].region);
        QVERIFY(codesOf(report, {.maxEdgeWidth = 30.0}).empty());
    }

    void callsAnEmptyMatteAProblem() {
        MatteReport report;
        report.numbers = {.width = 10, .height = 10, .transparent = 1.0};

        const std::vector<Finding> findings = judge(report, {});

        QCOMPARE(findings.size(), 1U);
        QCOMPARE(findings[0].code, FindingCode::nothing_found);
        QCOMPARE(findings[0].severity, Severity::problem);
    }

    void leavesSmallSpotsOutAndShowsTheLargest() {
        MatteReport report = goodReport();
        report.regions = {
            {MatteRegionKind::hole, {10, 10, 30, 20}, 500},
            {MatteRegionKind::island, {80, 80, 9, 9}, 70},
            {MatteRegionKind::hole, {60, 10, 10, 10}, 64},
            {MatteRegionKind::hole, {90, 10, 7, 9}, 63}};

        const std::vector<Finding> findings = judge(report, {.maxIslands = 1.0});

        QCOMPARE(findings.size(), 1U);
        QCOMPARE(findings[0].code, FindingCode::holes);
        QCOMPARE(findings[0].value, 2.0);
        QVERIFY((findings[0].region == Rect{10, 10, 30, 20}));
        QCOMPARE(findings[0].area, 500);
        const std::vector<MatteRegion> places = suspiciousRegions(report, {.maxIslands = 1.0});
        QCOMPARE(places.size(), 2U); // the island is allowed, the third hole too small
        QCOMPARE(places[0].area, 500);
        QCOMPARE(places[1].area, 64);
        QCOMPARE(suspiciousRegions(report, {.maxHoles = 5.0}).size(), 1U);
    }

    void tellsSidesApart() {
        MatteReport report = goodReport();
        report.numbers.bottom = 0.3;

        const std::vector<Finding> findings = judge(report, {});

        QCOMPARE(findings.size(), 1U);
        QCOMPARE(findings[0].code, FindingCode::cut_bottom);
        QCOMPARE(findings[0].severity, Severity::note);
        QVERIFY((findings[0].region == Rect{0, 299, 400, 1}));
    }

    void measuresSoftnessAtTheDistanceThatIsSet() {
        MatteReport report = goodReport();
        for (std::size_t distance = 0; distance < 20; ++distance) {
            report.numbers.softBeyond[distance] = 0.01F;
        }

        QVERIFY(codesOf(report) == std::vector{FindingCode::interior_soft});
        QVERIFY(codesOf(report, {.softDistance = 20.0}).empty());
    }

    void judgesTheSelfChecks() {
        SelfCheckNumbers checks;
        checks.redegrade = RedegradeNumbers{.drift = -3.0, .shiftX = 0.2, .shiftY = -0.2, .structure = 2.5};
        checks.seams =
            SeamNumbers{.borders = 2, .mean = 1.0, .worst = 1.6, .position = 512, .isColumn = true};

        const std::vector<Finding> findings = judge(checks, {});

        QCOMPARE(findings.size(), 4U);
        QCOMPARE(findings[0].code, FindingCode::drift);
        QCOMPARE(findings[0].value, 3.0);
        QCOMPARE(findings[1].code, FindingCode::shift);
        QCOMPARE(findings[2].code, FindingCode::detail_lost);
        QCOMPARE(findings[3].code, FindingCode::seams);
        QVERIFY(judge(SelfCheckNumbers(), {}).empty());
    }

    void namesEveryThresholdAndCodeOnce() {
        std::set<std::string_view> names;
        for (const TriageThreshold& threshold : triageThresholds()) {
            QVERIFY(names.insert(threshold.name).second);
            QCOMPARE(findTriageThreshold(threshold.name), &threshold);
            QVERIFY(TriageThresholds().*threshold.value >= threshold.least);
        }
        QCOMPARE(names.size() * sizeof(double), sizeof(TriageThresholds)); // none is missing in the table
        QVERIFY(findTriageThreshold("max_beauty") == nullptr);
        std::set<std::string_view> codes;
        for (int code = 0; code <= int(FindingCode::seams); ++code) {
            QVERIFY(codes.insert(name(FindingCode(code))).second);
        }
        QVERIFY(name(FindingCode::seams) == "seams");
    }

    void refusesValuesOutOfRange() {
        TriageThresholds().check();
        QVERIFY_THROWS_EXCEPTION(Error, TriageThresholds{.maxHaze = 1.5}.check());
        QVERIFY_THROWS_EXCEPTION(Error, TriageThresholds{.softDistance = 2.5}.check());
        QVERIFY_THROWS_EXCEPTION(
            Error, TriageThresholds{.maxSeam = std::numeric_limits<double>::quiet_NaN()}.check());
    }
};

QTEST_APPLESS_MAIN(FindingTest)
#include "finding_test.moc"
