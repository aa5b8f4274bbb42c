#pragma once

#include "core/contract/model_info.h"

#include <string>
#include <string_view>
#include <vector>

namespace kerf::models {

// One file of an official model.
struct ModelFile {
    std::string name;        // in the model folder
    std::string url;         // https
    std::uint64_t bytes = 0; // 0: not known
    std::string sha256;      // lower case; empty: not known, so it can only be imported
};

struct ManifestEntry {
    ModelInfo info;
    std::vector<ModelFile> files;
};

// The official models that Kerf knows of, in the order of preference within each kind.
struct Manifest {
    std::vector<ManifestEntry> entries;
};

// Throws Error(corrupt_file) with what is wrong and where.
Manifest parseManifest(std::string_view json);

// models/manifest.json as it was when Kerf was built.
const Manifest& builtinManifest();

} // namespace kerf::models
