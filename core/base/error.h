#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace kerf {

// Stable, serialisable reason for a failure. Written to reports, mapped to translated text in
// ui/error_text.cpp. Append only: never renumber, never reuse.
enum class ErrorCode {
    internal = 0,
    file_not_found = 1,
    unsupported_format = 2,
    corrupt_file = 3,
    disk_full = 4,
    out_of_memory = 5,
    model_missing = 6,
    model_corrupt = 7,
    permission_denied = 8,
    not_a_file = 9,        // a folder, device, pipe or socket where a regular file was wanted
    too_large = 10,        // over a limit on pixels, side or bytes
    invalid_option = 11,   // a recipe, export or command-line value out of range
    already_exists = 12,   // the output is there and replacing it was not allowed
    write_failed = 13,     // input/output error, read-only file system, quota
    engine_missing = 14,   // the engine that was asked for is not in this build or not on this machine
    source_in_danger = 15, // the output is the input itself (same file, hard link or symbolic link)
    network_failed = 16    // no connection, cut off, stalled, or the server said no
};

// The one exception type that core throws for a failure the user can understand or act on.
// what() is English: cause and remedy in one or two sentences, without the file's name, which file() holds.
// The command line prints "FILE: what()"; the window shows its own translated text for the code, what() as
// the detail.
class Error : public std::runtime_error {
public:
    Error(ErrorCode code, const std::string& what, std::filesystem::path file = {})
        : std::runtime_error(what), m_code(code), m_file(std::move(file)) {}

    ErrorCode code() const noexcept { return m_code; }
    const std::filesystem::path& file() const noexcept { return m_file; }

private:
    ErrorCode m_code;
    std::filesystem::path m_file;
};

// The code's name as JSON and logs have it: "corrupt_file".
constexpr const char* errorName(ErrorCode code) noexcept {
    switch (code) {
    case ErrorCode::internal:
        return "internal";
    case ErrorCode::file_not_found:
        return "file_not_found";
    case ErrorCode::unsupported_format:
        return "unsupported_format";
    case ErrorCode::corrupt_file:
        return "corrupt_file";
    case ErrorCode::disk_full:
        return "disk_full";
    case ErrorCode::out_of_memory:
        return "out_of_memory";
    case ErrorCode::model_missing:
        return "model_missing";
    case ErrorCode::model_corrupt:
        return "model_corrupt";
    case ErrorCode::permission_denied:
        return "permission_denied";
    case ErrorCode::not_a_file:
        return "not_a_file";
    case ErrorCode::too_large:
        return "too_large";
    case ErrorCode::invalid_option:
        return "invalid_option";
    case ErrorCode::already_exists:
        return "already_exists";
    case ErrorCode::write_failed:
        return "write_failed";
    case ErrorCode::engine_missing:
        return "engine_missing";
    case ErrorCode::source_in_danger:
        return "source_in_danger";
    case ErrorCode::network_failed:
        return "network_failed";
    }
    return "internal";
}

// Thrown when a stop was requested. Deliberately not an Error, so that `catch (const Error&)`
// can't swallow it.
struct Cancelled {};

} // namespace kerf
