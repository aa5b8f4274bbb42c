#include "app/cli_report.h"

#include "app/cli_json.h"
#include "app/cli_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace kerf::cli {
namespace {

std::string labelOf(const StageRecord& stage) {
    return stage.stage == "cleanup" ? "clean-up" : stage.stage;
}

// Each with its full stop.
std::vector<std::string> sentencesOf(const std::string& text) {
    constexpr std::string_view gap = ". ";
    std::vector<std::string> sentences;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = text.find(gap, start);
        const std::size_t length = end == std::string::npos ? end : end + 1 - start;
        sentences.push_back(text.substr(start, length));
        start = end == std::string::npos ? text.size() : end + gap.size();
    }
    return sentences;
}

// "clean-up nlm (h 6.2 from noise 4.1), mask grabcut (seed: saliency)"
std::string enginesOf(const ExportedFile& made) {
    std::string text;
    for (const StageRecord& stage : made.stages) {
        if (stage.stage == "foreground") {
            continue; // always the same one
        }
        text += fmt::format(
            "{}{} {}", text.empty() ? "" : ", ", stage.stage == "cleanup" ? "clean-up" : stage.stage,
            stage.engine);
        if (!stage.settings.empty()) {
            text += fmt::format(" ({})", stage.settings);
        }
        if (stage.device != "cpu") {
            text += fmt::format(" on {}", stage.device);
        }
    }
    return text;
}

void addPart(std::string& text, int count, std::string_view word) {
    if (count > 0) {
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, word);
    }
}

} // namespace

void Report::done(const std::filesystem::path& input, const ExportedFile& made) {
    if (m_isJson) {
        Json json{{"type", "done"}};
        setFile(json, "input", input);
        setFile(json, "output", made.file);
        json["bytes"] = made.bytes;
        json["width"] = made.width;
        json["height"] = made.height;
        json["seconds"] = made.seconds;
        json["stages"] = Json::array();
        for (const StageRecord& stage : made.stages) {
            json["stages"].push_back(toJson(stage));
        }
        json["notices"] = made.notices;
        print(line(json));
        return;
    }
    print(fmt::format(
        "{} -> {}  {}, {}", shown(input), shown(made.file), enginesOf(made), duration(made.seconds)));
    printNotes(made);
}

void Report::printNotes(const ExportedFile& made) {
    for (const StageRecord& stage : made.stages) {
        std::string fresh;
        for (const std::string& sentence : sentencesOf(stage.reason)) {
            if (m_said.insert(stage.stage + sentence).second) {
                fresh += (fresh.empty() ? "" : " ") + sentence;
            }
        }
        if (!fresh.empty()) {
            print(fmt::format("  {}: {}", labelOf(stage), fresh));
        }
    }
    for (const std::string& notice : made.notices) {
        print("  note: " + notice);
    }
}

void Report::failed(const std::filesystem::path& input, const JobFailure& failure) {
    if (m_isJson) {
        print(line(failedJson(input, failure)));
        return;
    }
    if (failure.code == ErrorCode::engine_missing) { // the same for all photos
        if (m_said.insert(failure.detail).second) {
            m_console.err << "kerf-cli: " << failure.detail << '\n' << std::flush;
        }
        return;
    }
    std::string detail = failure.detail;
    if (failure.code == ErrorCode::already_exists) {
        detail = "the file is there already; add --existing skip, rename or replace";
    }
    m_console.err << "kerf-cli: " << shown(failure.file.empty() ? input : failure.file) << ": " << detail
                  << '\n'
                  << std::flush;
}

void Report::skipped(const std::filesystem::path& input, const std::filesystem::path& output) {
    if (m_isJson) {
        Json json{{"type", "skipped"}};
        setFile(json, "input", input);
        setFile(json, "output", output);
        print(line(json));
    } else {
        print(fmt::format("{} skipped, {} is there already", shown(input), shown(output)));
    }
}

void Report::cancelled(const std::filesystem::path& input) {
    if (m_isJson) {
        Json json{{"type", "cancelled"}};
        setFile(json, "input", input);
        print(line(json));
    }
}

void Report::summary(const RunTotals& totals) {
    if (m_isJson) {
        print(line(
            {{"type", "summary"},
             {"done", totals.done},
             {"failed", totals.failed},
             {"skipped", totals.skipped},
             {"cancelled", totals.cancelled},
             {"duplicates", totals.duplicates},
             {"unsupported", totals.unsupported},
             {"seconds", totals.seconds},
             {"exit_code", totals.exitCode}}));
        return;
    }
    if (totals.photos() < 2 && totals.duplicates + totals.unsupported == 0) {
        return; // its own line has said it
    }
    std::string text;
    addPart(text, totals.done, "done");
    addPart(text, totals.skipped, "skipped");
    addPart(text, totals.failed, "failed");
    addPart(text, totals.cancelled, "not done");
    addPart(text, totals.duplicates, totals.duplicates == 1 ? "duplicate left out" : "duplicates left out");
    addPart(
        text, totals.unsupported,
        totals.unsupported == 1 ? "file that is no photo left out" : "files that are no photos left out");
    print(fmt::format("{}; {}", text, duration(totals.seconds)));
}

void Report::print(const std::string& text) {
    if (!m_isQuiet || m_isJson) {
        m_console.out << text << '\n' << std::flush;
    }
}

} // namespace kerf::cli
