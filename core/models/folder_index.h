#pragma once

#include "core/contract/model_info.h"
#include "core/models/file_hash.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kerf::models {

// What is known of one file of the model folder. Worth something only while the facts still hold.
struct FileRecord {
    std::vector<FileFacts> facts; // of the file; of an ncnn .bin, then of its .param
    std::string sha256;           // of the file; empty when it holds no weights
    std::string companionSha256;  // of an ncnn .bin's .param; empty: there is none
    std::string architecture;     // "BiRefNet, Swin-L"; empty: no model
    std::string refusal;          // why it is no model; empty for a model
    ModelKind kind = ModelKind::cleanup;
    int scale = 1;
    // What a person said on import.
    std::optional<PatchOrder> patchOrder;
    std::string takenAs;        // id of an official model whose hash isn't known
    std::string importedSha256; // of what was imported under this name; empty: it came otherwise
    std::string importedCompanionSha256;

    bool operator==(const FileRecord&) const = default;
};

using FileRecords = std::map<std::string, FileRecord>; // by the file's name

// The records in the folder's hidden index file. A missing or damaged index is an empty one: it only saves
// work, but for what a person said on import. Not thread-safe; processes take turns at a lock file.
class FolderIndex {
public:
    static constexpr const char* kFileName = ".kerf-models.json";
    static constexpr const char* kLockName = ".kerf-models.lock";

    explicit FolderIndex(std::filesystem::path folder);

    FileRecords read() const;
    // Puts `changed` into the index and takes out what `gone` names, as it is by now on the disk. Throws
    // Error when it can't be written.
    void update(const FileRecords& changed, const std::vector<std::string>& gone) const;

private:
    std::filesystem::path m_folder;
};

} // namespace kerf::models
