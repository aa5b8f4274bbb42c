#pragma once

#include "core/session/session.h"
#include "ui/photo_list_model.h"
#include "ui/thumbnail_file.h"
#include "ui/worker.h"

#include <QObject>
#include <QSize>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace kerf::ui {

class SessionBridge;

// Gets the thumbnails of the photos in view: from the desktop's folder where a valid one is kept, else from
// the session, and then keeps it there. Files and pictures are dealt with on a thread of its own. What has
// left the view before its turn is not made; of those out of view the ones seen longest ago are let go when
// all take more memory than a few screens need. GUI thread only.
class ThumbnailDesk final : public QObject {
    Q_OBJECT

public:
    // `folder`: the desktop's thumbnails; empty: none is read or kept.
    ThumbnailDesk(
        Session& session,
        SessionBridge& bridge,
        PhotoListModel& photos,
        std::filesystem::path folder,
        QObject* parent = nullptr);

    // Those in view, the most wanted first; `box`: what a thumbnail has to fit in, device pixels.
    void setWanted(std::vector<PhotoId> photos, QSize box);
    void setKept(bool isKept); // whether the folder is used

    std::uint64_t bytes() const { return m_bytes; } // of all thumbnails in memory
    static constexpr std::uint64_t kMaxBytes = std::uint64_t{64} << 20U;

private:
    struct Found {
        QImage image; // ready to be painted
        std::optional<JobFailure> failure;
        std::optional<ThumbnailKey> key;
    };
    struct Making {
        PhotoId photo{};
        std::optional<ThumbnailKey> key;
    };

    void pump();
    std::optional<PhotoId> nextWanted() const;
    void lookUp(PhotoId photo);
    void onFound(PhotoId photo, const Found& found);
    void onJobChanged(const JobEvent& event);
    void finish(const Making& making, const std::shared_ptr<const JobOutput>& output);
    void put(PhotoId photo, const QImage& image);
    void fail(PhotoId photo, JobFailure failure);
    void letGo();

    Session& m_session;
    PhotoListModel& m_photos;
    std::filesystem::path m_folder;
    bool m_isKept = true;
    std::vector<PhotoId> m_wanted;
    QSize m_box{1, 1};
    std::set<PhotoId> m_busy;
    std::map<JobId, Making> m_making;
    std::map<PhotoId, std::uint64_t> m_seen; // of those with a thumbnail: when they were last wanted
    std::uint64_t m_clock = 0;
    std::uint64_t m_bytes = 0;
    Worker m_worker{Worker::AtEnd::drop};
};

} // namespace kerf::ui
