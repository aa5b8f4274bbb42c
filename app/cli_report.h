#pragma once

#include "app/cli_console.h"
#include "core/session/session.h"

#include <filesystem>
#include <set>
#include <string>

namespace kerf::cli {

struct RunTotals {
    int done = 0;
    int failed = 0;
    int skipped = 0;
    int cancelled = 0;
    int duplicates = 0;
    int unsupported = 0; // files met in folders that are no photos
    double seconds = 0.0;
    int exitCode = 0;

    int photos() const { return done + failed + skipped + cancelled; }
};

// What a run tells people, or programs with --json. Failures go to standard error for people, to standard
// output for programs.
class Report {
public:
    Report(Console& console, bool isJson, bool isQuiet)
        : m_console(console), m_isJson(isJson), m_isQuiet(isQuiet) {}

    void done(const std::filesystem::path& input, const ExportedFile& made);
    void failed(const std::filesystem::path& input, const JobFailure& failure);
    void skipped(const std::filesystem::path& input, const std::filesystem::path& output);
    void cancelled(const std::filesystem::path& input);
    void summary(const RunTotals& totals);

    bool isBroken() const { return !m_console.out.good(); } // nobody reads standard output any more

private:
    void print(const std::string& text);
    void printNotes(const ExportedFile& made);

    Console& m_console;
    const bool m_isJson;
    const bool m_isQuiet;
    std::set<std::string> m_said; // what is true of the run rather than of one photo
};

} // namespace kerf::cli
