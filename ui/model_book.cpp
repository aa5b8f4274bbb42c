#include "ui/model_book.h"

#include "ui/session_bridge.h"

#include <algorithm>
#include <utility>

namespace kerf::ui {
ModelBook::ModelBook(Models& models, SessionBridge& bridge, QObject* parent)
    : QObject(parent), m_models(models), m_folder(models.folder()) {
    connect(&bridge, &SessionBridge::modelsChanged, this, &ModelBook::onEvent);
}

ModelBook::Item* ModelBook::item(const std::string& id) {
    const auto found = std::ranges::find_if(m_items, [&](const Item& i) { return i.entry.info.id == id; });
    return found == m_items.end() ? nullptr : &*found;
}

const ModelBook::Item* ModelBook::find(const std::string& id) const {
    const auto found = std::ranges::find_if(m_items, [&](const Item& i) { return i.entry.info.id == id; });
    return found == m_items.end() ? nullptr : &*found;
}

bool ModelBook::hasDownloaded() const {
    return std::ranges::any_of(m_items, [](const Item& i) {
        return i.entry.info.isInstalled && !i.entry.isShipped &&
               (!i.entry.isOfficial || !i.entry.url.empty());
    });
}

void ModelBook::refresh() {
    m_models.list();
}

void ModelBook::start(const std::string& id, ModelTask task) {
    Item* item = this->item(id);
    if (item == nullptr || item->job) {
        return;
    }
    item->task = task;
    item->isRunning = false;
    item->fraction = 0.0;
    item->failure.reset();
    item->verdict.reset();
    item->transfer.reset();
    item->job = task == ModelTask::fetch    ? m_models.fetch(id)
                : task == ModelTask::verify ? m_models.verify({id})
                                            : m_models.remove(id);
    m_jobs[*item->job] = id;
    Q_EMIT itemChanged(id);
}

void ModelBook::fetch(const std::string& id) {
    start(id, ModelTask::fetch);
}

void ModelBook::verify(const std::string& id) {
    start(id, ModelTask::verify);
}

void ModelBook::remove(const std::string& id) {
    start(id, ModelTask::remove);
}

void ModelBook::cancel(const std::string& id) {
    if (const Item* item = find(id); item != nullptr && item->job) {
        m_models.cancel(*item->job);
    }
}

void ModelBook::verifyAll() {
    if (!m_verifyAll) {
        m_verdicts.clear();
        m_verifyFraction = 0.0;
        m_verifyAll = m_models.verify({});
        Q_EMIT verifyChanged();
    }
}

void ModelBook::cancelVerifyAll() {
    if (m_verifyAll) {
        m_models.cancel(*m_verifyAll);
    }
}

void ModelBook::import(const std::vector<std::filesystem::path>& files) {
    if (m_imports.empty()) {
        m_importList.clear();
    }
    for (const std::filesystem::path& file : files) {
        m_importList.push_back({.file = file});
        m_imports[m_models.import(file)] = m_importList.size() - 1;
    }
    Q_EMIT importsChanged();
}

void ModelBook::cancelImports() {
    for (const auto& [job, index] : m_imports) {
        m_models.cancel(job);
    }
}

void ModelBook::setMirror(const QString& mirror) {
    m_models.setMirror(mirror.toStdString());
}

void ModelBook::onEvent(const ModelEvent& event) {
    if (event.listing) {
        takeListing(*event.listing);
    } else if (hasEnded(event.state) && event.task != ModelTask::list) {
        refresh(); // what a cancelled one has left
    }
    if (m_verifyAll == event.job) {
        onVerifyAllEvent(event);
    } else if (const auto import = m_imports.find(event.job); import != m_imports.end()) {
        onImportEvent(m_importList[import->second], event);
    } else if (const auto job = m_jobs.find(event.job); job != m_jobs.end()) {
        const std::string id = job->second;
        if (Item* found = item(id)) {
            onItemEvent(*found, event);
        }
        if (hasEnded(event.state)) {
            m_jobs.erase(event.job);
        }
        Q_EMIT itemChanged(id);
    }
}

void ModelBook::onItemEvent(Item& item, const ModelEvent& event) {
    item.isRunning = event.state == JobState::running;
    item.fraction = event.fraction;
    item.transfer = event.transfer;
    if (!hasEnded(event.state)) {
        return;
    }
    item.job.reset();
    item.failure = event.failure;
    if (!event.verdicts.empty()) {
        item.verdict = event.verdicts.front();
    }
    if (event.failure) {
        Q_EMIT failed(*event.failure, QString::fromStdString(item.entry.info.title));
    }
}

void ModelBook::onImportEvent(Import& import, const ModelEvent& event) {
    import.state = event.state;
    import.fraction = event.fraction;
    import.id = event.id;
    import.failure = event.failure;
    if (hasEnded(event.state)) {
        m_imports.erase(event.job);
    }
    Q_EMIT importsChanged();
    if (event.failure) {
        Q_EMIT failed(*event.failure, QString());
    }
}

void ModelBook::onVerifyAllEvent(const ModelEvent& event) {
    m_verifyFraction = event.fraction;
    if (hasEnded(event.state)) {
        m_verifyAll.reset();
        m_verdicts = event.verdicts;
        for (const ModelVerdict& verdict : m_verdicts) {
            if (Item* found = item(verdict.id)) {
                found->verdict = verdict;
                Q_EMIT itemChanged(verdict.id);
            }
        }
        if (event.failure) {
            Q_EMIT failed(*event.failure, QString());
        }
    }
    Q_EMIT verifyChanged();
}

// Keeps what is known of each model that is still there.
void ModelBook::takeListing(const ModelListing& listing) {
    std::vector<Item> items;
    std::vector<std::string> installed;
    for (const ModelEntry& entry : listing.models) {
        Item* before = item(entry.info.id);
        Item next = before != nullptr ? std::move(*before) : Item{};
        if (next.entry.file != entry.file) {
            next.verdict.reset();
        }
        next.entry = entry;
        items.push_back(std::move(next));
        if (entry.info.isInstalled) {
            installed.push_back(entry.info.id);
        }
    }
    m_items = std::move(items);
    m_folder = listing.folder;
    m_freeBytes = listing.freeBytes;
    const bool hadList = std::exchange(m_isListed, true);
    const bool isOther = std::exchange(m_installed, installed) != installed;
    Q_EMIT listed();
    if (hadList && isOther) {
        Q_EMIT installedChanged();
    }
}

} // namespace kerf::ui
