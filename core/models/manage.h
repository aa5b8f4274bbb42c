#pragma once

#include "core/base/progress.h"
#include "core/models/store.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::models {

struct ImportOptions {
    // How a BiRefNet that Kerf doesn't know sees image patches; by default rows_first, as the official code
    // has trained since November 2024.
    std::optional<PatchOrder> patchOrder;
    // The official model that the file is, where Kerf doesn't know that model's hash and can't tell by
    // itself.
    std::string takeAs;
};

// Copies a weight file, an ncnn pair with both files, into the store's folder, which is made when missing.
// An official file is known by its SHA-256 whatever its name, any other by its contents; it keeps its name,
// with -2, -3 ... where that is taken. What is there already, or comes with Kerf, isn't copied. Throws Error:
// as nn::WeightFile and nn::recognise do; invalid_option (options that don't fit the file), disk_full,
// permission_denied, write_failed, corrupt_file (it changes meanwhile); Cancelled, leaving nothing.
InstalledModel importModel(
    const ModelStore& store,
    const std::filesystem::path& file,
    const ImportOptions& options,
    const Progress& progress);

// What verifying came to for one file of the folder.
struct VerifiedFile {
    std::filesystem::path file;
    std::string id; // of the model; empty for what is none
    std::string sha256;
    bool isGood = false;
    std::string
        verdict; // "official", "as it was imported", "as it came with Kerf", or what is wrong and what to do
};

// Reads the files of the models named, or all of the folder, from the disk and compares them with the
// manifest or with what was imported; so for the one that comes with Kerf, which is told last. Throws
// Error(model_missing) for an id that isn't installed; Cancelled.
std::vector<VerifiedFile>
verifyModels(const ModelStore& store, const std::vector<std::string>& ids, const Progress& progress);

// Deletes the model's files, or what an unfinished download of it has left. Gives their names. Throws Error:
// model_missing, invalid_option (it comes with Kerf), already_exists (it is being downloaded),
// permission_denied, write_failed.
std::vector<std::filesystem::path> removeModel(const ModelStore& store, std::string_view id);

} // namespace kerf::models
