#pragma once

#include "core/base/progress.h"
#include "core/contract/provenance.h"
#include "core/io/writer.h"
#include "core/pipeline/pipeline.h"

#include <filesystem>
#include <string>
#include <vector>

namespace kerf::batch {

// What makes the files of a sidecar again, and whether they are the same.
struct ReplayedFile {
    OutputProvenance then;
    std::string sha256; // now
    EncodedPhoto encoded;

    bool isSame() const { return sha256 == then.file.sha256; }
};

struct Replayed {
    std::vector<ReplayedFile> files;
    // What is not as it was then, whether or not that changed the files; English.
    std::vector<std::string> differences;

    bool isSame() const; // every file, to the byte
};

// The recipe with what was left to Kerf as it was chosen then: engines, models, device, precision, tiles.
Recipe asItRan(const Provenance& provenance);

// Makes the files again, in memory. `picture`: the background picture where the recipe has one. Throws as
// readPhoto(), Pipeline::run() and encodePhoto() do; Error(engine_missing, model_missing) names what ran
// then; Cancelled.
Replayed replay(
    const Pipeline& pipeline,
    const Provenance& provenance,
    const std::filesystem::path& source,
    const std::filesystem::path& picture,
    const Progress& progress);

} // namespace kerf::batch
