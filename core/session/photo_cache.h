#pragma once

#include "core/io/reader.h"
#include "core/pipeline/stage_store.h"
#include "core/session/session.h"

#include <cstdint>
#include <filesystem>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>

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

// Decoded photos, what recipes made of them and what single stages did, the latest used, within a budget of
// bytes. Pixels that entries share are counted once; what is larger than the budget by itself is not kept.
// Thread-safe.
class PhotoCache {
public:
    explicit PhotoCache(std::uint64_t maxBytes) : m_maxBytes(maxBytes) {}

    std::shared_ptr<const Photo> photo(const FileKey& key);
    std::shared_ptr<const PhotoResult> result(const FileKey& key, const ResultKey& made);
    void add(const FileKey& key, std::shared_ptr<const Photo> photo);
    std::shared_ptr<const StageMade> stage(const FileKey& key, const StageKey& made);
    void add(const FileKey& key, const ResultKey& made, std::shared_ptr<const PhotoResult> result);
    void add(const FileKey& key, const StageKey& made, std::shared_ptr<const StageMade> stage);

    std::uint64_t bytes() const;
    void setMaxBytes(std::uint64_t maxBytes); // lets go of what is over it

private:
    using MadeKey = std::variant<std::monostate, ResultKey, StageKey>; // none of both: the photo itself
    struct Entry {
        FileKey key;
        MadeKey made;
        std::shared_ptr<const Photo> photo;
        std::shared_ptr<const PhotoResult> result;
        std::shared_ptr<const StageMade> stage;
    };

    static std::uint64_t sizeOf(const Entry& entry);
    const Entry* find(const FileKey& key, const MadeKey& made);
    void add(Entry entry);
    void shrink(); // to the budget; with m_mutex held
    void count(const Entry& entry, int change);

    mutable std::mutex m_mutex; // guards those below
    std::uint64_t m_maxBytes;
    std::list<Entry> m_entries;                // latest used first
    std::map<const std::byte*, int> m_holders; // how many entries hold these pixels
    std::uint64_t m_bytes = 0;
};

// The stages of one photo in a cache. Neither is owned.
class CachedStages final : public StageStore {
public:
    CachedStages(PhotoCache& cache, FileKey key) : m_cache(cache), m_key(std::move(key)) {}

    std::shared_ptr<const StageMade> find(const StageKey& key) override { return m_cache.stage(m_key, key); }
    void keep(const StageKey& key, std::shared_ptr<const StageMade> made) override {
        m_cache.add(m_key, key, std::move(made));
    }

private:
    PhotoCache& m_cache;
    const FileKey m_key;
};

} // namespace kerf
