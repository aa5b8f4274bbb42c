#include "app/cli_merge.h"

#include "app/cli_json.h"
#include "app/cli_text.h"
#include "core/base/error.h"
#include "core/batch/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace kerf::cli {
namespace {

namespace fs = std::filesystem;
using batch::MergedPhoto;
using batch::MergedReport;

std::string_view wordFor(const std::optional<JobState>& state) {
    return state && hasEnded(*state) ? name(*state) : "unfinished";
}

std::string shardText(const batch::Shard& shard) {
    return fmt::format("{}/{}", shard.index, shard.count);
}

struct Totals {
    int done = 0;
    int skipped = 0;
    int failed = 0;
    int cancelled = 0;
    int unfinished = 0;
    int wrong = 0;
    int doneTwice = 0;

    void add(const MergedPhoto& photo) {
        done += int(photo.state == JobState::done);
        skipped += int(photo.state == JobState::skipped);
        failed += int(photo.state == JobState::failed);
        cancelled += int(photo.state == JobState::cancelled);
        unfinished += int(!photo.state);
        wrong += int(!photo.wrong.empty());
        doneTwice += int(!photo.doneTwiceBy.empty());
    }
};

class MergePrinter {
public:
    MergePrinter(const Options& options, Console console) : m_options(options), m_console(console) {}

    void print(const MergedReport& report, int exitCode) {
        for (const MergedPhoto& photo : report.photos) {
            m_totals.add(photo);
            m_options.json ? printJson(photo) : printText(photo);
        }
        m_options.json ? summarizeJson(report, exitCode) : summarizeText(report);
    }

private:
    void out(const std::string& text) {
        if (!m_options.quiet || m_options.json) {
            m_console.out << text << '\n';
        }
    }
    void err(const std::string& text) { m_console.err << "kerf-cli: " << text << '\n'; }

    void printJson(const MergedPhoto& photo) {
        Json json{{"type", "photo"}, {"id", photo.id}, {"state", wordFor(photo.state)}};
        setFile(json, "input", photo.input);
        setFile(json, "output", photo.out / photo.output);
        json["shard"] = shardText(photo.shard);
        json["files"] = Json::array();
        for (const BatchFile& file : photo.files) {
            Json entry;
            setFile(entry, "file", photo.out / file.file);
            entry["bytes"] = file.bytes;
            entry["sha256"] = file.sha256;
            entry["width"] = file.width;
            entry["height"] = file.height;
            entry["unchanged"] = std::ranges::find(photo.wrong, file.file) == photo.wrong.end();
            json["files"].push_back(std::move(entry));
        }
        if (photo.failure) {
            json["error"] = {{"code", errorName(photo.failure->code)}, {"message", photo.failure->detail}};
        }
        json["done_twice_by"] = Json::array();
        for (const fs::path& journal : photo.doneTwiceBy) {
            json["done_twice_by"].push_back(shown(journal));
        }
        out(line(json));
    }

    void printText(const MergedPhoto& photo) {
        if (photo.state == JobState::failed) {
            err(fmt::format("{}: failed: {}", shown(photo.input), photo.failure->detail));
        } else if (photo.state == JobState::done) {
            for (const BatchFile& file : photo.files) {
                out(fmt::format(
                    "{} -> {}  {}", shown(photo.input), shown(photo.out / file.file), file.sha256));
            }
        } else if (photo.state == JobState::skipped) {
            out(fmt::format(
                "{} skipped, {} was there already", shown(photo.input), shown(photo.out / photo.output)));
        } else {
            err(fmt::format("{}: {}", shown(photo.input), photo.state ? "cancelled" : "not done yet"));
        }
        for (const fs::path& file : photo.wrong) {
            err(fmt::format("{}: gone, or not as it was written", shown(photo.out / file)));
        }
        for (const fs::path& journal : photo.doneTwiceBy) {
            err(fmt::format("{}: done a second time, says {}", shown(photo.input), shown(journal)));
        }
    }

    void summarizeJson(const MergedReport& report, int exitCode) {
        Json missing = Json::array();
        for (const batch::Shard& shard : report.missing) {
            missing.push_back(shardText(shard));
        }
        Json unlisted = Json::array();
        for (const fs::path& journal : report.unlisted) {
            unlisted.push_back(shown(journal));
        }
        out(line(
            {{"type", "summary"},
             {"photos", report.photos.size()},
             {"done", m_totals.done},
             {"skipped", m_totals.skipped},
             {"failed", m_totals.failed},
             {"cancelled", m_totals.cancelled},
             {"unfinished", m_totals.unfinished},
             {"changed", m_totals.wrong},
             {"done_twice", m_totals.doneTwice},
             {"journals", report.journals},
             {"missing_shards", missing},
             {"unlisted_journals", unlisted},
             {"damaged_lines", report.damagedLines},
             {"one_setting", report.hasOneSetting},
             {"exit_code", exitCode}}));
    }

    void summarizeText(const MergedReport& report) {
        for (const batch::Shard& shard : report.missing) {
            err(fmt::format("there is no journal of shard {}", shardText(shard)));
        }
        for (const fs::path& journal : report.unlisted) {
            err(fmt::format(
                "{}: it ended while its photos were being listed; give its kerf-cli batch command again",
                shown(journal)));
        }
        if (report.damagedLines > 0) {
            err(fmt::format("{} damaged lines were left out", report.damagedLines));
        }
        if (!report.hasOneSetting) {
            err("not all were begun with the same settings");
        }
        std::string text;
        const auto add = [&](int count, const char* word) {
            if (count > 0) {
                text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, word);
            }
        };
        add(m_totals.done, "done");
        add(m_totals.skipped, "skipped");
        add(m_totals.failed, "failed");
        add(m_totals.cancelled, "cancelled");
        add(m_totals.unfinished, "not done yet");
        add(m_totals.wrong, "gone or changed");
        add(m_totals.doneTwice, "done twice");
        add(int(report.missing.size()), report.missing.size() == 1 ? "shard missing" : "shards missing");
        out(fmt::format(
            "{} in {} journal{}", text.empty() ? "no photos" : text, report.journals,
            report.journals == 1 ? "" : "s"));
    }

    const Options& m_options;
    Console m_console;
    Totals m_totals;
};

} // namespace

int mergeBatches(const Options& options, Console console) {
    try {
        const MergedReport report = batch::mergeJournals(
            options.inputs, options.readsFiles ? batch::Look::contents : batch::Look::size);
        const int exitCode = report.isComplete() ? kAllDone : kSomeFailed;
        MergePrinter(options, console).print(report, exitCode);
        console.out << std::flush;
        console.err << std::flush;
        return console.out.good() ? exitCode : kSomeFailed;
    } catch (const Error& e) {
        console.err << "kerf-cli: " << (e.file().empty() ? std::string() : shown(e.file()) + ": ") << e.what()
                    << '\n'
                    << std::flush;
        return kNothingCouldRun;
    }
}

} // namespace kerf::cli
