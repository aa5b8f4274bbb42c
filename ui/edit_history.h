#pragma once

#include "core/contract/recipe.h"
#include "ui/photo_list_model.h"

#include <QObject>
#include <QUndoStack>

#include <functional>

namespace kerf::ui {

class JobDesk;

// Undo and redo of all that a person changes about the recipe and on photos. A change goes through here: it
// is applied to the desk and can be taken back. Changes of one value in quick succession, as a moving slider
// makes them, are one step. A photo that is gone by then is passed over. GUI thread only.
class EditHistory final : public QObject {
    Q_OBJECT

public:
    // `complete` adds to a recipe what isn't chosen in it before the desk gets it; empty: nothing.
    using Complete = std::function<Recipe(const Recipe&)>;
    EditHistory(JobDesk& desk, PhotoListModel& photos, Complete complete = {}, QObject* parent = nullptr);

    void changeRecipe(const Recipe& recipe);                                    // what is drawn is ignored
    void changeEdits(int row, const PhotoEdits& edits, const QString& whatFor); // "Brush stroke"
    // Not to be undone: what was kept from an earlier sitting.
    void restoreEdits(int row, const PhotoEdits& edits);
    void restoreRecipe(const Recipe& recipe); // what is drawn is ignored

    QUndoStack& stack() { return m_stack; }

    // The value that two recipes differ in, as people call it: "Strength"; "Recipe" for several.
    static QString changedValue(const Recipe& one, const Recipe& other);

Q_SIGNALS:
    void recipeApplied(const kerf::Recipe& recipe);            // done, undone or redone
    void editsApplied(kerf::ui::PhotoId photo, bool isReplay); // isReplay: by undo or redo

private:
    class RecipeChange;
    class EditsChange;
    void apply(const Recipe& recipe);
    void apply(PhotoId photo, const PhotoEdits& edits, bool isReplay);

    JobDesk& m_desk;
    PhotoListModel& m_photos;
    Complete m_complete;
    Recipe m_recipe; // as it was chosen
    bool m_isRestoring = false;
    QUndoStack m_stack;
};

} // namespace kerf::ui
