#include "core/batch/batch_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/contract/batch_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace kerf::batch {
namespace {

namespace fs = std::filesystem;

void makeFolder(const fs::path& out) {
    std::error_code error;
    fs::create_directories(out / Journal::kFolder, error);
    if (error || !fs::is_directory(out / Journal::kFolder)) {
        throw Error(
            error == std::errc::no_space_on_device ? ErrorCode::disk_full : ErrorCode::write_failed,
            "nothing can be written there: " + error.message() + "; choose another folder", out);
    }
}

std::optional<FolderLock> shardLock(const fs::path& out, const Shard& shard) {
    if (shard.count == 1) {
        return std::nullopt;
    }
    return std::optional<FolderLock>(
        std::in_place, out / Journal::kFolder / fmt::format("lock-{}-of-{}", shard.index, shard.count),
        LockKind::exclusive);
}

} // namespace

bool isUnfinished(const JournalContents& contents) {
    return std::ranges::any_of(contents.items, [](const auto& item) { return !item.second.ended; });
}

BatchFolder::BatchFolder(fs::path out, const Shard& shard)
    : m_out(std::move(out)),
      m_shard(shard),
      m_lock(m_out / Journal::kFolder / "lock", shard.count == 1 ? LockKind::exclusive : LockKind::shared),
      m_shardLock(shardLock(m_out, shard)) {}

BatchFolder BatchFolder::begin(fs::path out, const Shard& shard, const std::string& settings) {
    makeFolder(out);
    BatchFolder folder(std::move(out), shard);
    folder.open(settings);
    folder.removeLeft();
    return folder;
}

BatchFolder BatchFolder::goOn(fs::path out, const Shard& shard) {
    readJournal(Journal::fileIn(out, shard)); // before anything is made in a folder that holds no batch
    BatchFolder folder(std::move(out), shard);
    JournalContents earlier = readJournal(folder.journalFile());
    if (!earlier.isListWhole) {
        throw Error(
            ErrorCode::corrupt_file,
            "it ended while its photos were being listed; begin it again with the same photos and settings",
            folder.m_out);
    }
    folder.m_journal = std::make_unique<Journal>(folder.journalFile(), earlier);
    folder.m_earlier = std::move(earlier);
    folder.removeLeft();
    return folder;
}

void BatchFolder::open(const std::string& settings) {
    const fs::path file = journalFile();
    if (fs::exists(file)) {
        JournalContents earlier = readJournal(file);
        if (isSameJson(earlier.header.settings, settings)) {
            m_journal = std::make_unique<Journal>(file, earlier);
            m_earlier = std::move(earlier);
            return;
        }
        if (isUnfinished(earlier)) {
            throw Error(
                ErrorCode::already_exists,
                "a batch with other settings is unfinished there; finish that first, or choose another "
                "folder",
                m_out);
        }
        fs::rename(file, fs::path(file.native() + ".old"));
    }
    m_journal = std::make_unique<Journal>(file, JournalHeader{.settings = settings, .shard = m_shard});
}

// Temporary files; of a shard's folder they may be another shard's.
void BatchFolder::removeLeft() const {
    if (!m_earlier || m_shard.count > 1) {
        return;
    }
    std::set<fs::path> folders;
    for (const auto& [id, item] : m_earlier->items) {
        folders.insert((m_out / item.planned.output).parent_path());
    }
    std::ranges::for_each(folders, removeLeftTemporaries);
}

} // namespace kerf::batch
