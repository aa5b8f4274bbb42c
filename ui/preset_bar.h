#pragma once

#include "core/contract/recipe.h"
#include "ui/preset_store.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace kerf::ui {

class FileDialogs;

// The recipe's preset, above the recipe panel: which one it is, and whether it was changed since; saving,
// renaming, deleting, importing and exporting. Asks for names in place. GUI thread only.
class PresetBar final : public QWidget {
    Q_OBJECT

public:
    // `dialogs` outlives it. `folder`: where the person's own are.
    PresetBar(FileDialogs& dialogs, std::filesystem::path folder, QWidget* parent = nullptr);

    void showRecipe(const Recipe& recipe); // the panel's
    void load();                           // reads the folder; tells of what is damaged

Q_SIGNALS:
    void recipeChosen(const kerf::Recipe& recipe);
    void said(const QString& title, const QString& body, bool isError);

private:
    enum class Asking { nothing, save, rename, remove };

    void buildPicker();
    void buildMenu();
    void buildQuestion();
    void fill();
    void showState();
    void ask(Asking what);
    void answer();
    void import();
    void exportChosen();
    // Says the cause where `act` throws an Error.
    template <typename Act>
    bool attempt(const QString& failed, Act&& act);
    bool isOwn() const;
    void choose(const QString& title);

    FileDialogs& m_dialogs;
    PresetStore m_store;
    Recipe m_recipe;
    int m_chosen = 0; // of the store's presets
    Asking m_asking = Asking::nothing;
    QComboBox* m_picker;
    QLabel* m_state;
    QPushButton* m_menuButton;
    QAction* m_save = nullptr;
    QAction* m_rename = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_revert = nullptr;
    QWidget* m_question;
    QLabel* m_questionText = nullptr;
    QLineEdit* m_name = nullptr;
    QToolButton* m_yes = nullptr;
};

} // namespace kerf::ui
