#include "core/batch/merge.h"

#include "core/base/error.h"
#include "core/base/natural_order.h"
#include "core/batch/journal.h"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace kerf::batch {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> journalsIn(const fs::path& out) {
    std::vector<fs::path> journals;
    std::error_code error;
    for (fs::directory_iterator entry(out / Journal::kFolder, error);
         !error && entry != fs::directory_iterator(); entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with("journal") && name.ends_with(".jsonl")) {
            journals.push_back(entry->path());
        }
    }
    if (journals.empty()) {
        throw Error(
            ErrorCode::file_not_found, "there is no batch in this folder; name the --out DIR of one", out);
    }
    std::ranges::sort(journals, naturallyLess);
    return journals;
}

bool hasFiles(const MergedPhoto& photo) {
    return photo.state == JobState::done;
}

// How much a journal's word is worth beside another's.
int weightOf(const MergedPhoto& photo) {
    if (!photo.state) {
        return 0;
    }
    switch (*photo.state) {
    case JobState::done:
        return 4;
    case JobState::skipped:
        return 3;
    case JobState::failed:
        return 2;
    case JobState::cancelled:
    case JobState::queued:
    case JobState::running:
        break;
    }
    return 1;
}

class Merger {
public:
    explicit Merger(Look look) : m_look(look) {}

    void add(const fs::path& out, const fs::path& journal) {
        const JournalContents contents = readJournal(journal);
        ++m_report.journals;
        m_report.damagedLines += contents.damagedLines;
        if (!contents.isListWhole) {
            m_report.unlisted.push_back(journal);
        }
        m_settings.insert(contents.header.settings);
        ++m_shards[contents.header.shard.count][contents.header.shard.index];
        for (const std::string& id : contents.order) {
            add(photoOf(out, contents, id), journal);
        }
    }

    MergedReport take() {
        for (const auto& [count, copies] : m_shards) {
            // Two batches of as many shards each: every index is there twice.
            const int wanted =
                std::ranges::max_element(copies, {}, [](const auto& copy) { return copy.second; })->second;
            for (int index = 1; index <= count; ++index) {
                const auto found = copies.find(index);
                const int there = found == copies.end() ? 0 : found->second;
                m_report.missing.insert(
                    m_report.missing.end(), std::size_t(wanted - there), {.index = index, .count = count});
            }
        }
        m_report.hasOneSetting = m_settings.size() <= 1;
        return std::move(m_report);
    }

private:
    MergedPhoto photoOf(const fs::path& out, const JournalContents& contents, const std::string& id) const {
        const ItemHistory& item = contents.items.at(id);
        MergedPhoto photo{
            .id = id,
            .input = item.planned.input,
            .out = out,
            .output = item.planned.output,
            .shard = contents.header.shard,
            .state = item.ended,
            .failure = item.failure};
        const bool isThere = photo.state == JobState::done || photo.state == JobState::skipped;
        if (isThere && !item.files.empty()) { // skipped by a later run, since an earlier one had done it
            photo.state = JobState::done;
            photo.files = item.files;
            for (const BatchFile& file : photo.files) {
                if (!isUnchanged(out, file, m_look)) {
                    photo.wrong.push_back(file.file);
                }
            }
        }
        return photo;
    }

    void add(MergedPhoto photo, const fs::path& journal) {
        bool isDoneTwice = false;
        for (const BatchFile& file : photo.files) {
            isDoneTwice = !m_files.insert(photo.out / file.file).second || isDoneTwice;
        }
        const auto [known, isNew] = m_known.try_emplace({photo.id, photo.input}, m_report.photos.size());
        if (isNew) {
            m_report.photos.push_back(std::move(photo));
            if (isDoneTwice) { // another photo claims the file
                m_report.photos.back().doneTwiceBy.push_back(journal);
            }
            return;
        }
        MergedPhoto& before = m_report.photos[known->second];
        if (hasFiles(before) && hasFiles(photo)) {
            before.doneTwiceBy.push_back(journal);
        } else if (weightOf(photo) > weightOf(before)) {
            photo.doneTwiceBy = std::move(before.doneTwiceBy);
            before = std::move(photo);
        }
    }

    const Look m_look;
    MergedReport m_report;
    std::map<std::pair<std::string, fs::path>, std::size_t> m_known; // where in m_report.photos
    std::set<fs::path> m_files;                                      // that were written
    std::set<std::string> m_settings;
    std::map<int, std::map<int, int>> m_shards; // how often there is each index, by count
};

} // namespace

bool MergedReport::isComplete() const {
    return missing.empty() && unlisted.empty() && std::ranges::all_of(photos, [](const MergedPhoto& photo) {
               const bool isThere = photo.state == JobState::done || photo.state == JobState::skipped;
               return isThere && photo.wrong.empty() && photo.doneTwiceBy.empty();
           });
}

MergedReport mergeJournals(std::span<const fs::path> folders, Look look) {
    Merger merger(look);
    std::set<fs::path> seen;
    for (const fs::path& out : folders) {
        std::error_code error;
        const fs::path real = fs::canonical(out, error);
        if (!error && !seen.insert(real).second) {
            continue; // named twice
        }
        for (const fs::path& journal : journalsIn(out)) {
            merger.add(out, journal);
        }
    }
    return merger.take();
}

} // namespace kerf::batch
