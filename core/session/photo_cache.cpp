#include "core/session/photo_cache.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace kerf {
namespace {

// Calls f(image) for each picture of an entry, once for those that share their pixels.
template <typename F>
void forEachImage(const Photo* photo, const PhotoResult* result, const StageMade* stage, F&& f) {
    std::set<const std::byte*> seen;
    const auto visit = [&](const Image& image) {
        if (!image.empty() && seen.insert(image.pixels().data()).second) {
            f(image);
        }
    };
    if (photo != nullptr) {
        visit(photo->image);
    }
    if (result != nullptr) {
        for (const Image* image :
             {&result->source, &result->cleaned, &result->foundMatte, &result->matte, &result->cutout,
              &result->finished, &result->framed}) {
            visit(*image);
        }
    }
    if (stage != nullptr) {
        visit(stage->image);
    }
}

} // namespace

std::optional<FileKey> keyOf(const std::filesystem::path& file) {
    std::error_code error;
    std::filesystem::path canonical = std::filesystem::canonical(file, error);
    struct stat status {};
    if (error || stat(canonical.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    constexpr std::int64_t kNsPerSecond = 1'000'000'000;
    return FileKey{
        std::move(canonical), static_cast<std::uint64_t>(status.st_size),
        status.st_mtim.tv_sec * kNsPerSecond + status.st_mtim.tv_nsec};
}

std::shared_ptr<const Photo> PhotoCache::photo(const FileKey& key) {
    const std::scoped_lock lock(m_mutex);
    const Entry* entry = find(key, std::monostate{});
    return entry == nullptr ? nullptr : entry->photo;
}

std::shared_ptr<const PhotoResult> PhotoCache::result(const FileKey& key, const ResultKey& made) {
    const std::scoped_lock lock(m_mutex);
    const Entry* entry = find(key, made);
    return entry == nullptr ? nullptr : entry->result;
}

std::shared_ptr<const StageMade> PhotoCache::stage(const FileKey& key, const StageKey& made) {
    const std::scoped_lock lock(m_mutex);
    const Entry* entry = find(key, made);
    return entry == nullptr ? nullptr : entry->stage;
}

void PhotoCache::add(const FileKey& key, std::shared_ptr<const Photo> photo) {
    add({.key = key, .made = {}, .photo = std::move(photo), .result = nullptr, .stage = nullptr});
}

void PhotoCache::add(const FileKey& key, const ResultKey& made, std::shared_ptr<const PhotoResult> result) {
    add({.key = key, .made = made, .photo = nullptr, .result = std::move(result), .stage = nullptr});
}

void PhotoCache::add(const FileKey& key, const StageKey& made, std::shared_ptr<const StageMade> stage) {
    add({.key = key, .made = made, .photo = nullptr, .result = nullptr, .stage = std::move(stage)});
}

std::uint64_t PhotoCache::bytes() const {
    const std::scoped_lock lock(m_mutex);
    return m_bytes;
}

const PhotoCache::Entry* PhotoCache::find(const FileKey& key, const MadeKey& made) {
    const auto entry =
        std::ranges::find_if(m_entries, [&](const Entry& e) { return e.key == key && e.made == made; });
    if (entry == m_entries.end()) {
        return nullptr;
    }
    m_entries.splice(m_entries.begin(), m_entries, entry);
    return &m_entries.front();
}

void PhotoCache::setMaxBytes(std::uint64_t maxBytes) {
    const std::scoped_lock lock(m_mutex);
    m_maxBytes = maxBytes;
    shrink();
}

void PhotoCache::add(Entry entry) {
    const std::uint64_t bytes = sizeOf(entry);
    const std::scoped_lock lock(m_mutex);
    if (bytes > m_maxBytes) {
        return;
    }
    if (find(entry.key, entry.made) != nullptr) {
        count(m_entries.front(), -1);
        m_entries.pop_front();
    }
    m_entries.push_front(std::move(entry));
    count(m_entries.front(), +1);
    shrink();
}

void PhotoCache::shrink() {
    while (m_bytes > m_maxBytes && !m_entries.empty()) {
        count(m_entries.back(), -1);
        m_entries.pop_back();
    }
}

std::uint64_t PhotoCache::sizeOf(const Entry& entry) {
    std::uint64_t bytes = 0;
    forEachImage(entry.photo.get(), entry.result.get(), entry.stage.get(), [&](const Image& image) {
        bytes += image.format().bytes();
    });
    return bytes;
}

void PhotoCache::count(const Entry& entry, int change) {
    forEachImage(entry.photo.get(), entry.result.get(), entry.stage.get(), [&](const Image& image) {
        const auto holders = m_holders.emplace(image.pixels().data(), 0).first;
        holders->second += change;
        if (change > 0 && holders->second == 1) {
            m_bytes += image.format().bytes();
        } else if (holders->second == 0) {
            m_bytes -= image.format().bytes();
            m_holders.erase(holders);
        }
    });
}

} // namespace kerf
