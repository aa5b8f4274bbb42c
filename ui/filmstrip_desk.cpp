#include "ui/filmstrip_desk.h"

#include "ui/actions.h"
#include "ui/banner.h"
#include "ui/filmstrip.h"
#include "ui/filmstrip_bar.h"
#include "ui/settings.h"

#include <QEvent>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace kerf::ui {
namespace {

constexpr double kGridShare = 0.62; // of the window's height

std::optional<std::int64_t> changeTime(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        return std::nullopt;
    }
    return std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec;
}

} // namespace

FilmstripDesk::FilmstripDesk(const Parts& parts, QObject* parent)
    : QObject(parent),
      m_photos(parts.photos),
      m_actions(parts.actions),
      m_settings(parts.settings),
      m_pane(new QWidget),
      m_strip(new Filmstrip(parts.photos)),
      m_bar(new FilmstripBar(*m_strip->sorted())),
      m_thumbnails(parts.session, parts.bridge, parts.photos, parts.folders.thumbnails),
      m_drag(parts.session, parts.bridge, parts.photos) {
    m_pane->setObjectName(QStringLiteral("filmstripPane"));
    auto* column = new QVBoxLayout(m_pane);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_strip, 1);
    m_pane->installEventFilter(this);
    connect(
        &m_photos, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex&, int first, int last) { findDates(first, last); });
    connect(&m_drag, &DragDesk::failed, this, &FilmstripDesk::dragFailed);
}

// The bar takes a second row where the window is narrow, which a splitter does not know.
bool FilmstripDesk::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_pane && (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)) {
        m_pane->setMinimumHeight(
            m_bar->heightForWidth(m_pane->width()) + m_strip->minimumSizeHint().height());
    }
    return QObject::eventFilter(watched, event);
}

void FilmstripDesk::connectTo(
    QSplitter& splitter, Banner& banner, std::function<ExportOptions()> dragOptions) {
    connectStrip(banner, std::move(dragOptions));
    connectActions(splitter);
}

void FilmstripDesk::connectStrip(Banner& banner, std::function<ExportOptions()> dragOptions) {
    connect(m_strip, &Filmstrip::inView, this, [this](const std::vector<PhotoId>& photos) {
        m_thumbnails.setKept(m_settings.keepsThumbnails());
        m_thumbnails.setWanted(photos, m_strip->thumbnailBox());
    });
    connect(
        m_strip, &Filmstrip::dragWanted, this,
        [this, options = std::move(dragOptions)](const std::vector<PhotoId>& photos) {
            m_drag.prepare(photos, options());
        });
    connect(m_strip, &Filmstrip::dragAbandoned, &m_drag, &DragDesk::cancel);
    connect(m_strip, &Filmstrip::dragWaits, this, [&banner] {
        banner.showMessage(
            Banner::Kind::info, tr("Preparing what you drag"),
            tr("Keep the button pressed; it comes along in a moment."));
    });
    connect(&m_drag, &DragDesk::ready, m_strip, &Filmstrip::offerDrag);
}

void FilmstripDesk::connectActions(QSplitter& splitter) {
    for (const Act act :
         {Act::run, Act::export_one, Act::remove, Act::next_photo, Act::previous_photo, Act::first_photo,
          Act::last_photo}) {
        m_strip->addAction(m_actions[act]);
    }
    const auto on = [this](Act act, auto&& slot) {
        connect(m_actions[act], &QAction::triggered, this, slot);
    };
    on(Act::next_photo, [this] { m_strip->step(1); });
    on(Act::previous_photo, [this] { m_strip->step(-1); });
    on(Act::first_photo, [this] { m_strip->step(-m_photos.count()); });
    on(Act::last_photo, [this] { m_strip->step(m_photos.count()); });
    on(Act::select_all, [this] { m_strip->selectAll(); });
    on(Act::find_photo, [this] {
        m_actions[Act::filmstrip]->setChecked(true);
        m_bar->focusFilter();
    });
    connect(m_bar, &FilmstripBar::left, this, [this] { m_strip->setFocus(); });
    on(Act::photo_grid, [this, &splitter](bool isOn) { setGrid(splitter, isOn); });
    connect(&splitter, &QSplitter::splitterMoved, this, [this] {
        m_actions[Act::photo_grid]->setChecked(m_strip->isWrapping());
    });
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("photoGridButton"));
    button->setDefaultAction(m_actions[Act::photo_grid]);
    button->setAccessibleName(m_actions[Act::photo_grid]->text());
    button->setAutoRaise(true);
    m_bar->addButton(button);
}

void FilmstripDesk::setGrid(QSplitter& splitter, bool isGrid) {
    m_actions[Act::filmstrip]->setChecked(true);
    QList<int> sizes = splitter.sizes();
    const int all = sizes.front() + sizes.back();
    sizes.back() = isGrid ? std::max(int(all * kGridShare), m_pane->minimumSizeHint().height() * 2)
                          : m_pane->minimumSizeHint().height();
    sizes.front() = std::max(0, all - sizes.back());
    splitter.setSizes(sizes);
}

// Asked of the file system on another thread: it may be a network's.
void FilmstripDesk::findDates(int first, int last) {
    std::vector<std::pair<PhotoId, std::filesystem::path>> photos;
    for (int row = first; row <= last; ++row) {
        photos.emplace_back(m_photos.at(row).id, m_photos.at(row).file);
    }
    m_worker.post([this, photos = std::move(photos)] {
        std::vector<std::pair<PhotoId, std::optional<std::int64_t>>> dates;
        dates.reserve(photos.size());
        for (const auto& [photo, file] : photos) {
            dates.emplace_back(photo, changeTime(file));
        }
        QMetaObject::invokeMethod(
            this,
            [this, dates = std::move(dates)] {
                auto date = dates.begin(); // both in the order of the ids
                m_photos.updateAll(
                    [&](PhotoItem& item) {
                        while (date != dates.end() && date->first < item.id) {
                            ++date;
                        }
                        if (date != dates.end() && date->first == item.id) {
                            item.changed = date->second;
                        }
                    },
                    {PhotoListModel::ChangedRole});
            },
            Qt::QueuedConnection);
    });
}

} // namespace kerf::ui
