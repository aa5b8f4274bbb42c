#include "ui/batch_thumbnails.h"

#include "ui/batch_model.h"
#include "ui/qimage_convert.h"
#include "ui/session_bridge.h"
#include "ui/thumbnail_file.h"

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

constexpr std::size_t kMaxAtOnce = 4; // the engines want the processor, too

QImage fitted(const QImage& image, QSize box) {
    return image.width() <= box.width() && image.height() <= box.height()
               ? image
               : image.scaled(box, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

} // namespace

BatchThumbnails::BatchThumbnails(
    Session& session, SessionBridge& bridge, BatchModel& model, std::filesystem::path folder, QObject* parent)
    : QObject(parent), m_session(session), m_model(model), m_folder(std::move(folder)) {
    connect(&bridge, &SessionBridge::jobChanged, this, &BatchThumbnails::onJobChanged);
    connect(&model, &QAbstractItemModel::modelReset, this, [this] { m_kept.clear(); });
}

void BatchThumbnails::setWanted(std::vector<std::string> ids, QSize box) {
    m_wanted = std::move(ids);
    m_box = box.expandedTo({1, 1});
    pump();
}

void BatchThumbnails::pump() {
    for (const std::string& id : m_wanted) {
        if (m_busy.size() >= kMaxAtOnce) {
            return;
        }
        const int row = m_model.rowOf(id);
        if (row < 0 || m_model.at(row).isAsked) {
            continue;
        }
        m_model.markAsked(row);
        m_busy.insert(id);
        m_worker.post([this, id, file = m_model.at(row).item.input, folder = m_folder, box = m_box] {
            QImage kept;
            if (const std::optional<ThumbnailKey> key = thumbnailKey(file, folder)) {
                kept = readThumbnail(folder, *key, thumbnailSizeFor(std::max(box.width(), box.height())));
            }
            kept = kept.isNull() ? kept : fitted(kept, box);
            QMetaObject::invokeMethod(
                this,
                [this, id, kept, file, box] {
                    if (!kept.isNull()) {
                        put(id, kept);
                    } else {
                        m_making[m_session.thumbnail(file, std::max(box.width(), box.height()))] = id;
                    }
                },
                Qt::QueuedConnection);
        });
    }
}

void BatchThumbnails::onJobChanged(const JobEvent& event) {
    const auto found = m_making.find(event.job);
    if (found == m_making.end() || event.state == JobState::queued || event.state == JobState::running) {
        return;
    }
    const std::string id = found->second;
    m_making.erase(found);
    if (event.state == JobState::done) {
        put(id, fitted(toQImage(std::get<ThumbnailReady>(*event.output).image), m_box));
        return;
    }
    m_busy.erase(id); // the batch itself will tell what is wrong with it
    pump();
}

void BatchThumbnails::put(const std::string& id, const QImage& image) {
    m_busy.erase(id);
    m_model.setThumbnail(id, image);
    m_kept.push_back(id);
    if (m_kept.size() > kMost) {
        const std::string oldest = m_kept.front();
        m_kept.pop_front();
        if (std::ranges::find(m_wanted, oldest) == m_wanted.end()) {
            m_model.setThumbnail(oldest, {});
        } else {
            m_kept.push_back(oldest); // still in view
        }
    }
    pump();
}

} // namespace kerf::ui
