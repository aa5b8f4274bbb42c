#pragma once

#include "ui/photo_finder.h"
#include "ui/sitting.h"
#include "ui/state_file.h"

#include <QObject>
#include <QPointer>

#include <filesystem>
#include <functional>
#include <optional>

namespace kerf::ui {

class Actions;
class Banner;
class Canvas;
class Filmstrip;
class RecipePanel;
class Settings;

// Brings back what the window had open: photos, which of them was shown and selected, recipe, comparison,
// zoom, order and filter. Kept in FOLDER/sitting.json a moment after each change, so that a crash loses
// little; whether photos are still there is looked up on another thread. Does nothing where the settings say
// so. GUI thread only.
class SittingDesk final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        PhotoListModel& photos;
        Filmstrip& strip;
        Canvas& canvas;
        RecipePanel& recipe;
        std::function<void(const Recipe&)> restoreRecipe; // into the panel, not to be undone
        Actions& actions;
        Banner& banner;
        Settings& settings;
        PhotoFinder::Find find;
        std::filesystem::path data; // empty: nothing is kept
    };

    explicit SittingDesk(const Parts& parts, QObject* parent = nullptr);
    ~SittingDesk() override;

    void flush() { m_file.flush(); } // the window closes
    void forget();                   // what is kept; it comes again with the next change

Q_SIGNALS:
    void restored(); // photos were added; before one of them is selected

private:
    void connectChanges();
    void onLoaded(const QByteArray& bytes);
    void onFound(const FoundPhotos& found);
    void onChanged();
    void showSelection();
    Sitting now() const;

    Parts m_parts;
    QPointer<PhotoListModel> m_photos; // the window takes its parts down in an order of its own
    QPointer<Filmstrip> m_strip;
    std::filesystem::path m_path;
    std::optional<Sitting> m_wanted; // while it is being restored
    bool m_isLoaded = false;
    PhotoFinder m_finder;
    StateFile m_file;
};

} // namespace kerf::ui
