#pragma once

#include "core/batch/plan.h"
#include "core/contract/batch.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::batch {

// What a journal begins with.
struct JournalHeader {
    std::string settings = "{}"; // JSON of whoever began the batch: what is needed to go on with it
    Shard shard;

    bool operator==(const JournalHeader&) const = default;
};

// What a journal says of one photo. Names of files are below the batch's folder.
struct ItemHistory {
    PlannedPhoto planned;
    std::optional<JobState> ended; // done, failed, cancelled, skipped; empty: not yet
    std::vector<BatchFile> files;  // done, skipped: that were written; else that may have been: they were
                                   // about to get their names
    std::optional<JobFailure> failure;
};

struct JournalContents {
    JournalHeader header;
    std::vector<std::string> order; // ids as they were planned
    std::map<std::string, ItemHistory> items;
    bool isListWhole = false; // else it ended while its photos were being noted, or that is damaged: there
                              // may be more
    bool isFinished = false;
    int damagedLines = 0;         // left out; what they said of is done again
    std::uint64_t wholeBytes = 0; // up to the end of the last whole line
};

// Reads a journal; a last line that was cut off, as a power cut leaves it, is no damage. Throws Error:
// file_not_found, permission_denied, corrupt_file when it is none at all or of a later Kerf, too_large.
JournalContents readJournal(const std::filesystem::path& file);

// From a journal's bytes, as readJournal() does; for tests and the fuzzer.
JournalContents parseJournal(std::string_view bytes);

// Its photos as planOutputs() gave them, for a batch in `out`.
std::vector<PlannedPhoto> plannedIn(const JournalContents& contents, const std::filesystem::path& out);

// The record of a batch on the disk: JSON lines, each with a checksum, only ever appended to and brought to
// the disk (fdatasync) before a call returns. After kill -9 or a power cut it says what is done. Thread-safe.
// Calls throw Error(disk_full, write_failed; file_not_found when the file was removed) and leave the file as
// it was before them.
class Journal {
public:
    static constexpr const char* kFolder = ".kerf-batch"; // in the batch's folder
    // OUT/.kerf-batch/journal.jsonl, or journal-2-of-8.jsonl
    static std::filesystem::path fileIn(const std::filesystem::path& out, const Shard& shard);

    // A new one; its folder must be there. Throws Error(already_exists).
    Journal(const std::filesystem::path& file, const JournalHeader& header);
    // Goes on with the one that was read; cuts a torn end off.
    Journal(const std::filesystem::path& file, const JournalContents& contents);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    // Ones that it doesn't know yet.
    void planned(std::span<const PlannedPhoto> photos, const std::filesystem::path& out);
    // Before files get their names, so that after a power cut they are known as this batch's own.
    void writing(const std::string& id, std::span<const BatchFile> files);
    // `state`: done, failed, cancelled, skipped. What can't be written is true all the same: it is kept and
    // comes with the next line that can, though the call throws.
    void ended(const BatchItem& item);
    void ended(std::span<const BatchItem> items); // at once
    void settle();                                // writes what was kept; throws when that fails again
    void finished();

private:
    enum class Refused : std::uint8_t { forget, keep };

    void append(const std::string& lines, Refused refused);
    int write(std::string_view text) const noexcept;

    const std::filesystem::path m_file;
    int m_fd = -1;
    std::mutex m_planning;
    std::size_t m_photos = 0; // planned; guarded by m_planning
    std::mutex m_mutex;
    std::uint64_t m_bytes = 0; // whole lines; guarded by m_mutex, as all below
    bool m_isTorn = false;     // part of a line follows them
    std::string m_kept;
};

} // namespace kerf::batch
