#include "ui/edit_desk.h"

#include "ui/banner.h"
#include "ui/brush_bar.h"
#include "ui/brush_tool.h"
#include "ui/canvas.h"
#include "ui/canvas_area.h"
#include "ui/edge_section.h"
#include "ui/job_desk.h"
#include "ui/recipe_panel.h"
#include "ui/text.h"
#include "ui/viewport.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace kerf::ui {
namespace {

constexpr int kRestMs = 250;         // without a further change, before the whole result is made
constexpr double kSizeFactor = 1.15; // a press of a bracket
constexpr double kHardnessStep = 0.1;
constexpr int kLookSteps = 24; // samples across a line's width and of its points

template <typename T>
bool isUncertain(const Image& matte, int x, int y) {
    const T value = matte.row<T>(y)[std::size_t(x)];
    return value != 0 && value != std::numeric_limits<T>::max();
}

} // namespace

EditDesk::EditDesk(const Parts& parts, QObject* parent)
    : QObject(parent),
      m_desk(parts.desk),
      m_photos(parts.photos),
      m_actions(parts.actions),
      m_area(parts.area),
      m_recipe(parts.recipe),
      m_edges(new EdgeSection),
      m_tool(new BrushTool(parts.area->canvas(), this)),
      m_bar(new BrushBar(parts.area->toolStrip(), this)),
      m_history(parts.desk, parts.photos, parts.complete),
      m_keeper(parts.files) {
    m_recipe->addSection(m_edges, QStringLiteral("finish"));
    m_bar->setSettings(m_tool->settings());
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        if (m_base) {
            m_desk.edit(m_base);
        }
    });
    connectTool();
    connectHistory();
    connectKeeper();
}

EditDesk::~EditDesk() {
    m_area->canvas()->removeOverlay(m_tool);
}

void EditDesk::connectTool() {
    connect(m_tool, &BrushTool::painted, this, &EditDesk::onPainted);
    connect(m_tool, &BrushTool::hinted, this, &EditDesk::onHinted);
    connect(m_bar, &BrushBar::settingsChanged, this, [this](const BrushSettings& settings) {
        m_tool->setSettings(settings);
        m_bar->setNote({});
    });
    connect(m_bar, &BrushBar::clearClicked, this, &EditDesk::clearDrawn);
    QAction* brush = m_actions[Act::brush];
    connect(m_bar, &BrushBar::doneClicked, brush, [brush] { brush->setChecked(false); });
    connect(brush, &QAction::toggled, this, [this](bool isOn) {
        if (isOn) {
            m_actions[Act::draw_box]->setChecked(false);
        }
        m_tool->setOn(isOn);
        m_bar->setNote({});
        m_bar->setShown(isOn);
        if (isOn) {
            m_area->canvas()->setFocus();
        }
        Q_EMIT changed();
    });
    connect(m_actions[Act::draw_box], &QAction::toggled, brush, [brush](bool isOn) {
        if (isOn) {
            brush->setChecked(false);
        }
    });
    const auto on = [this](Act act, double sizeFactor, double hardnessStep) {
        connect(m_actions[act], &QAction::triggered, this, [this, sizeFactor, hardnessStep] {
            stepBrush(sizeFactor, hardnessStep);
        });
    };
    on(Act::brush_smaller, 1.0 / kSizeFactor, 0.0);
    on(Act::brush_larger, kSizeFactor, 0.0);
    on(Act::brush_softer, 1.0, -kHardnessStep);
    on(Act::brush_harder, 1.0, kHardnessStep);
}

void EditDesk::connectHistory() {
    QUndoStack& stack = m_history.stack();
    QAction* undo = m_actions[Act::undo];
    QAction* redo = m_actions[Act::redo];
    connect(undo, &QAction::triggered, &stack, &QUndoStack::undo);
    connect(redo, &QAction::triggered, &stack, &QUndoStack::redo);
    connect(&stack, &QUndoStack::undoTextChanged, undo, [undo](const QString& text) {
        undo->setText(text.isEmpty() ? tr("Undo") : tr("Undo: %1").arg(text));
    });
    connect(&stack, &QUndoStack::redoTextChanged, redo, [redo](const QString& text) {
        redo->setText(text.isEmpty() ? tr("Redo") : tr("Redo: %1").arg(text));
    });
    connect(&stack, &QUndoStack::indexChanged, this, &EditDesk::changed);
    connect(m_recipe, &RecipePanel::recipeChanged, &m_history, &EditHistory::changeRecipe);
    connect(m_edges, &EdgeSection::settingsChanged, this, [this](const EdgeSettings& edges) {
        Recipe recipe = m_recipe->recipe();
        recipe.edges = edges;
        m_recipe->setRecipe(recipe);
    });
    connect(&m_history, &EditHistory::recipeApplied, this, [this](const Recipe& recipe) {
        m_recipe->setRecipe(recipe);
        m_edges->setSettings(recipe.edges);
        refresh();
        Q_EMIT changed();
    });
    connect(&m_history, &EditHistory::editsApplied, this, [this](PhotoId photo, bool isReplay) {
        const int row = m_photos.rowOf(photo);
        m_keeper.save(m_photos.at(row).file, m_desk.editsOf(row));
        if (row != m_desk.shownRow()) {
            if (isReplay) {
                Q_EMIT photoWanted(photo);
            }
            return;
        }
        if (isReplay) {
            m_tool->forgetLastEnd();
        }
        showDrawn();
        refresh();
        Q_EMIT changed();
    });
    connect(&m_desk, &JobDesk::resultReady, this, [this](const PhotoResult& result) {
        m_base = result.foundMatte.empty() ? nullptr : std::make_shared<const PhotoResult>(result);
        m_tool->dropShownLine();
        refresh();
    });
    connect(&m_desk, &JobDesk::editPreviewed, this, [this](const EditPreview& preview) {
        Q_EMIT previewed(preview);
        m_tool->dropShownLine();
    });
}

void EditDesk::connectKeeper() {
    connect(
        &m_photos, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) {
            for (int row = first; row <= last; ++row) {
                m_keeper.load(m_photos.at(row).id, m_photos.at(row).file);
            }
        });
    connect(&m_keeper, &EditKeeper::loaded, this, [this](PhotoId photo, const PhotoEdits& kept) {
        const int row = m_photos.rowOf(photo);
        if (row < 0) {
            return;
        }
        PhotoEdits edits = kept; // what was drawn in the meantime comes after it
        const PhotoEdits now = m_desk.editsOf(row);
        edits.subject = now.subject ? now.subject : kept.subject;
        edits.strokes.insert(edits.strokes.end(), now.strokes.begin(), now.strokes.end());
        edits.edits.insert(edits.edits.end(), now.edits.begin(), now.edits.end());
        m_history.restoreEdits(row, edits);
    });
    connect(
        &m_keeper, &EditKeeper::damaged, this,
        [this](const std::filesystem::path& file, const QString& notice) {
            m_area->banner()->showMessage(
                Banner::Kind::error,
                tr("The earlier edits of “%1” could not be read").arg(shortNameText(file)), notice);
        });
    connect(
        &m_keeper, &EditKeeper::failed, this,
        [this](const std::filesystem::path& file, const QString& reason) {
            m_area->banner()->showMessage(
                Banner::Kind::error, tr("The edits of “%1” could not be kept").arg(shortNameText(file)),
                tr("They hold until Kerf is closed. %1").arg(reason));
        });
    connect(&m_keeper, &EditKeeper::notCleared, this, [this](const QString& reason) {
        m_area->banner()->showMessage(
            Banner::Kind::error, tr("The kept edits could not all be removed"), reason);
    });
}

void EditDesk::setSubject(std::optional<Rect> box) {
    const int row = m_desk.shownRow();
    if (row >= 0) {
        PhotoEdits edits = m_desk.editsOf(row);
        const QString what = !box ? tr("Clear box") : edits.subject ? tr("Change box") : tr("Draw box");
        edits.subject = box;
        m_history.changeEdits(row, edits, what);
    }
}

void EditDesk::onPainted(const MatteStroke& stroke) {
    const int row = m_desk.shownRow();
    if (row < 0) {
        return;
    }
    m_bar->setNote(
        touchesUncertain(stroke) ? QString()
                                 : tr("The mask engine was sure of every pixel here: switch “Uncertain "
                                      "pixels only” off to paint."));
    PhotoEdits edits = m_desk.editsOf(row);
    edits.edits.push_back(stroke);
    const QString what = stroke.mode == StrokeMode::add      ? tr("Add stroke")
                         : stroke.mode == StrokeMode::remove ? tr("Remove stroke")
                                                             : tr("Restore stroke");
    m_history.changeEdits(row, edits, what);
}

void EditDesk::onHinted(const Stroke& hint) {
    const int row = m_desk.shownRow();
    if (row >= 0) {
        PhotoEdits edits = m_desk.editsOf(row);
        edits.strokes.push_back(hint);
        m_history.changeEdits(row, edits, hint.isSubject ? tr("Subject hint") : tr("Background hint"));
        m_bar->setNote(tr("Run again, and the mask engine takes the hints into account."));
    }
}

void EditDesk::clearDrawn() {
    const int row = m_desk.shownRow();
    if (row < 0) {
        return;
    }
    PhotoEdits edits = m_desk.editsOf(row);
    const bool areHints = isHint(m_tool->settings().mode);
    if (areHints) {
        edits.strokes.clear();
    } else {
        edits.edits.clear();
    }
    m_bar->setNote({});
    m_history.changeEdits(row, edits, areHints ? tr("Clear hints") : tr("Clear strokes"));
}

void EditDesk::stepBrush(double sizeFactor, double hardnessStep) {
    BrushSettings settings = m_tool->settings();
    settings.radius *= sizeFactor;
    settings.hardness = std::round((settings.hardness + hardnessStep) * 10.0) / 10.0;
    m_tool->setSettings(settings);
    m_bar->setSettings(m_tool->settings());
}

void EditDesk::showDrawn() {
    const int row = m_desk.shownRow();
    const PhotoEdits edits = row >= 0 ? m_desk.editsOf(row) : PhotoEdits();
    m_tool->setHints(edits.strokes);
    m_bar->setCounts(int(edits.edits.size()), int(edits.strokes.size()));
}

void EditDesk::onShown() {
    m_base.reset();
    m_rest.stop();
    m_tool->dropShownLine();
    m_tool->cancelLine();
    m_tool->forgetLastEnd();
    m_bar->setNote({});
    if (m_desk.shownRow() < 0) {
        m_actions[Act::brush]->setChecked(false);
    }
    showDrawn();
}

bool EditDesk::isBrushOn() const {
    return m_tool->isOn();
}

bool EditDesk::cancelLine() {
    return m_tool->cancelLine();
}

void EditDesk::refresh() {
    const int row = m_desk.shownRow();
    if (row < 0 || !m_photos.at(row).made || !m_base) {
        m_tool->dropShownLine();
        return;
    }
    const Recipe& made = *m_photos.at(row).made;
    const Recipe wanted = m_desk.recipeOf(row);
    if (made == wanted) {
        m_rest.stop();
        m_desk.cancelEdit();
        m_area->canvas()->clearAfterPatch();
        m_tool->dropShownLine();
    } else if (forEngines(made) == forEngines(wanted)) {
        previewNow();
        m_rest.start();
    } else {
        m_tool->dropShownLine();
    }
}

void EditDesk::previewNow() {
    const Viewport& viewport = m_area->canvas()->viewport();
    if (viewport.isEmpty()) {
        return;
    }
    const QRectF seen = viewport.photoInView() & QRectF(QPointF(), viewport.view());
    const QPointF first = viewport.toSource(seen.topLeft());
    const QPointF last = viewport.toSource(seen.bottomRight());
    const Rect region{
        int(std::floor(first.x())), int(std::floor(first.y())),
        int(std::ceil(last.x()) - std::floor(first.x())), int(std::ceil(last.y()) - std::floor(first.y()))};
    if (seen.isEmpty() || region.width <= 0 || region.height <= 0) {
        return;
    }
    m_desk.previewEdit(
        m_base, {.region = region,
                 .width = std::max(1, int(std::lround(region.width * viewport.zoom()))),
                 .height = std::max(1, int(std::lround(region.height * viewport.zoom())))});
}

// Looks at some of the pixels under the line only: it is about a word of advice.
bool EditDesk::touchesUncertain(const MatteStroke& stroke) const {
    if (!stroke.onlyUncertain || stroke.mode == StrokeMode::restore || !m_base) {
        return true;
    }
    const Image& matte = m_base->foundMatte;
    const ImageFormat& format = matte.format();
    const double scale = m_base->scale;
    const std::size_t every = std::max<std::size_t>(1, stroke.points.size() / kLookSteps);
    const double step = std::max(1.0, 2.0 * stroke.radius * scale / kLookSteps);
    for (std::size_t i = 0; i < stroke.points.size(); i += every) {
        const double cx = stroke.points[i].x * scale;
        const double cy = stroke.points[i].y * scale;
        const double reach = stroke.radius * scale;
        for (double y = cy - reach; y <= cy + reach; y += step) {
            for (double x = cx - reach; x <= cx + reach; x += step) {
                const bool isInside = x >= 0.0 && y >= 0.0 && x < format.width && y < format.height &&
                                      std::hypot(x - cx, y - cy) <= reach;
                if (isInside &&
                    (format.type == PixelType::u8 ? isUncertain<std::uint8_t>(matte, int(x), int(y))
                                                  : isUncertain<std::uint16_t>(matte, int(x), int(y)))) {
                    return true;
                }
            }
        }
    }
    return false;
}

} // namespace kerf::ui
