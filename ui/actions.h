#pragma once

#include <QAction>
#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <vector>

class QMenuBar;

namespace kerf::ui {

enum class Act {
    add_photos,
    add_folder,
    paste,
    remove,
    export_one,
    export_all,
    batch,
    compare_runs,
    models,
    preferences,
    quit,
    undo,
    redo,
    run,
    run_all,
    cancel,
    draw_box,
    clear_box,
    brush,
    brush_smaller,
    brush_larger,
    brush_softer,
    brush_harder,
    reset_recipe,
    judge_pass,
    judge_fail,
    judge_touch_up,
    judge_clear,
    split,
    side_by_side,
    difference,
    onion,
    before,
    after,
    next_compare,
    swap_sides,
    peek,
    loupe,
    preview_region,
    channel_color,
    channel_red,
    channel_green,
    channel_blue,
    channel_alpha,
    checkerboard,
    grey,
    overlay,
    on_black,
    on_white,
    on_grey,
    on_color,
    on_gradient,
    on_picture,
    torture,
    monitor,
    edge_band,
    without_alpha,
    premultiplied,
    next_alpha,
    previous_alpha,
    matte_overlay,
    overlay_color,
    pixel_readout,
    toggle_fit,
    fit,
    actual_size,
    zoom_in,
    zoom_out,
    recipe_panel,
    judge_page,
    filmstrip,
    photo_grid,
    full_screen,
    theme_system,
    theme_light,
    theme_dark,
    next_photo,
    previous_photo,
    first_photo,
    last_photo,
    next_region,
    previous_region,
    select_all,
    find_photo,
    shortcuts,
    log,
    about
};

// What the window is about, as far as it decides which actions make sense.
struct WindowState {
    bool hasPhotos = false;
    bool hasSelection = false;
    bool hasMatte = false;   // the shown photo: a result, or alpha of its own
    bool canCompare = false; // it has something to be compared with
    bool hasBox = false;
    bool canCancel = false; // work under way, a tool, a message
    bool isBrushOn = false;
    bool canUndo = false;
    bool canRedo = false;
};

// Every action of the window with its text, icon, shortcut and the rule that enables it, in one table. Each
// is in the menu bar and has a shortcut, which its tooltip names. GUI thread only.
class Actions final : public QObject {
    Q_OBJECT

public:
    explicit Actions(QObject* parent);

    QAction* operator[](Act id) const { return m_actions[std::size_t(id)]; }
    void update(const WindowState& state);
    void fillMenus(QMenuBar* bar) const;

    struct Row {
        QString menu;
        QString text;
        QString keys;
    };
    static QString menuName(Act id);
    static QString title(Act id);  // "Undo", where the menu has "Undo: Box"
    static std::vector<Act> all(); // in the menus' order

    // A person may give each action other keys, or none.
    static QList<QKeySequence> defaultKeys(Act id);
    QList<QKeySequence> keys(Act id) const { return (*this)[id]->shortcuts(); }
    void setKeys(Act id, const QList<QKeySequence>& keys);
    // The tool tips of controls that do what an action does: its key as it is now behind what they have. The
    // widgets are children of `window`; those that it lacks are left out.
    void addKeysTo(const QWidget& window);
    std::vector<Act> ownersOf(const QKeySequence& key) const; // whose key it is, or starts like it

    std::vector<Row> sheet() const; // for the shortcut sheet, in the menus' order

Q_SIGNALS:
    void keysChanged(kerf::ui::Act id);

private:
    std::vector<QAction*> m_actions; // by Act
};

} // namespace kerf::ui
