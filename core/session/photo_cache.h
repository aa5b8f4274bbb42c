#pragma once

#include "core/io/reader.h"
#include "core/session/session.h"

#include <cstdint>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace kerf {

// One state of one file's contents: a changed file has another key.
struct FileKey {
    std::filesystem::path file; // canonical
    std::uint64_t bytes = 0;
    std::int64_t changedNs = 0; // time of the last change

    bool operator==(const FileKey&) const = default;
};

// What was asked for, and the engines and models that answered (Pipeline::fingerprint).
struct ResultKey {
    Recipe recipe;
    std::string engines;

    bool operator==(const ResultKey&) const = default;
};

// Empty when there is no such regular file.
std::optional<FileKey> keyOf(const std::filesystem::path& file);

// Decoded photos and what recipes made of them, the latest used, within a budget of bytes. Pixels that
// entries share are counted once; what is larger than the budget by itself is not kept. Thread-safe.
class PhotoCache {
public:
    explicit PhotoCache(std::uint64_t maxBytes) : m_maxBytes(maxBytes) {}

    std::shared_ptr<const Photo> photo(const FileKey& key);
    std::shared_ptr<const PhotoResult> result(const FileKey& key, const ResultKey& made);
    void add(const FileKey& key, std::shared_ptr<const Photo> photo);
    void add(const FileKey& key, const ResultKey& made, std::shared_ptr<const PhotoResult> result);

    std::uint64_t bytes() const;
    void setMaxBytes(std::uint64_t maxBytes); // lets go of what is over it

private:
    struct Entry {
        FileKey key;
        std::optional<ResultKey> made; // none: the photo itself
        std::shared_ptr<const Photo> photo;
        std::shared_ptr<const PhotoResult> result;
    };

    static std::uint64_t sizeOf(const Entry& entry);
    const Entry* find(const FileKey& key, const std::optional<ResultKey>& made);
    void add(Entry entry);
    void shrink(); // to the budget; with m_mutex held
    void count(const Entry& entry, int change);

    mutable std::mutex m_mutex; // guards those below
    std::uint64_t m_maxBytes;
    std::list<Entry> m_entries;                // latest used first
    std::map<const std::byte*, int> m_holders; // how many entries hold these pixels
    std::uint64_t m_bytes = 0;
};

} // namespace kerf
