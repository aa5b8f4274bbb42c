#pragma once

#include "core/contract/recipe.h"
#include "ui/main_window.h"
#include "ui/model_book.h"
#include "ui/preferences_dialog.h"

#include <QObject>
#include <QPointer>

#include <filesystem>
#include <vector>

namespace kerf::ui {

class Actions;
class DropZone;
class LogModel;
class LogView;
class ModelDialog;
class RunWindow;

// The windows beside the main one and what they have an effect on: models, preferences, log, keys, about.
// Each is made when it is first asked for, blocks nothing, and is there once. GUI thread only.
class WindowTools final : public QObject {
    Q_OBJECT

public:
    // The window and the actions outlive it.
    WindowTools(const WindowParts& parts, Actions& actions, QWidget* window);

    void offerModelsIn(DropZone* dropZone); // a card, once, as long as there are none
    void start();                           // looks for models; once the window is on the screen

    // Takes what a person says are models (by the names' endings) off `paths` and offers to import it.
    void takeModels(std::vector<std::filesystem::path>& paths);

    // Shown on the privacy page, below what is there already; before that is first shown.
    void addPrivateData(const PrivateData& data);

    // The recipe with the preferences in place of what it leaves open.
    Recipe completed(const Recipe& recipe) const;

    std::vector<ModelInfo> models() const; // those that Kerf knows of

    void showModels();
    void showPreferences();
    void showRuns();
    void showLog();
    void showKeys();
    void showAboutKerf();

Q_SIGNALS:
    void enginesChanged(); // other ones can run
    void recipeChanged();  // completed() gives another one

private:
    void applyPreferences();
    void addOwnPrivateData();
    void takeDevices(const DevicesFound& found);
    void showOffer();
    void raise(QWidget* window);

    WindowParts m_parts;
    Actions& m_actions;
    QWidget* m_window;
    ModelBook m_book;
    LogModel* m_log;
    QPointer<QWidget> m_offer;
    ModelDialog* m_models = nullptr;
    LogView* m_logView = nullptr;
    RunWindow* m_runs = nullptr;
    PreferencesDialog* m_preferences = nullptr;
    std::vector<PrivateData> m_privateData;
    QString m_machine; // what there is to compute with
};

// Whether the name is that of a file with weights: .safetensors, .pth, .pt, .ckpt, .param, .bin.
bool isModelName(const std::filesystem::path& file);

} // namespace kerf::ui
