#include "tests/support/fake_batches.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace kerf::test {

namespace fs = std::filesystem;

FakeBatches::FakeBatches(EventHandler onNews)
    : m_onNews(std::move(onNews)), m_thread([this](const std::stop_token& stop) { run(stop); }) {}

FakeBatches::~FakeBatches() = default;

void FakeBatches::post(std::function<void()> task) {
    {
        const std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_changed.notify_all();
}

void FakeBatches::run(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested()) {
        if (!m_tasks.empty()) {
            const auto task = std::move(m_tasks.front());
            m_tasks.pop_front();
            task();
        } else if (m_search && !m_isSearchHeld) {
            std::exchange(m_search, {})();
        } else if (!step(lock)) {
            m_changed.wait(lock, stop, [&] {
                return !m_tasks.empty() || (m_search && !m_isSearchHeld) ||
                       (!m_isPaused && m_bytesNeeded == 0 && m_mayEnd != 0 && !m_queue.empty());
            });
        }
    }
}

bool FakeBatches::step(std::unique_lock<std::mutex>& /*lock*/) {
    if (m_phase != BatchPhase::working || (m_queue.empty() && m_running.empty())) {
        return false;
    }
    if (m_running.empty()) {
        if (m_isPaused || m_bytesNeeded > 0) {
            return false;
        }
        m_running = m_queue.front();
        m_queue.pop_front();
        BatchItem& item = m_items.at(m_running);
        set(item, JobState::running);
        item.stage = "cleanup";
        item.fraction = 0.4;
        tell({.changed = {item}});
    }
    if (m_mayEnd == 0) {
        return false;
    }
    m_mayEnd -= m_mayEnd > 0 ? 1 : 0;
    BatchItem& item = m_items.at(std::exchange(m_running, {}));
    const auto failure = m_failures.find(item.input.filename().string());
    item.failure.reset();
    if (failure != m_failures.end()) {
        item.failure = failure->second;
        item.failure->file = item.input;
    } else {
        item.files = {{.file = item.output.filename(), .bytes = 4, .width = 240, .height = 160}};
        item.stages = {
            {.stage = "cleanup", .engine = "nlm", .device = "cpu", .requested = "auto", .seconds = 0.8},
            {.stage = "mask", .engine = "grabcut", .device = "cpu", .requested = "auto", .seconds = 1.1}};
    }
    item.seconds = 2.0;
    end(item, item.failure ? JobState::failed : JobState::done);
    return true;
}

void FakeBatches::set(BatchItem& item, JobState state) {
    --m_counts[std::size_t(item.state)];
    item.state = state;
    ++m_counts[std::size_t(state)];
}

void FakeBatches::end(BatchItem& item, JobState state) {
    set(item, state);
    item.fraction = 1.0;
    item.stage.clear();
    const BatchStatus now = status();
    if (now.ended() == now.total) {
        m_phase = BatchPhase::ended;
    }
    tell({.changed = {item}});
}

BatchStatus FakeBatches::status() const {
    BatchStatus status{
        .total = int(m_items.size()),
        .isPaused = m_isPaused || m_bytesNeeded > 0,
        .pauseReason = m_bytesNeeded > 0 ? "the disk is full; free some space" : "",
        .bytesNeeded = m_bytesNeeded};
    int* const counts[] = {&status.queued, &status.running,   &status.done,
                           &status.failed, &status.cancelled, &status.skipped};
    for (std::size_t i = 0; i < m_counts.size(); ++i) {
        *counts[i] = m_counts[i];
    }
    if (status.ended() > 2) {
        status.secondsLeft = 3.0 * (status.queued + status.running);
        status.photosPerMinute = 20.0;
    }
    return status;
}

void FakeBatches::tell(BatchNews news) {
    news.phase = m_phase;
    news.isSearching = m_phase == BatchPhase::searching;
    news.out = m_out;
    news.status = status();
    m_onNews(news);
}

void FakeBatches::addItem(const fs::path& file, BatchNews& news, BatchFound& found) {
    if (!m_inputs.insert(file).second) {
        ++found.duplicates;
        return;
    }
    ++found.added;
    BatchItem item{
        .id = fmt::format("{:016x}", ++m_lastId),
        .input = file,
        .output = m_out / (file.stem().string() + ".png")};
    m_queue.push_back(item.id);
    m_items.emplace(item.id, item);
    ++m_counts[std::size_t(JobState::queued)];
    news.added.push_back(std::move(item));
}

BatchFound FakeBatches::find(const std::vector<fs::path>& inputs, BatchNews& news) {
    BatchFound found;
    for (const fs::path& input : inputs) {
        const std::string name = input.filename().string();
        if (name == "folder") {
            addItem(input / "a.jpg", news, found);
            addItem(input / "b.jpg", news, found);
        } else if (name == "many") {
            for (int i = 0; i < m_many; ++i) {
                addItem(input / fmt::format("DSC_{:05}.jpg", i), news, found);
            }
        } else if (input.extension() == ".txt") {
            ++found.unsupported;
        } else if (name.starts_with("gone")) {
            found.missing.push_back(input);
        } else {
            addItem(input, news, found);
        }
    }
    return found;
}

bool FakeBatches::fails(const BatchOrder& order) {
    if (!m_locked.contains(order.out)) {
        return false;
    }
    m_phase = BatchPhase::none;
    tell(
        {.failure = JobFailure{
             .code = ErrorCode::already_exists,
             .detail = "another Kerf is writing into this folder; wait until it has ended, or choose another "
                       "folder",
             .file = order.out}});
    return true;
}

void FakeBatches::start(BatchOrder order) {
    {
        const std::scoped_lock lock(m_mutex);
        m_orders.push_back(order);
    }
    post([this, order] {
        m_items.clear();
        m_counts.fill(0);
        m_queue.clear();
        m_inputs.clear();
        m_running.clear();
        m_out = order.out;
        m_phase = BatchPhase::searching;
        tell({.isReset = true, .work = order.work});
        m_search = [this, order] {
            if (m_phase != BatchPhase::searching || fails(order)) {
                return;
            }
            BatchNews news;
            BatchFound found = find(order.inputs, news);
            m_phase = found.added > 0 ? BatchPhase::working : BatchPhase::none;
            news.found.push_back(std::move(found));
            tell(std::move(news));
        };
    });
}

void FakeBatches::goOn(fs::path out) {
    {
        const std::scoped_lock lock(m_mutex);
        m_wentOn.push_back(out);
    }
    post([this, out] {
        m_items.clear();
        m_counts.fill(0);
        m_queue.clear();
        m_inputs.clear();
        m_out = out;
        if (fails({.out = out})) {
            return;
        }
        const Left left = m_left[out];
        m_left.erase(out);
        m_phase = BatchPhase::working;
        BatchNews news{.isReset = true, .work = BatchWork{}};
        BatchFound found;
        for (int i = 0; i < left.total; ++i) {
            addItem(fs::path("/photos") / fmt::format("{:03}.jpg", i), news, found);
        }
        tell(std::move(news));
        for (int i = 0; i < left.ended; ++i) {
            BatchItem& item = m_items.at(m_queue.front());
            m_queue.pop_front();
            end(item, JobState::skipped);
        }
    });
}

void FakeBatches::add(std::vector<fs::path> inputs) {
    post([this, inputs = std::move(inputs)] {
        BatchNews news;
        BatchFound found = find(inputs, news);
        m_phase = found.added > 0 ? BatchPhase::working : m_phase;
        news.found.push_back(std::move(found));
        tell(std::move(news));
    });
}

void FakeBatches::pause() {
    post([this] {
        m_isPaused = true;
        tell({});
    });
}

void FakeBatches::resume() {
    post([this] {
        m_isPaused = false;
        tell({});
    });
}

void FakeBatches::cancel(std::vector<std::string> ids) {
    post([this, ids = std::move(ids)] {
        for (const std::string& id : ids) {
            const auto found = m_items.find(id);
            if (found == m_items.end() || (std::erase(m_queue, id) == 0 && m_running != id)) {
                continue;
            }
            if (m_running == id) {
                m_running.clear();
            }
            end(found->second, JobState::cancelled);
        }
    });
}

void FakeBatches::cancelAll() {
    post([this] {
        std::vector<std::string> ids(m_queue.begin(), m_queue.end());
        if (!m_running.empty()) {
            ids.push_back(std::exchange(m_running, {}));
        }
        m_queue.clear();
        for (const std::string& id : ids) {
            end(m_items.at(id), JobState::cancelled);
        }
    });
}

void FakeBatches::retry(std::vector<std::string> ids) {
    post([this, ids = std::move(ids)] {
        BatchNews news;
        for (const std::string& id : ids) {
            BatchItem& item = m_items.at(id);
            if (item.state == JobState::failed || item.state == JobState::cancelled) {
                set(item, JobState::queued);
                item.failure.reset();
                m_queue.push_back(id);
                news.changed.push_back(item);
                m_phase = BatchPhase::working;
            }
        }
        tell(std::move(news));
    });
}

void FakeBatches::move(std::vector<std::string> ids, std::string next) {
    post([this, ids = std::move(ids), next = std::move(next)] {
        std::erase_if(
            m_queue, [&](const std::string& id) { return std::ranges::find(ids, id) != ids.end(); });
        m_queue.insert(std::ranges::find(m_queue, next), ids.begin(), ids.end());
        tell({.queue = std::vector(m_queue.begin(), m_queue.end())});
    });
}

void FakeBatches::leave() {
    post([this] {
        m_phase = BatchPhase::none;
        m_items.clear();
        m_counts.fill(0);
        m_queue.clear();
        m_running.clear();
        tell({});
    });
}

void FakeBatches::look(fs::path out) {
    post([this, out] {
        BatchGlance glance{.out = out};
        const auto left = m_left.find(out);
        if (left != m_left.end()) {
            glance.isUnfinished = true;
            glance.total = left->second.total;
            glance.ended = left->second.ended;
        }
        BatchNews news;
        news.glances.push_back(glance);
        tell(std::move(news));
    });
}

void FakeBatches::holdSearch(bool isHeld) {
    {
        const std::scoped_lock lock(m_mutex);
        m_isSearchHeld = isHeld;
    }
    m_changed.notify_all();
}

void FakeBatches::holdAfter(int photos) {
    const std::scoped_lock lock(m_mutex);
    m_mayEnd = photos;
}

void FakeBatches::release() {
    post([this] { m_mayEnd = -1; });
}

void FakeBatches::setMany(int photos) {
    const std::scoped_lock lock(m_mutex);
    m_many = photos;
}

void FakeBatches::failFor(const std::string& name, JobFailure failure) {
    const std::scoped_lock lock(m_mutex);
    m_failures[name] = std::move(failure);
}

void FakeBatches::mend(const std::string& name) {
    const std::scoped_lock lock(m_mutex);
    m_failures.erase(name);
}

void FakeBatches::lock(const fs::path& out) {
    const std::scoped_lock lock(m_mutex);
    m_locked.insert(out);
}

void FakeBatches::fillDisk(std::uint64_t bytesNeeded) {
    post([this, bytesNeeded] {
        m_bytesNeeded = bytesNeeded;
        tell({});
    });
}

void FakeBatches::leaveUnfinished(const fs::path& out, int total, int ended) {
    const std::scoped_lock lock(m_mutex);
    m_left[out] = {.total = total, .ended = ended};
}

void FakeBatches::flood() {
    post([this] {
        for (const auto& [id, item] : m_items) {
            tell({.changed = {item}});
        }
    });
}

std::vector<BatchOrder> FakeBatches::orders() const {
    const std::scoped_lock lock(m_mutex);
    return m_orders;
}

std::vector<fs::path> FakeBatches::wentOn() const {
    const std::scoped_lock lock(m_mutex);
    return m_wentOn;
}

std::vector<std::string> FakeBatches::queue() const {
    const std::scoped_lock lock(m_mutex);
    std::vector<std::string> names;
    for (const std::string& id : m_queue) {
        names.push_back(m_items.at(id).input.filename().string());
    }
    return names;
}

} // namespace kerf::test
