#include "core/models/folder_scan.h"

#include "core/base/error.h"
#include "core/models/content.h"
#include "core/models/shipped.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace kerf::models {
namespace {

namespace fs = std::filesystem;

// Kerf's own and other programs' unfinished and hidden files, and notes.
bool isPassedOver(const fs::path& name) {
    const std::string extension = name.extension().native();
    return name.native().starts_with('.') || extension == ".part" || extension == ".json" ||
           extension == ".txt" || extension == ".md" || extension == ".yaml" || extension == ".yml";
}

// The names of what may be models; an ncnn pair is named by its .bin.
std::vector<ScannedFile> candidates(const fs::path& folder) {
    std::set<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const fs::path name = entry->path().filename();
        if (!isPassedOver(name)) {
            names.insert(name.native());
        }
    }
    std::vector<ScannedFile> files;
    for (const std::string& name : names) {
        const fs::path param = fs::path(name).replace_extension(".param");
        const bool isBin = fs::path(name).extension() == ".bin";
        if (fs::path(name).extension() != ".param") {
            files.push_back({name, isBin && names.contains(param.native()) ? param.native() : "", {}});
        }
    }
    return files;
}

// Empty when one of them isn't there any more.
std::vector<FileFacts> factsOf(const fs::path& folder, const ScannedFile& file) {
    std::vector<FileFacts> all;
    for (const std::string& name : {file.name, file.companion}) {
        if (!name.empty()) {
            const std::optional<FileFacts> facts = models::factsOf(folder / name);
            if (!facts) {
                return {};
            }
            all.push_back(*facts);
        }
    }
    return all;
}

// The official model that the file is: by its hash, or, where that isn't known, because a person said so or
// it bears the official name, as far as its contents agree.
const ManifestEntry* officialOf(const Manifest& manifest, const ScannedFile& file) {
    if (const ManifestEntry* known = entryWithHash(manifest, file.record.sha256)) {
        return known;
    }
    const auto found = std::ranges::find_if(manifest.entries, [&](const ManifestEntry& entry) {
        const bool isMeant = file.record.takenAs.empty() ? entry.files[0].name == file.name
                                                         : entry.info.id == file.record.takenAs;
        const bool isGlance = file.record.sha256.empty() && !file.record.takenAs.empty();
        const bool mayBe = entry.files[0].sha256.empty() || isGlance;
        return isMeant && mayBe && entry.info.architecture == file.record.architecture;
    });
    return found == manifest.entries.end() ? nullptr : &*found;
}

// The official model that a new file of that size is likely to be; where several are as large, the one whose
// name it has.
const ManifestEntry* officialBySize(const Manifest& manifest, const std::string& name, std::uint64_t bytes) {
    const ManifestEntry* official = nullptr;
    for (const ManifestEntry& entry : manifest.entries) {
        if (bytes > 0 && entry.files[0].bytes == bytes &&
            (official == nullptr || entry.files[0].name == name)) {
            official = &entry;
        }
    }
    return official;
}

const FileRecord*
fitting(const FileRecords& records, const ScannedFile& file, const std::vector<FileFacts>& facts) {
    const auto found = records.find(file.name);
    return found != records.end() && found->second.facts == facts ? &found->second : nullptr;
}

std::uint64_t bytesOf(const FileRecord& record) {
    std::uint64_t sum = 0;
    for (const FileFacts& facts : record.facts) {
        sum += facts.bytes;
    }
    return sum;
}

// "RealESRGAN-x2" beside "realesrgan-x2" would be taken for it.
bool isSameButForCase(std::string_view one, std::string_view other) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; };
    return std::ranges::equal(one, other, {}, lower, lower);
}

InstalledModel describeUnknown(const ScannedFile& file, std::string id) {
    ModelInfo info;
    info.id = std::move(id);
    info.kind = file.record.kind;
    info.title = fs::path(file.name).stem().native();
    info.purpose = "Put there by you; Kerf knows its architecture, not what it was trained for.";
    info.architecture = file.record.architecture;
    info.licence = "not known";
    info.source = "imported";
    info.bytes = bytesOf(file.record);
    info.isInstalled = true;
    info.scale = file.record.scale;
    if (info.kind == ModelKind::mask) {
        constexpr int kUsualSide = 1024;
        info.width = kUsualSide;
        info.height = kUsualSide;
        info.patchOrder = file.record.patchOrder.value_or(PatchOrder::rows_first);
    }
    return {info, {}, file.record.sha256, file.record.companionSha256};
}

} // namespace

FolderScan::FolderScan(fs::path folder, const Manifest& manifest)
    : m_folder(std::move(folder)), m_manifest(manifest), m_index(m_folder) {}

FileRecord
FolderScan::examine(const ScannedFile& file, const FileRecord* before, const Progress& progress) const {
    FileRecord record;
    try {
        const HashedFile hashed = hashFile(m_folder / file.name, progress);
        record.sha256 = hashed.sha256;
        if (!file.companion.empty()) {
            record.companionSha256 = hashFile(m_folder / file.companion, {}).sha256;
        }
        if (const ManifestEntry* official = entryWithHash(m_manifest, hashed.sha256)) {
            record.architecture = official->info.architecture;
            record.kind = official->info.kind;
            record.scale = official->info.scale;
        } else {
            const Content content = contentOf(m_folder / file.name);
            record.architecture = content.architecture;
            record.kind = content.kind;
            record.scale = content.scale;
        }
    } catch (const Error& e) {
        record.refusal = e.what();
    }
    if (before != nullptr) {
        record.importedSha256 = before->importedSha256;
        record.importedCompanionSha256 = before->importedCompanionSha256;
        if (before->sha256 == record.sha256) { // touched, not changed
            record.patchOrder = before->patchOrder;
            record.takenAs = before->takenAs;
        }
    }
    return record;
}

std::vector<ScannedFile> FolderScan::files(const Progress& progress) {
    const std::scoped_lock reading(m_reading);
    std::vector<ScannedFile> all = candidates(m_folder);
    const FileRecords saved = m_index.read();
    FileRecords changed;
    double done = 0.0;
    std::erase_if(all, [&](ScannedFile& file) {
        const double share = 1.0 / double(all.size());
        const std::vector<FileFacts> facts = factsOf(m_folder, file);
        if (const FileRecord* known = fitting(saved, file, facts)) { // other processes write there
            file.record = *known;
        } else if (const FileRecord* seen = fitting(m_known, file, facts)) { // only this thread changes it
            file.record = *seen;
        } else if (!facts.empty()) {
            const auto before = saved.find(file.name);
            file.record = examine(
                file, before == saved.end() ? nullptr : &before->second, progress.part(done, done + share));
            file.record.facts = facts;
            if (!file.record.sha256.empty()) { // what couldn't be read may be readable the next time
                changed[file.name] = file.record;
            }
        }
        done += share;
        return facts.empty();
    });
    if (!changed.empty()) {
        const std::scoped_lock lock(m_mutex);
        for (const auto& [name, record] : changed) {
            m_known[name] = record;
        }
    }
    std::vector<std::string> gone;
    for (const auto& [name, record] : saved) {
        if (std::ranges::find(all, name, &ScannedFile::name) == all.end()) {
            gone.push_back(name);
        }
    }
    if (!changed.empty()) {
        try {
            m_index.update(changed, gone);
        } catch (const Error&) { // NOLINT(bugprone-empty-catch): a folder that can't be written is fine,
        }                        // the records are kept in memory
    }
    return all;
}

std::vector<InstalledModel> FolderScan::models(const Progress& progress) {
    return describe(files(progress));
}

// By its size, else by its header; remembered, since the header of a .pth takes some milliseconds.
FileRecord FolderScan::glance(const ScannedFile& file, const std::vector<FileFacts>& facts) {
    if (const FileRecord* seen = fitting(m_glanced, file, facts)) {
        return *seen;
    }
    FileRecord record;
    record.facts = facts;
    if (const ManifestEntry* official = officialBySize(m_manifest, file.name, facts[0].bytes)) {
        record.takenAs = official->info.id;
        record.architecture = official->info.architecture;
    } else {
        try {
            const Content content = contentOf(m_folder / file.name);
            record.architecture = content.architecture;
            record.kind = content.kind;
            record.scale = content.scale;
        } catch (const Error& e) {
            record.refusal = e.what();
        }
    }
    m_glanced[file.name] = record;
    return record;
}

std::vector<InstalledModel> FolderScan::modelsAtAGlance() {
    const std::scoped_lock lock(m_mutex);
    std::vector<ScannedFile> all = candidates(m_folder);
    const FileRecords saved = m_index.read();
    std::erase_if(all, [&](ScannedFile& file) {
        const std::vector<FileFacts> facts = factsOf(m_folder, file);
        if (facts.empty()) {
            return true;
        }
        const FileRecord* known = fitting(saved, file, facts);
        known = known != nullptr ? known : fitting(m_known, file, facts);
        file.record = known != nullptr ? *known : glance(file, facts);
        return false;
    });
    return describe(all);
}

std::vector<InstalledModel> FolderScan::describe(const std::vector<ScannedFile>& files) const {
    std::map<const ManifestEntry*, InstalledModel> official;
    std::map<std::string, InstalledModel> others;
    for (const ScannedFile& file : files) {
        if (file.record.architecture.empty()) {
            continue;
        }
        const ManifestEntry* entry = officialOf(m_manifest, file);
        if (entry == nullptr) {
            std::string id = idFromName(file.name);
            const bool isOfficialId = isSameButForCase(kShippedId, id) ||
                                      std::ranges::any_of(m_manifest.entries, [&](const ManifestEntry& e) {
                                          return isSameButForCase(e.info.id, id);
                                      });
            id += isOfficialId ? "-imported" : "";
            for (int i = 2; others.contains(id); ++i) {
                id = fmt::format("{}-{}", idFromName(file.name), i);
            }
            InstalledModel model = describeUnknown(file, id);
            model.file = m_folder / file.name;
            others.emplace(id, std::move(model));
        } else if (!official.contains(entry) || entry->files[0].name == file.name) {
            InstalledModel model{
                entry->info, m_folder / file.name, file.record.sha256, file.record.companionSha256};
            model.info.isInstalled = true;
            model.info.bytes = bytesOf(file.record);
            official.insert_or_assign(entry, std::move(model));
        }
    }
    std::vector<InstalledModel> all;
    for (const ManifestEntry& entry : m_manifest.entries) {
        if (const auto found = official.find(&entry); found != official.end()) {
            all.push_back(std::move(found->second));
        }
    }
    for (auto& [id, model] : others) {
        all.push_back(std::move(model));
    }
    return all;
}

std::string idFromName(const std::string& fileName) {
    const std::string stem = fs::path(fileName).stem().native();
    std::string id;
    for (const char c : stem) {
        const bool isPlain =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
        if (isPlain) {
            id += c;
        } else if (!id.empty() && id.back() != '-') {
            id += '-';
        }
    }
    constexpr std::size_t kMaxId = 64;
    id.resize(std::min(id.size(), kMaxId));
    while (!id.empty() && (id.back() == '-' || id.back() == '.')) {
        id.pop_back();
    }
    return id.empty() ? "model" : id;
}

} // namespace kerf::models
