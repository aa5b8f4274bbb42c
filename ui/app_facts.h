#pragma once

#include <QString>

#include <filesystem>
#include <functional>
#include <vector>

namespace kerf::ui {

// A library that this build uses.
struct Component {
    QString name;
    QString version; // of what runs; empty: not known
    QString licence; // SPDX, or in words
    QString use;     // "JPEG files"
};

// What only the program as a whole knows, for the windows that tell it.
struct AppFacts {
    QString version;
    QString revision; // of the source; may be empty
    QString built;    // date; may be empty
    std::vector<Component> components;
    std::filesystem::path logFolder; // empty: no log file is kept
    std::function<void()> clearLog;  // deletes what the log files hold; may be empty
};

} // namespace kerf::ui
