#pragma once

#include "core/base/progress.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace kerf::models {

// Some bytes of a file elsewhere.
struct FetchRequest {
    std::string url;
    std::uint64_t offset = 0; // where to begin; above 0 only what `validator` names is wanted
    std::string validator;    // an ETag or date of an earlier answer: another version comes from its start
};

// What the one who has the file says about it, before its first byte.
struct FetchResponse {
    int status = 0;                     // HTTP's: 200 all of it, 206 from `begin` on, others are refusals
    std::uint64_t begin = 0;            // where the bytes begin that follow
    std::optional<std::uint64_t> total; // bytes of the whole file, as announced
    std::string etag;                   // as sent, with its quotes
    std::string lastModified;
    std::string contentType;
    std::string url; // where it came from in the end
};

// Takes an answer. What these throw ends the fetch and comes out of it.
class FetchSink {
public:
    virtual ~FetchSink() = default;

    virtual void begin(const FetchResponse& response) = 0; // once, first
    virtual void write(std::span<const std::uint8_t> bytes) = 0;
};

// Brings bytes from elsewhere. It connects to what it is asked for and to nothing else, and only when asked.
class Fetcher {
public:
    virtual ~Fetcher() = default;

    // Calls the sink on the calling thread and returns when the answer has ended, be it too early: the sink
    // counts. Throws Error(network_failed) with cause and remedy, invalid_option for an address it doesn't
    // take, engine_missing without TLS; Cancelled within 100 ms after a stop. One fetch at a time.
    virtual void fetch(const FetchRequest& request, FetchSink& sink, const Progress& progress) = 0;
};

} // namespace kerf::models
