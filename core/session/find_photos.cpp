#include "core/session/find_photos.h"

#include "core/io/reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace kerf {
namespace {

namespace fs = std::filesystem;

bool isHidden(const fs::path& entry) {
    return entry.filename().native().starts_with('.');
}

class Finder {
public:
    explicit Finder(const std::stop_token& stop) : m_stop(stop) {}

    void add(const fs::path& named) {
        std::error_code error;
        const fs::file_status status = fs::status(named, error);
        if (fs::is_directory(status)) {
            const auto photos = std::ptrdiff_t(m_found.photos.size());
            const auto unsupported = std::ptrdiff_t(m_found.unsupported.size());
            walk(named, {});
            std::ranges::sort(
                m_found.photos.begin() + photos, m_found.photos.end(), naturallyLess, &FoundPhoto::file);
            std::ranges::sort(
                m_found.unsupported.begin() + unsupported, m_found.unsupported.end(), naturallyLess);
        } else if (fs::is_regular_file(status)) {
            addFile(named, named.filename());
        } else if (status.type() == fs::file_type::not_found) {
            m_found.missing.push_back(named);
        } else {
            m_found.unsupported.push_back(named);
        }
    }

    FoundPhotos take() { return std::move(m_found); }

private:
    void walk(const fs::path& folder, const fs::path& relative) {
        if (!isNew(folder)) {
            return; // one folder named twice, or inside another one that was named
        }
        std::error_code error;
        fs::directory_iterator entry(folder, error);
        std::vector<fs::path> folders;
        for (; !error && !m_stop.stop_requested() && entry != fs::directory_iterator();
             entry.increment(error)) {
            const fs::path& path = entry->path();
            std::error_code ignored;
            if (isHidden(path)) {
                continue;
            }
            if (entry->symlink_status(ignored).type() == fs::file_type::directory) {
                folders.push_back(path);
            } else if (entry->status(ignored).type() == fs::file_type::regular) {
                addFile(path, relative / path.filename());
            }
        }
        if (error) {
            m_found.unreadable.push_back(folder);
        }
        for (const fs::path& inner : folders) {
            if (m_stop.stop_requested()) {
                return;
            }
            walk(inner, relative / inner.filename());
        }
    }

    void addFile(const fs::path& file, fs::path relative) {
        if (!isNew(file)) {
            ++m_found.duplicates;
        } else if (looksLikePhoto(file)) {
            m_found.photos.push_back({file, std::move(relative)});
        } else if (faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) != 0) {
            m_found.unreadable.push_back(file);
        } else {
            m_found.unsupported.push_back(file);
        }
    }

    bool isNew(const fs::path& path) {
        std::error_code error;
        fs::path real = fs::canonical(path, error);
        return m_seen.insert(error ? fs::absolute(path, error) : std::move(real)).second;
    }

    const std::stop_token m_stop;
    FoundPhotos m_found;
    std::set<fs::path> m_seen;
};

} // namespace

FoundPhotos findPhotos(const std::vector<fs::path>& paths, const std::stop_token& stop) {
    Finder finder(stop);
    for (const fs::path& path : paths) {
        if (stop.stop_requested()) {
            break;
        }
        finder.add(path);
    }
    return finder.take();
}

} // namespace kerf
