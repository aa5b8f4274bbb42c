#pragma once

#include "core/models/fetcher.h"

#include <memory>
#include <string>
#include <vector>

namespace kerf {

struct QtFetcherOptions {
    int connectTimeoutMs = 30'000; // from a request to the first byte of its answer
    int stallTimeoutMs = 30'000;   // without a byte
    int redirects = 5;             // followed at most, to https only
    // Trusted beside the system's certificates, PEM; tests serve with their own.
    std::vector<std::string> extraCertificates;
};

// Brings files over https through QNetworkAccessManager: nothing but https, certificates always checked,
// proxies from $https_proxy, $all_proxy and $no_proxy (large letters too). It runs an event loop of its own
// on the calling thread, which must not be the one of a window; a QCoreApplication must exist.
class QtFetcher final : public models::Fetcher {
public:
    explicit QtFetcher(QtFetcherOptions options = {});

    void
    fetch(const models::FetchRequest& request, models::FetchSink& sink, const Progress& progress) override;

private:
    QtFetcherOptions m_options;
};

} // namespace kerf
