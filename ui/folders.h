#pragma once

#include <filesystem>

namespace kerf::ui {

// Where the window keeps things between two starts. An empty path: they are not kept (tests).
struct Folders {
    std::filesystem::path thumbnails; // the desktop's, shared with other programs
    std::filesystem::path data;       // Kerf's own, of this user
};

} // namespace kerf::ui
