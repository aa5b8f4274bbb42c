#include "core/contract/run_comparison_json.h"

#include "core/base/utf8.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iterator>

namespace kerf {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

void setName(Json& json, const std::string& key, const fs::path& file) {
    const std::string& bytes = file.native();
    const std::string text = validUtf8(bytes);
    json[key] = text;
    if (text != bytes) {
        json[key + "_bytes"] = percentEscaped(bytes);
    }
}

Json sideJson(const PairSide& side) {
    if (side.file.empty()) {
        return nullptr;
    }
    Json json = Json::object();
    setName(json, "file", side.file);
    if (side.width > 0) {
        json.update(
            {{"format", side.format},
             {"width", side.width},
             {"height", side.height},
             {"bits_per_sample", side.bitsPerSample},
             {"alpha", side.hasAlpha},
             {"matte", side.isMatte},
             {"profile", side.profile},
             {"file_size", side.fileBytes}});
    }
    return json;
}

Json numberJson(std::optional<double> value) {
    return value ? Json(*value) : Json();
}

Json judgementJson(const Judgement& judgement) {
    if (judgement == Judgement()) {
        return nullptr;
    }
    Json json{{"verdict", name(judgement.verdict)}, {"reason", judgement.reason}, {"note", judgement.note}};
    json["pin"] = judgement.pin ? Json{judgement.pin->x, judgement.pin->y} : Json();
    return json;
}

Json pairJson(const RunPair& pair) {
    Json json = Json::object();
    setName(json, "name", pair.name);
    json["state"] = name(pair.state);
    json["a"] = sideJson(pair.a);
    json["b"] = sideJson(pair.b);
    json["renamed"] = pair.isRenamed;
    json["identical"] = pair.isIdentical;
    json["other_shape"] = pair.isOtherShape;
    json["metrics"] = Json::object();
    for (const MetricInfo& info : metrics()) {
        json["metrics"][std::string(info.name)] = numberJson(valueOf(pair, info.metric));
    }
    json["changes"] = Json::array();
    for (const PairChange& change : pair.changes) {
        json["changes"].push_back({{"kind", name(change.kind)}, {"a", change.a}, {"b", change.b}});
    }
    json["judgement"] = judgementJson(pair.judgement);
    json["error"] = nullptr;
    if (pair.failure) {
        json["error"] = {{"code", errorName(pair.failure->code)}, {"message", pair.failure->detail}};
        setName(json["error"], "file", pair.failure->file);
    }
    return json;
}

Json countsJson(const RunComparison& comparison, std::span<const GateResult> gates) {
    const RunCounts counts = comparison.counts();
    const auto [a, b] = labelsOf(comparison);
    Json json{
        {"a", a},
        {"b", b},
        {"compared", counts.compared},
        {"identical", counts.identical},
        {"failed", counts.failed},
        {"missing", counts.missing},
        {"extra", counts.extra},
        {"renamed", counts.renamed},
        {"changed", Json::object()},
        {"ignored", comparison.ignored},
        {"unreadable", Json::array()},
        {"gates", Json::array()}};
    for (std::size_t i = 0; i < counts.changed.size(); ++i) {
        json["changed"][std::string(name(static_cast<ChangeKind>(i)))] = counts.changed[i];
    }
    for (const fs::path& folder : comparison.unreadable) {
        json["unreadable"].push_back(validUtf8(folder.native()));
    }
    for (const GateResult& result : gates) {
        Json gate{
            {"gate", result.gate.text()}, {"beyond", result.isBeyond}, {"worst", numberJson(result.worst)}};
        setName(gate, "name", result.name);
        gate["pairs"] = result.pairs;
        gate["measured"] = result.measured;
        gate["other_shape"] = result.otherShape;
        json["gates"].push_back(std::move(gate));
    }
    return json;
}

Json typed(std::string_view type, const Json& members) {
    Json json{{"type", type}};
    json.update(members);
    return json;
}

std::string dumped(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

// A field of a table; text only.
std::string field(std::string_view bytes) {
    std::string text = validUtf8(bytes);
    if (!text.empty() && std::string_view("=+-@\t\r\n").find(text[0]) != std::string_view::npos) {
        text.insert(0, 1, '\'');
    }
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    return quoted + '"';
}

std::string sizeText(const PairSide& side) {
    return side.width > 0 ? fmt::format("{}x{}", side.width, side.height) : std::string();
}

std::string csvLine(const RunPair& pair) {
    const Judgement& judgement = pair.judgement;
    std::string changes;
    for (const PairChange& change : pair.changes) {
        changes +=
            fmt::format("{}{}: {} -> {}", changes.empty() ? "" : "; ", name(change.kind), change.a, change.b);
    }
    std::string line = field(pair.name.native()) + ',' + std::string(name(pair.state));
    line += ',' + std::string(judgement.verdict == Verdict::none ? "" : name(judgement.verdict));
    line += ',' + field(judgement.reason) + ',' + field(judgement.note);
    for (const MetricInfo& info : metrics()) {
        const auto value = valueOf(pair, info.metric);
        line += value ? fmt::format(",{:.9g}", *value) : std::string(",");
    }
    line += ',' + field(changes) + ',' + sizeText(pair.a) + ',' + sizeText(pair.b);
    line += fmt::format(",{},{}", pair.isRenamed ? "yes" : "no", pair.isIdentical ? "yes" : "no");
    line += ',' + field(pair.a.file.native()) + ',' + field(pair.b.file.native());
    const std::string error = pair.failure        ? pair.failure->detail
                              : pair.isOtherShape ? std::string("sides in another proportion: not measured")
                                                  : std::string();
    return line + ',' + field(error) + "\r\n";
}

// The last `parts` parts of a path.
std::string lastParts(const fs::path& path, std::ptrdiff_t parts) {
    std::vector<fs::path> all;
    for (const fs::path& part : path.lexically_normal()) {
        if (!part.empty()) {
            all.push_back(part);
        }
    }
    fs::path last;
    const auto count = std::min(parts, std::ssize(all));
    for (auto part = all.end() - count; part != all.end(); ++part) {
        last /= *part;
    }
    return validUtf8(last.native());
}

} // namespace

std::string toJson(const RunPair& pair) {
    return dumped(typed("pair", pairJson(pair)), -1);
}

std::string summaryJson(const RunComparison& comparison, std::span<const GateResult> gates) {
    return dumped(typed("summary", countsJson(comparison, gates)), -1);
}

std::string toJson(const RunComparison& comparison, std::span<const GateResult> gates) {
    Json json{{"kerf_comparison", 1}};
    json.update(countsJson(comparison, gates));
    json["metrics"] = Json::array();
    for (const MetricInfo& info : metrics()) {
        json["metrics"].push_back(
            {{"name", info.name},
             {"title", info.title},
             {"about", info.about},
             {"more_is_better", info.isMoreBetter}});
    }
    // Pair by pair: as one tree, thousands of them take four times the memory of their text.
    std::string text = dumped(json, 1);
    text.resize(text.size() - std::string_view("\n}").size());
    text += ",\n \"pairs\": [";
    const char* before = "\n  ";
    for (const RunPair& pair : comparison.pairs) {
        text += before;
        for (const char c : dumped(pairJson(pair), 1)) { // a line end within a text is escaped
            text += c;
            text += c == '\n' ? "  " : "";
        }
        before = ",\n  ";
    }
    text += comparison.pairs.empty() ? "]\n}\n" : "\n ]\n}\n";
    return text;
}

std::string toCsv(const RunComparison& comparison) {
    std::string text = "name,state,verdict,reason,note";
    for (const MetricInfo& info : metrics()) {
        text += ',' + std::string(info.name);
    }
    text += ",changes,size_a,size_b,renamed,identical,file_a,file_b,error\r\n";
    for (const RunPair& pair : comparison.pairs) {
        text += csvLine(pair);
    }
    return text;
}

std::pair<std::string, std::string> labelsOf(const RunComparison& comparison) {
    constexpr std::ptrdiff_t kMostParts = 64;
    for (std::ptrdiff_t parts = 1; parts < kMostParts; ++parts) {
        std::string a = lastParts(comparison.a, parts);
        std::string b = lastParts(comparison.b, parts);
        if (a != b) {
            return {std::move(a), std::move(b)};
        }
    }
    return {"A", "B"};
}

} // namespace kerf
