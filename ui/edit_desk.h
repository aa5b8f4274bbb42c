#pragma once

#include "core/session/session.h"
#include "ui/actions.h"
#include "ui/edit_history.h"
#include "ui/edit_keeper.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

namespace kerf::ui {

class Banner;
class BrushBar;
class BrushTool;
class CanvasArea;
class EdgeSection;
class JobDesk;
class RecipePanel;

// Editing the matte in the window: connects the brush, its bar and the recipe's edges with the history, keeps
// what is drawn, and makes every such change visible at once where no engine is needed: first as a preview of
// what is on view, then, when it rests for a moment, as the whole result. GUI thread only.
class EditDesk final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        JobDesk& desk;
        PhotoListModel& photos;
        Actions& actions;
        CanvasArea* area;
        RecipePanel* recipe;
        std::function<Recipe(const Recipe&)> complete; // adds what a person doesn't choose in the recipe
        EditFiles files;
    };
    explicit EditDesk(const Parts& parts, QObject* parent = nullptr); // the parts outlive it
    ~EditDesk() override;

    EditHistory& history() { return m_history; }
    void forgetKept() { m_keeper.clear(); }   // in the folder; what is drawn on open photos stays on them
    void setSubject(std::optional<Rect> box); // of the shown photo
    void onShown();                           // another photo is shown, or none
    bool cancelLine();                        // that is being painted; false: none is
    bool isBrushOn() const;

Q_SIGNALS:
    void previewed(const kerf::EditPreview& preview);
    void changed();                            // what the window shows of the photo may be another
    void photoWanted(kerf::ui::PhotoId photo); // undo or redo changed it

private:
    void connectTool();
    void connectHistory();
    void connectKeeper();
    void onPainted(const MatteStroke& stroke);
    void onHinted(const Stroke& hint);
    void clearDrawn();
    void stepBrush(double sizeFactor, double hardnessStep);
    void showDrawn();
    void refresh(); // brings the shown result up to date where that needs no engine
    void previewNow();
    bool touchesUncertain(const MatteStroke& stroke) const;

    JobDesk& m_desk;
    PhotoListModel& m_photos;
    Actions& m_actions;
    CanvasArea* m_area;
    RecipePanel* m_recipe;
    EdgeSection* m_edges;
    BrushTool* m_tool;
    BrushBar* m_bar;
    EditHistory m_history;
    EditKeeper m_keeper;
    std::shared_ptr<const PhotoResult> m_base; // the shown photo's last result
    QTimer m_rest;
};

} // namespace kerf::ui
