#include "ui/sitting_desk.h"

#include "ui/actions.h"
#include "ui/banner.h"
#include "ui/canvas.h"
#include "ui/filmstrip.h"
#include "ui/recipe_panel.h"
#include "ui/settings.h"
#include "ui/text.h"
#include "ui/viewport.h"

#include <array>
#include <set>
#include <system_error>
#include <utility>

namespace kerf::ui {
namespace {

constexpr std::array<std::pair<Act, CompareMode>, 6> kModes{
    {{Act::split, CompareMode::split},
     {Act::side_by_side, CompareMode::side},
     {Act::difference, CompareMode::difference},
     {Act::onion, CompareMode::onion},
     {Act::before, CompareMode::before},
     {Act::after, CompareMode::after}}};

std::filesystem::path fileOf(const std::filesystem::path& folder) {
    return folder.empty() ? folder : folder / "sitting.json";
}

} // namespace

SittingDesk::SittingDesk(const Parts& parts, QObject* parent)
    : QObject(parent),
      m_parts(parts),
      m_photos(&parts.photos),
      m_strip(&parts.strip),
      m_path(fileOf(parts.data)),
      m_finder(parts.find),
      m_file(m_path, [this]() -> StateFile::Contents {
          if (!m_photos || !m_strip) {
              return {};
          }
          return [sitting = now()] { return toJson(sitting); };
      }) {
    connect(&m_file, &StateFile::loaded, this, &SittingDesk::onLoaded);
    connect(&m_finder, &PhotoFinder::found, this, &SittingDesk::onFound);
    connectChanges();
    if (m_parts.settings.restoresSitting()) {
        m_file.load([](const QByteArray& bytes) { return sittingFromJson(bytes).has_value(); });
    } else {
        m_isLoaded = true;
    }
}

SittingDesk::~SittingDesk() = default;

void SittingDesk::connectChanges() {
    const auto note = [this] { onChanged(); };
    connect(&m_parts.photos, &QAbstractItemModel::rowsInserted, this, note);
    connect(&m_parts.photos, &QAbstractItemModel::rowsRemoved, this, note);
    connect(m_parts.strip.selectionModel(), &QItemSelectionModel::currentChanged, this, note);
    connect(m_parts.strip.selectionModel(), &QItemSelectionModel::selectionChanged, this, note);
    connect(m_parts.strip.sorted(), &PhotoSortModel::changed, this, note);
    connect(&m_parts.recipe, &RecipePanel::recipeChanged, this, note);
    connect(&m_parts.canvas, &Canvas::zoomChanged, this, note);
    for (const auto& pair : kModes) {
        connect(m_parts.actions[pair.first], &QAction::toggled, this, note);
    }
}

void SittingDesk::onChanged() {
    // Until all is back, what is kept is more than what is open.
    if (m_isLoaded && !m_wanted && m_parts.settings.restoresSitting()) {
        m_file.changed();
    }
}

void SittingDesk::forget() {
    std::error_code ignored;
    std::filesystem::remove(m_path, ignored);
}

void SittingDesk::onLoaded(const QByteArray& bytes) {
    m_isLoaded = true;
    m_wanted = sittingFromJson(bytes);
    if (!m_wanted) {
        return;
    }
    m_parts.restoreRecipe(m_wanted->recipe);
    for (const auto& pair : kModes) {
        if (pair.second == m_wanted->compare) {
            m_parts.actions[pair.first]->setChecked(true);
        }
    }
    m_parts.strip.sorted()->setOrder(m_wanted->key, m_wanted->order);
    m_parts.strip.sorted()->setFilter(m_wanted->filter);
    if (m_wanted->photos.empty()) {
        m_wanted.reset();
    } else {
        m_finder.search(m_wanted->photos);
    }
}

void SittingDesk::onFound(const FoundPhotos& found) {
    const bool wasEmpty = m_parts.photos.count() == 0;
    m_parts.photos.append(found);
    Q_EMIT restored();
    if (wasEmpty) { // or else someone has gone on already
        showSelection();
    }
    m_wanted.reset();
    std::vector<std::filesystem::path> gone = found.missing;
    gone.insert(gone.end(), found.unreadable.begin(), found.unreadable.end());
    gone.insert(gone.end(), found.unsupported.begin(), found.unsupported.end());
    if (!gone.empty()) {
        m_parts.banner.showMessage(
            Banner::Kind::info,
            gone.size() == 1 ? tr("1 photo of last time is not there")
                             : tr("%1 photos of last time are not there").arg(gone.size()),
            tr("Moved, removed, or on a drive that is not connected: %1").arg(toText(gone.front())) +
                (gone.size() > 1 ? tr(" and %1 more.").arg(gone.size() - 1) : QStringLiteral(".")));
    }
    onChanged();
}

void SittingDesk::showSelection() {
    const std::set<std::filesystem::path> selected(m_wanted->selected.begin(), m_wanted->selected.end());
    std::vector<int> rows;
    int current = -1;
    for (int row = 0; row < m_parts.photos.count(); ++row) {
        const std::filesystem::path& file = m_parts.photos.at(row).file;
        if (file == m_wanted->current) {
            current = row;
        }
        if (selected.contains(file)) {
            rows.push_back(row);
        }
    }
    if (current < 0) {
        m_parts.strip.step(0);
        return;
    }
    m_parts.strip.select(rows, current);
    if (m_wanted->zoom) {
        // Once: another photo is fitted as ever.
        auto* once = new QObject(this);
        connect(&m_parts.canvas, &Canvas::contentReady, once, [this, once, zoom = *m_wanted->zoom, current] {
            if (m_parts.strip.currentRow() == current) {
                if (m_parts.canvas.viewport().isEmpty()) {
                    return; // that was the empty canvas, the photo is still being read
                }
                m_parts.canvas.zoomTo(zoom);
            }
            once->deleteLater();
        });
    }
}

Sitting SittingDesk::now() const {
    const PhotoListModel& photos = m_parts.photos;
    const PhotoSortModel& sorted = *m_parts.strip.sorted();
    Sitting sitting{
        .recipe = m_parts.recipe.recipe(),
        .compare = m_parts.canvas.compareMode(),
        .key = sorted.key(),
        .order = sorted.sortOrder(),
        .filter = sorted.filter()};
    for (int row = 0; row < photos.count(); ++row) {
        sitting.photos.push_back(photos.at(row).file);
    }
    for (const int row : m_parts.strip.selectedRows()) {
        sitting.selected.push_back(photos.at(row).file);
    }
    if (m_parts.strip.currentRow() >= 0) {
        sitting.current = photos.at(m_parts.strip.currentRow()).file;
        if (!m_parts.canvas.isFitted()) {
            sitting.zoom = m_parts.canvas.zoom();
        }
    }
    return sitting;
}

} // namespace kerf::ui
