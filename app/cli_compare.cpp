#include "app/cli_compare.h"

#include "app/cli_progress.h"
#include "app/cli_signals.h"
#include "app/cli_text.h"
#include "core/base/error.h"
#include "core/contract/run_comparison_json.h"
#include "core/session/compare_runs.h"
#include "core/session/run_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace kerf::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kShownPairs = 20; // of those that changed, without --all

std::string numbersOf(const RunPair& pair) {
    std::string text;
    for (const MetricInfo& info : metrics()) {
        if (const auto value = valueOf(pair, info.metric); value && info.metric != Metric::change) {
            text += fmt::format("{}{} {:.4g}", text.empty() ? "" : "  ", info.name, *value);
        }
    }
    return text;
}

std::string textOf(const RunPair& pair) {
    const std::string name = shown(pair.name);
    if (pair.state == PairState::failed) {
        return fmt::format("{}: failed: {}: {}\n", name, shown(pair.failure->file), pair.failure->detail);
    }
    if (pair.state == PairState::only_a) {
        return fmt::format("{}: missing in B ({})\n", name, shown(pair.a.file));
    }
    if (pair.state == PairState::only_b) {
        return fmt::format("{}: extra in B ({})\n", name, shown(pair.b.file));
    }
    const auto change = valueOf(pair, Metric::change);
    std::string text = fmt::format(
        "{}: {}\n", name,
        pair.isIdentical    ? "the same bytes"
        : pair.isOtherShape ? "sides in another proportion: not measured"
        : change            ? fmt::format("change {:.2f}", *change)
                            : "no alpha and nothing seen in both");
    if (const std::string numbers = numbersOf(pair); !numbers.empty() && !pair.isIdentical) {
        text += "  " + numbers + '\n';
    }
    if (pair.isRenamed) {
        text += fmt::format("  renamed: {} -> {}\n", shown(pair.a.file), shown(pair.b.file));
    }
    for (const PairChange& one : pair.changes) {
        text += fmt::format("  {}: {} -> {}\n", kerf::name(one.kind), shown(one.a), shown(one.b));
    }
    if (pair.judgement.verdict != Verdict::none) {
        text += fmt::format(
            "  verdict: {} {}\n", kerf::name(pair.judgement.verdict), shown(pair.judgement.reason));
    }
    return text;
}

std::string textOf(const GateResult& result) {
    std::string text = fmt::format("  {}: {}", result.isBeyond ? "beyond" : "kept", result.gate.text());
    if (result.measured == 0) {
        return text + ": no pair has this number\n";
    }
    if (result.worst) {
        text += fmt::format(": {:.4g}", *result.worst);
    }
    if (!result.name.empty()) {
        text += fmt::format(" ({})", shown(result.name));
        text += fmt::format("; {} of {} pairs", result.pairs, result.measured + result.otherShape);
    }
    if (result.otherShape > 0) {
        text += fmt::format(", {} of another shape", result.otherShape);
    }
    return text + '\n';
}

std::string textOf(const RunComparison& comparison, const std::vector<GateResult>& gates) {
    std::string text;
    int left = 0;
    for (std::size_t i = 0; i < comparison.pairs.size(); ++i) {
        const RunPair& pair = comparison.pairs[i];
        const bool isPlain = pair.state == PairState::compared && !pair.isOtherShape;
        if (isPlain && int(i) >= kShownPairs) {
            ++left;
        } else {
            text += textOf(pair);
        }
    }
    if (left > 0) {
        text += fmt::format("and {} pairs that changed less; --json and --report have them all\n", left);
    }
    const RunCounts n = comparison.counts();
    text += fmt::format(
        "{} compared ({} the same bytes), {} failed, {} missing in B, {} extra in B, {} renamed\n",
        n.compared, n.identical, n.failed, n.missing, n.extra, n.renamed);
    for (const fs::path& folder : comparison.unreadable) {
        text += fmt::format("can't be listed: {}\n", shown(folder));
    }
    for (const GateResult& result : gates) {
        text += textOf(result);
    }
    return text;
}

int exitCodeOf(const RunComparison& comparison, const std::vector<GateResult>& gates) {
    const RunCounts counts = comparison.counts();
    if (counts.failed > 0 || !comparison.unreadable.empty()) {
        return kSomeFailed;
    }
    if (counts.compared == 0) {
        return kNothingCouldRun;
    }
    return std::ranges::any_of(gates, &GateResult::isBeyond) ? kFlagged : kAllDone;
}

class CompareRun {
public:
    CompareRun(const Options& options, Console& console)
        : m_options(options), m_console(console), m_bar(console, !options.quiet && console.isErrTerminal) {}

    int run() {
        const StopOnSignal signals;
        const CompareChoices& choices = m_options.comparing;
        const CompareRequest request{
            .a = m_options.inputs[0],
            .b = m_options.inputs[1],
            .isATruth = choices.isTruth,
            .thumbnailSide = choices.report.empty() ? 0 : kReportThumbnail};
        try {
            const RunComparison comparison = compareRuns(
                request, [this](const RunPair& pair, int done, int total) { show(pair, done, total); },
                Progress(signals.token(), {}));
            m_bar.clear();
            return finish(comparison);
        } catch (const Cancelled&) {
            m_bar.clear();
            return kInterrupted;
        } catch (const Error& e) {
            m_bar.clear();
            m_console.err << "kerf-cli: " << shown(e.file()) << ": " << e.what() << '\n' << std::flush;
            return kNothingCouldRun;
        }
    }

private:
    void show(const RunPair& pair, int done, int total) {
        m_bar.show({.finished = done, .total = total, .stage = "compare", .photo = pair.name});
    }

    int finish(const RunComparison& comparison) {
        std::vector<GateResult> gates;
        for (const Gate& gate : m_options.comparing.gates) {
            gates.push_back(evaluate(gate, comparison));
        }
        if (m_options.json) {
            for (const RunPair& pair : comparison.pairs) {
                m_console.out << toJson(pair) << '\n';
            }
            m_console.out << summaryJson(comparison, gates) << '\n' << std::flush;
        } else if (!m_options.quiet) {
            m_console.out << textOf(comparison, gates) << std::flush;
        }
        if (const auto& failure = comparison.judgementFailure) {
            m_console.err << "kerf-cli: the verdicts are left out: " << shown(failure->file) << ": "
                          << failure->detail << '\n'
                          << std::flush;
        }
        if (comparison.counts().compared + comparison.counts().failed == 0) {
            m_console.err << "kerf-cli: there is no pair to compare: the two have no name in common\n"
                          << std::flush;
        }
        const bool isReported = report(comparison, gates);
        return m_console.out.good() && isReported ? exitCodeOf(comparison, gates) : kSomeFailed;
    }

    bool report(const RunComparison& comparison, const std::vector<GateResult>& gates) {
        if (m_options.comparing.report.empty()) {
            return true;
        }
        try {
            saveReport(comparison, gates, m_options.comparing.report);
            return true;
        } catch (const Error& e) {
            m_console.err << "kerf-cli: " << shown(e.file()) << ": " << e.what() << '\n' << std::flush;
            return false;
        }
    }

    const Options& m_options;
    Console& m_console;
    ProgressBar m_bar;
};

} // namespace

int compareTwoRuns(const Options& options, Console console) {
    return CompareRun(options, console).run();
}

} // namespace kerf::cli
