#pragma once

#include "core/base/progress.h"
#include "core/models/folder_index.h"
#include "core/models/manifest.h"
#include "core/models/store.h"

#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace kerf::models {

// A file of the folder that may hold weights, and what is known of it.
struct ScannedFile {
    std::string name;
    std::string companion; // an ncnn .bin's .param
    FileRecord record;
};

// Looks through a model folder and remembers what it saw, in memory and in the folder's index. Refers to
// the manifest, which must outlive it. Thread-safe.
class FolderScan {
public:
    FolderScan(std::filesystem::path folder, const Manifest& manifest);

    // All files, sorted by name; new and changed ones are read. Throws Cancelled.
    std::vector<ScannedFile> files(const Progress& progress);
    // What they amount to: the manifest's models in its order, then others by id.
    std::vector<InstalledModel> models(const Progress& progress);

private:
    FileRecord examine(const ScannedFile& file, const FileRecord* before, const Progress& progress) const;

    std::filesystem::path m_folder;
    const Manifest& m_manifest;
    FolderIndex m_index;
    std::mutex m_mutex;
    FileRecords m_known;
};

// "Real_ESRGAN x2.pth" -> "Real-ESRGAN-x2": what an id may hold, made from a file's name.
std::string idFromName(const std::string& fileName);

} // namespace kerf::models
