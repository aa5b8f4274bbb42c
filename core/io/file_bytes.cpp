#include "core/io/file_bytes.h"

#include "core/base/error.h"
#include "core/base/regular_file.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace kerf::io {
namespace {

constexpr std::size_t kBlockBytes = 4U << 20U;

[[noreturn]] void throwChanged() {
    throw Error(
        ErrorCode::corrupt_file, "the file changed while it was read; open it again when it is complete");
}

struct stat statusOf(const Descriptor& descriptor) {
    struct stat status {};
    if (fstat(descriptor.get(), &status) != 0) {
        throwForReading(errno, kPhotoFile);
    }
    return status;
}

// As many bytes as there are, at most `wanted`.
std::size_t readSome(int descriptor, std::uint8_t* to, std::size_t wanted) {
    std::size_t done = 0;
    while (done < wanted) {
        const ssize_t count = read(descriptor, to + done, std::min(wanted - done, kBlockBytes));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throwForReading(errno, kPhotoFile);
        }
        if (count == 0) {
            break;
        }
        done += static_cast<std::size_t>(count);
    }
    return done;
}

bool isUnchanged(const struct stat& before, const struct stat& after) {
    return before.st_size == after.st_size && before.st_mtim.tv_sec == after.st_mtim.tv_sec &&
           before.st_mtim.tv_nsec == after.st_mtim.tv_nsec;
}

} // namespace

FileBytes readFile(
    const std::filesystem::path& file,
    const Limits& limits,
    const Progress& progress,
    const HeadCheck& check) {
    const Descriptor descriptor = openRegular(file, kPhotoFile);
    const struct stat before = statusOf(descriptor);
    const auto size = static_cast<std::uint64_t>(before.st_size);
    if (size > limits.maxFileBytes) {
        throw Error(
            ErrorCode::too_large,
            fmt::format(
                "the file has {} MB, more than Kerf opens ({} MB)", size >> 20U, limits.maxFileBytes >> 20U));
    }
    std::vector<std::uint8_t> head(std::min<std::uint64_t>(size, kHeadBytes));
    if (readSome(descriptor.get(), head.data(), head.size()) != head.size()) {
        throwChanged();
    }
    check(head);

    FileBytes bytes(size);
    std::ranges::copy(head, bytes.writable().begin());
    for (std::size_t done = head.size(); done < size;) {
        progress.step(double(done) / double(size));
        const std::size_t wanted = std::min<std::size_t>(size - done, kBlockBytes);
        if (readSome(descriptor.get(), bytes.writable().data() + done, wanted) != wanted) {
            throwChanged();
        }
        done += wanted;
    }
    if (!isUnchanged(before, statusOf(descriptor))) {
        throwChanged();
    }
    progress.step(1.0);
    return bytes;
}

std::vector<std::uint8_t> readHead(const std::filesystem::path& file) {
    const Descriptor descriptor = openRegular(file, kPhotoFile);
    const struct stat status = statusOf(descriptor);
    std::vector<std::uint8_t> head(std::min<std::uint64_t>(std::uint64_t(status.st_size), kHeadBytes));
    head.resize(readSome(descriptor.get(), head.data(), head.size()));
    return head;
}

} // namespace kerf::io
