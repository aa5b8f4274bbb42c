#pragma once

#include "core/contract/engine_info.h"
#include "core/contract/events.h"
#include "core/contract/export_options.h"
#include "core/contract/recipe.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf {

// A file as a sidecar names it: never where it lies.
struct NamedFile {
    std::string name; // any bytes; no path
    std::string sha256;
    std::uint64_t bytes = 0;

    bool operator==(const NamedFile&) const = default;
};

// What one stage did, and the model that it did it with.
struct StageProvenance {
    StageRecord record; // without seconds and tiles
    std::string model;  // its id; empty: none
    std::string modelContents;

    bool operator==(const StageProvenance&) const = default;
};

struct OutputProvenance {
    BatchOutput picture = BatchOutput::result;
    NamedFile file;
    int width = 0;
    int height = 0;

    bool operator==(const OutputProvenance&) const = default;
};

// How files were made of a photo: all that it takes to make them again, to the byte.
struct Provenance {
    std::string kerf;                             // its version
    std::map<std::string, std::string> libraries; // "libpng": "1.6.39"
    NamedFile source;
    Recipe recipe; // its background picture by name alone
    std::optional<NamedFile> backgroundPicture;
    ExportOptions exporting;
    std::vector<StageProvenance> stages;
    std::vector<OutputProvenance> outputs;

    bool operator==(const Provenance&) const = default;
};

// A JSON object. Absolute paths in the stages' words are shortened to their last part; the recipe's picture
// to its name.
std::string toJson(const Provenance& provenance);

// Checks everything: names are no paths, hashes are hashes, the recipe and the options as their own readers
// do. Throws Error(corrupt_file), which says what is wrong.
Provenance provenanceFromJson(std::string_view text);

inline constexpr std::size_t kMaxProvenanceBytes = std::size_t{20} << 20U;

} // namespace kerf
