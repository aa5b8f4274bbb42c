#include "core/base/utf8.h"
#include "core/contract/run_comparison.h"
#include "core/contract/run_comparison_json.h"
#include "core/contract/run_judgements.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace kerf;
using Json = nlohmann::json;

namespace {

RunPair pairOf(const char* name, double mae, double color = 0.0) {
    RunPair pair{.name = name, .state = PairState::compared};
    pair.a.file = std::string(name) + ".png";
    pair.b.file = std::string(name) + ".png";
    pair.matte = MatteDifference{.mae = mae, .iou = 1.0 - mae};
    pair.color = ColorDifference{.mean = color, .p95 = 2.0 * color};
    return pair;
}

RunComparison three() {
    RunComparison comparison{.a = "/work/one", .b = "/work/two"};
    comparison.pairs = {pairOf("a", 0.001, 0.2), pairOf("b", 0.02, 3.0), pairOf("c", 0.01, 0.1)};
    return comparison;
}

GateResult evaluated(const char* gate, const RunComparison& comparison) {
    return evaluate(parseGate(gate).value(), comparison);
}

} // namespace

class RunComparisonTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void understandsGates() {
        QCOMPARE(parseGate("mae>0.01").value().text(), std::string("mae>0.01"));
        QVERIFY(!parseGate("iou<0.97").value().isAbove);
        QCOMPARE(parseGate("profile_changed>0").value().name, std::string("profile_changed"));
        for (const char* wrong :
             {"", "mae", "mae>", ">1", "mea>1", "mae>x", "mae>1x", "mae=1", "mae>nan", "mae>inf", "profile>0",
              "mae> 1", "changed>0"}) {
            QVERIFY2(!parseGate(wrong), wrong);
        }
        for (const MetricInfo& info : metrics()) {
            QVERIFY(parseGate(std::string(info.name) + ">1"));
        }
    }

    void findsTheWorstPair() {
        const GateResult above = evaluated("mae>0.005", three());
        QVERIFY(above.isBeyond);
        QCOMPARE(above.worst, std::optional(0.02));
        QCOMPARE(above.name, std::filesystem::path("b"));
        QCOMPARE(above.pairs, 2);
        QCOMPARE(above.measured, 3);

        QVERIFY(!evaluated("mae>0.02", three()).isBeyond); // "above", not "at least"
        QVERIFY(evaluated("iou<0.985", three()).isBeyond);
        QVERIFY(!evaluated("iou<0.98", three()).isBeyond);
        QVERIFY(evaluated("change>2.9", three()).isBeyond);
    }

    void countsWhatIsMissing() {
        RunComparison comparison = three();
        QVERIFY(!evaluated("missing>0", comparison).isBeyond);
        comparison.pairs.push_back({.name = "d", .state = PairState::only_a});
        comparison.pairs[0].changes = {{ChangeKind::profile, "sRGB", "Display P3"}};

        QVERIFY(evaluated("missing>0", comparison).isBeyond);
        QVERIFY(!evaluated("extra>0", comparison).isBeyond);
        QVERIFY(evaluated("profile_changed>0", comparison).isBeyond);
        QVERIFY(!evaluated("depth_changed>0", comparison).isBeyond);
    }

    // A gate must not be passed because there was nothing to measure.
    void failsWhatWasNotMeasured() {
        RunComparison comparison = three();
        comparison.pairs[0].matte.reset();
        comparison.pairs[0].color.reset();
        comparison.pairs[0].isOtherShape = true;
        QVERIFY(evaluated("mae>0.9", comparison).isBeyond);

        for (RunPair& pair : comparison.pairs) {
            pair.isOtherShape = false;
            pair.color.reset();
        }
        QVERIFY(!evaluated("mae>0.9", comparison).isBeyond);
        QVERIFY(evaluated("color_mean>99", comparison).isBeyond);
        QVERIFY(evaluated("mae>0.9", RunComparison()).isBeyond);
    }

    void sortsByChange() {
        std::vector<RunPair> pairs = three().pairs;
        pairs.push_back({.name = "only in B", .state = PairState::only_b});
        pairs.push_back({.name = "img10", .state = PairState::only_a});
        pairs.push_back({.name = "img2", .state = PairState::only_a});
        pairs.push_back({.name = "broken", .state = PairState::failed});
        pairs.push_back(pairOf("same 1", 0.0));
        pairs.push_back(pairOf("other profile", 0.0));
        pairs.back().changes = {{ChangeKind::profile, "sRGB", "Display P3"}};

        sortByChange(pairs);

        QStringList names;
        for (const RunPair& pair : pairs) {
            names << QString::fromStdString(pair.name.native());
        }
        QCOMPARE(
            names,
            (QStringList{"broken", "b", "c", "a", "other profile", "same 1", "img2", "img10", "only in B"}));
    }

    void writesJsonThatSaysAll() {
        RunComparison comparison = three();
        comparison.pairs[0].name = "br\xFFoken";
        comparison.pairs[1].judgement = {
            .verdict = Verdict::fail, .reason = "Halo", .note = "left ear", .pin = Point{3.0, 4.0}};
        comparison.pairs[2].failure = JobFailure{ErrorCode::corrupt_file, "cut off", "c.png"};
        const std::vector<GateResult> gates{evaluated("mae>0.005", comparison)};

        const Json report = Json::parse(toJson(comparison, gates));

        QCOMPARE(report["kerf_comparison"].get<int>(), 1);
        QCOMPARE(report["a"].get<std::string>(), std::string("one")); // no absolute path
        QCOMPARE(report["pairs"].size(), std::size_t(3));
        QCOMPARE(report["pairs"][0]["name_bytes"].get<std::string>(), std::string("br%FFoken"));
        QCOMPARE(report["pairs"][1]["metrics"]["mae"].get<double>(), 0.02);
        QCOMPARE(report["pairs"][1]["judgement"]["verdict"].get<std::string>(), std::string("fail"));
        QCOMPARE(report["pairs"][1]["judgement"]["pin"][1].get<double>(), 4.0);
        QCOMPARE(report["pairs"][2]["error"]["code"].get<std::string>(), std::string("corrupt_file"));
        QCOMPARE(report["gates"][0]["beyond"].get<bool>(), true);
        QCOMPARE(report["metrics"].size(), metrics().size());
        const Json line = Json::parse(toJson(comparison.pairs[0]));
        QCOMPARE(line["type"].get<std::string>(), std::string("pair"));
        QCOMPARE(Json::parse(summaryJson(comparison, gates))["compared"].get<int>(), 3);
    }

    // It is put together pair by pair, and must be what one tree would give.
    void indentsAReportAsOneText() {
        for (const bool isEmpty : {false, true}) {
            RunComparison comparison = three();
            comparison.pairs[0].name = "two\nlines";
            comparison.pairs[1].changes.push_back({});
            if (isEmpty) {
                comparison.pairs.clear();
            }

            const std::string text = toJson(comparison, {});

            QCOMPARE(text, nlohmann::ordered_json::parse(text).dump(1) + '\n');
        }
    }

    void tellsFoldersOfOneNameApart() {
        RunComparison comparison{.a = "/x/old/out/", .b = "/x/new/out"};

        QCOMPARE(labelsOf(comparison).first, std::string("old/out"));
        QCOMPARE(labelsOf(comparison).second, std::string("new/out"));
    }

    void writesTablesThatNoSpreadsheetRuns() {
        RunComparison comparison{.a = "one", .b = "two"};
        comparison.pairs = {pairOf("=HYPERLINK(\"http://x\",\"y\")", 0.5), pairOf("-1+2", 0.25)};
        comparison.pairs[0].judgement = {.reason = "@SUM(A1)", .note = "two\nlines, \"quoted\""};
        comparison.pairs[1].judgement = {.note = "\t=1"};

        const QString csv = QString::fromStdString(toCsv(comparison));

        QVERIFY(csv.startsWith("name,state,verdict,reason,note,change,mae,"));
        QVERIFY(csv.contains("\r\n\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",compared,,'@SUM(A1),"
                             "\"two\nlines, \"\"quoted\"\"\",50,0.5,"));
        QVERIFY(csv.contains("\r\n'-1+2,compared,,,'\t=1,25,0.25,"));
        QVERIFY(csv.endsWith("\r\n"));
        QCOMPARE(csv.count("\r\n"), 3);
    }

    void keepsVerdictsWithAnyName() {
        RunJudgements judgements;
        judgements["sub/Gr\xC3\xB6\xC3\x9F"
                   "e \xFF\n%41 \"x\""] = {
            .verdict = Verdict::touch_up, .reason = "Fur", .note = "a\nb", .pin = Point{1.5, 2.0}};
        judgements["empty"] = {};

        const RunJudgements back = runJudgementsFromJson(toJson(judgements));

        QCOMPARE(back.size(), std::size_t(1));
        QVERIFY(back.begin()->first == judgements.rbegin()->first);
        QVERIFY(back.begin()->second == judgements.rbegin()->second);
    }

    void refusesOtherFiles() {
        for (const char* text :
             {"", "[]", "{}", "{\"kerf_judgements\":2,\"results\":{}}", "{\"kerf_judgements\":1}", "\xFF"}) {
            QVERIFY_EXCEPTION_THROWN(runJudgementsFromJson(text), Error);
        }
        QVERIFY(runJudgementsFromJson(
                    "{\"kerf_judgements\":1,\"results\":{\"a\":3,\"b\":{\"verdict\":7},\"c\":{\"pin\":[1]}}}")
                    .empty());
    }

    void makesTextOfAnyBytes() {
        QCOMPARE(validUtf8("a\xC3\xB6\xF0\x9F\x98\x80"), std::string("a\xC3\xB6\xF0\x9F\x98\x80"));
        // overlong, surrogate, cut off, beyond the last code point
        QCOMPARE(validUtf8("\xC0\xAF"), std::string("\xEF\xBF\xBD\xEF\xBF\xBD"));
        QCOMPARE(validUtf8("\xED\xA0\x80").size(), std::size_t(9));
        QCOMPARE(validUtf8("x\xE2\x82"), std::string("x\xEF\xBF\xBD\xEF\xBF\xBD"));
        QCOMPARE(validUtf8("\xF5"), std::string("\xEF\xBF\xBD"));
        std::string all;
        for (int i = 1; i < 256; ++i) {
            all += char(i);
        }
        QCOMPARE(percentUnescaped(percentEscaped(all)), all);
        QCOMPARE(percentUnescaped("100%"), std::string("100%"));
    }
};

QTEST_APPLESS_MAIN(RunComparisonTest)
#include "run_comparison_test.moc"
