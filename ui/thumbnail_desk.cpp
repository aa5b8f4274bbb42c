#include "ui/thumbnail_desk.h"

#include "ui/session_bridge.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

constexpr std::size_t kMaxAtOnce = 8;
constexpr qreal kRounding = 4.0 / 128.0; // corner radius of the longer side

// As it is painted, so that painting is a plain copy: no scaling, no clipping.
QImage dressed(const QImage& image, QSize box) {
    QSize size = image.size();
    if (size.width() > box.width() || size.height() > box.height()) {
        size = size.scaled(box, Qt::KeepAspectRatio).expandedTo({1, 1});
    }
    QImage out(size, QImage::Format_ARGB32_Premultiplied);
    out.fill(Qt::transparent);
    QPainter painter(&out);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QPainterPath rounded;
    const qreal radius = kRounding * box.width();
    rounded.addRoundedRect(QRectF({}, QSizeF(size)), radius, radius);
    painter.setClipPath(rounded);
    painter.drawImage(
        0, 0,
        size == image.size() ? image : image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    return out;
}

QImage toQImage(const Image& image) {
    const ImageFormat& format = image.format();
    const auto qtFormat = format.channels == 4   ? QImage::Format_RGBA8888
                          : format.channels == 3 ? QImage::Format_RGB888
                                                 : QImage::Format_Grayscale8;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels
    const auto* pixels = reinterpret_cast<const uchar*>(image.pixels().data());
    return {pixels, format.width, format.height, qsizetype(format.bytesPerRow()), qtFormat};
}

std::uint64_t bytesOf(const QImage& image) {
    return std::uint64_t(image.sizeInBytes());
}

} // namespace

ThumbnailDesk::ThumbnailDesk(
    Session& session,
    SessionBridge& bridge,
    PhotoListModel& photos,
    std::filesystem::path folder,
    QObject* parent)
    : QObject(parent), m_session(session), m_photos(photos), m_folder(std::move(folder)) {
    connect(&bridge, &SessionBridge::jobChanged, this, &ThumbnailDesk::onJobChanged);
    connect(
        &photos, &QAbstractItemModel::rowsAboutToBeRemoved, this,
        [this](const QModelIndex&, int first, int last) {
            for (int row = first; row <= last; ++row) {
                const PhotoItem& item = m_photos.at(row);
                if (m_seen.erase(item.id) > 0) {
                    m_bytes -= bytesOf(item.thumbnail);
                }
            }
        });
}

void ThumbnailDesk::setKept(bool isKept) {
    m_isKept = isKept;
}

void ThumbnailDesk::setWanted(std::vector<PhotoId> photos, QSize box) {
    m_wanted = std::move(photos);
    m_box = box.expandedTo({1, 1});
    ++m_clock;
    for (const PhotoId photo : m_wanted) {
        const auto seen = m_seen.find(photo);
        if (seen != m_seen.end()) {
            seen->second = m_clock;
        }
    }
    pump();
}

std::optional<PhotoId> ThumbnailDesk::nextWanted() const {
    for (const PhotoId photo : m_wanted) {
        const int row = m_photos.rowOf(photo);
        if (row >= 0 && !m_photos.at(row).isThumbnailAsked) {
            return photo;
        }
    }
    return std::nullopt;
}

void ThumbnailDesk::pump() {
    while (m_busy.size() < kMaxAtOnce) {
        const std::optional<PhotoId> next = nextWanted();
        if (!next) {
            return;
        }
        lookUp(*next);
    }
}

void ThumbnailDesk::lookUp(PhotoId photo) {
    const int row = m_photos.rowOf(photo);
    m_photos.update(
        row, [](PhotoItem& item) { item.isThumbnailAsked = true; }, {PhotoListModel::ThumbnailRole});
    m_busy.insert(photo);
    m_worker.post([this, photo, file = m_photos.at(row).file,
                   folder = m_isKept ? m_folder : std::filesystem::path(), box = m_box] {
        Found found;
        found.key = thumbnailKey(file, folder);
        if (found.key) {
            const ThumbnailSize size = thumbnailSizeFor(std::max(box.width(), box.height()));
            const QImage kept = readThumbnail(folder, *found.key, size);
            if (!kept.isNull()) {
                found.image = dressed(kept, box);
            } else {
                found.failure = readThumbnailFailure(folder, *found.key);
            }
        }
        QMetaObject::invokeMethod(
            this, [this, photo, found] { onFound(photo, found); }, Qt::QueuedConnection);
    });
}

void ThumbnailDesk::onFound(PhotoId photo, const Found& found) {
    const int row = m_photos.rowOf(photo);
    if (row < 0) {
        m_busy.erase(photo);
        pump();
    } else if (!found.image.isNull()) {
        put(photo, found.image);
    } else if (found.failure) {
        fail(photo, *found.failure);
    } else {
        const int side = int(thumbnailSizeFor(std::max(m_box.width(), m_box.height())));
        m_making[m_session.thumbnail(m_photos.at(row).file, side)] = {.photo = photo, .key = found.key};
    }
}

void ThumbnailDesk::onJobChanged(const JobEvent& event) {
    const auto found = m_making.find(event.job);
    if (found == m_making.end() || event.state == JobState::queued || event.state == JobState::running) {
        return;
    }
    const Making making = found->second;
    m_making.erase(found);
    if (event.state == JobState::done) {
        finish(making, event.output);
        return;
    }
    if (event.state != JobState::failed || !event.failure) { // cancelled with everything else
        m_busy.erase(making.photo);
        pump();
        return;
    }
    if (making.key && m_isKept) {
        m_worker.post([folder = m_folder, key = *making.key, failure = *event.failure] {
            writeThumbnailFailure(folder, key, failure);
        });
    }
    fail(making.photo, *event.failure);
}

void ThumbnailDesk::finish(const Making& making, const std::shared_ptr<const JobOutput>& output) {
    const int row = m_photos.rowOf(making.photo);
    const std::filesystem::path file = row >= 0 ? m_photos.at(row).file : std::filesystem::path();
    m_worker.post([this, making, output, file, folder = m_isKept ? m_folder : std::filesystem::path(),
                   box = m_box] {
        const QImage made = toQImage(std::get<ThumbnailReady>(*output).image);
        // Made of the file as it was when it was looked at, or else of one that is being written.
        if (making.key && thumbnailKey(file, folder) == making.key) {
            writeThumbnail(folder, *making.key, thumbnailSizeFor(std::max(box.width(), box.height())), made);
        }
        QMetaObject::invokeMethod(
            this, [this, photo = making.photo, image = dressed(made, box)] { put(photo, image); },
            Qt::QueuedConnection);
    });
}

void ThumbnailDesk::put(PhotoId photo, const QImage& image) {
    m_busy.erase(photo);
    const int row = m_photos.rowOf(photo);
    if (row >= 0) {
        m_photos.update(
            row, [&](PhotoItem& item) { item.thumbnail = image; }, {PhotoListModel::ThumbnailRole});
        m_seen[photo] = m_clock;
        m_bytes += bytesOf(image);
        letGo();
    }
    pump();
}

void ThumbnailDesk::fail(PhotoId photo, JobFailure failure) {
    m_busy.erase(photo);
    const int row = m_photos.rowOf(photo);
    if (row >= 0 && m_photos.at(row).state == PhotoState::ready) {
        if (failure.file.empty()) {
            failure.file = m_photos.at(row).file;
        }
        m_photos.update(row, [&](PhotoItem& item) {
            item.state = PhotoState::failed;
            item.failure = failure;
        });
    }
    pump();
}

void ThumbnailDesk::letGo() {
    if (m_bytes <= kMaxBytes) {
        return;
    }
    std::vector<std::pair<std::uint64_t, PhotoId>> oldest;
    for (const auto& [photo, when] : m_seen) {
        if (when != m_clock) { // not in view
            oldest.emplace_back(when, photo);
        }
    }
    std::sort(oldest.begin(), oldest.end());
    for (const auto& pair : oldest) {
        if (m_bytes <= kMaxBytes / 4 * 3) {
            return;
        }
        const int row = m_photos.rowOf(pair.second);
        m_bytes -= bytesOf(m_photos.at(row).thumbnail);
        m_seen.erase(pair.second);
        m_photos.update(
            row,
            [](PhotoItem& item) {
                item.thumbnail = {};
                item.isThumbnailAsked = false;
            },
            {PhotoListModel::ThumbnailRole});
    }
}

} // namespace kerf::ui
