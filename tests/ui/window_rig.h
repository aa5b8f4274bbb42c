#pragma once

#include "core/session/find_photos.h"
#include "tests/support/fake_session.h"
#include "ui/desktop.h"
#include "ui/file_dialogs.h"
#include "ui/main_window.h"
#include "ui/session_bridge.h"
#include "ui/settings.h"
#include "ui/theme.h"

#include <QDir>
#include <QSettings>
#include <QTemporaryDir>

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace kerf::test {

// Answers what the window asks for without showing a dialog.
class FakeDialogs final : public ui::FileDialogs {
public:
    std::vector<std::filesystem::path> answer; // given to every question but saveAs
    std::filesystem::path saveAnswer;
    FileType saveType = FileType::png;
    std::filesystem::path suggestion; // what saveAs was offered

    void openPhotos(QWidget*, const QString&, Paths chosen) override { chosen(answer); }
    void openFolder(QWidget*, const QString&, Paths chosen) override { chosen(answer); }
    void choosePicture(QWidget*, const QString&, Paths chosen) override { chosen(answer); }
    void saveAs(QWidget*, const std::filesystem::path& offered, FileType, Target chosen) override {
        suggestion = offered;
        chosen(saveAnswer, saveType, ExistingPolicy::replace);
    }
    void openRecipes(QWidget*, Paths chosen) override { chosen(answer); }
    void saveRecipe(QWidget*, const QString&, Paths chosen) override { chosen({saveAnswer}); }
    void chooseTarget(QWidget*, const QString&, Paths chosen) override { chosen(answer); }
    void openModels(QWidget*, const QString&, Paths chosen) override { chosen(answer); }
    void chooseFolder(QWidget*, const QString&, const QString&, Paths chosen) override { chosen(answer); }
};

// Keeps edits in memory instead of files. Thread-safe.
class MemoryEdits {
public:
    ui::EditFiles files() {
        return {
            .load =
                [this](const std::filesystem::path& photo) {
                    const std::scoped_lock lock(m_mutex);
                    return m_kept[photo];
                },
            .save =
                [this](const std::filesystem::path& photo, const PhotoEdits& edits) {
                    const std::scoped_lock lock(m_mutex);
                    m_kept[photo] = {edits, {}};
                },
            .clear =
                [this] {
                    const std::scoped_lock lock(m_mutex);
                    m_kept.clear();
                }};
    }
    PhotoEdits of(const std::filesystem::path& photo) {
        const std::scoped_lock lock(m_mutex);
        return m_kept[photo].edits;
    }
    void set(const std::filesystem::path& photo, const ui::EditFiles::Loaded& kept) {
        const std::scoped_lock lock(m_mutex);
        m_kept[photo] = kept;
    }

private:
    std::mutex m_mutex;
    std::map<std::filesystem::path, ui::EditFiles::Loaded> m_kept;
};

// A desktop that notes what it is asked.
class FakeDesktop final : public ui::Desktop {
public:
    struct Message {
        QString title;
        QString body;
    };
    std::vector<Message> messages;
    bool isAwake = false; // sleep is held
    int holds = 0;

    void notify(const QString& title, const QString& body) override { messages.push_back({title, body}); }
    void holdSleep(const QString& /*why*/) override {
        isAwake = true;
        ++holds;
    }
    void letSleep() override { isAwake = false; }
    std::chrono::milliseconds longWork() const override { return std::chrono::milliseconds(0); }
};

// The real window over a fake session, with settings and files in a folder of its own.
struct WindowRig {
    explicit WindowRig(ui::Folders kept = {}) : folders(std::move(kept)) {}

    ui::Folders folders; // nothing is kept unless the test says where
    QTemporaryDir folder;
    QSettings store{folder.filePath(QStringLiteral("kerf.ini")), QSettings::IniFormat};
    ui::Settings settings{store};
    ui::Theme theme;
    FakeDialogs dialogs;
    FakeDesktop desktop;
    MemoryEdits edits;
    ui::SessionBridge bridge;
    FakeSession session{
        [this](const JobEvent& event) { bridge.post(event); },
        [this](const ModelEvent& event) { bridge.post(event); },
        [this](const BatchNews& news) { bridge.post(news); }};
    ui::MainWindow window{
        {.session = session,
         .bridge = bridge,
         .settings = settings,
         .theme = theme,
         .dialogs = dialogs,
         .find = findFake,
         .folders = folders,
         .edits = edits.files(),
         .desktop = &desktop,
         .runs = fakeRuns()}};

    std::filesystem::path path(const std::string& name) const {
        return std::filesystem::path(folder.path().toStdString()) / name;
    }

    // Adds photos of these names and waits until they are there.
    bool add(const std::vector<std::string>& names);

    template <typename T>
    T* find(const char* name) const {
        return window.findChild<T*>(QString::fromLatin1(name));
    }

    // Names tell: "folder" holds a.jpg and b.jpg, *.txt is no photo, "gone..." is missing.
    // Two runs of six pictures in whatever folders: one fails, one is missing, one changed a lot.
    static ui::RunFunctions fakeRuns();

    static FoundPhotos findFake(const std::vector<std::filesystem::path>& paths, const std::stop_token& stop);
};

} // namespace kerf::test
