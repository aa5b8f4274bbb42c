#include "ui/edit_history.h"

#include "ui/job_desk.h"

#include <QElapsedTimer>
#include <QUndoCommand>

#include <utility>

namespace kerf::ui {
namespace {

constexpr int kMostSteps = 500;
constexpr qint64 kOneStepMs = 1000; // between two changes of one value that are one step

enum CommandId { kRecipeCommand = 1 };

Recipe sharedPart(Recipe recipe) {
    recipe.subject.reset();
    recipe.strokes.clear();
    recipe.edits.clear();
    return recipe;
}

} // namespace

class EditHistory::RecipeChange final : public QUndoCommand {
public:
    RecipeChange(EditHistory& history, const Recipe& before, const Recipe& after)
        : m_history(history), m_before(before), m_after(after), m_value(changedValue(before, after)) {
        setText(m_value);
        m_age.start();
    }

    int id() const override { return kRecipeCommand; }
    void undo() override { m_history.apply(m_before); }
    void redo() override { m_history.apply(m_after); }

    bool mergeWith(const QUndoCommand* other) override {
        const auto* next = dynamic_cast<const RecipeChange*>(other);
        if (!next || next->m_value != m_value || m_age.elapsed() > kOneStepMs) {
            return false;
        }
        m_after = next->m_after;
        m_age.restart();
        setObsolete(m_before == m_after);
        return true;
    }

private:
    EditHistory& m_history;
    Recipe m_before;
    Recipe m_after;
    QString m_value;
    QElapsedTimer m_age;
};

class EditHistory::EditsChange final : public QUndoCommand {
public:
    EditsChange(EditHistory& history, PhotoId photo, PhotoEdits before, PhotoEdits after, const QString& text)
        : m_history(history), m_photo(photo), m_before(std::move(before)), m_after(std::move(after)) {
        setText(text);
    }

    void undo() override { m_history.apply(m_photo, m_before, true); }
    void redo() override { m_history.apply(m_photo, m_after, std::exchange(m_isDone, true)); }

private:
    EditHistory& m_history;
    PhotoId m_photo;
    PhotoEdits m_before;
    PhotoEdits m_after;
    bool m_isDone = false;
};

EditHistory::EditHistory(JobDesk& desk, PhotoListModel& photos, Complete complete, QObject* parent)
    : QObject(parent), m_desk(desk), m_photos(photos), m_complete(std::move(complete)) {
    m_stack.setUndoLimit(kMostSteps);
}

void EditHistory::changeRecipe(const Recipe& recipe) {
    const Recipe shared = sharedPart(recipe);
    if (shared == m_recipe) {
        return;
    }
    if (m_isRestoring) { // a panel has it a little different, where an engine isn't there
        apply(shared);
    } else {
        m_stack.push(new RecipeChange(*this, m_recipe, shared));
    }
}

void EditHistory::restoreRecipe(const Recipe& recipe) {
    m_isRestoring = true;
    apply(sharedPart(recipe));
    m_isRestoring = false;
}

void EditHistory::changeEdits(int row, const PhotoEdits& edits, const QString& whatFor) {
    const PhotoEdits before = m_desk.editsOf(row);
    if (edits != before) {
        m_stack.push(new EditsChange(*this, m_photos.at(row).id, before, edits, whatFor));
    }
}

void EditHistory::restoreEdits(int row, const PhotoEdits& edits) {
    apply(m_photos.at(row).id, edits, false);
}

void EditHistory::apply(const Recipe& recipe) {
    m_recipe = recipe;
    m_desk.setRecipe(m_complete ? m_complete(recipe) : recipe);
    Q_EMIT recipeApplied(recipe);
}

void EditHistory::apply(PhotoId photo, const PhotoEdits& edits, bool isReplay) {
    const int row = m_photos.rowOf(photo);
    if (row >= 0) {
        m_desk.setEdits(row, edits);
        Q_EMIT editsApplied(photo, isReplay);
    }
}

QString EditHistory::changedValue(const Recipe& one, const Recipe& other) {
    const EdgeSettings& a = one.edges;
    const EdgeSettings& b = other.edges;
    const std::pair<bool, QString> values[] = {
        {one.cleanup != other.cleanup, tr("Clean-up engine")},
        {one.strength != other.strength, tr("Clean-up strength")},
        {one.mask != other.mask, tr("Mask engine")},
        {one.background != other.background, tr("Background")},
        {one.finish != other.finish, tr("Finish")},
        {a.black != b.black || a.white != b.white, tr("Levels")},
        {a.gamma != b.gamma, tr("Gamma")},
        {a.grow != b.grow, tr("Shrink or grow")},
        {a.feather != b.feather, tr("Feather")}};
    QString found;
    for (const auto& [isChanged, name] : values) {
        if (isChanged && !found.isEmpty()) {
            return tr("Recipe");
        }
        found = isChanged ? name : found;
    }
    return found.isEmpty() ? tr("Recipe") : found;
}

} // namespace kerf::ui
