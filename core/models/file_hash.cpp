#include "core/models/file_hash.h"

#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/models/descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

namespace kerf::models {
namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

std::int64_t nanoseconds(const timespec& time) {
    return std::int64_t{time.tv_sec} * kNsPerSecond + time.tv_nsec;
}

std::optional<FileFacts> toFacts(const struct stat& status) {
    if (!S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    return FileFacts{
        .bytes = static_cast<std::uint64_t>(status.st_size),
        .modifiedNs = nanoseconds(status.st_mtim),
        .changedNs = nanoseconds(status.st_ctim),
        .inode = status.st_ino};
}

FileFacts factsOf(const Descriptor& file, const std::filesystem::path& path) {
    struct stat status {};
    const bool isThere = fstat(file.get(), &status) == 0;
    const std::optional<FileFacts> facts = isThere ? toFacts(status) : std::nullopt;
    if (!facts) {
        throw Error(ErrorCode::not_a_file, "this is no regular file; give the model's file", path);
    }
    return *facts;
}

} // namespace

std::optional<FileFacts> factsOf(const std::filesystem::path& file) {
    struct stat status {};
    return stat(file.c_str(), &status) == 0 ? toFacts(status) : std::nullopt;
}

HashedFile hashFile(const std::filesystem::path& path, const Progress& progress) {
    const Descriptor file = openForReading(path);
    const FileFacts before = factsOf(file, path);
    posix_fadvise(file.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    constexpr std::size_t kBlock = std::size_t{1} << 20U;
    std::vector<std::uint8_t> block(kBlock);
    Sha256 sum;
    std::uint64_t done = 0;
    for (;;) {
        progress.step(double(done) / double(std::max<std::uint64_t>(before.bytes, 1)));
        const ssize_t got = read(file.get(), block.data(), block.size());
        if (got == 0) {
            break;
        }
        if (got < 0) {
            if (errno == EINTR) {
                continue;
            }
            throw Error(
                ErrorCode::corrupt_file,
                "it can't be read (" + std::generic_category().message(errno) + "); check the disk", path);
        }
        sum.update(std::span(block).first(std::size_t(got)));
        done += std::uint64_t(got);
    }
    const FileFacts after = factsOf(file, path);
    if (after != before || done != after.bytes) {
        throw Error(
            ErrorCode::corrupt_file, "it changed while it was read; try again when it is complete", path);
    }
    return {toHex(sum.finish()), after};
}

} // namespace kerf::models
