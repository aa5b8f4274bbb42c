#include "core/batch/journal.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/batch/journal_line.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace kerf::batch {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kVersion = 1;
constexpr std::uint64_t kMaxBytes = std::uint64_t{1} << 30U;

[[noreturn]] void throwWriteError(int error, const fs::path& file) {
    if (error == ENOSPC || error == EDQUOT) {
        throw Error(
            ErrorCode::disk_full,
            error == EDQUOT ? "your quota of disk space is used up; free some space"
                            : "the disk is full; free some space",
            file);
    }
    throw Error(
        ErrorCode::write_failed,
        "the batch's journal can't be written: " + std::error_code(error, std::generic_category()).message() +
            "; check the disk",
        file);
}

std::string lineOf(const Json& json) {
    return toLine(json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Json toJson(std::span<const BatchFile> files) {
    Json list = Json::array();
    for (const BatchFile& file : files) {
        list.push_back(
            {{"file", escaped(file.file)},
             {"bytes", file.bytes},
             {"sha256", file.sha256},
             {"width", file.width},
             {"height", file.height}});
    }
    return list;
}

fs::path pathIn(const Json& json) {
    std::optional<fs::path> path = unescaped(json.get<std::string>());
    if (!path || path->empty()) {
        throw Json::other_error::create(501, "no path", nullptr);
    }
    return *std::move(path);
}

// Outputs stay below the batch's folder, whatever a journal says.
fs::path nameIn(const Json& json) {
    fs::path name = pathIn(json);
    const fs::path normal = name.lexically_normal();
    if (name.is_absolute() || normal.empty() || *normal.begin() == "..") {
        throw Json::other_error::create(501, "a name outside the folder", nullptr);
    }
    return name;
}

std::vector<BatchFile> filesIn(const Json& json) {
    std::vector<BatchFile> files;
    for (const Json& file : json.at("files")) {
        files.push_back(
            {.file = nameIn(file.at("file")),
             .bytes = file.at("bytes").get<std::uint64_t>(),
             .sha256 = file.at("sha256").get<std::string>(),
             .width = file.at("width").get<int>(),
             .height = file.at("height").get<int>()});
    }
    return files;
}

void readHeader(const Json& json, JournalContents& contents) {
    const std::optional<Shard> shard = parseShard(json.at("shard").get<std::string>());
    if (json.at("version").get<int>() != kVersion || !shard) {
        throw Error(
            ErrorCode::corrupt_file,
            "this batch was begun by another version of Kerf; finish it there, or begin anew");
    }
    contents.header = {.settings = json.at("settings").dump(), .shard = *shard};
}

// One line behind the header. Throws nlohmann's exceptions for what makes no sense.
void readRecord(const Json& json, JournalContents& contents) {
    const auto type = json.at("type").get<std::string>();
    if (type == "finished") {
        contents.isFinished = true;
        return;
    }
    contents.isFinished = false; // something came after it
    if (type == "listed") {      // a list with a damaged line isn't
        contents.isListWhole = json.at("total").get<std::size_t>() == contents.items.size();
        return;
    }
    const auto id = json.at("id").get<std::string>();
    if (type == "planned") {
        contents.isListWhole = false; // until its last line
        const bool isId = id.size() == 16 && id.find_first_not_of("0123456789abcdef") == std::string::npos;
        PlannedPhoto photo{.id = id, .input = pathIn(json.at("input")), .output = nameIn(json.at("output"))};
        for (const Json& name : json.value("names", Json::array())) {
            photo.files.push_back(nameIn(name));
        }
        if (isId && contents.items.emplace(id, ItemHistory{.planned = std::move(photo)}).second) {
            contents.order.push_back(id);
        }
        return;
    }
    ItemHistory& item = contents.items.at(id);
    item.files = json.contains("files") ? filesIn(json) : std::vector<BatchFile>{};
    const std::optional<JobState> state = parseJobState(type);
    item.ended = state && hasEnded(*state) ? state : std::nullopt;
    item.failure.reset();
    if (item.ended == JobState::failed) {
        item.failure = JobFailure{
            .code = static_cast<ErrorCode>(json.at("code").get<int>()),
            .detail = json.at("detail").get<std::string>(),
            .file = item.planned.input};
    }
}

} // namespace

JournalContents parseJournal(std::string_view bytes) {
    JournalContents contents;
    bool hasHeader = false;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) {
            break; // cut off
        }
        const std::optional<std::string_view> text = textOf(bytes.substr(0, end));
        bytes.remove_prefix(end + 1);
        if (!text) {
            if (!hasHeader) {
                break;
            }
            ++contents.damagedLines;
            contents.wholeBytes += end + 1;
            continue;
        }
        try {
            const Json json = Json::parse(*text);
            if (hasHeader) {
                readRecord(json, contents);
            } else {
                readHeader(json, contents);
                hasHeader = true;
            }
        } catch (const Json::exception&) {
            if (!hasHeader) {
                break;
            }
            ++contents.damagedLines;
        } catch (const std::out_of_range&) { // of a photo whose own line was damaged
            ++contents.damagedLines;
        }
        contents.wholeBytes += end + 1;
    }
    if (!hasHeader) {
        throw Error(ErrorCode::corrupt_file, "this is no journal of a batch; begin the batch anew");
    }
    return contents;
}

JournalContents readJournal(const fs::path& file) {
    std::error_code error;
    const std::uintmax_t size = fs::file_size(file, error);
    if (error) {
        const bool isMissing = error == std::errc::no_such_file_or_directory;
        throw Error(
            isMissing ? ErrorCode::file_not_found : ErrorCode::permission_denied,
            isMissing ? "there is no batch to go on with; check the folder's name"
                      : "the batch's journal can't be read: " + error.message() + "; check its permissions",
            file);
    }
    if (size > kMaxBytes) {
        throw Error(ErrorCode::too_large, "the batch's journal is over 1 GB; begin the batch anew", file);
    }
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << stream.rdbuf();
    if (!stream) {
        throw Error(
            ErrorCode::permission_denied, "the batch's journal can't be read; check its permissions", file);
    }
    try {
        return parseJournal(bytes.view());
    } catch (const Error& e) {
        throw Error(e.code(), e.what(), file);
    }
}

std::vector<PlannedPhoto> plannedIn(const JournalContents& contents, const fs::path& out) {
    std::vector<PlannedPhoto> photos;
    for (const std::string& id : contents.order) {
        PlannedPhoto photo = contents.items.at(id).planned;
        photo.output = out / photo.output;
        for (fs::path& file : photo.files) {
            file = out / file;
        }
        photos.push_back(std::move(photo));
    }
    return photos;
}

fs::path Journal::fileIn(const fs::path& out, const Shard& shard) {
    return out / kFolder /
           (shard.count == 1 ? std::string("journal.jsonl")
                             : fmt::format("journal-{}-of-{}.jsonl", shard.index, shard.count));
}

// The first line comes with the name: there is never a journal without it.
Journal::Journal(const fs::path& file, const JournalHeader& header) : m_file(file) {
    const std::string line = lineOf(
        {{"type", "header"},
         {"version", kVersion},
         {"settings", Json::parse(header.settings)},
         {"shard", fmt::format("{}/{}", header.shard.index, header.shard.count)}});
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    const std::span bytes(reinterpret_cast<const std::uint8_t*>(line.data()), line.size());
    writeFileAtomically(file, bytes, OnExisting::fail);
    m_fd = open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
    if (m_fd < 0) {
        throwWriteError(errno, file);
    }
    m_bytes = line.size();
}

Journal::Journal(const fs::path& file, const JournalContents& contents)
    : m_file(file),
      m_fd(open(file.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)),
      m_photos(contents.items.size()),
      m_bytes(contents.wholeBytes) {
    if (m_fd < 0 || ftruncate(m_fd, static_cast<off_t>(m_bytes)) != 0) {
        const int error = errno;
        if (m_fd >= 0) {
            close(m_fd);
        }
        throwWriteError(error, file);
    }
}

Journal::~Journal() {
    close(m_fd);
}

void Journal::planned(std::span<const PlannedPhoto> photos, const fs::path& out) {
    const std::scoped_lock lock(m_planning);
    std::string lines;
    for (const PlannedPhoto& photo : photos) {
        Json json{
            {"type", "planned"},
            {"id", photo.id},
            {"input", escaped(photo.input)},
            {"output", escaped(photo.output.lexically_relative(out))}};
        for (const fs::path& file : photo.files) {
            json["names"].push_back(escaped(file.lexically_relative(out)));
        }
        lines += lineOf(json);
    }
    const std::size_t total = m_photos + photos.size();
    append(lines + lineOf({{"type", "listed"}, {"total", total}}), Refused::forget);
    m_photos = total;
}

void Journal::writing(const std::string& id, std::span<const BatchFile> files) {
    append(lineOf({{"type", "writing"}, {"id", id}, {"files", toJson(files)}}), Refused::forget);
}

void Journal::ended(const BatchItem& item) {
    ended(std::span(&item, 1));
}

void Journal::ended(std::span<const BatchItem> items) {
    std::string lines;
    for (const BatchItem& item : items) {
        Json json{{"type", name(item.state)}, {"id", item.id}};
        if (item.state == JobState::failed) {
            json["code"] = static_cast<int>(item.failure.value().code);
            json["detail"] = item.failure->detail;
        }
        if (!item.files.empty()) {
            json["files"] = toJson(item.files);
        }
        lines += lineOf(json);
    }
    append(lines, Refused::keep);
}

void Journal::settle() {
    append({}, Refused::forget);
}

void Journal::finished() {
    append(lineOf({{"type", "finished"}}), Refused::forget);
}

void Journal::append(const std::string& lines, Refused refused) {
    const std::scoped_lock lock(m_mutex);
    if (m_isTorn) {
        m_isTorn = ftruncate(m_fd, static_cast<off_t>(m_bytes)) != 0;
    }
    // What a torn line is glued to would be taken for damage, too.
    const std::string text = (m_isTorn ? "\n" : "") + m_kept + lines;
    const int error = text.empty() ? 0 : write(text);
    if (error != 0) {
        m_isTorn = ftruncate(m_fd, static_cast<off_t>(m_bytes)) != 0;
        if (refused == Refused::keep) {
            m_kept += lines;
        }
        if (error == ENOENT) {
            throw Error(
                ErrorCode::file_not_found,
                "the batch's journal was removed while the batch ran; begin the batch anew", m_file);
        }
        throwWriteError(error, m_file);
    }
    m_kept.clear();
    struct stat status {};
    m_bytes = m_isTorn && fstat(m_fd, &status) == 0 ? static_cast<std::uint64_t>(status.st_size)
                                                    : m_bytes + text.size();
    m_isTorn = false;
}

// 0 or the errno; ENOENT when the file has lost its name, with all that would be written to it.
int Journal::write(std::string_view text) const noexcept {
    struct stat status {};
    if (fstat(m_fd, &status) == 0 && status.st_nlink == 0) {
        return ENOENT;
    }
    while (!text.empty()) {
        const ssize_t count = ::write(m_fd, text.data(), text.size());
        if (count > 0) {
            text.remove_prefix(static_cast<std::size_t>(count));
        } else if (count == 0) {
            return EIO;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return fdatasync(m_fd) == 0 ? 0 : errno;
}

} // namespace kerf::batch
