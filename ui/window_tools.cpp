#include "ui/window_tools.h"

#include "ui/about_dialog.h"
#include "ui/actions.h"
#include "ui/drop_zone.h"
#include "ui/help_dialogs.h"
#include "ui/log_model.h"
#include "ui/log_view.h"
#include "ui/model_dialog.h"
#include "ui/model_offer.h"
#include "ui/run_window.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/text.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace kerf::ui {

bool isModelName(const std::filesystem::path& file) {
    constexpr std::array<const char*, 6> kEndings{".safetensors", ".pth", ".pt", ".ckpt", ".param", ".bin"};
    const QString ending = toText(file.extension()).toLower();
    return std::any_of(
        kEndings.begin(), kEndings.end(), [&](const char* known) { return ending == QLatin1String(known); });
}

WindowTools::WindowTools(const WindowParts& parts, Actions& actions, QWidget* window)
    : QObject(window),
      m_parts(parts),
      m_actions(actions),
      m_window(window),
      m_book(parts.session.models(), parts.bridge),
      m_log(parts.log ? parts.log : new LogModel(this)) {
    m_book.setMirror(parts.settings.mirror());
    for (const Act act : Actions::all()) {
        if (const auto keys = parts.settings.keys(actions[act]->objectName())) {
            actions.setKeys(act, *keys);
        }
    }
    connect(&m_book, &ModelBook::installedChanged, this, &WindowTools::enginesChanged);
    connect(&m_book, &ModelBook::listed, this, &WindowTools::showOffer);
    const std::pair<Act, void (WindowTools::*)()> shown[] = {
        {Act::models, &WindowTools::showModels},           {Act::compare_runs, &WindowTools::showRuns},
        {Act::preferences, &WindowTools::showPreferences}, {Act::log, &WindowTools::showLog},
        {Act::shortcuts, &WindowTools::showKeys},          {Act::about, &WindowTools::showAboutKerf}};
    for (const auto& [act, show] : shown) {
        connect(actions[act], &QAction::triggered, this, show);
    }
    connect(&parts.bridge, &SessionBridge::jobChanged, this, [this](const JobEvent& event) {
        if (const auto* found = event.output ? std::get_if<DevicesFound>(event.output.get()) : nullptr) {
            takeDevices(*found);
        }
    });
    addOwnPrivateData();
    applyPreferences();
}

void WindowTools::start() {
    m_book.refresh();
}

void WindowTools::offerModelsIn(DropZone* dropZone) {
    if (m_parts.settings.isModelOfferOver()) {
        return;
    }
    auto* offer = new ModelOffer;
    m_offer = offer;
    dropZone->setCard(offer);
    const auto end = [this] {
        m_parts.settings.setModelOfferOver();
        showOffer();
    };
    connect(offer, &ModelOffer::declined, this, end);
    connect(offer, &ModelOffer::accepted, this, [this, end] {
        end();
        showModels();
    });
}

void WindowTools::showOffer() {
    if (m_offer) {
        m_offer->setVisible(
            m_book.isListed() && !m_book.hasDownloaded() && !m_parts.settings.isModelOfferOver());
    }
}

void WindowTools::takeModels(std::vector<std::filesystem::path>& paths) {
    const auto first = std::stable_partition(
        paths.begin(), paths.end(), [](const auto& path) { return !isModelName(path); });
    if (first == paths.end()) {
        return;
    }
    std::vector<std::filesystem::path> models(
        std::make_move_iterator(first), std::make_move_iterator(paths.end()));
    paths.erase(first, paths.end());
    // A pair of .param and .bin is one model, which either names.
    std::erase_if(models, [&](const std::filesystem::path& path) {
        const auto param = std::filesystem::path(path).replace_extension(".param");
        return path.extension() == ".bin" && std::find(models.begin(), models.end(), param) != models.end();
    });
    showModels();
    m_models->offerImport(models);
}

void WindowTools::raise(QWidget* window) {
    window->show();
    window->raise();
    window->activateWindow();
}

std::vector<ModelInfo> WindowTools::models() const {
    std::vector<ModelInfo> models;
    for (const ModelBook::Item& item : m_book.items()) {
        if (!item.entry.isShipped) { // an engine of its own, which takes no other model
            models.push_back(item.entry.info);
        }
    }
    return models;
}

void WindowTools::showModels() {
    if (!m_models) {
        m_models = new ModelDialog(m_book, m_parts.settings, m_parts.dialogs, m_window);
    }
    raise(m_models);
}

void WindowTools::showRuns() {
    if (!m_runs) {
        m_runs = new RunWindow(
            {.session = m_parts.session,
             .bridge = m_parts.bridge,
             .settings = m_parts.settings,
             .dialogs = m_parts.dialogs,
             .functions = m_parts.runs},
            m_window);
    }
    raise(m_runs);
}

void WindowTools::showLog() {
    if (!m_logView) {
        m_logView = new LogView(*m_log, m_parts.facts.logFolder, m_window);
    }
    raise(m_logView);
}

void WindowTools::showKeys() {
    showShortcutSheet(m_window, m_actions);
}

void WindowTools::showAboutKerf() {
    raise(new AboutDialog(m_parts.facts, m_book, m_window));
}

void WindowTools::showPreferences() {
    if (!m_preferences) {
        m_preferences = new PreferencesDialog(
            {.settings = m_parts.settings,
             .theme = m_parts.theme,
             .actions = m_actions,
             .dialogs = m_parts.dialogs,
             .modelFolder = m_book.folder(),
             .privateData = m_privateData},
            m_window);
        m_preferences->setMachine(m_machine);
        connect(m_preferences, &PreferencesDialog::preferencesChanged, this, &WindowTools::applyPreferences);
    }
    raise(m_preferences);
}

void WindowTools::addPrivateData(const PrivateData& data) {
    m_privateData.push_back(data);
}

void WindowTools::addOwnPrivateData() {
    addPrivateData(
        {.name = QStringLiteral("places"),
         .title = tr("Settings"),
         .what = tr("Your choices, your keys, the last folders and the window's layout. Clearing forgets "
                    "folders and layout; your choices stay."),
         .where = m_parts.settings.file(),
         .clear = [this] { m_parts.settings.forgetPlaces(); }});
    addPrivateData(
        {.name = QStringLiteral("log"),
         .title = tr("Log"),
         .what = tr("What happened, with the names of photos, to find out what went wrong."),
         .where = m_parts.facts.logFolder.empty() ? tr("In memory only") : toText(m_parts.facts.logFolder),
         .clear = [this] {
             m_log->clear();
             if (m_parts.facts.clearLog) {
                 m_parts.facts.clearLog();
             }
         }});
    if (!m_parts.folders.thumbnails.empty()) {
        addPrivateData(
            {.name = QStringLiteral("thumbnails"),
             .title = tr("Thumbnails"),
             .what = tr("Small pictures of photos that you have opened. They are the desktop's, which "
                        "shares them between programs and clears them."),
             .where = toText(m_parts.folders.thumbnails),
             .clear = {},
             .isKept = [this] { return m_parts.settings.keepsThumbnails(); },
             .setKept = [this](bool isOn) { m_parts.settings.setKeepsThumbnails(isOn); }});
    }
}

void WindowTools::takeDevices(const DevicesFound& found) {
    QStringList lines;
    for (const DeviceInfo& device : found.devices) {
        const QString name = QString::fromStdString(device.name);
        const QString why = QString::fromStdString(device.usable ? device.detail : device.reason);
        lines << (why.isEmpty() ? name : QStringLiteral("%1: %2").arg(name, why));
    }
    m_machine = lines.join(QLatin1Char('\n'));
    for (Component& part : m_parts.facts.components) {
        if (part.name == QLatin1String("LibTorch")) {
            part.version = QString::fromStdString(found.libtorch);
        }
    }
    if (m_preferences) {
        m_preferences->setMachine(m_machine);
    }
}

Recipe WindowTools::completed(const Recipe& recipe) const {
    return withPreferences(recipe, m_parts.settings.preferences());
}

void WindowTools::applyPreferences() {
    const Preferences preferences = m_parts.settings.preferences();
    m_parts.session.setCacheBytes(std::uint64_t(preferences.cacheMegabytes) * 1'000'000U);
    Q_EMIT recipeChanged();
}

} // namespace kerf::ui
