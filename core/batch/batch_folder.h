#pragma once

#include "core/batch/folder_lock.h"
#include "core/batch/journal.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace kerf::batch {

// The folder that a batch writes into, with its journal. Locked while this lives: alone for a whole batch;
// beside other shards of as many for a shard, which is alone with itself. A journal that an earlier run left
// half-written is removed. Not thread-safe; the journal is.
class BatchFolder {
public:
    // Begins a batch, or goes on with the one that was begun there with the same `settings` (JSON); another
    // one that has ended makes room. Makes OUT. Throws Error: as makeFolders(); write_failed; already_exists
    // when another Kerf works there, or a batch with other settings is unfinished; as readJournal() does.
    static BatchFolder begin(std::filesystem::path out, const Shard& shard, const std::string& settings);

    // Goes on with the batch that is there, whatever its settings; makes nothing where there is none. Throws
    // as readJournal() does; Error(already_exists), as above; Error(corrupt_file).
    static BatchFolder goOn(std::filesystem::path out, const Shard& shard);

    const std::filesystem::path& out() const { return m_out; }
    Journal& journal() { return *m_journal; }
    const std::optional<JournalContents>& earlier() const { return m_earlier; } // what it said before

private:
    BatchFolder(std::filesystem::path out, const Shard& shard);

    std::filesystem::path journalFile() const { return Journal::fileIn(m_out, m_shard); }
    void open(const std::string& settings); // of a new one

    std::filesystem::path m_out;
    Shard m_shard;
    FolderLock m_lock;
    std::optional<FolderLock> m_shardLock;
    std::optional<JournalContents> m_earlier;
    std::unique_ptr<Journal> m_journal;
};

bool isUnfinished(const JournalContents& contents);

} // namespace kerf::batch
