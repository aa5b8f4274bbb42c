#include "ui/actions.h"

#include "core/base/check.h"
#include "ui/icons.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>

#include <algorithm>
#include <array>
#include <iterator>

namespace kerf::ui {
namespace {

enum class Menu { file, edit, photo, view, alpha, go, help }; // alpha: within view

// Exclusive: one of the actions in a row with the same group is checked.
enum class Kind { plain, checkable, compare_group, alpha_group, theme_group, channel_group };

// Where the shortcut works: in the whole window, or only where photos are browsed (its keys mean something
// else in the recipe panel's editors).
enum class Where { window, browsing };

using Rule = bool (*)(const WindowState&);

struct Spec {
    Act id;
    const char* name; // objectName
    const char* text; // as the menu has it
    const char* help;
    const char* icon; // nullptr: none
    const char* keys; // portable text
    Rule rule;
    Menu menu;
    bool startsGroup = false; // a line above it in the menu
    Kind kind = Kind::plain;
    Where where = Where::window;
};

bool always(const WindowState&) {
    return true;
}
bool withPhotos(const WindowState& state) {
    return state.hasPhotos;
}
bool withSelection(const WindowState& state) {
    return state.hasSelection;
}
bool withMatte(const WindowState& state) {
    return state.hasMatte;
}
bool comparable(const WindowState& state) {
    return state.canCompare;
}
bool withBox(const WindowState& state) {
    return state.hasBox;
}
bool withBrush(const WindowState& state) {
    return state.isBrushOn;
}
bool undoable(const WindowState& state) {
    return state.canUndo;
}
bool redoable(const WindowState& state) {
    return state.canRedo;
}
bool cancellable(const WindowState& state) {
    return state.canCancel;
}

// clang-format off
constexpr Spec kTable[] = {
    {Act::add_photos, "actionAddPhotos", QT_TRANSLATE_NOOP("Actions", "Add photos…"), QT_TRANSLATE_NOOP("Actions", "Add photos to the list"), "add", "Ctrl+O", always, Menu::file},
    {Act::add_folder, "actionAddFolder", QT_TRANSLATE_NOOP("Actions", "Add folder…"), QT_TRANSLATE_NOOP("Actions", "Add all photos in a folder and below"), "folder", "Ctrl+Shift+O", always, Menu::file},
    {Act::paste, "actionPaste", QT_TRANSLATE_NOOP("Actions", "Paste"), QT_TRANSLATE_NOOP("Actions", "Add the picture or the files that were copied"), nullptr, "Ctrl+V", always, Menu::file},
    {Act::remove, "actionRemove", QT_TRANSLATE_NOOP("Actions", "Remove from list"), QT_TRANSLATE_NOOP("Actions", "Take the selected photos off the list; the files stay"), "remove", "Del", withSelection, Menu::file, true},
    {Act::export_one, "actionExport", QT_TRANSLATE_NOOP("Actions", "Export…"), QT_TRANSLATE_NOOP("Actions", "Save the result of the shown photo"), "export", "Ctrl+E", withSelection, Menu::file, true},
    {Act::export_all, "actionExportAll", QT_TRANSLATE_NOOP("Actions", "Export all…"), QT_TRANSLATE_NOOP("Actions", "Save the results of all photos into a folder"), nullptr, "Ctrl+Shift+E", withPhotos, Menu::file},
    {Act::batch, "actionBatch", QT_TRANSLATE_NOOP("Actions", "Batch…"), QT_TRANSLATE_NOOP("Actions", "Make files of many photos or folders while you go on working"), "batch", "F9", always, Menu::file},
    {Act::compare_runs, "actionCompareRuns", QT_TRANSLATE_NOOP("Actions", "Compare two runs…"), QT_TRANSLATE_NOOP("Actions", "Judge a folder of results beside an earlier one, or beside true mattes"), nullptr, "Ctrl+Shift+C", always, Menu::file},
    {Act::models, "actionModels", QT_TRANSLATE_NOOP("Actions", "Models…"), QT_TRANSLATE_NOOP("Actions", "Download, import, verify and remove models"), nullptr, "Ctrl+M", always, Menu::file, true},
    {Act::preferences, "actionPreferences", QT_TRANSLATE_NOOP("Actions", "Preferences…"), QT_TRANSLATE_NOOP("Actions", "Device, memory, folders, appearance, keys, privacy"), nullptr, "Ctrl+,", always, Menu::file},
    {Act::quit, "actionQuit", QT_TRANSLATE_NOOP("Actions", "Quit"), QT_TRANSLATE_NOOP("Actions", "Leave Kerf"), nullptr, "Ctrl+Q", always, Menu::file, true},
    {Act::undo, "actionUndo", QT_TRANSLATE_NOOP("Actions", "Undo"), QT_TRANSLATE_NOOP("Actions", "Take the last change back"), "undo", "Ctrl+Z", undoable, Menu::edit},
    {Act::redo, "actionRedo", QT_TRANSLATE_NOOP("Actions", "Redo"), QT_TRANSLATE_NOOP("Actions", "Make the change again that was taken back"), "redo", "Ctrl+Shift+Z", redoable, Menu::edit},
    {Act::run, "actionRun", QT_TRANSLATE_NOOP("Actions", "Run"), QT_TRANSLATE_NOOP("Actions", "Clean up and cut out the selected photos"), "run", "Ctrl+R", withSelection, Menu::photo},
    {Act::run_all, "actionRunAll", QT_TRANSLATE_NOOP("Actions", "Run all"), QT_TRANSLATE_NOOP("Actions", "Run every photo that has no up-to-date result"), "run-all", "Ctrl+Shift+R", withPhotos, Menu::photo},
    {Act::cancel, "actionCancel", QT_TRANSLATE_NOOP("Actions", "Cancel"), QT_TRANSLATE_NOOP("Actions", "Stop what is running"), "cancel", "Esc", cancellable, Menu::photo},
    {Act::draw_box, "actionDrawBox", QT_TRANSLATE_NOOP("Actions", "Draw box around subject"), QT_TRANSLATE_NOOP("Actions", "Draw a box around the subject with the mouse"), "box", "Ctrl+B", withSelection, Menu::photo, true, Kind::checkable},
    {Act::clear_box, "actionClearBox", QT_TRANSLATE_NOOP("Actions", "Clear box"), QT_TRANSLATE_NOOP("Actions", "Take the box away"), nullptr, "Ctrl+Shift+B", withBox, Menu::photo},
    {Act::brush, "actionBrush", QT_TRANSLATE_NOOP("Actions", "Matte brush"), QT_TRANSLATE_NOOP("Actions", "Paint over the matte: add, remove, restore"), "brush", "K", withSelection, Menu::edit, true, Kind::checkable},
    {Act::brush_smaller, "actionBrushSmaller", QT_TRANSLATE_NOOP("Actions", "Smaller brush"), QT_TRANSLATE_NOOP("Actions", "Make the brush smaller"), nullptr, "[", withBrush, Menu::edit},
    {Act::brush_larger, "actionBrushLarger", QT_TRANSLATE_NOOP("Actions", "Larger brush"), QT_TRANSLATE_NOOP("Actions", "Make the brush larger"), nullptr, "]", withBrush, Menu::edit},
    {Act::brush_softer, "actionBrushSofter", QT_TRANSLATE_NOOP("Actions", "Softer brush"), QT_TRANSLATE_NOOP("Actions", "Make the edge of the brush softer"), nullptr, "Shift+[; {", withBrush, Menu::edit},
    {Act::brush_harder, "actionBrushHarder", QT_TRANSLATE_NOOP("Actions", "Harder brush"), QT_TRANSLATE_NOOP("Actions", "Make the edge of the brush harder"), nullptr, "Shift+]; }", withBrush, Menu::edit},
    {Act::reset_recipe, "actionResetRecipe", QT_TRANSLATE_NOOP("Actions", "Reset recipe"), QT_TRANSLATE_NOOP("Actions", "Set every value of the recipe to its default"), "reset", "Ctrl+Shift+D", always, Menu::photo, true},
    {Act::judge_pass, "actionJudgePass", QT_TRANSLATE_NOOP("Actions", "Pass"), QT_TRANSLATE_NOOP("Actions", "Say that the selected photos are good"), "pass", "P", withSelection, Menu::photo, true},
    {Act::judge_fail, "actionJudgeFail", QT_TRANSLATE_NOOP("Actions", "Fail"), QT_TRANSLATE_NOOP("Actions", "Say that the selected photos are not good"), "fail", "X", withSelection, Menu::photo},
    {Act::judge_touch_up, "actionJudgeTouchUp", QT_TRANSLATE_NOOP("Actions", "Touch-up"), QT_TRANSLATE_NOOP("Actions", "Say that the selected photos need work by hand"), "touch-up", "T", withSelection, Menu::photo},
    {Act::judge_clear, "actionJudgeClear", QT_TRANSLATE_NOOP("Actions", "Clear verdict"), QT_TRANSLATE_NOOP("Actions", "Take the verdict of the selected photos away; notes stay"), nullptr, "U", withSelection, Menu::photo},
    {Act::split, "actionSplit", QT_TRANSLATE_NOOP("Actions", "Wipe"), QT_TRANSLATE_NOOP("Actions", "A on one side of the divider, B on the other"), "split", "W; Alt+1", withPhotos, Menu::view, false, Kind::compare_group},
    {Act::side_by_side, "actionSideBySide", QT_TRANSLATE_NOOP("Actions", "Side by side"), QT_TRANSLATE_NOOP("Actions", "A and B next to each other, with one zoom and place"), "side", "Shift+W", withPhotos, Menu::view, false, Kind::compare_group},
    {Act::difference, "actionDifference", QT_TRANSLATE_NOOP("Actions", "Difference"), QT_TRANSLATE_NOOP("Actions", "What sets A and B apart, enlarged"), "difference", "Shift+D", withPhotos, Menu::view, false, Kind::compare_group},
    {Act::onion, "actionOnion", QT_TRANSLATE_NOOP("Actions", "Onion skin"), QT_TRANSLATE_NOOP("Actions", "B laid over A, as opaque as you like"), "onion", "Shift+O", withPhotos, Menu::view, false, Kind::compare_group},
    {Act::before, "actionBefore", QT_TRANSLATE_NOOP("Actions", "Picture A alone"), QT_TRANSLATE_NOOP("Actions", "A alone: the photo as it came, unless you chose another"), "before", "Alt+2", withPhotos, Menu::view, false, Kind::compare_group},
    {Act::after, "actionAfter", QT_TRANSLATE_NOOP("Actions", "Picture B alone"), QT_TRANSLATE_NOOP("Actions", "B alone: the result, unless you chose another"), "after", "Alt+3", withPhotos, Menu::view, false, Kind::compare_group},
    {Act::next_compare, "actionNextCompare", QT_TRANSLATE_NOOP("Actions", "Next comparison"), QT_TRANSLATE_NOOP("Actions", "Wipe, side by side, difference in turn"), nullptr, "Y", withPhotos, Menu::view, false, Kind::plain},
    {Act::swap_sides, "actionSwapSides", QT_TRANSLATE_NOOP("Actions", "Swap A and B"), QT_TRANSLATE_NOOP("Actions", "B becomes A, and A becomes B"), nullptr, "Shift+S", withPhotos, Menu::view, false, Kind::plain},
    {Act::peek, "actionPeek", QT_TRANSLATE_NOOP("Actions", "Peek at A (hold)"), QT_TRANSLATE_NOOP("Actions", "Show A alone while the key is held"), nullptr, "\\", comparable, Menu::view, false, Kind::checkable},
    {Act::loupe, "actionLoupe", QT_TRANSLATE_NOOP("Actions", "Loupe"), QT_TRANSLATE_NOOP("Actions", "Enlarge A and B under the cursor; held down, only for as long"), "loupe", "L", withPhotos, Menu::view, true, Kind::checkable},
    {Act::preview_region, "actionPreviewRegion", QT_TRANSLATE_NOOP("Actions", "Preview a region"), QT_TRANSLATE_NOOP("Actions", "Draw a region; the recipe runs on it alone"), "region", "Shift+R", withPhotos, Menu::view, false, Kind::checkable},
    {Act::channel_color, "actionChannelColor", QT_TRANSLATE_NOOP("Actions", "All channels"), QT_TRANSLATE_NOOP("Actions", "Show the colours"), nullptr, "C", withPhotos, Menu::view, true, Kind::channel_group},
    {Act::channel_red, "actionChannelRed", QT_TRANSLATE_NOOP("Actions", "Red channel"), QT_TRANSLATE_NOOP("Actions", "Show red alone, as grey; again: all channels"), nullptr, "R", withPhotos, Menu::view, false, Kind::channel_group},
    {Act::channel_green, "actionChannelGreen", QT_TRANSLATE_NOOP("Actions", "Green channel"), QT_TRANSLATE_NOOP("Actions", "Show green alone, as grey; again: all channels"), nullptr, "G", withPhotos, Menu::view, false, Kind::channel_group},
    {Act::channel_blue, "actionChannelBlue", QT_TRANSLATE_NOOP("Actions", "Blue channel"), QT_TRANSLATE_NOOP("Actions", "Show blue alone, as grey; again: all channels"), nullptr, "B", withPhotos, Menu::view, false, Kind::channel_group},
    {Act::channel_alpha, "actionChannelAlpha", QT_TRANSLATE_NOOP("Actions", "Alpha channel"), QT_TRANSLATE_NOOP("Actions", "Show alpha alone, as grey; again: all channels"), nullptr, "A", withPhotos, Menu::view, false, Kind::channel_group},
    {Act::checkerboard, "actionCheckerboard", QT_TRANSLATE_NOOP("Actions", "On checkerboard"), QT_TRANSLATE_NOOP("Actions", "The cut-out on a checkerboard"), "checker", "Alt+4", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::grey, "actionGrey", QT_TRANSLATE_NOOP("Actions", "Alpha as grey"), QT_TRANSLATE_NOOP("Actions", "The matte as a grey picture"), "grey", "Alt+5", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::overlay, "actionOverlay", QT_TRANSLATE_NOOP("Actions", "Alpha as overlay"), QT_TRANSLATE_NOOP("Actions", "What is cut away, tinted over the photo"), "overlay", "Alt+6", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::on_black, "actionOnBlack", QT_TRANSLATE_NOOP("Actions", "On black"), QT_TRANSLATE_NOOP("Actions", "The cut-out on black: shows light halos"), "back-black", "Ctrl+Alt+B", withPhotos, Menu::alpha, true, Kind::alpha_group},
    {Act::on_white, "actionOnWhite", QT_TRANSLATE_NOOP("Actions", "On white"), QT_TRANSLATE_NOOP("Actions", "The cut-out on white: shows dark halos"), "back-white", "Ctrl+Alt+W", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::on_grey, "actionOnGrey", QT_TRANSLATE_NOOP("Actions", "On grey"), QT_TRANSLATE_NOOP("Actions", "The cut-out on middle grey"), "back-grey", "Ctrl+Alt+G", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::on_color, "actionOnColor", QT_TRANSLATE_NOOP("Actions", "On a colour"), QT_TRANSLATE_NOOP("Actions", "The cut-out on a colour of your choice"), "back-color", "Ctrl+Alt+C", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::on_gradient, "actionOnGradient", QT_TRANSLATE_NOOP("Actions", "On a gradient"), QT_TRANSLATE_NOOP("Actions", "The cut-out before a gradient between two colours"), "back-gradient", "Ctrl+Alt+R", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::on_picture, "actionOnPicture", QT_TRANSLATE_NOOP("Actions", "On a picture"), QT_TRANSLATE_NOOP("Actions", "The cut-out before a picture of yours"), "back-picture", "Ctrl+Alt+P", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::torture, "actionTorture", QT_TRANSLATE_NOOP("Actions", "On the torture colour"), QT_TRANSLATE_NOOP("Actions", "The cut-out on the colour opposed to its own fringe"), "torture", "Ctrl+Alt+F", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::monitor, "actionMonitor", QT_TRANSLATE_NOOP("Actions", "Matte monitor"), QT_TRANSLATE_NOOP("Actions", "Exactly 0 black, exactly 1 white, everything between in false colours"), "monitor", "Alt+7", withPhotos, Menu::alpha, true, Kind::alpha_group},
    {Act::edge_band, "actionEdgeBand", QT_TRANSLATE_NOOP("Actions", "Edge band"), QT_TRANSLATE_NOOP("Actions", "The photo where the matte is partial; the rest dimmed"), "band", "Alt+8", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::without_alpha, "actionWithoutAlpha", QT_TRANSLATE_NOOP("Actions", "Colours without alpha"), QT_TRANSLATE_NOOP("Actions", "The colours in the result, its alpha ignored"), "rgb", "Alt+9", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::premultiplied, "actionPremultiplied", QT_TRANSLATE_NOOP("Actions", "Premultiplied"), QT_TRANSLATE_NOOP("Actions", "Colours times alpha, as compositing programs keep them"), "premultiplied", "Alt+0", withPhotos, Menu::alpha, false, Kind::alpha_group},
    {Act::next_alpha, "actionNextAlpha", QT_TRANSLATE_NOOP("Actions", "Next alpha view"), QT_TRANSLATE_NOOP("Actions", "All alpha views in turn"), nullptr, "V", withPhotos, Menu::alpha, true},
    {Act::previous_alpha, "actionPreviousAlpha", QT_TRANSLATE_NOOP("Actions", "Previous alpha view"), QT_TRANSLATE_NOOP("Actions", "All alpha views in turn, backwards"), nullptr, "Shift+V", withPhotos, Menu::alpha},
    {Act::matte_overlay, "actionMatteOverlay", QT_TRANSLATE_NOOP("Actions", "Matte overlay on or off"), QT_TRANSLATE_NOOP("Actions", "Switch between the overlay and the view before it"), nullptr, "M", withPhotos, Menu::alpha},
    {Act::overlay_color, "actionOverlayColor", QT_TRANSLATE_NOOP("Actions", "Next overlay colour"), QT_TRANSLATE_NOOP("Actions", "Tint the overlay with the next of its colours"), nullptr, "Shift+M", withPhotos, Menu::alpha},
    {Act::pixel_readout, "actionPixelReadout", QT_TRANSLATE_NOOP("Actions", "Pixel read-out"), QT_TRANSLATE_NOOP("Actions", "A table of the pixel under the cursor on the canvas"), "probe", "I", withPhotos, Menu::view, true, Kind::checkable},
    {Act::toggle_fit, "actionToggleFit", QT_TRANSLATE_NOOP("Actions", "Fit or 100 %"), QT_TRANSLATE_NOOP("Actions", "Switch between the whole photo and its real pixels"), nullptr, "F", withPhotos, Menu::view, true},
    {Act::fit, "actionFit", QT_TRANSLATE_NOOP("Actions", "Fit"), QT_TRANSLATE_NOOP("Actions", "Show the whole photo"), "fit", "Ctrl+0", withPhotos, Menu::view},
    {Act::actual_size, "actionActualSize", QT_TRANSLATE_NOOP("Actions", "100 %"), QT_TRANSLATE_NOOP("Actions", "One pixel of the photo is one of the screen"), "actual", "Ctrl+1", withPhotos, Menu::view},
    {Act::zoom_in, "actionZoomIn", QT_TRANSLATE_NOOP("Actions", "Zoom in"), QT_TRANSLATE_NOOP("Actions", "Look closer"), nullptr, "Ctrl++; Ctrl+=", withPhotos, Menu::view},
    {Act::zoom_out, "actionZoomOut", QT_TRANSLATE_NOOP("Actions", "Zoom out"), QT_TRANSLATE_NOOP("Actions", "See more"), nullptr, "Ctrl+-", withPhotos, Menu::view},
    {Act::recipe_panel, "actionRecipePanel", QT_TRANSLATE_NOOP("Actions", "Recipe panel"), QT_TRANSLATE_NOOP("Actions", "Show or hide the recipe"), "panel", "F7", withPhotos, Menu::view, true, Kind::checkable},
    {Act::judge_page, "actionJudgePage", QT_TRANSLATE_NOOP("Actions", "Judge"), QT_TRANSLATE_NOOP("Actions", "Show the page with verdict, reason and note"), nullptr, "F8", withPhotos, Menu::view},
    {Act::filmstrip, "actionFilmstrip", QT_TRANSLATE_NOOP("Actions", "Filmstrip"), QT_TRANSLATE_NOOP("Actions", "Show or hide the filmstrip"), nullptr, "F6", withPhotos, Menu::view, false, Kind::checkable},
    {Act::photo_grid, "actionPhotoGrid", QT_TRANSLATE_NOOP("Actions", "Photos as grid"), QT_TRANSLATE_NOOP("Actions", "Show the filmstrip as a grid of many photos"), "grid", "Ctrl+G", withPhotos, Menu::view, false, Kind::checkable},
    {Act::full_screen, "actionFullScreen", QT_TRANSLATE_NOOP("Actions", "Full screen"), QT_TRANSLATE_NOOP("Actions", "Use the whole screen"), nullptr, "F11", always, Menu::view, false, Kind::checkable},
    {Act::theme_system, "actionThemeSystem", QT_TRANSLATE_NOOP("Actions", "Theme of the system"), QT_TRANSLATE_NOOP("Actions", "Light or dark as the system is"), nullptr, "Ctrl+Alt+S", always, Menu::view, true, Kind::theme_group},
    {Act::theme_light, "actionThemeLight", QT_TRANSLATE_NOOP("Actions", "Light theme"), QT_TRANSLATE_NOOP("Actions", "Always light"), nullptr, "Ctrl+Alt+L", always, Menu::view, false, Kind::theme_group},
    {Act::theme_dark, "actionThemeDark", QT_TRANSLATE_NOOP("Actions", "Dark theme"), QT_TRANSLATE_NOOP("Actions", "Always dark"), nullptr, "Ctrl+Alt+D", always, Menu::view, false, Kind::theme_group},
    {Act::next_photo, "actionNextPhoto", QT_TRANSLATE_NOOP("Actions", "Next photo"), QT_TRANSLATE_NOOP("Actions", "Show the next photo"), nullptr, "PgDown", withPhotos, Menu::go, false, Kind::plain, Where::browsing},
    {Act::previous_photo, "actionPreviousPhoto", QT_TRANSLATE_NOOP("Actions", "Previous photo"), QT_TRANSLATE_NOOP("Actions", "Show the photo before"), nullptr, "PgUp", withPhotos, Menu::go, false, Kind::plain, Where::browsing},
    {Act::first_photo, "actionFirstPhoto", QT_TRANSLATE_NOOP("Actions", "First photo"), QT_TRANSLATE_NOOP("Actions", "Show the first photo"), nullptr, "Home", withPhotos, Menu::go, false, Kind::plain, Where::browsing},
    {Act::last_photo, "actionLastPhoto", QT_TRANSLATE_NOOP("Actions", "Last photo"), QT_TRANSLATE_NOOP("Actions", "Show the last photo"), nullptr, "End", withPhotos, Menu::go, false, Kind::plain, Where::browsing},
    {Act::next_region, "actionNextRegion", QT_TRANSLATE_NOOP("Actions", "Next suspicious place"), QT_TRANSLATE_NOOP("Actions", "Show the next suspicious place of the matte, largest first"), nullptr, "N", withMatte, Menu::go, true},
    {Act::previous_region, "actionPreviousRegion", QT_TRANSLATE_NOOP("Actions", "Previous suspicious place"), QT_TRANSLATE_NOOP("Actions", "Show the suspicious place before"), nullptr, "Shift+N", withMatte, Menu::go},
    {Act::select_all, "actionSelectAll", QT_TRANSLATE_NOOP("Actions", "Select all photos"), QT_TRANSLATE_NOOP("Actions", "Select every photo of the filmstrip"), nullptr, "Ctrl+A", withPhotos, Menu::go, true},
    {Act::find_photo, "actionFindPhoto", QT_TRANSLATE_NOOP("Actions", "Filter photos"), QT_TRANSLATE_NOOP("Actions", "Show the photos with a certain name, reason or note"), nullptr, "Ctrl+F", withPhotos, Menu::go},
    {Act::shortcuts, "actionShortcuts", QT_TRANSLATE_NOOP("Actions", "Keyboard shortcuts"), QT_TRANSLATE_NOOP("Actions", "All keys on one sheet"), "keyboard", "?; F1", always, Menu::help},
    {Act::log, "actionLog", QT_TRANSLATE_NOOP("Actions", "Log"), QT_TRANSLATE_NOOP("Actions", "What Kerf did, and what went wrong"), nullptr, "F12", always, Menu::help},
    {Act::about, "actionAbout", QT_TRANSLATE_NOOP("Actions", "About Kerf"), QT_TRANSLATE_NOOP("Actions", "Version, licence and libraries"), "info", "Shift+F1", always, Menu::help},
};
// clang-format on

constexpr std::array<const char*, 7> kMenus{
    QT_TRANSLATE_NOOP("Actions", "&File"),       QT_TRANSLATE_NOOP("Actions", "&Edit"),
    QT_TRANSLATE_NOOP("Actions", "&Photo"),      QT_TRANSLATE_NOOP("Actions", "&View"),
    QT_TRANSLATE_NOOP("Actions", "&Alpha view"), QT_TRANSLATE_NOOP("Actions", "&Go"),
    QT_TRANSLATE_NOOP("Actions", "&Help")};

QString translated(const char* text) {
    return QCoreApplication::translate("Actions", text);
}

QString menuText(Menu menu) {
    return translated(kMenus[std::size_t(menu)]);
}

QString withKey(const QString& help, const QList<QKeySequence>& keys) {
    return keys.isEmpty()
               ? help
               : QStringLiteral("%1 (%2)").arg(help, keys.first().toString(QKeySequence::NativeText));
}

void applyKeys(QAction* action, const Spec& spec, const QList<QKeySequence>& keys) {
    action->setShortcuts(keys);
    action->setToolTip(withKey(translated(spec.help), keys));
}

// The platform's own keys beside those that the sheet and the tooltip name.
QList<QKeySequence> withStandardKeys(QList<QKeySequence> keys, QKeySequence::StandardKey standard) {
    for (const QKeySequence& own : QKeySequence::keyBindings(standard)) {
        if (!keys.contains(own)) {
            keys.append(own);
        }
    }
    return keys;
}

} // namespace

Actions::Actions(QObject* parent) : QObject(parent) {
    std::array<QActionGroup*, 4> groups{};
    for (QActionGroup*& group : groups) {
        group = new QActionGroup(this);
    }
    for (const Spec& spec : kTable) {
        KERF_CHECK(std::size_t(spec.id) == m_actions.size()); // the table is in the order of Act
        auto* action = new QAction(translated(spec.text), this);
        action->setObjectName(QString::fromLatin1(spec.name));
        applyKeys(action, spec, defaultKeys(spec.id));
        action->setStatusTip({});
        action->setShortcutContext(
            spec.where == Where::window ? Qt::WindowShortcut : Qt::WidgetWithChildrenShortcut);
        action->setCheckable(spec.kind != Kind::plain);
        if (spec.icon) {
            // Run's button is filled with the accent colour, so its icon can't be seen in a menu.
            const bool isPrimary = spec.id == Act::run;
            action->setIcon(
                icon(QString::fromLatin1(spec.icon), isPrimary ? IconTone::onAccent : IconTone::text));
            action->setIconVisibleInMenu(!isPrimary);
        }
        if (spec.kind >= Kind::compare_group) {
            groups[std::size_t(spec.kind) - std::size_t(Kind::compare_group)]->addAction(action);
        }
        m_actions.push_back(action);
    }
    (*this)[Act::peek]->setAutoRepeat(false);
    (*this)[Act::loupe]->setAutoRepeat(false);
    (*this)[Act::quit]->setMenuRole(QAction::QuitRole);
    (*this)[Act::about]->setMenuRole(QAction::AboutRole);
}

void Actions::update(const WindowState& state) {
    for (const Spec& spec : kTable) {
        (*this)[spec.id]->setEnabled(spec.rule(state));
    }
}

void Actions::fillMenus(QMenuBar* bar) const {
    std::array<QMenu*, kMenus.size()> menus{};
    for (const Spec& spec : kTable) {
        QMenu*& menu = menus[std::size_t(spec.menu)];
        if (!menu) {
            QMenu* view = menus[std::size_t(Menu::view)];
            const bool isWithinView = spec.menu == Menu::alpha;
            menu = isWithinView ? view->addMenu(menuText(spec.menu)) : bar->addMenu(menuText(spec.menu));
            if (isWithinView) {
                view->insertSeparator(menu->menuAction());
            }
            menu->setToolTipsVisible(true);
        }
        if (spec.startsGroup) {
            menu->addSeparator();
        }
        menu->addAction((*this)[spec.id]);
    }
}

QString Actions::menuName(Act id) {
    return menuText(kTable[std::size_t(id)].menu).remove(QLatin1Char('&'));
}

QString Actions::title(Act id) {
    return translated(kTable[std::size_t(id)].text);
}

std::vector<Act> Actions::all() {
    std::vector<Act> acts;
    for (const Spec& spec : kTable) {
        acts.push_back(spec.id);
    }
    return acts;
}

QList<QKeySequence> Actions::defaultKeys(Act id) {
    const QList<QKeySequence> keys = QKeySequence::listFromString(
        QString::fromLatin1(kTable[std::size_t(id)].keys), QKeySequence::PortableText);
    return id == Act::undo   ? withStandardKeys(keys, QKeySequence::Undo)
           : id == Act::redo ? withStandardKeys(keys, QKeySequence::Redo)
                             : keys;
}

void Actions::setKeys(Act id, const QList<QKeySequence>& keys) {
    if ((*this)[id]->shortcuts() != keys) {
        applyKeys((*this)[id], kTable[std::size_t(id)], keys);
        Q_EMIT keysChanged(id);
    }
}

void Actions::addKeysTo(const QWidget& window) {
    constexpr std::pair<const char*, Act> kTwins[] = {
        {"addPhotosButton", Act::add_photos},    {"addFolderButton", Act::add_folder},
        {"drawBoxButton", Act::draw_box},        {"clearBoxButton", Act::clear_box},
        {"previousPlace", Act::previous_region}, {"nextPlace", Act::next_region},
        {"overlayColor", Act::overlay_color}};
    for (const auto& [name, act] : kTwins) {
        if (auto* widget = window.findChild<QWidget*>(QString::fromLatin1(name))) {
            const auto show = [this, widget, act = act, tip = widget->toolTip()] {
                widget->setToolTip(withKey(tip, keys(act)));
            };
            connect(this, &Actions::keysChanged, widget, [show, act = act](Act changed) {
                if (changed == act) {
                    show();
                }
            });
            show();
        }
    }
}

std::vector<Act> Actions::ownersOf(const QKeySequence& key) const {
    std::vector<Act> owners;
    for (const Spec& spec : kTable) {
        for (const QKeySequence& own : (*this)[spec.id]->shortcuts()) {
            if (own.matches(key) != QKeySequence::NoMatch || key.matches(own) != QKeySequence::NoMatch) {
                owners.push_back(spec.id);
                break;
            }
        }
    }
    return owners;
}

std::vector<Actions::Row> Actions::sheet() const {
    std::vector<const Spec*> specs;
    for (const Spec& spec : kTable) {
        specs.push_back(&spec);
    }
    // The table has neighbours of one subject together, whatever menu they are in.
    std::stable_sort(specs.begin(), specs.end(), [](const Spec* one, const Spec* other) {
        return one->menu < other->menu;
    });
    std::vector<Row> rows;
    for (const Spec* spec : specs) {
        const QAction* action = (*this)[spec->id];
        rows.push_back(
            {.menu = menuName(spec->id),
             .text = title(spec->id),
             .keys = QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)});
    }
    return rows;
}

} // namespace kerf::ui
