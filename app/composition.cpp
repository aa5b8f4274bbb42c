#include "app/composition.h"

#include "core/session/find_photos.h"
#include "core/session/session.h"
#include "ui/file_dialogs.h"
#include "ui/main_window.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/translation.h"

#include <QSettings>
#include <QStandardPaths>

namespace kerf::app {
namespace {

ui::Folders folders() {
    const auto at = [](QStandardPaths::StandardLocation where) {
        return ui::toPath(QStandardPaths::writableLocation(where));
    };
    return {
        .thumbnails = at(QStandardPaths::GenericCacheLocation) / "thumbnails",
        .data = at(QStandardPaths::GenericDataLocation) / "kerf"};
}

} // namespace

// In the order of need: the window goes first, then the session with its threads, then what its events go to.
struct Composition::Parts {
    QSettings store;
    ui::Settings settings{store};
    ui::Translation translation{settings.language()};
    ui::Theme theme;
    ui::FileDialogs dialogs;
    ui::SessionBridge bridge;
    std::unique_ptr<Session> session = makeSession([this](const JobEvent& event) { bridge.post(event); }, {});
    std::unique_ptr<ui::MainWindow> window;
};

Composition::Composition() : m_parts(std::make_unique<Parts>()) {
    Parts& parts = *m_parts;
    parts.theme.choose(parts.settings.theme());
    parts.window = std::make_unique<ui::MainWindow>(ui::WindowParts{
        .session = *parts.session,
        .bridge = parts.bridge,
        .settings = parts.settings,
        .theme = parts.theme,
        .dialogs = parts.dialogs,
        .find = findPhotos,
        .folders = folders()});
    QObject::connect(
        parts.window.get(), &ui::MainWindow::painted, &parts.theme, &ui::Theme::followDesktop,
        Qt::QueuedConnection);
}

Composition::~Composition() = default;

void Composition::show(std::vector<std::filesystem::path> paths) {
    m_parts->window->show();
    m_parts->window->addPaths(std::move(paths));
}

} // namespace kerf::app
