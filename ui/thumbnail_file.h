#pragma once

#include "core/contract/events.h"

#include <QByteArray>
#include <QImage>

#include <cstdint>
#include <filesystem>
#include <optional>

namespace kerf::ui {

// The thumbnails that all programs of a desktop share, by the rules of freedesktop.org's Thumbnail Managing
// Standard: FOLDER/{normal,large,x-large}/MD5(URI).png with the file's URI and time of change inside, and
// FOLDER/fail/kerf-1/... for files that Kerf could not read. Functions for any thread but the GUI's; they
// throw nothing but std::bad_alloc.

enum class ThumbnailSize { normal = 128, large = 256, x_large = 512 }; // the longer side, pixels

// The smallest size with at least that side; x_large for anything larger.
ThumbnailSize thumbnailSizeFor(int side) noexcept;

// What a thumbnail belongs to: it is stale once this is another.
struct ThumbnailKey {
    QByteArray uri; // percent-encoded as GLib and so most file managers do
    std::int64_t seconds = 0;
    std::uint64_t bytes = 0;

    bool operator==(const ThumbnailKey&) const = default;
};

QByteArray thumbnailUri(const std::filesystem::path& file); // an absolute path
std::filesystem::path thumbnailName(const QByteArray& uri); // "c6ee772d9e49320e97ec29a7eb5b1697.png"

// Nothing where the file is not there, no regular file, or itself in `folder`.
std::optional<ThumbnailKey>
thumbnailKey(const std::filesystem::path& file, const std::filesystem::path& folder);

// The thumbnail that is kept, or a larger one's. Files in the folder may come from anyone: a picture that is
// damaged, larger than its size allows or about another file, a link, a pipe count as not there.
QImage readThumbnail(const std::filesystem::path& folder, const ThumbnailKey& key, ThumbnailSize size);

// Written to a temporary file first, folders 0700 and files 0600. False where that could not be done.
bool writeThumbnail(
    const std::filesystem::path& folder, const ThumbnailKey& key, ThumbnailSize size, const QImage& image);

// That Kerf could not read this version of the file, and why; file() of the failure is left out.
std::optional<JobFailure> readThumbnailFailure(const std::filesystem::path& folder, const ThumbnailKey& key);
bool writeThumbnailFailure(
    const std::filesystem::path& folder, const ThumbnailKey& key, const JobFailure& failure);

} // namespace kerf::ui
