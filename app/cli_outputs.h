#pragma once

#include "core/contract/export_options.h"
#include "core/session/find_photos.h"

#include <filesystem>
#include <vector>

namespace kerf::cli {

struct PlannedPhoto {
    std::filesystem::path input;
    std::filesystem::path output;
};

// Which file each photo becomes: OUT/<its folder below the one named>/<stem>.<ext>. No two photos of one run
// get the same name, upper and lower case taken as equal: the later ones get "-2", "-3" ... Nor does one get
// the name of another photo of the run where files are replaced. The same photos give the same names each
// time.
std::vector<PlannedPhoto> planOutputs(
    const std::vector<FoundPhoto>& photos, const std::filesystem::path& out, const ExportOptions& options);

// `photos` without those below `out` that were only met while walking: what an earlier run made is not taken
// for input when OUT lies within the folder that is run.
std::vector<FoundPhoto> withoutOutputs(std::vector<FoundPhoto> photos, const std::filesystem::path& out);

} // namespace kerf::cli
