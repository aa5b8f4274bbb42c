#pragma once

#include "core/models/fetcher.h"

#include <memory>

namespace kerf {

// What libkerf_fetch exports: "kerfCreateFetcher" makes a QtFetcher, and a QCoreApplication where there is
// none, for as long as it lives. Null for another interface.
using CreateFetcher = models::Fetcher*(int interface);
inline constexpr int kFetcherInterface = 1;

// Opens libkerf_fetch, which links Qt's network: to load that takes about 20 ms, which the commands that
// don't connect anywhere needn't wait for. Throws Error(engine_missing) with the loader's reason.
std::unique_ptr<models::Fetcher> openFetcher();

} // namespace kerf
