#include "core/batch/batch.h"

#include "core/base/atomic_file.h"
#include "core/base/check.h"
#include "core/base/error.h"
#include "core/base/inside.h"
#include "core/base/parallel.h"
#include "core/base/sha256.h"
#include "core/batch/file_hash.h"
#include "core/batch/sidecar.h"
#include "core/io/reader.h"
#include "core/io/writer.h"
#include "core/pipeline/arrange.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <new>
#include <set>
#include <system_error>
#include <utility>

namespace kerf::batch {
namespace {

namespace fs = std::filesystem;

constexpr double kComputeFrom = 0.1;
constexpr double kWriteFrom = 0.85;
constexpr std::size_t kDecodedWaiting = 2;
constexpr auto kRoomPoll = std::chrono::milliseconds(500);
constexpr int kMostRoomPolls = 16;       // between two attempts where there seems to be room
constexpr double kLeastStep = 0.01;      // of an item's progress that is worth an event
constexpr std::size_t kEnoughToTell = 3; // ends, how long the others will take
constexpr std::size_t kOfLate = 64;      // ends that say it

std::uint64_t freeBytes(const fs::path& folder) {
    struct statvfs info {};
    return statvfs(folder.c_str(), &info) == 0 ? std::uint64_t(info.f_bavail) * info.f_frsize : 0;
}

} // namespace

struct Batch::Decoded {
    std::shared_ptr<Entry> entry;
    MemoryGate::Pass pass;
    Photo photo;
    std::optional<ProvenanceNotes> provenance;
};

struct Batch::Computed {
    std::shared_ptr<Entry> entry;
    MemoryGate::Pass pass;
    Metadata metadata;
    std::vector<std::string> notices;
    PipelineResult result;
    std::optional<ProvenanceNotes> provenance;
};

Batch::Batch(const Pipeline& pipeline, BatchSettings settings, Journal& journal, Handler handler)
    : m_pipeline(pipeline),
      m_settings(std::move(settings)),
      m_journal(journal),
      m_handler(std::move(handler)),
      m_mayEnlarge(std::ranges::any_of(
          pipeline.engines(),
          [](const EngineInfo& engine) { return engine.id == "esrgan" && engine.available; })),
      m_gate(m_settings.memoryBytes > 0 ? m_settings.memoryBytes : defaultMemoryBudget()),
      m_decoded(kDecodedWaiting),
      m_computed(kDecodedWaiting) {
    m_settings.exporting.check();
    m_pipeline.check(m_settings.recipe);
    const int encoders = m_settings.jobs > 0 ? m_settings.jobs : hardwareThreads();
    const int decoders = std::min(2, encoders);
    for (int i = 0; i < decoders; ++i) {
        m_threads.emplace_back([this](const std::stop_token& stop) { decodeLoop(stop); });
    }
    m_threads.emplace_back([this](const std::stop_token& stop) { computeLoop(stop); });
    for (int i = 0; i < encoders; ++i) {
        m_threads.emplace_back([this](const std::stop_token& stop) { encodeLoop(stop); });
    }
}

Batch::~Batch() {
    stop();
}

// ---- what is to be done

void Batch::add(std::span<const PlannedPhoto> photos) {
    const std::scoped_lock adding(m_adding); // so that the journal gets a photo once
    std::vector<PlannedPhoto> fresh;
    {
        const std::scoped_lock lock(m_mutex);
        for (const PlannedPhoto& photo : photos) {
            if (!m_entries.contains(photo.id)) {
                fresh.push_back(photo);
            }
        }
    }
    removeLeft(fresh);
    m_journal.planned(fresh, m_settings.out);
    const std::scoped_lock lock(m_mutex);
    for (const PlannedPhoto& photo : fresh) {
        auto entry = std::make_shared<Entry>();
        entry->item.id = photo.id;
        entry->item.input = photo.input;
        entry->item.output = photo.output;
        entry->names = photo.filesFor(m_settings.exporting.outputs);
        if (m_entries.emplace(photo.id, entry).second) {
            m_order.push_back(entry);
            m_queue.push_back(entry);
            count(JobState::queued, 1);
        }
    }
    notify(nullptr);
}

void Batch::add(const JournalContents& earlier) {
    std::vector<PlannedPhoto> photos;
    for (const auto& [id, item] : earlier.items) {
        photos.push_back({.id = id, .output = m_settings.out / item.planned.output});
    }
    removeLeft(photos);
    const std::scoped_lock lock(m_mutex);
    for (const std::string& id : earlier.order) {
        const ItemHistory& history = earlier.items.at(id);
        auto entry = std::make_shared<Entry>();
        entry->item.id = id;
        entry->item.input = history.planned.input;
        PlannedPhoto planned{.output = m_settings.out / history.planned.output};
        if (history.planned.files.size() == m_settings.exporting.outputs.size()) {
            for (const fs::path& file : history.planned.files) {
                planned.files.push_back(m_settings.out / file);
            }
        }
        entry->item.output = planned.output;
        entry->names = planned.filesFor(m_settings.exporting.outputs);
        entry->known = history.files;
        entry->wasDone = history.ended == JobState::done || history.ended == JobState::skipped;
        if (m_entries.emplace(id, entry).second) {
            m_order.push_back(entry);
            m_queue.push_back(entry);
            count(JobState::queued, 1);
        }
    }
    notify(nullptr);
}

void Batch::close() {
    const std::scoped_lock lock(m_mutex);
    m_isClosed = true;
    m_changed.notify_all();
}

void Batch::pause() {
    const std::scoped_lock lock(m_mutex);
    m_isPausedByUser = true;
    notify(nullptr);
}

void Batch::resume() {
    const std::scoped_lock lock(m_mutex);
    m_isPausedByUser = false;
    notify(nullptr);
}

void Batch::cancel(const std::vector<std::string>& ids) {
    std::vector<std::shared_ptr<Entry>> waiting;
    std::vector<BatchItem> items; // theirs
    {
        const std::scoped_lock lock(m_mutex);
        for (const std::string& id : ids) {
            const auto found = m_entries.find(id);
            if (found == m_entries.end() || hasEnded(found->second->item.state)) {
                continue;
            }
            found->second->stop.request_stop();
        }
        std::erase_if(m_queue, [&](const std::shared_ptr<Entry>& entry) {
            const bool isCancelled = entry->stop.stop_requested();
            if (isCancelled) {
                waiting.push_back(entry);
                items.push_back(ended(*entry, JobState::cancelled));
            }
            return isCancelled;
        });
        m_changed.notify_all();
    }
    if (waiting.empty()) {
        return;
    }
    std::vector<const Entry*> entries;
    entries.reserve(waiting.size());
    for (const std::shared_ptr<Entry>& entry : waiting) {
        entries.push_back(entry.get());
    }
    journalEnds(items, entries);
    const std::scoped_lock lock(m_mutex);
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        settle(*waiting[i], std::move(items[i]));
    }
}

void Batch::cancelAll() {
    std::vector<std::string> ids;
    {
        const std::scoped_lock lock(m_mutex);
        for (const std::shared_ptr<Entry>& entry : m_order) {
            ids.push_back(entry->item.id);
        }
    }
    cancel(ids);
}

void Batch::retry(const std::vector<std::string>& ids) {
    const std::scoped_lock lock(m_mutex);
    for (const std::string& id : ids) {
        const auto found = m_entries.find(id);
        if (found == m_entries.end()) {
            continue;
        }
        BatchItem& item = found->second->item;
        if (item.state == JobState::failed || item.state == JobState::cancelled) {
            count(item.state, -1);
            item.state = JobState::queued;
            item.failure.reset();
            item.fraction = 0.0;
            item.seconds = 0.0;
            item.notices.clear();
            item.files.clear(); // the entry knows of them
            count(item.state, 1);
            found->second->stop = std::stop_source();
            found->second->begun = {};
            m_queue.push_back(found->second);
            notify(found->second.get());
        }
    }
}

void Batch::moveToFront(const std::vector<std::string>& ids) {
    const std::scoped_lock lock(m_mutex);
    for (auto id = ids.rbegin(); id != ids.rend(); ++id) {
        const auto at = std::ranges::find_if(
            m_queue, [&](const std::shared_ptr<Entry>& entry) { return entry->item.id == *id; });
        if (at != m_queue.end()) {
            const std::shared_ptr<Entry> entry = *at;
            m_queue.erase(at);
            m_queue.push_front(entry);
        }
    }
}

void Batch::moveBefore(const std::vector<std::string>& ids, const std::string& next) {
    const std::scoped_lock lock(m_mutex);
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        places.emplace(ids[i], i);
    }
    std::vector<std::shared_ptr<Entry>> moved;
    std::erase_if(m_queue, [&](const std::shared_ptr<Entry>& entry) {
        const bool isWanted = places.contains(entry->item.id);
        if (isWanted) {
            moved.push_back(entry);
        }
        return isWanted;
    });
    std::ranges::sort(
        moved, {}, [&](const std::shared_ptr<Entry>& entry) { return places.at(entry->item.id); });
    const auto before = std::ranges::find_if(
        m_queue, [&](const std::shared_ptr<Entry>& entry) { return entry->item.id == next; });
    m_queue.insert(before, moved.begin(), moved.end());
}

void Batch::stop() {
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
        for (const std::shared_ptr<Entry>& entry : m_order) {
            entry->stop.request_stop(); // progress of work under way hears of it
        }
    }
    for (std::jthread& thread : m_threads) {
        thread.request_stop();
    }
    m_changed.notify_all();
    m_threads.clear();
}

void Batch::wait() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_isStopping || (m_isClosed && m_status.ended() == m_status.total); });
}

bool Batch::waitFor(std::chrono::milliseconds time) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, time, [&] { return m_isClosed && m_status.ended() == m_status.total; });
}

bool Batch::isStopping() const {
    const std::scoped_lock lock(m_mutex);
    return m_isStopping;
}

BatchStatus Batch::status() const {
    const std::scoped_lock lock(m_mutex);
    return m_status;
}

std::vector<BatchItem> Batch::items() const {
    const std::scoped_lock lock(m_mutex);
    std::vector<BatchItem> items;
    items.reserve(m_order.size());
    for (const std::shared_ptr<Entry>& entry : m_order) {
        items.push_back(entry->item);
    }
    return items;
}

std::vector<std::string> Batch::queued() const {
    const std::scoped_lock lock(m_mutex);
    std::vector<std::string> ids;
    ids.reserve(m_queue.size());
    for (const std::shared_ptr<Entry>& entry : m_queue) {
        ids.push_back(entry->item.id);
    }
    return ids;
}

// ---- the threads

std::shared_ptr<Batch::Entry> Batch::take(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    const auto mayStart = [&] { return !m_queue.empty() && !m_isPausedByUser && m_waitingForRoom == 0; };
    if (!m_changed.wait(lock, stop, mayStart)) {
        return nullptr;
    }
    std::shared_ptr<Entry> entry = m_queue.front();
    m_queue.pop_front();
    count(entry->item.state, -1);
    entry->item.state = JobState::running;
    entry->item.fraction = 0.0;
    entry->begun = std::chrono::steady_clock::now();
    count(entry->item.state, 1);
    return entry;
}

bool Batch::attempt(Entry& entry, const std::function<void()>& work) {
    const auto failed = [&](ErrorCode code, const std::string& what, const fs::path& file) {
        end(entry, JobState::failed,
            JobFailure{.code = code, .detail = what, .file = file.empty() ? entry.item.input : file});
        return false;
    };
    try {
        work();
        return true;
    } catch (const Cancelled&) {
        if (!isStopping()) { // else it is left for a later run
            end(entry, JobState::cancelled);
        }
        return false;
    } catch (const Error& e) {
        return failed(e.code(), e.what(), e.file());
    } catch (const std::bad_alloc&) {
        return failed(
            ErrorCode::out_of_memory, "there was not enough memory; close other programs, or run fewer jobs",
            {});
    } catch (const std::exception& e) {
        return failed(ErrorCode::internal, e.what(), {});
    }
}

void Batch::decodeLoop(const std::stop_token& stop) {
    while (const std::shared_ptr<Entry> entry = take(stop)) {
        std::unique_ptr<Decoded> decoded;
        const bool isWell = attempt(*entry, [&] {
            if (!isSettledBefore(*entry)) {
                decoded = decode(entry, stop);
            }
        });
        if (isWell && decoded) {
            m_decoded.push(std::move(decoded), stop);
        }
    }
}

void Batch::computeLoop(const std::stop_token& stop) {
    while (std::optional<std::unique_ptr<Decoded>> next = m_decoded.pop(stop)) {
        Decoded& decoded = **next;
        Entry& entry = *decoded.entry;
        auto computed = std::make_unique<Computed>();
        const bool isWell = attempt(entry, [&] {
            computed->result = m_pipeline.run(
                decoded.photo.image, m_settings.recipe, progressOf(entry, kComputeFrom, kWriteFrom),
                [&](std::string_view stage) { enterStage(entry, stage); }, nullptr, Urgency::later);
        });
        if (isWell) {
            computed->entry = std::move(decoded.entry);
            computed->pass = std::move(decoded.pass);
            computed->metadata = std::move(decoded.photo.metadata);
            computed->notices = std::move(decoded.photo.info.notices);
            computed->provenance = std::move(decoded.provenance);
            m_computed.push(std::move(computed), stop);
        }
    }
}

void Batch::encodeLoop(const std::stop_token& stop) {
    while (std::optional<std::unique_ptr<Computed>> next = m_computed.pop(stop)) {
        Computed& computed = **next;
        const std::shared_ptr<Entry> entry = computed.entry;
        if (attempt(*entry, [&] { encode(computed, stop); })) {
            end(*entry, JobState::done);
        }
    }
}

// ---- one photo

// True when nothing is to be computed: an earlier run did it, or the policy leaves what is there.
bool Batch::isSettledBefore(Entry& entry) {
    requireOut();
    const std::size_t count = m_settings.exporting.outputs.size() + (m_settings.exporting.sidecar ? 1 : 0);
    const bool isWhole = entry.known.size() == count &&
                         std::ranges::all_of(entry.known, [&](const BatchFile& f) { return isUnchanged(f); });
    if (isWhole) {
        {
            const std::scoped_lock lock(m_mutex);
            entry.item.files = entry.known;
        }
        end(entry, entry.wasDone ? JobState::skipped : JobState::done);
        return true;
    }
    const ExistingPolicy policy = m_settings.exporting.existing;
    if (policy == ExistingPolicy::rename || policy == ExistingPolicy::replace) {
        return false;
    }
    for (const fs::path& output : entry.names) {
        const bool isOwn = std::ranges::any_of(entry.known, [&](const BatchFile& file) {
            return m_settings.out / file.file == output && isUnchanged(file);
        });
        if (isOwn || !isNameTaken(output)) {
            continue;
        }
        if (policy == ExistingPolicy::fail) {
            throw Error(
                ErrorCode::already_exists,
                "the file is there already; choose another folder, or skip, rename or replace it", output);
        }
        end(entry, JobState::skipped);
        return true;
    }
    return false;
}

std::unique_ptr<Batch::Decoded> Batch::decode(std::shared_ptr<Entry> entry, const std::stop_token& stop) {
    enterStage(*entry, "read");
    auto decoded = std::make_unique<Decoded>();
    decoded->pass = m_gate.enter(memoryFor(entry->item.input), stop);
    if (!decoded->pass) {
        throw Cancelled{};
    }
    if (m_settings.exporting.sidecar) {
        decoded->provenance.emplace(
            m_pipeline, m_settings.recipe, entry->item.input, progressOf(*entry, 0.0, 0.0));
    }
    decoded->photo = readPhoto(entry->item.input, Limits{}, progressOf(*entry, 0.0, kComputeFrom));
    decoded->entry = std::move(entry);
    return decoded;
}

void Batch::encode(Computed& computed, const std::stop_token& stop) {
    Entry& entry = *computed.entry;
    enterStage(entry, "write");
    std::vector<BatchFile> files;
    const auto write = [&](const std::function<void()>& work) {
        for (int attempt = 0;; ++attempt) {
            try {
                work();
                const std::scoped_lock lock(m_mutex);
                entry.item.files = files;
                return;
            } catch (const Error& e) {
                const std::uint64_t bytes = finishedPicture(computed.result).format().bytes();
                if (e.code() != ErrorCode::disk_full || !waitForRoom(entry, e, bytes, attempt, stop)) {
                    throw;
                }
            }
        }
    };
    const std::size_t count = m_settings.exporting.outputs.size();
    for (std::size_t i = 0; i < count; ++i) {
        const double step = (1.0 - kWriteFrom) / double(count);
        const Progress progress =
            progressOf(entry, kWriteFrom + double(i) * step, kWriteFrom + double(i + 1) * step);
        write([&] {
            files.push_back(writeOutput(computed, m_settings.exporting.outputs[i], files, progress));
        });
    }
    if (computed.provenance) {
        write([&] { writeSidecar(computed, files); });
    }
    const std::scoped_lock lock(m_mutex);
    entry.item.stages = std::move(computed.result.stages);
    entry.item.notices = std::move(computed.notices);
}

BatchFile Batch::writeOutput(
    Computed& computed, BatchOutput kind, const std::vector<BatchFile>& before, const Progress& progress) {
    Entry& entry = *computed.entry;
    WriteRequest request{
        .image = pictureOf(computed.result, kind, m_settings.exporting),
        .metadata = computed.metadata,
        .source = entry.item.input,
        .output = entry.names[before.size()],
        .options = m_settings.exporting,
        .mayBeGrey = kind == BatchOutput::result && m_settings.recipe.finish.has_value()};
    // A file of an earlier run that a power cut left half-done is this batch's own, whatever the policy.
    if (before.size() < entry.known.size() && isUnchanged(entry.known[before.size()])) {
        request.output = m_settings.out / entry.known[before.size()].file;
        request.options.existing = ExistingPolicy::replace;
    }
    requireOut();
    makeFoldersInside(m_settings.out, request.output.parent_path());
    EncodedPhoto encoded = encodePhoto(request, progress);
    BatchFile file{
        .bytes = encoded.bytes.size(),
        .sha256 = hashOf(encoded.bytes),
        .width = encoded.width,
        .height = encoded.height};
    const Written written = storePhoto(request, std::move(encoded), [&](const fs::path& name) {
        file.file = below(name);
        if (before.size() < entry.known.size()) {
            entry.known[before.size()] = file;
        } else {
            entry.known.push_back(file);
        }
        m_journal.writing(entry.item.id, entry.known);
    });
    if (written.skipped) { // it came to be there meanwhile
        throw Error(
            ErrorCode::already_exists, "another program wrote a file of this name meanwhile; run it again",
            request.output);
    }
    for (const std::string& notice : written.notices) { // several outputs have the same to say
        if (std::ranges::find(computed.notices, notice) == computed.notices.end()) {
            computed.notices.push_back(notice);
        }
    }
    return file;
}

// Behind the pictures, whose hashes it holds.
void Batch::writeSidecar(Computed& computed, std::vector<BatchFile>& files) {
    Entry& entry = *computed.entry;
    std::vector<BatchFile> named = files;
    for (BatchFile& file : named) {
        file.file = m_settings.out / file.file;
    }
    std::string why;
    const std::optional<Provenance> provenance =
        computed.provenance->finish(m_settings.exporting, computed.result.stages, named, why);
    const fs::path name = sidecarFile(named.front().file);
    if (provenance && !maySidecarReplace(name, m_settings.exporting.existing)) {
        why = "there is a file in the place of the sidecar, which was not written";
    }
    if (!why.empty()) {
        computed.notices.push_back(std::move(why));
        return;
    }
    const std::string text = toJson(*provenance);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    BatchFile file{.file = below(name), .bytes = bytes.size(), .sha256 = hashOf(bytes)};
    std::vector<BatchFile> all = files;
    all.push_back(file);
    entry.known = all;
    m_journal.writing(entry.item.id, entry.known);
    requireOut();
    writeFileAtomically(name, bytes, OnExisting::replace);
    files = std::move(all);
}

bool Batch::waitForRoom(
    Entry& entry, const Error& error, std::uint64_t bytes, int attempt, const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    ++m_waitingForRoom;
    m_status.pauseReason = error.what();
    m_status.bytesNeeded = bytes;
    notify(&entry);
    const auto mayGoOn = [&] {
        return stop.stop_requested() || entry.stop.stop_requested() || freeBytes(m_settings.out) > bytes;
    };
    // At least one wait, longer from time to time: where the space is short for another reason (a quota) the
    // photo isn't to be packed again and again.
    const int polls = std::min(1 << std::min(attempt, 8), kMostRoomPolls);
    m_changed.wait_for(
        lock, kRoomPoll * polls, [&] { return stop.stop_requested() || entry.stop.stop_requested(); });
    while (!mayGoOn()) {
        m_changed.wait_for(lock, kRoomPoll);
    }
    --m_waitingForRoom;
    if (m_waitingForRoom == 0) {
        m_status.pauseReason.clear();
        m_status.bytesNeeded = 0;
    }
    notify(&entry);
    return !stop.stop_requested() && !entry.stop.stop_requested();
}

// ---- what is told

Progress Batch::progressOf(Entry& entry, double from, double to) {
    const auto report = [this, &entry](double fraction) {
        const std::scoped_lock lock(m_mutex);
        if (fraction >= entry.item.fraction + kLeastStep) {
            entry.item.fraction = fraction;
            notify(&entry);
        }
    };
    return Progress(entry.stop.get_token(), report).part(from, to);
}

void Batch::enterStage(Entry& entry, std::string_view stage) {
    const std::scoped_lock lock(m_mutex);
    if (entry.stop.stop_requested()) {
        throw Cancelled{};
    }
    entry.item.stage = stage;
    notify(&entry);
}

void Batch::end(Entry& entry, JobState state, std::optional<JobFailure> failure) {
    BatchItem item;
    {
        const std::scoped_lock lock(m_mutex);
        item = ended(entry, state);
        item.failure = std::move(failure);
    }
    const Entry* const self = &entry;
    journalEnds(std::span(&item, 1), std::span(&self, 1));
    if (state == JobState::done || state == JobState::skipped) {
        std::vector<BatchFile>().swap(entry.known); // ten thousand photos' names and hashes are kept once
    }
    const std::scoped_lock lock(m_mutex);
    settle(entry, std::move(item));
}

BatchItem Batch::ended(const Entry& entry, JobState state) const {
    KERF_CHECK(!hasEnded(entry.item.state));
    BatchItem item = entry.item;
    item.state = state;
    item.fraction = 1.0;
    item.stage.clear();
    if (entry.begun != std::chrono::steady_clock::time_point()) {
        item.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - entry.begun).count();
    }
    return item;
}

void Batch::settle(Entry& entry, BatchItem ended) {
    count(entry.item.state, -1);
    entry.item = std::move(ended);
    count(entry.item.state, 1);
    if (entry.item.state == JobState::done || entry.item.state == JobState::failed) {
        m_endTimes.push_back(activeSeconds());
        if (m_endTimes.size() > kOfLate) {
            m_endTimes.pop_front();
        }
    }
    notify(&entry);
    if (!m_settings.keepsDetails) {
        std::vector<StageRecord>().swap(entry.item.stages);
        std::vector<std::string>().swap(entry.item.notices);
    }
}

// A journal that can't be written doesn't undo what is done: the photo's files stand, and it would be found
// again by their hashes.
void Batch::journalEnds(std::span<BatchItem> items, std::span<const Entry* const> entries) {
    std::vector<BatchItem> noted(items.begin(), items.end());
    for (std::size_t i = 0; i < noted.size(); ++i) {
        if (noted[i].state == JobState::failed || noted[i].state == JobState::cancelled) {
            noted[i].files = entries[i]->known; // there nevertheless, if what failed came after their names
        }
    }
    try {
        m_journal.ended(noted);
    } catch (const Error& e) {
        for (BatchItem& item : items) {
            item.notices.emplace_back(e.what()); // nothing waits for it, so it is no reason for a pause
        }
    }
}

void Batch::count(JobState state, int change) {
    switch (state) {
    case JobState::queued:
        m_status.queued += change;
        break;
    case JobState::running:
        m_status.running += change;
        break;
    case JobState::done:
        m_status.done += change;
        break;
    case JobState::failed:
        m_status.failed += change;
        break;
    case JobState::cancelled:
        m_status.cancelled += change;
        break;
    case JobState::skipped:
        m_status.skipped += change;
        break;
    }
}

double Batch::activeSeconds() const {
    const std::chrono::duration<double> now = std::chrono::steady_clock::now() - m_activeSince;
    return m_activeBefore + (m_isActive ? now.count() : 0.0);
}

void Batch::refreshStatus() {
    m_status.total = int(m_order.size());
    m_status.isPaused = m_isPausedByUser || m_waitingForRoom > 0;
    const bool isActive = m_status.ended() < m_status.total && m_waitingForRoom == 0 &&
                          (!m_isPausedByUser || m_status.running > 0);
    if (isActive != m_isActive) {
        m_activeBefore = activeSeconds();
        m_activeSince = std::chrono::steady_clock::now();
        m_isActive = isActive;
    }
    m_status.secondsLeft.reset();
    const std::size_t ends = m_endTimes.size() - 1;
    const double seconds = activeSeconds() - m_endTimes.front();
    if (ends >= kEnoughToTell && seconds > 0.0) {
        constexpr double kMinute = 60.0;
        m_status.secondsLeft = seconds / double(ends) * (m_status.queued + m_status.running);
        m_status.photosPerMinute = kMinute * double(ends) / seconds;
    }
}

void Batch::notify(const Entry* entry) {
    refreshStatus();
    if (m_handler) {
        m_handler({.item = entry ? std::optional(entry->item) : std::nullopt, .status = m_status});
    }
    m_changed.notify_all();
}

// ---- facts

std::uint64_t Batch::memoryFor(const fs::path& input) const {
    const PhotoInfo info = readInfo(input, Limits{});
    const std::uint64_t sample = info.bitsPerSample > 8 ? 2 : 1;
    const auto scale = std::uint64_t(m_settings.recipe.scale.value_or(m_mayEnlarge ? 2 : 1));
    // Source; cleaned, matte, cut-out, foreground's work and the file's bytes at the result's size.
    const std::uint64_t arranged = isArranged(m_settings.recipe) ? 4 + 4 : 0; // and what lies under all that
    const std::uint64_t samples = 4 + scale * scale * (4 + 1 + 4 + 4 + 3 + arranged);
    const CanvasSize canvas = m_settings.recipe.framing.canvas.value_or(CanvasSize{});
    return std::uint64_t(info.width) * std::uint64_t(info.height) * sample * samples +
           std::uint64_t(canvas.width) * std::uint64_t(canvas.height) * sample * (4 + 4);
}

fs::path Batch::below(const fs::path& file) const {
    return file.lexically_relative(m_settings.out);
}

// What killed runs left half-written where these photos go.
void Batch::removeLeft(std::span<const PlannedPhoto> photos) {
    std::set<fs::path> folders;
    for (const PlannedPhoto& photo : photos) {
        folders.insert(photo.output.parent_path());
    }
    std::ranges::for_each(folders, removeLeftTemporaries);
}

// Made anew, it would hold the rest of the batch and nothing of what was done before.
void Batch::requireOut() const {
    std::error_code error;
    if (!fs::is_directory(m_settings.out, error)) {
        throw Error(
            ErrorCode::file_not_found,
            "the batch's folder is gone; bring it back and go on with the batch, or begin it anew",
            m_settings.out);
    }
}

bool Batch::isUnchanged(const BatchFile& file) const {
    return batch::isUnchanged(m_settings.out, file, Look::contents);
}

} // namespace kerf::batch
