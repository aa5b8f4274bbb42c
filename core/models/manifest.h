#pragma once

#include "core/contract/model_info.h"

#include <string>
#include <string_view>
#include <vector>

namespace kerf::models {

// One file of an official model.
struct ModelFile {
    std::string name;        // in the model folder
    std::string url;         // https; empty: none is known
    std::uint64_t bytes = 0; // 0: not known, then the SHA-256 alone decides
    std::string sha256;      // lower case; empty: not known, so it can only be imported
};

struct ManifestEntry {
    ModelInfo info;
    std::vector<ModelFile> files; // the first is what the nets' engine opens
    bool isForAuto = true;        // false: never chosen unless it is named (anime, camouflage)
    std::string importOnly;       // why it can't be downloaded; empty: it can
};

// The official models that Kerf knows of, in the order of preference within each kind.
struct Manifest {
    std::vector<ManifestEntry> entries;
};

// The model whose first file has that SHA-256; null where none has, or `sha256` is empty.
const ManifestEntry* entryWithHash(const Manifest& manifest, std::string_view sha256) noexcept;

// Strict: unknown, missing and doubled names, and values out of range are refused. Throws Error(corrupt_file)
// with what is wrong and where.
Manifest parseManifest(std::string_view json);

// models/manifest.json as it was when Kerf was built.
const Manifest& builtinManifest();

} // namespace kerf::models
