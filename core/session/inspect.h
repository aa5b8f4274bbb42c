#pragma once

#include "core/base/progress.h"
#include "core/contract/matte_report.h"
#include "core/contract/photo_info.h"
#include "core/contract/self_check.h"

#include <filesystem>
#include <optional>

namespace kerf {

// Headers of one file, for `inspect`. Throws Error.
PhotoInfo inspectPhoto(const std::filesystem::path& file);

// What is to be found out about a result that lies in a file.
struct FileInspecting {
    int softDistance = 8;         // MatteReport::softDistance
    bool isMatte = false;         // the file is a matte: without alpha, its grey is taken for it
    std::filesystem::path source; // the photo that it was made from, for the self-checks; empty: none
    // Sides of the tiles that it was made in, in its own pixels, counted from its top left corner; 0: not
    // known.
    int tileWidth = 0;
    int tileHeight = 0;
};
struct FileInspected {
    PhotoInfo info;
    std::optional<MatteReport> report; // of its alpha, where it has one
    SelfCheckNumbers checks;           // redegrade is missing, too, where the sizes don't fit
};

// Decodes the file only as far as there is something to measure. Throws Error, Cancelled.
FileInspected
inspectFile(const std::filesystem::path& file, const FileInspecting& inspecting, const Progress& progress);

} // namespace kerf
