#pragma once

#include "core/base/progress.h"
#include "core/contract/batch.h"
#include "core/contract/provenance.h"
#include "core/pipeline/pipeline.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kerf::batch {

// Notes what a photo's file and the engines are before they are used, so that a sidecar tells of those and
// not of what took their place meanwhile. Throws as Pipeline::chosen() does.
class ProvenanceNotes {
public:
    ProvenanceNotes(
        const Pipeline& pipeline,
        const Recipe& recipe,
        std::filesystem::path source,
        const Progress& progress);

    // What is to be told of the files, whose names are whole and whose hashes are known. Empty when the photo
    // or the background picture changed since; `why` says so then, in English. Reads the photo for its hash.
    std::optional<Provenance> finish(
        const ExportOptions& options,
        const std::vector<StageRecord>& stages,
        const std::vector<BatchFile>& files,
        std::string& why) const;

private:
    struct Stamp {
        std::uint64_t bytes = 0;
        std::int64_t changedNs = 0;
        std::uint64_t inode = 0;

        bool operator==(const Stamp&) const = default;
    };
    static Stamp stampOf(const std::filesystem::path& file);
    static std::optional<NamedFile> hashed(const std::filesystem::path& file, const Stamp& stamp);

    Recipe m_recipe;
    std::filesystem::path m_source;
    std::filesystem::path m_picture; // the recipe's background
    Stamp m_sourceStamp;
    Stamp m_pictureStamp;
    std::vector<ChosenEngine> m_engines;
};

// "photo.png.kerf.json" beside the first of a photo's files.
std::filesystem::path sidecarFile(const std::filesystem::path& firstOutput);

// True when the name is free, or a sidecar of Kerf's has it (what belonged to an earlier file of this name),
// or any file where files are to be replaced.
bool maySidecarReplace(const std::filesystem::path& sidecar, ExistingPolicy policy);

Provenance readSidecar(const std::filesystem::path& file); // throws Error: file_not_found, corrupt_file

// What this Kerf and its libraries are.
std::string kerfVersion();
std::map<std::string, std::string> libraryVersions(bool withLibTorch);

} // namespace kerf::batch
