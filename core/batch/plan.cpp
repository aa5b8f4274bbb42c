#include "core/batch/plan.h"

#include "core/base/check.h"
#include "core/base/error.h"
#include "core/base/file_name.h"
#include "core/base/sha256.h"
#include "core/contract/batch.h"
#include "core/contract/name_template.h"
#include "core/io/reader.h"
#include "core/pipeline/pipeline.h"

#include <fmt/format.h>
#include <sys/stat.h>

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

// Below OUT, whatever `relative` says.
fs::path folderOf(const fs::path& out, const fs::path& relative) {
    fs::path folder = out;
    for (const fs::path& part : relative.parent_path()) {
        if (part != ".." && part != "." && part != "/") {
            folder /= part;
        }
    }
    return folder;
}

// When the photo was taken, or its file last changed.
CivilTime timeOf(const fs::path& file, const PhotoInfo& info) {
    if (const std::optional<CivilTime> taken = parseExifTime(info.taken)) {
        return *taken;
    }
    struct stat status {};
    return stat(file.c_str(), &status) == 0 ? utcTime(status.st_mtim.tv_sec) : CivilTime();
}

// Gives the photos of a plan their names, none twice.
class Namer {
public:
    Namer(
        const std::vector<FoundPhoto>& photos,
        const fs::path& out,
        const ExportOptions& options,
        std::span<const PlannedPhoto> earlier,
        const NamingFacts& facts)
        : m_photos(photos),
          m_out(out),
          m_options(options),
          m_facts(facts),
          m_template(options.naming),
          m_counter(earlier.size() + 1) {
        if (options.existing == ExistingPolicy::replace) {
            m_inputs = realNames(photos);
        }
        for (const PlannedPhoto& photo : earlier) {
            for (const fs::path& file : photo.filesFor(options.outputs)) {
                m_taken.insert(keyOf(file));
            }
            m_taken.insert(keyOf(photo.output));
            std::error_code error;
            if (options.existing == ExistingPolicy::replace) {
                m_inputs.insert(fs::canonical(photo.input, error));
            }
        }
    }

    // False when one of the names is taken. `number` from 2 on stands behind them.
    bool name(PlannedPhoto& photo, std::size_t index, int number) {
        const NameFacts facts = factsOf(index);
        const fs::path folder = folderOf(m_out, m_photos[index].relative);
        const std::string suffix = number == 1 ? "" : fmt::format("-{}", number);
        photo.output = file(folder, facts, BatchOutput::result, suffix);
        photo.files.clear();
        std::set<std::string> keys;
        bool areAsUsual = true;
        for (const BatchOutput kind : m_options.outputs) {
            fs::path own = file(folder, facts, kind, suffix);
            if (!keys.insert(keyOf(own)).second) { // the same {stage}, or it was cut off
                own = file(folder, facts, kind, suffix + wordOf(kind));
                keys.insert(keyOf(own));
            }
            areAsUsual = areAsUsual && own == outputFile(photo.output, kind);
            photo.files.push_back(std::move(own));
        }
        keys.insert(keyOf(photo.output)); // the id is a hash of it
        const bool isFree =
            std::ranges::none_of(keys, [&](const auto& key) { return m_taken.contains(key); }) &&
            std::ranges::none_of(
                photo.files, [&](const fs::path& output) { return isOtherInput(output, photo.input); });
        if (isFree) {
            m_taken.merge(keys);
        }
        if (areAsUsual) {
            photo.files.clear();
        }
        return isFree;
    }

private:
    NameFacts factsOf(std::size_t index) const {
        const FoundPhoto& photo = m_photos[index];
        std::error_code error;
        NameFacts facts{
            .name = photo.relative.stem().native(),
            .parent = fs::absolute(photo.file, error).lexically_normal().parent_path().filename().native(),
            .stage = m_facts.result,
            .model = m_facts.model,
            .scale = m_facts.scale,
            .counter = m_counter + index};
        const bool needsInfo = m_template.uses(NamePart::date) || m_template.uses(NamePart::width) ||
                               m_template.uses(NamePart::height);
        if (needsInfo) {
            PhotoInfo info;
            try {
                info = readInfo(photo.file, Limits{});
            } catch (const Error&) { // its own turn tells what is wrong with it
            }
            facts.width = info.width;
            facts.height = info.height;
            facts.taken = timeOf(photo.file, info);
        }
        return facts;
    }

    static std::string wordOf(BatchOutput kind) {
        return kind == BatchOutput::result ? "-result" : kind == BatchOutput::matte ? "-matte" : "-clean";
    }

    fs::path
    file(const fs::path& folder, NameFacts facts, BatchOutput kind, const std::string& suffix) const {
        std::string end = suffix;
        if (kind != BatchOutput::result) {
            if (m_template.uses(NamePart::stage)) {
                facts.stage = wordOf(kind).substr(1);
            } else {
                end += wordOf(kind);
            }
        }
        end += extension(m_options.type);
        return folder / fileName(m_template.stem(facts), end);
    }

    bool isOtherInput(const fs::path& output, const fs::path& input) const {
        std::error_code error;
        const fs::path real = m_inputs.empty() ? fs::path() : fs::canonical(output, error);
        return !m_inputs.empty() && !error && m_inputs.contains(real) &&
               !fs::equivalent(output, input, error);
    }

    const std::vector<FoundPhoto>& m_photos;
    const fs::path& m_out;
    const ExportOptions& m_options;
    const NamingFacts& m_facts;
    const NameTemplate m_template;
    const std::uint64_t m_counter; // of the first photo
    std::set<fs::path> m_inputs;   // that no output may take the name of
    std::set<std::string> m_taken;
};

} // namespace

std::vector<fs::path> PlannedPhoto::filesFor(const std::vector<BatchOutput>& outputs) const {
    if (!files.empty()) {
        KERF_CHECK(files.size() == outputs.size());
        return files;
    }
    std::vector<fs::path> names;
    names.reserve(outputs.size());
    for (const BatchOutput kind : outputs) {
        names.push_back(outputFile(output, kind));
    }
    return names;
}

NamingFacts namingFacts(const Pipeline& pipeline, const Recipe& recipe, const ExportOptions& options) {
    NamingFacts facts;
    const auto writes = [&](BatchOutput kind) {
        return std::ranges::find(options.outputs, kind) != options.outputs.end();
    };
    if (options.alphaOnly) {
        facts.result = writes(BatchOutput::matte) ? "alpha" : "matte";
    } else if (recipe.finish) {
        facts.result = "bw";
    } else if (recipe.mask == MaskEngine::off) {
        facts.result = writes(BatchOutput::cleaned) ? "result" : "clean";
    }
    const NameTemplate names(options.naming);
    if (!names.uses(NamePart::model) && !names.uses(NamePart::scale)) {
        return facts;
    }
    try {
        for (const ChosenEngine& engine : pipeline.chosen(recipe, {})) {
            facts.model +=
                (facts.model.empty() ? "" : "+") + (engine.model.empty() ? engine.engine : engine.model);
            if (engine.stage == "cleanup" && engine.engine == name(CleanupEngine::esrgan)) {
                facts.scale = recipe.scale.value_or(2);
            }
        }
    } catch (const Error&) {
    }
    return facts;
}

std::vector<PlannedPhoto> planOutputs(
    const std::vector<FoundPhoto>& photos,
    const fs::path& out,
    const ExportOptions& options,
    std::span<const PlannedPhoto> earlier,
    const NamingFacts& facts) {
    Namer namer(photos, out, options, earlier, facts);
    std::vector<PlannedPhoto> plan;
    std::vector<std::size_t> collided;
    for (const FoundPhoto& photo : photos) {
        plan.push_back({.input = photo.file});
        if (!namer.name(plan.back(), plan.size() - 1, 1)) {
            collided.push_back(plan.size() - 1);
        }
    }
    for (const std::size_t index : collided) { // after all others have their names
        for (int number = 2; !namer.name(plan[index], index, number); ++number) {
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
