#include "core/models/folder_fetcher.h"

#include "core/base/error.h"
#include "core/models/descriptor.h"
#include "core/models/file_hash.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <vector>

namespace kerf::models {

void FolderFetcher::fetch(const FetchRequest& request, FetchSink& sink, const Progress& progress) {
    const std::filesystem::path path = request.url;
    if (!factsOf(path)) {
        throw Error(
            ErrorCode::file_not_found, "the mirror lacks this file; put it there under this name", path);
    }
    const Descriptor file = openForReading(path);
    const std::optional<FileFacts> facts = factsOf(path);
    const std::uint64_t bytes = facts ? facts->bytes : 0;
    const std::string version =
        facts ? fmt::format("\"{}-{}-{}\"", facts->inode, facts->modifiedNs, facts->bytes) : "";
    const bool isRest = request.offset > 0 && request.offset <= bytes && request.validator == version;
    const std::uint64_t begin = isRest ? request.offset : 0;
    sink.begin({
        .status = isRest ? 206 : 200,
        .begin = begin,
        .total = bytes,
        .etag = version,
        .contentType = "application/octet-stream",
        .url = request.url,
    });
    constexpr std::size_t kBlock = std::size_t{1} << 20U;
    std::vector<std::uint8_t> block(kBlock);
    for (std::uint64_t at = begin;;) {
        progress.throwIfStopped();
        const ssize_t got = pread(file.get(), block.data(), block.size(), off_t(at));
        if (got < 0 && errno != EINTR) {
            throw Error(
                ErrorCode::corrupt_file,
                "it can't be read (" + std::generic_category().message(errno) + "); check the disk", path);
        }
        if (got == 0) {
            return;
        }
        if (got > 0) {
            sink.write(std::span(block).first(std::size_t(got)));
            at += std::uint64_t(got);
        }
    }
}

} // namespace kerf::models
