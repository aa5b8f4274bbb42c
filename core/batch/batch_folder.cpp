#include "core/batch/batch_folder.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/contract/batch_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace kerf::batch {
namespace {

namespace fs = std::filesystem;

void makeFolder(const fs::path& out) {
    try {
        makeFolders(out / Journal::kFolder);
    } catch (const Error& e) {
        throw Error(e.code(), std::string("nothing can be written there: ") + e.what(), out);
    }
}

// Shards of another count would take photos that this one takes, too.
void requireNoOtherCount(const fs::path& out, const Shard& shard) {
    const std::string own = fmt::format("-of-{}", shard.count);
    std::error_code error;
    for (fs::directory_iterator entry(out / Journal::kFolder, error);
         !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with("lock-") && !name.ends_with(own)) {
            const FolderLock unused(entry->path(), LockKind::exclusive);
        }
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
      m_shardLock(shardLock(m_out, shard)) {
    if (shard.count > 1) {
        requireNoOtherCount(
            m_out, shard); // behind its own lock: of two that begin at once, one sees the other
    }
}

BatchFolder BatchFolder::begin(fs::path out, const Shard& shard, const std::string& settings) {
    makeFolder(out);
    BatchFolder folder(std::move(out), shard);
    removeLeftTemporaries(folder.m_out / Journal::kFolder);
    folder.open(settings);
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
    removeLeftTemporaries(folder.m_out / Journal::kFolder);
    return folder;
}

void BatchFolder::open(const std::string& settings) {
    const fs::path file = journalFile();
    if (isNameTaken(file)) {
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
        std::error_code error;
        fs::rename(file, fs::path(file.native() + ".old"), error);
        if (error) {
            throw Error(
                ErrorCode::write_failed,
                "the journal of the batch before can't be put aside: " + error.message() +
                    "; choose another folder",
                file);
        }
    }
    m_journal = std::make_unique<Journal>(file, JournalHeader{.settings = settings, .shard = m_shard});
}

} // namespace kerf::batch
