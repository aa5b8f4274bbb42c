#pragma once

#include "core/contract/batch_news.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace kerf {

// The batches of a front end, one at a time: the part of a Session that makes files of many photos while the
// person looks at others. Uses the session's engines, whose requests go first.
//
// Thread-safe; no call blocks: what is asked for is done in its order, and news come from threads of its own,
// one at a time and never after the session is destroyed. The handler must neither throw nor take long.
// Destroying the session leaves what has not ended for goOn(), as does a crash.
class Batches {
public:
    using EventHandler = std::function<void(const BatchNews&)>;

    virtual ~Batches() = default;

    virtual void start(BatchOrder order) = 0; // leaves the one before
    virtual void
    goOn(std::filesystem::path out) = 0; // with what is unfinished in there; leaves the one before
    virtual void add(std::vector<std::filesystem::path> inputs) = 0; // to the batch that is there

    virtual void pause() = 0; // photos under way are finished
    virtual void resume() = 0;
    virtual void cancel(std::vector<std::string> ids) = 0;
    virtual void cancelAll() = 0;
    virtual void retry(std::vector<std::string> ids) = 0; // failed or cancelled ones
    // Those that wait, in this order, to before `next`; empty: to the end.
    virtual void move(std::vector<std::string> ids, std::string next) = 0;
    virtual void leave() = 0; // ends as soon as it can; what has not ended is left for goOn()

    virtual void look(std::filesystem::path out) = 0; // a BatchGlance answers, if `out` is there
};

} // namespace kerf
