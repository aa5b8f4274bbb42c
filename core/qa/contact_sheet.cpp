#include "core/qa/contact_sheet.h"

#include "core/base/natural_order.h"
#include "core/base/sha256.h"
#include "core/base/utf8.h"
#include "core/contract/run_comparison_json.h"
#include "core/qa/contact_sheet_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <vector>

namespace kerf {
namespace {

std::string base64(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            bits = bits << 8U | (i < count ? bytes[at + i] : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text += i <= count ? kLetters[(bits >> (18U - 6U * unsigned(i))) & 63U] : '=';
        }
    }
    return text;
}

// As text between tags and in quoted attributes. Control characters become their pictures (U+2400 and on),
// but for the ends of lines.
std::string escaped(std::string_view bytes) {
    std::string out;
    for (const char c : validUtf8(bytes)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        case '\'':
            out += "&#39;";
            break;
        default:
            if ((c >= 0 && c < ' ' && c != '\n') || c == '\x7F') {
                out += "\xE2\x90";
                out += c == '\x7F' ? '\xA1' : char(0x80 + c);
            } else {
                out += c;
            }
        }
    }
    return out;
}

// A name in the middle of other text: its own direction can't turn what follows.
std::string named(std::string_view bytes) {
    return "<bdi>" + escaped(bytes) + "</bdi>";
}

std::string fact(int count, std::string_view words, bool isBad = false) {
    return fmt::format(
        "<li{}><b>{}</b>{}</li>",
        count == 0 ? " class=\"zero\""
        : isBad    ? " class=\"bad\""
                   : "",
        count, words);
}

std::string gateItem(const GateResult& result) {
    std::string text = fmt::format(
        "<li class=\"{}\"><code>{}</code> {}", result.isBeyond ? "beyond" : "kept",
        escaped(result.gate.text()), result.isBeyond ? "beyond" : "kept");
    if (result.measured == 0) {
        text += ": no pair has this number";
    } else if (result.worst) {
        text += fmt::format(": {:.4g}", *result.worst);
    }
    if (!result.name.empty()) {
        text += " in " + named(result.name.native());
    }
    if (result.otherShape > 0) {
        text += fmt::format("; {} of another shape", result.otherShape);
    }
    return text + "</li>";
}

std::string head(const RunComparison& comparison, std::span<const GateResult> gates) {
    const auto [a, b] = labelsOf(comparison);
    const RunCounts n = comparison.counts();
    std::string text = fmt::format(
        "<header><h1>{}<span class=\"arrow\" aria-label=\"compared with\">\xE2\x86\x92</span>{}</h1>\n"
        "<ul class=\"facts\">",
        named("A: " + a), named("B: " + b));
    text += fact(n.compared, "compared") + fact(n.identical, "the same bytes") +
            fact(n.failed, "failed", true) + fact(n.missing, "missing in B", true) +
            fact(n.extra, "extra in B") + fact(n.renamed, "renamed");
    int changed = 0;
    for (const RunPair& pair : comparison.pairs) {
        changed += pair.changes.empty() ? 0 : 1;
    }
    text += fact(changed, "with another size, depth, alpha, profile or EXIF") + "</ul>\n";
    if (!gates.empty()) {
        text += "<ul class=\"gates\" aria-label=\"Limits\">";
        for (const GateResult& result : gates) {
            text += gateItem(result);
        }
        text += "</ul>\n";
    }
    return text + "</header>\n";
}

std::string bar() {
    std::string options = "<option value=\"order\">As compared</option><option value=\"name\">Name</option>";
    for (const MetricInfo& info : metrics()) {
        options += fmt::format(
            "<option value=\"{}\" data-more=\"{}\"{}>{}</option>", info.name, info.isMoreBetter ? 1 : 0,
            info.metric == Metric::change ? " selected" : "", info.title);
    }
    return fmt::format(
        R"(<div class="bar" role="toolbar" aria-label="Pairs">
<label>Sort by <select id="sort">{}</select></label>
<button id="turn" type="button" aria-pressed="false">Other way round</button>
<label>Show <select id="state"><option value="">all pairs</option><option value="changed">changed</option><option value="failed">failed</option><option value="alone">in one run only</option><option value="renamed">renamed</option><option value="pass">passed</option><option value="fail">rejected</option><option value="touch-up">to be touched up</option><option value="none">without a verdict</option></select></label>
<label>Name or note <input id="words" type="search"></label>
<span class="views" role="group" aria-label="Picture"><button type="button" data-view="a" aria-pressed="false">A</button><button type="button" data-view="b" aria-pressed="true">B</button><button type="button" data-view="d" aria-pressed="false">Difference</button></span>
<span class="end" id="told" role="status"></span>
</div>
)",
        options);
}

std::string image(std::string_view side, const std::vector<std::uint8_t>& bytes, std::string_view name) {
    if (bytes.empty()) {
        return fmt::format("<span class=\"none {}\">no picture of {}</span>", side, side == "a" ? "A" : "B");
    }
    return fmt::format(
        "<img class=\"{}\" loading=\"lazy\" alt=\"{} of {}\" src=\"data:image/webp;base64,{}\">", side,
        side == "a" ? "A" : "B", escaped(name), base64(bytes));
}

// Where the pin lies in a frame of 4 by 3 that holds the whole picture.
std::string pin(const RunPair& pair) {
    const PairSide& side = pair.a.width > 0 ? pair.a : pair.b;
    if (!pair.judgement.pin || side.width <= 0 || side.height <= 0) {
        return {};
    }
    const double aspect = double(side.width) / side.height * 3.0 / 4.0;
    const double across = std::min(1.0, aspect);
    const double along = std::min(1.0, 1.0 / aspect);
    const auto percent = [](double at, double share) {
        return 100.0 * (0.5 + (std::clamp(at, 0.0, 1.0) - 0.5) * share);
    };
    return fmt::format(
        "<span class=\"pin\" style=\"left:{:.2f}%;top:{:.2f}%\"></span>",
        percent(pair.judgement.pin->x / side.width, across),
        percent(pair.judgement.pin->y / side.height, along));
}

std::string picture(const RunPair& pair) {
    if (pair.thumbnailA.empty() && pair.thumbnailB.empty()) {
        return {};
    }
    const std::string& name = pair.name.native();
    return fmt::format(
        "<button class=\"flip\" type=\"button\" aria-pressed=\"false\" aria-label=\"{}: shows A\">{}{}{}"
        "<span class=\"side\" aria-hidden=\"true\">B</span></button>\n",
        escaped(name), image("a", pair.thumbnailA, name), image("b", pair.thumbnailB, name), pin(pair));
}

std::string badges(const RunPair& pair) {
    std::string text;
    const auto add = [&](std::string_view kind, const std::string& words) {
        text += fmt::format("<span class=\"badge {}\">{}</span>", kind, words);
    };
    switch (pair.judgement.verdict) {
    case Verdict::none:
        break;
    case Verdict::pass:
        add("pass", "pass");
        break;
    case Verdict::fail:
        add("fail", "fail");
        break;
    case Verdict::touch_up:
        add("touch-up", "touch up");
        break;
    }
    if (pair.state == PairState::failed) {
        add("failed", "could not be compared");
    } else if (pair.state == PairState::only_a || pair.state == PairState::only_b) {
        add("alone", pair.state == PairState::only_a ? "missing in B" : "extra in B");
    } else if (pair.isOtherShape) {
        add("failed", "another shape");
    } else if (pair.isIdentical) {
        add("plain", "the same bytes");
    }
    if (pair.isRenamed) {
        add("plain", "renamed");
    }
    for (const PairChange& change : pair.changes) {
        add("plain",
            fmt::format(
                "{}: {} \xE2\x86\x92 {}", change.kind == ChangeKind::exif ? "EXIF" : name(change.kind),
                escaped(change.a), escaped(change.b)));
    }
    return text.empty() ? text : "<p class=\"badges\">" + text + "</p>\n";
}

std::string notes(const RunPair& pair) {
    std::string text;
    if (!pair.judgement.reason.empty()) {
        text += "<p class=\"note\"><strong>" + escaped(pair.judgement.reason) + "</strong></p>\n";
    }
    if (!pair.judgement.note.empty()) {
        text += "<p class=\"note\">" + escaped(pair.judgement.note) + "</p>\n";
    }
    if (pair.failure) {
        text += "<p class=\"note error\">" + named(pair.failure->file.native()) + ": " +
                escaped(pair.failure->detail) + "</p>\n";
    }
    return text;
}

std::string numbers(const RunPair& pair) {
    std::string rows;
    for (const MetricInfo& info : metrics()) {
        if (const auto value = valueOf(pair, info.metric)) {
            rows += fmt::format(
                "<tr data-metric=\"{}\"><th scope=\"row\">{}</th><td>{:.{}f}</td></tr>", info.name,
                info.title, *value, info.decimals);
        }
    }
    const auto file = [&](std::string_view side, const PairSide& of) {
        if (!of.file.empty()) {
            rows += fmt::format(
                "<tr><th scope=\"row\">{}</th><td>{}{}</td></tr>", side, named(of.file.native()),
                of.width > 0 ? fmt::format("<br>{}, {} \xC3\x97 {}", escaped(of.format), of.width, of.height)
                             : std::string());
        }
    };
    file("A", pair.a);
    file("B", pair.b);
    return "<details><summary>All numbers</summary><table>" + rows + "</table></details>\n";
}

// The numbers that say most, beside the one that is sorted by.
std::string brief(const RunPair& pair) {
    std::string text;
    for (const Metric metric : {Metric::mae, Metric::iou, Metric::boundary_mean, Metric::color_mean}) {
        if (const auto value = valueOf(pair, metric)) {
            const MetricInfo& info = infoOf(metric);
            text +=
                fmt::format("<span>{} <b>{:.{}f}</b></span>", info.title, *value, std::min(3, info.decimals));
        }
    }
    return text.empty() || pair.isIdentical ? std::string() : "<p class=\"brief\">" + text + "</p>\n";
}

std::string states(const RunPair& pair) {
    const bool isAlone = pair.state == PairState::only_a || pair.state == PairState::only_b;
    const bool isChanged =
        pair.state == PairState::compared && !pair.isIdentical &&
        (pair.isOtherShape || !pair.changes.empty() || valueOf(pair, Metric::change).value_or(0.0) > 0.0);
    return fmt::format(
        "{}{}{}{}{}", name(pair.judgement.verdict), isChanged ? " changed" : "",
        pair.state == PairState::failed ? " failed" : "", isAlone ? " alone" : "",
        pair.isRenamed ? " renamed" : "");
}

std::string card(const RunPair& pair, std::size_t order, std::size_t rank) {
    // What is there only once is what is shown, always.
    const char* only = pair.state == PairState::only_a   ? " data-only=\"a\""
                       : pair.state == PairState::only_b ? " data-only=\"b\""
                                                         : "";
    std::string text = fmt::format(
        "<article class=\"see-b\"{} data-order=\"{}\" data-rank=\"{}\" data-states=\"{}\" data-text=\"{}\"",
        only, order, rank, states(pair),
        escaped(pair.name.native() + ' ' + pair.judgement.reason + ' ' + pair.judgement.note));
    for (const MetricInfo& info : metrics()) {
        if (const auto value = valueOf(pair, info.metric)) {
            text += fmt::format(" data-{}=\"{:.9g}\"", info.name, *value);
        }
    }
    text += ">\n" + picture(pair) + "<div class=\"text\"><h2>" + named(pair.name.native()) + "</h2>\n";
    if (const auto change = valueOf(pair, Metric::change)) {
        text += fmt::format("<div class=\"now\"><b>{:.2f}</b><span>Change</span></div>\n", *change);
    }
    return text + brief(pair) + badges(pair) + notes(pair) + numbers(pair) + "</div></article>\n";
}

std::string foot(const RunComparison& comparison) {
    const auto isShown = [](const RunPair& pair) {
        return !pair.thumbnailA.empty() || !pair.thumbnailB.empty();
    };
    std::string text =
        "<footer><p>Click a picture to flip between A and B. <kbd>F</kbd> flips all, <kbd>D</kbd> shows the "
        "difference, <kbd>/</kbd> goes to the search.</p>\n<dl>";
    for (const MetricInfo& info : metrics()) {
        text += fmt::format("<dt>{}</dt>: <dd>{}</dd>\n", info.title, info.about);
    }
    text += "</dl>\n";
    if (!std::ranges::all_of(comparison.pairs, isShown)) {
        text += fmt::format(
            "<p>{} pairs have pictures: those that changed most and could be read.</p>\n",
            std::ranges::count_if(comparison.pairs, isShown));
    }
    return text + "</footer>\n";
}

std::string policy() {
    const std::string_view script = kSheetScript;
    Sha256 hash;
    hash.update(std::vector<std::uint8_t>(script.begin(), script.end()));
    return fmt::format(
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{}'; base-uri "
        "'none'; "
        "form-action 'none'",
        base64(hash.finish()));
}

// Each pair's place in the natural order of the names.
std::vector<std::size_t> ranks(const std::vector<RunPair>& pairs) {
    std::vector<std::size_t> order(pairs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(
        order, [&](std::size_t a, std::size_t b) { return naturallyLess(pairs[a].name, pairs[b].name); });
    std::vector<std::size_t> ranks(pairs.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        ranks[order[i]] = i;
    }
    return ranks;
}

} // namespace

std::string contactSheet(const RunComparison& comparison, std::span<const GateResult> gates) {
    const auto [a, b] = labelsOf(comparison);
    std::string text(kContactSheetBeginning);
    text += fmt::format(
        "<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>{} and {} compared</title>\n<style>{}</style></head>\n<body>\n",
        policy(), escaped(a), escaped(b), kSheetStyle);
    text += head(comparison, gates) + bar() + "<main>\n";
    const std::vector<std::size_t> places = ranks(comparison.pairs);
    for (std::size_t i = 0; i < comparison.pairs.size(); ++i) {
        text += card(comparison.pairs[i], i, places[i]);
    }
    text += fmt::format(
        "<p class=\"empty\"{}>No pair is like that.</p>\n</main>\n",
        comparison.pairs.empty() ? "" : " hidden");
    text += foot(comparison) + "<script>" + kSheetScript + "</script>\n</body></html>\n";
    return text; // not `text + ...`, which would copy some 20 MB
}

} // namespace kerf
