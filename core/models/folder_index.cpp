#include "core/models/folder_index.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/descriptor.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <utility>

namespace kerf::models {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kVersion = 3; // another one when what is recognised changes
constexpr std::size_t kMaxIndexBytes = std::size_t{16} << 20U;

Json toJson(const FileRecord& record) {
    Json facts = Json::array();
    for (const FileFacts& f : record.facts) {
        facts.push_back(
            {{"bytes", f.bytes},
             {"modified_ns", f.modifiedNs},
             {"changed_ns", f.changedNs},
             {"inode", f.inode}});
    }
    Json json{{"facts", facts}};
    if (record.architecture.empty()) {
        json["refusal"] = record.refusal;
    } else {
        json["architecture"] = record.architecture;
        json["kind"] = record.kind == ModelKind::mask ? "mask" : "cleanup";
        json["scale"] = record.scale;
    }
    if (!record.sha256.empty()) {
        json["sha256"] = record.sha256;
    }
    if (!record.companionSha256.empty()) {
        json["companion_sha256"] = record.companionSha256;
    }
    if (record.patchOrder) {
        json["patch_order"] = *record.patchOrder == PatchOrder::rows_first ? "rows" : "columns";
    }
    if (!record.takenAs.empty()) {
        json["taken_as"] = record.takenAs;
    }
    if (!record.importedSha256.empty()) {
        json["imported_sha256"] = record.importedSha256;
    }
    if (!record.importedCompanionSha256.empty()) {
        json["imported_companion_sha256"] = record.importedCompanionSha256;
    }
    return json;
}

// Throws nlohmann's exceptions for what isn't as toJson() writes it.
FileRecord fromJson(const Json& json) {
    FileRecord record;
    for (const Json& f : json.at("facts")) {
        record.facts.push_back(
            {.bytes = f.at("bytes").get<std::uint64_t>(),
             .modifiedNs = f.at("modified_ns").get<std::int64_t>(),
             .changedNs = f.at("changed_ns").get<std::int64_t>(),
             .inode = f.at("inode").get<std::uint64_t>()});
    }
    record.refusal = json.value("refusal", "");
    record.architecture = json.value("architecture", "");
    record.kind = json.value("kind", "") == "mask" ? ModelKind::mask : ModelKind::cleanup;
    record.scale = std::clamp(json.value("scale", 1), 1, 8);
    record.sha256 = json.value("sha256", "");
    const std::string order = json.value("patch_order", "");
    if (!order.empty()) {
        record.patchOrder = order == "columns" ? PatchOrder::columns_first : PatchOrder::rows_first;
    }
    record.takenAs = json.value("taken_as", "");
    record.importedSha256 = json.value("imported_sha256", "");
    record.companionSha256 = json.value("companion_sha256", "");
    record.importedCompanionSha256 = json.value("imported_companion_sha256", "");
    return record;
}

// Held until it goes out of scope. The lock file stays: to remove it would let two hold "the" lock.
Descriptor lock(const fs::path& file) {
    Descriptor descriptor(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!descriptor.isOpen()) {
        throwForWriting(errno, file);
    }
    while (flock(descriptor.get(), LOCK_EX) != 0) {
        if (errno != EINTR) {
            break; // a file system without locks: the index is still replaced as a whole
        }
    }
    return descriptor;
}

} // namespace

FolderIndex::FolderIndex(fs::path folder) : m_folder(std::move(folder)) {}

FileRecords FolderIndex::read() const {
    std::ifstream in(m_folder / kFileName, std::ios::binary);
    std::string text;
    while (in && text.size() < kMaxIndexBytes) {
        char block[4096];
        in.read(block, sizeof block);
        text.append(block, std::size_t(in.gcount()));
    }
    FileRecords records;
    try {
        const Json json = Json::parse(text);
        if (json.at("version") != kVersion) {
            return {};
        }
        for (const auto& item : json.at("files").items()) {
            records.emplace(item.key(), fromJson(item.value()));
        }
    } catch (const Json::exception&) {
        return {};
    }
    return records;
}

void FolderIndex::update(const FileRecords& changed, const std::vector<std::string>& gone) const {
    const Descriptor held = lock(m_folder / kLockName);
    FileRecords records = read();
    for (const auto& [name, record] : changed) {
        records[name] = record;
    }
    for (const std::string& name : gone) {
        records.erase(name);
    }
    Json files = Json::object();
    for (const auto& [name, record] : records) {
        files[name] = toJson(record);
    }
    const std::string text =
        Json{{"version", kVersion}, {"files", files}}.dump(1, ' ', false, Json::error_handler_t::replace) +
        '\n';
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    writeFileAtomically(m_folder / kFileName, {bytes, text.size()}, OnExisting::replace);
}

} // namespace kerf::models
