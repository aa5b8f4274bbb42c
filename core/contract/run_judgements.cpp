#include "core/contract/run_judgements.h"

#include "core/base/error.h"
#include "core/base/utf8.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace kerf {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 1;
constexpr std::size_t kMostText = 20'000; // bytes of a note
constexpr double kFarthest = 1e6;         // pixels

std::string textIn(const Json& entry, const char* key) {
    const auto found = entry.find(key);
    return found != entry.end() && found->is_string() ? found->get<std::string>().substr(0, kMostText)
                                                      : std::string();
}

std::optional<Point> pinIn(const Json& entry) {
    const auto pin = entry.find("pin");
    if (pin == entry.end() || !pin->is_array() || pin->size() != 2 || !(*pin)[0].is_number() ||
        !(*pin)[1].is_number()) {
        return std::nullopt;
    }
    const Point point{.x = (*pin)[0].get<double>(), .y = (*pin)[1].get<double>()};
    const auto isSound = [](double v) { return std::abs(v) <= kFarthest; };
    return isSound(point.x) && isSound(point.y) ? std::optional(point) : std::nullopt;
}

Judgement judgementIn(const Json& entry) {
    return {
        .verdict = parseVerdict(textIn(entry, "verdict")).value_or(Verdict::none),
        .reason = validUtf8(textIn(entry, "reason")),
        .note = validUtf8(textIn(entry, "note")),
        .pin = pinIn(entry)};
}

} // namespace

std::string toJson(const RunJudgements& judgements) {
    Json entries = Json::object();
    for (const auto& [name, judgement] : judgements) {
        if (judgement == Judgement()) {
            continue;
        }
        Json entry{{"verdict", kerf::name(judgement.verdict)}};
        if (!judgement.reason.empty()) {
            entry["reason"] = judgement.reason;
        }
        if (!judgement.note.empty()) {
            entry["note"] = judgement.note;
        }
        if (judgement.pin) {
            entry["pin"] = {judgement.pin->x, judgement.pin->y};
        }
        entries[percentEscaped(name.native())] = std::move(entry);
    }
    const Json root{{"kerf_judgements", kVersion}, {"results", std::move(entries)}};
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + '\n';
}

RunJudgements runJudgementsFromJson(std::string_view text) {
    const Json root = Json::parse(text, nullptr, false);
    const bool isOurs = root.is_object() && root.contains("kerf_judgements") &&
                        root["kerf_judgements"] == kVersion && root.contains("results") &&
                        root["results"].is_object();
    if (!isOurs) {
        throw Error(
            ErrorCode::corrupt_file, "not a file of verdicts that this version of Kerf reads; move it away");
    }
    RunJudgements judgements;
    for (const auto& [name, entry] : root["results"].items()) {
        const Judgement judgement = entry.is_object() ? judgementIn(entry) : Judgement();
        if (judgement != Judgement()) {
            judgements[percentUnescaped(name)] = judgement;
        }
    }
    return judgements;
}

} // namespace kerf
