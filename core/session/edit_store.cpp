#include "core/session/edit_store.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/contract/recipe_json.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <system_error>
#include <vector>

namespace kerf {
namespace {

namespace fs = std::filesystem;

// An absolute name of the file without links and dots where it can be had.
fs::path plainName(const fs::path& photo) {
    std::error_code error;
    fs::path name = fs::canonical(photo, error);
    return error ? fs::absolute(photo, error).lexically_normal() : name;
}

std::vector<std::uint8_t> bytesOf(const std::string& text) {
    return {text.begin(), text.end()};
}

// Moves a damaged file out of the way, never over another. The name that it has now; empty if it stays.
fs::path putAside(const fs::path& file) {
    for (int i = 1; i < 100; ++i) {
        fs::path aside = file;
        aside += i == 1 ? std::string(".damaged") : fmt::format(".damaged-{}", i);
        std::error_code error;
        if (!isNameTaken(aside)) {
            fs::rename(file, aside, error);
            return error ? fs::path() : aside;
        }
    }
    return {};
}

// HASH.json, HASH.json.damaged, HASH.json.damaged-2
bool isOurs(const std::string& name) {
    constexpr std::size_t kHashLetters = 64;
    return name.find_first_not_of("0123456789abcdef") == kHashLetters &&
           (name.substr(kHashLetters) == ".json" || name.compare(kHashLetters, 13, ".json.damaged") == 0);
}

} // namespace

fs::path EditStore::fileOf(const fs::path& photo) const {
    Sha256 hash;
    hash.update(bytesOf(plainName(photo).native()));
    return m_folder / (toHex(hash.finish()) + ".json");
}

EditStore::Loaded EditStore::load(const fs::path& photo) const {
    const fs::path file = fileOf(photo);
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        return {};
    }
    try {
        if (fs::file_size(file, error) > kMaxRecipeBytes || error) {
            throw Error(ErrorCode::corrupt_file, "the saved edits can't be read or are too large");
        }
        std::ifstream stream(file, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        if (!stream && !stream.eof()) {
            return {{}, "the saved edits could not be read; look at the file's permissions"};
        }
        return {photoEditsFromJson(text), {}};
    } catch (const Error& e) {
        const fs::path aside = putAside(file);
        return {
            {},
            aside.empty() ? fmt::format("{}; the file could not be put aside", e.what())
                          : fmt::format("{}; the file was put aside as {}", e.what(), aside.string())};
    }
}

void EditStore::save(const fs::path& photo, const PhotoEdits& edits) const {
    const fs::path file = fileOf(photo);
    std::error_code error;
    if (edits == PhotoEdits()) {
        fs::remove(file, error);
        return;
    }
    fs::create_directories(m_folder, error);
    if (error && !fs::is_directory(m_folder)) {
        const bool isDenied = error == std::errc::permission_denied;
        throw Error(
            isDenied ? ErrorCode::permission_denied : ErrorCode::write_failed,
            "the folder for edits could not be made: " + error.message(), m_folder);
    }
    const std::vector<std::uint8_t> bytes = bytesOf(toJson(edits));
    writeFileAtomically(file, bytes, OnExisting::replace);
}

void EditStore::clear() const {
    std::error_code error;
    if (!fs::exists(m_folder, error)) {
        return;
    }
    std::vector<fs::path> files;
    for (fs::directory_iterator entry(m_folder, error), end; !error && entry != end; entry.increment(error)) {
        if (isOurs(entry->path().filename().native())) {
            files.push_back(entry->path());
        }
    }
    for (const fs::path& file : files) {
        std::error_code kept;
        fs::remove(file, kept);
        error = kept ? kept : error;
    }
    if (error) {
        throw Error(
            ErrorCode::write_failed, "not all of the kept edits could be removed: " + error.message(),
            m_folder);
    }
}

} // namespace kerf
