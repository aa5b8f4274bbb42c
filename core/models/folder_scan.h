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
    // The same at once: no file is read whole, so that models of new files have no sha256, and one that is as
    // large as an official file counts as that. Doesn't wait for a thread that reads.
    std::vector<InstalledModel> modelsAtAGlance();

private:
    std::vector<InstalledModel> describe(const std::vector<ScannedFile>& files) const;
    FileRecord glance(const ScannedFile& file, const std::vector<FileFacts>& facts);
    FileRecord examine(const ScannedFile& file, const FileRecord* before, const Progress& progress) const;

    std::filesystem::path m_folder;
    const Manifest& m_manifest;
    FolderIndex m_index;
    std::mutex m_reading; // held by the one who reads new files
    std::mutex m_mutex;   // for the two below; never held for long
    FileRecords m_known;
    FileRecords m_glanced; // what new files seem to be
};

// "Real_ESRGAN x2.pth" -> "Real-ESRGAN-x2": what an id may hold, made from a file's name.
std::string idFromName(const std::string& fileName);

} // namespace kerf::models
