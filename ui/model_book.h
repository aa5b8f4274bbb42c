#pragma once

#include "core/session/models.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace kerf::ui {

class SessionBridge;

// What the window knows about models: the list, and what is going on with each. Asks the session, remembers
// its answers. GUI thread only.
class ModelBook final : public QObject {
    Q_OBJECT

public:
    struct Item {
        ModelEntry entry;
        std::optional<JobId> job; // under way
        ModelTask task = ModelTask::list;
        bool isRunning = false; // false: its turn hasn't come
        double fraction = 0.0;
        std::optional<ModelTransfer> transfer;
        std::optional<JobFailure> failure; // of the last task with it
        std::optional<ModelVerdict> verdict;
    };
    struct Import {
        std::filesystem::path file;
        JobState state = JobState::queued;
        double fraction = 0.0;
        std::string id; // once it is done
        std::optional<JobFailure> failure;
    };

    ModelBook(Models& models, SessionBridge& bridge, QObject* parent = nullptr);

    bool isListed() const { return m_isListed; } // false: the first list hasn't come yet
    const std::vector<Item>& items() const { return m_items; }
    const Item* find(const std::string& id) const;
    const std::filesystem::path& folder() const { return m_folder; }
    std::uint64_t freeBytes() const { return m_freeBytes; }
    const std::vector<Import>& imports() const { return m_importList; } // since the last ones were over
    bool isVerifyingAll() const { return m_verifyAll.has_value(); }
    double verifyFraction() const { return m_verifyFraction; }
    const std::vector<ModelVerdict>& verdicts() const { return m_verdicts; } // of the last "verify all"
    bool hasDownloaded() const; // any official model that a person fetched or imported

    void refresh();
    void fetch(const std::string& id);
    void verify(const std::string& id);
    void remove(const std::string& id);
    void cancel(const std::string& id); // what is under way with it
    void verifyAll();
    void cancelVerifyAll();
    void import(const std::vector<std::filesystem::path>& files);
    void cancelImports();
    void setMirror(const QString& mirror);

Q_SIGNALS:
    void listed();                           // the items are others, or have other facts
    void itemChanged(const std::string& id); // one item's state
    void importsChanged();
    void verifyChanged();
    void installedChanged(); // a model came or went
    void failed(const kerf::JobFailure& failure, const QString& what);

private:
    void onEvent(const ModelEvent& event);
    void onItemEvent(Item& item, const ModelEvent& event);
    void onImportEvent(Import& import, const ModelEvent& event);
    void onVerifyAllEvent(const ModelEvent& event);
    void takeListing(const ModelListing& listing);
    void start(const std::string& id, ModelTask task);
    Item* item(const std::string& id);

    Models& m_models;
    bool m_isListed = false;
    std::filesystem::path m_folder;
    std::uint64_t m_freeBytes = 0;
    std::vector<Item> m_items;
    std::map<JobId, std::string> m_jobs; // which model each is about
    std::vector<Import> m_importList;
    std::map<JobId, std::size_t> m_imports; // which of the list each is
    std::optional<JobId> m_verifyAll;
    double m_verifyFraction = 0.0;
    std::vector<ModelVerdict> m_verdicts;
    std::vector<std::string> m_installed; // ids, as last told
};

} // namespace kerf::ui
