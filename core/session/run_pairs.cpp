#include "core/session/run_pairs.h"

#include "core/base/error.h"
#include "core/base/natural_order.h"
#include "core/io/reader.h"
#include "core/models/file_hash.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

namespace kerf {
namespace {

namespace fs = std::filesystem;

std::string lowered(std::string text) {
    std::ranges::transform(
        text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return text;
}

bool isNamedLikeAPicture(const fs::path& file) {
    constexpr std::array<std::string_view, 10> kEndings{".png",  ".jpg",  ".jpeg", ".tif",  ".tiff",
                                                        ".webp", ".heic", ".heif", ".avif", ".dng"};
    return std::ranges::find(kEndings, lowered(file.extension().native())) != kEndings.end();
}

fs::path withoutExtension(const fs::path& name) {
    return name.parent_path() / name.stem();
}

// The name without what a stage or another program adds to it.
fs::path withoutSuffix(const fs::path& name) {
    constexpr std::array<std::string_view, 20> kSuffixes{
        "cutout", "cut", "matte", "matting", "alpha", "mask", "clean", "cleaned", "result", "output",
        "out",    "fg",  "gt",    "truth",   "bw",    "nobg", "rgba",  "2x",      "x2",     "kerf"};
    const fs::path bare = withoutExtension(name);
    const std::string stem = lowered(bare.filename().native());
    const std::size_t at = stem.find_last_of("-_. ");
    const bool isSuffixed = at != std::string::npos && at > 0 &&
                            std::ranges::find(kSuffixes, stem.substr(at + 1)) != kSuffixes.end();
    return bare.parent_path() / (isSuffixed ? stem.substr(0, at) : stem);
}

// The pictures below one folder.
class Lister {
public:
    Lister(const std::stop_token& stop, PairedRuns& into) : m_stop(stop), m_into(into) {}

    std::vector<fs::path> list(const fs::path& folder) {
        walk(folder, {});
        std::ranges::sort(m_found, naturallyLess);
        return std::move(m_found);
    }

private:
    void walk(const fs::path& folder, const fs::path& relative) {
        std::error_code error;
        fs::directory_iterator entry(folder, error);
        for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
            if (m_stop.stop_requested()) {
                throw Cancelled{};
            }
            const fs::path name = entry->path().filename();
            std::error_code ignored;
            const fs::file_type kind = entry->symlink_status(ignored).type();
            if (name.native().starts_with('.')) {
                continue;
            }
            if (kind == fs::file_type::directory) {
                walk(entry->path(), relative / name);
            } else if (!fs::is_directory(entry->status(ignored))) {
                add(entry->path(), relative / name);
            }
        }
        if (error) {
            m_into.unreadable.push_back(folder);
        }
    }

    void add(const fs::path& file, fs::path relative) {
        if (isNamedLikeAPicture(file) || looksLikePhoto(file)) {
            m_found.push_back(std::move(relative));
        } else {
            ++m_into.ignored;
        }
    }

    const std::stop_token& m_stop;
    PairedRuns& m_into;
    std::vector<fs::path> m_found;
};

// Finds partners for what has none yet.
class Matcher {
public:
    Matcher(PairedRuns& into, const std::stop_token& stop, std::vector<fs::path> a, std::vector<fs::path> b)
        : m_into(into), m_stop(stop), m_a(std::move(a)), m_b(std::move(b)) {}

    void run() {
        match([](const fs::path& name) { return name; }, false, false);
        match(withoutExtension, false, false);
        matchBytes();
        match(withoutSuffix, true, true);
        for (fs::path& name : m_a) {
            fs::path shown = withoutExtension(name);
            m_into.pairs.push_back({.name = std::move(shown), .a = std::move(name)});
        }
        for (fs::path& name : m_b) {
            fs::path shown = withoutExtension(name);
            m_into.pairs.push_back({.name = std::move(shown), .b = std::move(name)});
        }
        std::ranges::stable_sort(m_into.pairs, naturallyLess, &PairedFiles::name);
    }

private:
    using Named = std::map<std::string, std::vector<std::size_t>>; // indices by key

    template <typename Key>
    static Named byKey(const std::vector<fs::path>& names, Key&& key) {
        Named named;
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (!names[i].empty()) {
                named[key(names[i]).native()].push_back(i);
            }
        }
        return named;
    }

    // Pairs those with equal keys, in order; `mustBeOnly`: just where there is one on either side.
    template <typename Key>
    void match(Key&& key, bool isRenamed, bool mustBeOnly) {
        const Named a = byKey(m_a, key);
        const Named b = byKey(m_b, key);
        for (const auto& [name, indices] : a) {
            const auto found = b.find(name);
            if (found == b.end() || (mustBeOnly && (indices.size() > 1 || found->second.size() > 1))) {
                continue;
            }
            for (std::size_t i = 0; i < std::min(indices.size(), found->second.size()); ++i) {
                pair(m_a[indices[i]], m_b[found->second[i]], isRenamed);
            }
        }
        std::erase_if(m_a, [](const fs::path& name) { return name.empty(); });
        std::erase_if(m_b, [](const fs::path& name) { return name.empty(); });
    }

    // Only files of equal size are read.
    void matchBytes() {
        std::map<std::uintmax_t, int> sizes; // 1: in A, 2: in B
        const auto sizeOf = [](const fs::path& file) {
            std::error_code error;
            const std::uintmax_t size = fs::is_regular_file(file, error) ? fs::file_size(file, error) : 0;
            return error ? 0 : size;
        };
        for (const fs::path& name : m_a) {
            sizes[sizeOf(m_into.folderA / name)] |= 1;
        }
        for (const fs::path& name : m_b) {
            sizes[sizeOf(m_into.folderB / name)] |= 2;
        }
        const auto keyIn = [&](const fs::path& folder) {
            return [&](const fs::path& name) -> fs::path {
                const std::uintmax_t size = sizeOf(folder / name);
                return size > 0 && sizes[size] == 3 ? hashOf(folder / name) : fs::path();
            };
        };
        Named a = byKey(m_a, keyIn(m_into.folderA));
        Named b = byKey(m_b, keyIn(m_into.folderB));
        a.erase("");
        for (const auto& [hash, indices] : a) {
            const std::vector<std::size_t>& others = b[hash];
            for (std::size_t i = 0; i < std::min(indices.size(), others.size()); ++i) {
                pair(m_a[indices[i]], m_b[others[i]], true);
            }
        }
        std::erase_if(m_a, [](const fs::path& name) { return name.empty(); });
        std::erase_if(m_b, [](const fs::path& name) { return name.empty(); });
    }

    // Empty where it can't be read: such a file is like no other.
    fs::path hashOf(const fs::path& file) const {
        try {
            return models::hashFile(file, Progress(m_stop, {})).sha256;
        } catch (const Error&) {
            return {};
        }
    }

    // Takes the names.
    void pair(fs::path& a, fs::path& b, bool isRenamed) {
        m_into.pairs.push_back({.name = withoutExtension(b), .a = a, .b = b, .isRenamed = isRenamed});
        a.clear();
        b.clear();
    }

    PairedRuns& m_into;
    const std::stop_token& m_stop;
    std::vector<fs::path> m_a; // an empty name has been paired
    std::vector<fs::path> m_b;
};

fs::file_type typeOf(const fs::path& path) {
    std::error_code error;
    const fs::file_type type = fs::status(path, error).type();
    if (type == fs::file_type::not_found) {
        throw Error(ErrorCode::file_not_found, "there is no such folder or file; check the name", path);
    }
    return type;
}

} // namespace

PairedRuns pairRuns(const fs::path& a, const fs::path& b, const std::stop_token& stop) {
    const bool isFolderA = typeOf(a) == fs::file_type::directory;
    const bool isFolderB = typeOf(b) == fs::file_type::directory;
    if (isFolderA != isFolderB) {
        throw Error(
            ErrorCode::not_a_file, "a folder can't be compared with a file; name two folders or two files",
            isFolderA ? a : b);
    }
    PairedRuns runs{.folderA = a, .folderB = b};
    if (!isFolderA) {
        runs.folderA = a.parent_path();
        runs.folderB = b.parent_path();
        runs.pairs.push_back({.name = b.stem(), .a = a.filename(), .b = b.filename()});
        return runs;
    }
    std::vector<fs::path> namesA = Lister(stop, runs).list(a);
    std::vector<fs::path> namesB = Lister(stop, runs).list(b);
    Matcher(runs, stop, std::move(namesA), std::move(namesB)).run();
    return runs;
}

} // namespace kerf
