#pragma once

#include <ostream>

namespace kerf::cli {

// Where a command writes, and what it may do there. The streams outlive the command.
struct Console {
    std::ostream& out;          // results
    std::ostream& err;          // errors and the progress bar
    bool isErrTerminal = false; // a progress bar makes sense
    bool hasColor = false;
    int width = 80; // columns of the terminal when the command starts
};

// The program's exit codes.
inline constexpr int kAllDone = 0;
inline constexpr int kSomeFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kNothingCouldRun = 3;
inline constexpr int kFlagged = 4; // a number is beyond its threshold, and that was to count
inline constexpr int kInterrupted = 130;

} // namespace kerf::cli
