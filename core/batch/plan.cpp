#include "core/batch/plan.h"

#include "core/base/check.h"
#include "core/base/sha256.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <set>
#include <string>
#include <system_error>

namespace kerf::batch {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxShards = 100'000;

// One key for all names that a file system may take for one file.
std::string keyOf(const fs::path& path) {
    std::string key = path.lexically_normal().native();
    for (char& c : key) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return key;
}

bool isBelow(const fs::path& path, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

// Of the name below OUT.
std::string idOf(const fs::path& output, const fs::path& out) {
    const std::string name = output.lexically_relative(out).generic_string();
    Sha256 hash;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    hash.update({reinterpret_cast<const std::uint8_t*>(name.data()), name.size()});
    return toHex(hash.finish()).substr(0, 16);
}

std::set<fs::path> realNames(const std::vector<FoundPhoto>& photos) {
    std::set<fs::path> names;
    for (const FoundPhoto& photo : photos) {
        std::error_code error;
        names.insert(fs::canonical(photo.file, error));
    }
    return names;
}

} // namespace

std::vector<PlannedPhoto> planOutputs(
    const std::vector<FoundPhoto>& photos,
    const fs::path& out,
    const ExportOptions& options,
    std::span<const PlannedPhoto> earlier) {
    const std::string ending(extension(options.type));
    std::set<fs::path> inputs;
    if (options.existing == ExistingPolicy::replace) {
        inputs = realNames(photos);
        for (const PlannedPhoto& photo : earlier) {
            std::error_code error;
            inputs.insert(fs::canonical(photo.input, error));
        }
    }
    const auto isOtherInput = [&](const fs::path& output, const fs::path& input) {
        std::error_code error;
        const fs::path real = fs::canonical(output, error);
        return !error && inputs.contains(real) && !fs::equivalent(output, input, error);
    };

    std::set<std::string> taken;
    for (const PlannedPhoto& photo : earlier) {
        taken.insert(keyOf(photo.output));
    }
    std::vector<PlannedPhoto> plan;
    std::vector<std::size_t> collided;
    for (const FoundPhoto& photo : photos) {
        const fs::path stem = out / photo.relative.parent_path() / photo.relative.stem();
        plan.push_back({.input = photo.file, .output = fs::path(stem.native() + ending)});
        if (isOtherInput(plan.back().output, photo.file) || !taken.insert(keyOf(plan.back().output)).second) {
            collided.push_back(plan.size() - 1);
        }
    }
    for (const std::size_t index : collided) { // after all others have their names
        PlannedPhoto& photo = plan[index];
        const std::string stem = (photo.output.parent_path() / photo.output.stem()).native();
        for (int i = 2;; ++i) {
            photo.output = fmt::format("{}-{}{}", stem, i, ending);
            if (!isOtherInput(photo.output, photo.input) && taken.insert(keyOf(photo.output)).second) {
                break;
            }
        }
    }
    for (PlannedPhoto& photo : plan) {
        photo.id = idOf(photo.output, out);
    }
    return plan;
}

std::vector<FoundPhoto> withoutOutputs(std::vector<FoundPhoto> photos, const fs::path& out) {
    std::error_code error;
    const fs::path folder = fs::canonical(out, error);
    if (error) { // not there yet
        return photos;
    }
    std::erase_if(photos, [&](const FoundPhoto& photo) {
        std::error_code ignored;
        const fs::path real = fs::canonical(photo.file, ignored);
        const std::string& name = photo.file.native();
        const fs::path root = fs::canonical(
            fs::path(name.substr(0, name.size() - photo.relative.native().size())) / ".", ignored);
        const bool wasWalked = photo.relative.has_parent_path();
        return wasWalked && root != folder && isBelow(folder, root) && isBelow(real, folder);
    });
    return photos;
}

std::optional<Shard> parseShard(std::string_view text) noexcept {
    Shard shard;
    const char* const end = text.data() + text.size();
    const auto [slash, error] = std::from_chars(text.data(), end, shard.index);
    if (error != std::errc() || slash == end || *slash != '/') {
        return std::nullopt;
    }
    const auto [rest, countError] = std::from_chars(slash + 1, end, shard.count);
    const bool isWhole = countError == std::errc() && rest == end;
    return isWhole && shard.count >= 1 && shard.count <= kMaxShards && shard.index >= 1 &&
                   shard.index <= shard.count
               ? std::optional(shard)
               : std::nullopt;
}

bool isOfShard(std::string_view id, const Shard& shard) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), value, 16);
    KERF_CHECK(error == std::errc() && end == id.data() + id.size());
    return value % std::uint64_t(shard.count) == std::uint64_t(shard.index - 1);
}

} // namespace kerf::batch
