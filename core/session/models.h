#pragma once

#include "core/contract/model_event.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace kerf {

// What a front end may do about models: the part of a Session that has nothing to do with photos.
//
// Thread-safe; no call blocks. Events come from threads of its own, one at a time; a task's last event is
// done, failed or cancelled, exactly once, unless the session is destroyed first. Downloads run one after
// another and hold nothing else up. Nothing connects anywhere but a fetch.
class Models {
public:
    using EventHandler = std::function<void(const ModelEvent&)>;

    virtual ~Models() = default;

    virtual JobId list() = 0;                               // new files in the folder are read
    virtual JobId fetch(std::string id) = 0;                // goes on from what an earlier attempt left
    virtual JobId verify(std::vector<std::string> ids) = 0; // empty: all of the folder
    virtual JobId import(std::filesystem::path file) = 0;   // a weight file, known by its contents
    virtual JobId remove(std::string id) = 0; // its files, or what an unfinished download has left

    // The last event, `cancelled`, comes within 200 ms. What a download has brought so far is kept.
    virtual void cancel(JobId job) = 0;

    // A folder, or an https address, below which fetches look for files under their own names; empty: the
    // official addresses. Counts for fetches that start from now on.
    virtual void setMirror(std::string mirror) = 0;

    virtual std::filesystem::path folder() const = 0;
};

} // namespace kerf
