#pragma once

#include "core/models/fetcher.h"

namespace kerf::models {

// Takes files from a folder of this machine (a mirror for machines without a network): the request's url is
// a file's name.
class FolderFetcher final : public Fetcher {
public:
    void fetch(const FetchRequest& request, FetchSink& sink, const Progress& progress) override;
};

} // namespace kerf::models
