#pragma once

#include "core/batch/file_hash.h"
#include "core/batch/plan.h"
#include "core/contract/batch.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kerf::batch {

// One photo, over all journals that know of it.
struct MergedPhoto {
    std::string id;
    std::filesystem::path input;
    std::filesystem::path out;                // the batch's folder
    std::filesystem::path output;             // of the result, below `out`
    Shard shard;                              // whose journal says most of it
    std::optional<JobState> state;            // done, failed, cancelled, skipped; empty: not yet
    std::vector<BatchFile> files;             // when done; names below `out`
    std::vector<std::filesystem::path> wrong; // of these: gone, or not as they were written
    std::optional<JobFailure> failure;
    std::vector<std::filesystem::path> doneTwiceBy; // further journals that say they did it
};

// What several journals say together.
struct MergedReport {
    std::vector<MergedPhoto> photos; // each once, as they were planned
    int journals = 0;
    std::vector<Shard> missing;                  // shards of which there is no journal
    std::vector<std::filesystem::path> unlisted; // journals that ended while their photos were being noted
    int damagedLines = 0;
    bool hasOneSetting = true; // all were begun with the same recipe and options

    bool isComplete() const; // every photo done or skipped, exactly once, its files there, no shard missing
};

// Joins the journals of the batches in `folders`, whole ones and shards: those of one folder that shards
// share, or of a folder each. A photo is known again by its id and its name. Changes nothing. Throws Error:
// file_not_found where a folder holds no batch; as readJournal() does.
MergedReport mergeJournals(std::span<const std::filesystem::path> folders, Look look);

} // namespace kerf::batch
