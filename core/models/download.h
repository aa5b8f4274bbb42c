#pragma once

#include "core/base/progress.h"
#include "core/models/fetcher.h"
#include "core/models/store.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace kerf::models {

// How far a download is.
struct DownloadStatus {
    std::string file;                  // its name in the model folder
    std::uint64_t bytes = 0;           // that are here
    std::uint64_t totalBytes = 0;      // 0: not known yet
    std::optional<double> secondsLeft; // nothing until there is something to tell it from
    bool isResumed = false;            // an earlier attempt's bytes are used
    bool isVerifying = false;          // all bytes are here, their SHA-256 is being computed
};

struct DownloadOptions {
    // A folder, or an https address below which the files lie under their own names; empty: the official
    // addresses.
    std::string mirror;
    // Called on the downloading thread, at most ten times a second and at the end. May be empty.
    std::function<void(const DownloadStatus& status)> report;
    int attempts = 5;   // of one file, as long as each brings some bytes
    int pauseMs = 1000; // between attempts
};

// Brings an official model into the store's folder, unless it is there.
//
// A file grows as NAME.part, beside NAME.part.json, which names the version that it is part of; both stay
// when the download is cancelled or cut, and the next one goes on from there. The file gets its name only
// when size and SHA-256 are those of the manifest; with a wrong hash it is deleted. Nothing that exists is
// replaced. Of several processes one downloads a file, the others are told so.
//
// A model that comes with Kerf is there already, or only an installation brings it back (model_corrupt).
//
// Throws Error: model_missing (no such id), invalid_option (it can only be imported; a mirror that is neither
// https nor a folder), already_exists (another process downloads it, or another file has its name),
// disk_full, permission_denied, write_failed, network_failed, corrupt_file (not the file but a web page;
// another size), model_corrupt (wrong hash); Cancelled.
class Downloader {
public:
    // Both must outlive it. `fetcher` is for https; folders need none.
    Downloader(const ModelStore& store, Fetcher& fetcher);

    InstalledModel
    download(std::string_view id, const DownloadOptions& options, const Progress& progress) const;

private:
    const ModelStore& m_store;
    Fetcher& m_fetcher;
};

} // namespace kerf::models
