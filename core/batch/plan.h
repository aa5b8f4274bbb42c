#pragma once

#include "core/contract/export_options.h"
#include "core/contract/found_photos.h"
#include "core/contract/recipe.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kerf {
class Pipeline; // core/pipeline/pipeline.h
}

namespace kerf::batch {

// One photo of a batch and the file it becomes.
struct PlannedPhoto {
    // Stable: the same photos planned again give the same ids, on any machine. 16 hexadecimal digits, a hash
    // of the output's name below OUT, which is unique within a plan.
    std::string id;
    std::filesystem::path input;
    std::filesystem::path output; // of the result, OUT included
    // One for each of ExportOptions::outputs; empty: named after `output`, as outputFile() says.
    std::vector<std::filesystem::path> files = {};

    std::vector<std::filesystem::path> filesFor(const std::vector<BatchOutput>& outputs) const;
};

// What names may tell that no photo's file says (NameFacts).
struct NamingFacts {
    std::string result = "cutout"; // the result's {stage}
    std::string model;
    int scale = 1;
};
// Of a recipe: its engines as the pipeline would choose them now, which is asked only where the names tell
// of them. An engine that isn't there leaves them out; the run says what is wrong.
NamingFacts namingFacts(const Pipeline& pipeline, const Recipe& recipe, const ExportOptions& options);

// Which files each photo becomes: OUT/<its folder below the one named>/<name>.<ext>, where the name is what
// options.naming says, cut where a file system would refuse it; OUT is never left. The name's date is the
// EXIF's, else the file's last change in UTC, the same on every machine. No two files of one run get the same
// name, upper and lower case taken as equal: the later ones get "-2", "-3" ... Nor does one get the name of
// another photo of the run where files are replaced. The same photos give the same names each time.
// `earlier`: photos of the same run that were planned before and keep their names; {counter} goes on behind
// them. Throws Error(invalid_option) for a bad template.
std::vector<PlannedPhoto> planOutputs(
    const std::vector<FoundPhoto>& photos,
    const std::filesystem::path& out,
    const ExportOptions& options,
    std::span<const PlannedPhoto> earlier = {},
    const NamingFacts& facts = {});

// `photos` without those below `out` that were only met while walking: what an earlier run made is not taken
// for input when OUT lies within the folder that is run.
std::vector<FoundPhoto> withoutOutputs(std::vector<FoundPhoto> photos, const std::filesystem::path& out);

// Part `index` (1..count) of a batch that several machines share. They need not know of each other: each
// takes the photos whose ids are its own.
struct Shard {
    int index = 1;
    int count = 1;

    bool operator==(const Shard&) const = default;
};
std::optional<Shard> parseShard(std::string_view text) noexcept; // "2/8"; count at most 100,000
bool isOfShard(std::string_view id, const Shard& shard);

} // namespace kerf::batch
