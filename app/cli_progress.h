#pragma once

#include "app/cli_console.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace kerf::cli {

// How far a run is.
struct RunProgress {
    int finished = 0; // photos
    int total = 0;
    double fraction = 0.0; // of the photo under way
    std::string stage;
    std::filesystem::path photo;
};

// One line without its end: bar, per cent, count, time left, stage and name, at most `width` columns.
std::string progressLine(const RunProgress& progress, double elapsedSeconds, int width, bool hasColor);

// The bar on a terminal's standard error, drawn as a whole line each time and at most ten times a second.
// Nothing where there is no terminal.
class ProgressBar {
public:
    ProgressBar(Console& console, bool isWanted);
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(const RunProgress& progress);
    void clear(); // before anything else is written to the terminal

private:
    Console& m_console;
    const bool m_isWanted;
    bool m_isShown = false;
    const std::chrono::steady_clock::time_point m_start;
    std::chrono::steady_clock::time_point m_drawn;
};

} // namespace kerf::cli
