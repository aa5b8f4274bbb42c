#include "core/models/download.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/models/file_hash.h"
#include "core/models/folder_fetcher.h"
#include "core/models/part_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <system_error>

namespace kerf::models {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kMostBytes = std::uint64_t{8} << 30U; // of a file whose size nobody has said
constexpr double kShareOfFetching = 0.95;                     // of the progress; the rest is for the hash

std::string megabytes(std::uint64_t bytes) {
    return fmt::format("{:.1f} MB", double(bytes) / 1e6);
}

// What tells one version of a file from another for certain; empty when the server gives nothing like that.
std::string validatorOf(const FetchResponse& response) {
    const bool isStrong = !response.etag.empty() && !response.etag.starts_with("W/");
    return isStrong ? response.etag : response.lastModified;
}

// The server has another version than the one whose beginning is here, or doesn't like the range.
struct MustRestart {};

[[noreturn]] void refuseStatus(const FetchResponse& response) {
    const auto fail = [&](const char* what) {
        throw Error(
            ErrorCode::network_failed, fmt::format("the server answered {}: {}", response.status, what),
            response.url);
    };
    switch (response.status) {
    case 401:
    case 403:
        fail("it doesn't hand the file out; use a mirror (--mirror), or fetch it in a browser and import it");
        break;
    case 404:
    case 410:
        fail("the file isn't there any more; use a mirror (--mirror), or look for it and import it");
        break;
    case 429:
        fail("too many requests; try again in some minutes");
        break;
    default:
        fail(
            response.status >= 500 ? "it has a problem of its own; try again later"
                                   : "that is no answer to work with; try again later or use a mirror");
    }
    throw Error(ErrorCode::internal, "unreachable"); // every branch above throws
}

[[noreturn]] void refusePage(const std::string& url) {
    throw Error(
        ErrorCode::corrupt_file,
        "a web page came instead of the file (a sign-in page of this network, or an error page); open the "
        "address in a browser to see it, then try again",
        url);
}

bool looksLikePage(std::span<const std::uint8_t> bytes) {
    constexpr std::size_t kEnough = 64;
    std::string text;
    for (const std::uint8_t byte : bytes.first(std::min(bytes.size(), kEnough))) {
        if (!text.empty() || byte > ' ') {
            text += char(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
        }
    }
    return text.starts_with("<!doctype") || text.starts_with("<html") || text.starts_with("<?xml");
}

// One file on its way from one address.
class FileDownload final : private FetchSink {
public:
    FileDownload(
        fs::path target,
        const ModelFile& file,
        std::string url,
        Fetcher& fetcher,
        const DownloadOptions& options,
        const Progress& progress)
        : m_target(std::move(target)),
          m_file(file),
          m_url(std::move(url)),
          m_fetcher(fetcher),
          m_options(options),
          m_progress(progress),
          m_part(m_target) {}

    void run() {
        prepare();
        const bool hadBytes = m_part.bytes() > 0;
        fill();
        bool isOfficial = isRight();
        if (!isOfficial && hadBytes) { // perhaps what was there from before is to blame
            m_part.restart();
            fill();
            isOfficial = isRight();
        }
        if (!isOfficial) {
            m_part.remove();
            throw Error(
                ErrorCode::model_corrupt,
                "what came is not the official file: its SHA-256 is another, so it was deleted; try again, "
                "or "
                "use another network or mirror. If it stays so, the publisher has replaced the file",
                m_url);
        }
        m_part.finish();
    }

private:
    // Keeps what an earlier attempt left if it can be gone on with.
    void prepare() {
        const PartState state = m_part.state();
        const bool isUsable = state.url == m_url && !state.validator.empty() &&
                              m_part.bytes() <= (m_file.bytes > 0 ? m_file.bytes : kMostBytes);
        if (m_part.bytes() > 0 && !isUsable) {
            m_part.restart();
        }
        m_isResumed = m_part.bytes() > 0;
        m_total = m_file.bytes > 0 ? m_file.bytes : state.total;
        if (m_file.bytes > 0) {
            requireSpace(m_target, m_file.bytes - m_part.bytes());
        }
    }

    bool isComplete() const { return m_total > 0 && m_part.bytes() == m_total; }

    // Fetches until all is here; a cut is gone on from, as long as there is some headway.
    void fill() {
        for (int attempt = 1; !isComplete(); ++attempt) {
            const std::uint64_t before = m_part.bytes();
            try {
                fetchOnce();
                if (isComplete() || m_total == 0) { // without a size only the hash can tell
                    return;
                }
                throw Error(
                    ErrorCode::network_failed,
                    fmt::format(
                        "the connection was cut after {} of {}; what came is kept: try again to go on",
                        megabytes(m_part.bytes()), megabytes(m_total)),
                    m_url);
            } catch (const Error& e) {
                const bool mayTryAgain =
                    e.code() == ErrorCode::network_failed && attempt < m_options.attempts;
                if (!mayTryAgain || m_part.bytes() <= before) {
                    throw;
                }
            }
            pause();
        }
    }

    void fetchOnce() {
        const PartState state = m_part.state();
        m_started = Clock::now();
        m_bytesAtStart = m_part.bytes();
        try {
            m_fetcher.fetch({m_url, m_part.bytes(), state.validator}, *this, m_progress);
        } catch (const MustRestart&) {
            m_part.restart();
            m_isResumed = false;
            m_bytesAtStart = 0;
            m_fetcher.fetch({m_url, 0, {}}, *this, m_progress);
        }
    }

    void begin(const FetchResponse& response) override {
        if (response.status == 416 && m_part.bytes() > 0) {
            throw MustRestart{};
        }
        if (response.status != 200 && response.status != 206) {
            refuseStatus(response);
        }
        if (response.contentType.starts_with("text/html")) {
            refusePage(response.url);
        }
        if (m_file.bytes > 0 && response.total && *response.total != m_file.bytes) {
            throw Error(
                ErrorCode::corrupt_file,
                fmt::format(
                    "the server has a file of {} bytes, the official one has {}; try again later or use a "
                    "mirror",
                    *response.total, m_file.bytes),
                response.url);
        }
        const std::string validator = validatorOf(response);
        if (response.status == 206 &&
            (response.begin != m_part.bytes() || validator != m_part.state().validator)) {
            if (m_part.bytes() == 0) {
                throw Error(
                    ErrorCode::network_failed, "the server sends a part that nobody asked for; use a mirror",
                    response.url);
            }
            throw MustRestart{};
        }
        if (response.status == 200 && m_part.bytes() > 0) {
            m_part.restart();
            m_isResumed = false;
            m_bytesAtStart = 0;
        }
        m_total = m_file.bytes > 0 ? m_file.bytes : response.total.value_or(0);
        if (m_total > m_part.bytes()) {
            requireSpace(m_target, m_total - m_part.bytes());
        }
        m_part.setState({m_url, validator, m_total});
        m_answeredBy = response.url;
    }

    void write(std::span<const std::uint8_t> bytes) override {
        m_progress.throwIfStopped();
        if (m_part.bytes() == 0 && looksLikePage(bytes)) {
            refusePage(m_answeredBy);
        }
        const std::uint64_t most = m_total > 0 ? m_total : kMostBytes;
        if (bytes.size() > most - m_part.bytes()) {
            m_part.restart();
            throw Error(
                ErrorCode::corrupt_file,
                fmt::format("the server sends more than the {} bytes of the file; use a mirror", most),
                m_answeredBy);
        }
        m_part.append(bytes);
        report(false);
    }

    bool isRight() {
        report(true);
        const HashedFile hashed = hashFile(m_part.path(), m_progress.part(kShareOfFetching, 1.0));
        return hashed.sha256 == m_file.sha256;
    }

    void report(bool isVerifying) {
        const double fraction = m_total > 0 ? double(m_part.bytes()) / double(m_total) : 0.0;
        m_progress.part(0.0, kShareOfFetching).step(fraction);
        const Clock::time_point now = Clock::now();
        constexpr auto kBetweenReports = std::chrono::milliseconds(100);
        if (!m_options.report || (!isVerifying && now - m_reported < kBetweenReports)) {
            return;
        }
        m_reported = now;
        DownloadStatus status{
            .file = m_file.name,
            .bytes = m_part.bytes(),
            .totalBytes = m_total,
            .isResumed = m_isResumed,
            .isVerifying = isVerifying};
        const double seconds = std::chrono::duration<double>(now - m_started).count();
        const auto come = double(m_part.bytes() - m_bytesAtStart);
        constexpr double kEnoughToTell = 1.0;
        if (!isVerifying && m_total > 0 && seconds >= kEnoughToTell && come > 0.0) {
            status.secondsLeft = double(m_total - m_part.bytes()) * seconds / come;
        }
        m_options.report(status);
    }

    void pause() const {
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any never;
        never.wait_for(
            lock, m_progress.stop(), std::chrono::milliseconds(m_options.pauseMs), [] { return false; });
        m_progress.throwIfStopped();
    }

    const fs::path m_target;
    const ModelFile& m_file;
    const std::string m_url;
    Fetcher& m_fetcher;
    const DownloadOptions& m_options;
    const Progress& m_progress;
    PartFile m_part;
    std::uint64_t m_total = 0; // 0: not known
    std::uint64_t m_bytesAtStart = 0;
    bool m_isResumed = false;
    std::string m_answeredBy;
    Clock::time_point m_started;
    Clock::time_point m_reported;
};

// The file's address, and whether that is a file of this machine.
struct Source {
    std::string url;
    bool isFolder = false;
};

Source sourceOf(const ModelFile& file, const std::string& mirror) {
    if (mirror.empty()) {
        return {file.url};
    }
    if (mirror.starts_with("https://")) {
        return {mirror + (mirror.ends_with('/') ? "" : "/") + file.name};
    }
    if (mirror.find("://") != std::string::npos) {
        throw Error(
            ErrorCode::invalid_option, "a mirror is a folder or an https address; nothing else is taken",
            mirror);
    }
    if (!fs::is_directory(mirror)) {
        throw Error(ErrorCode::file_not_found, "there is no such folder to take models from", mirror);
    }
    return {(fs::absolute(mirror) / file.name).native(), true};
}

} // namespace

Downloader::Downloader(const ModelStore& store, Fetcher& fetcher) : m_store(store), m_fetcher(fetcher) {}

InstalledModel
Downloader::download(std::string_view id, const DownloadOptions& options, const Progress& progress) const {
    if (const auto shipped = m_store.shipped(); shipped && shipped->info.id == id) {
        if (!shipped->problem.empty()) {
            throw Error(ErrorCode::model_corrupt, shipped->problem, shipped->file);
        }
        return {.info = shipped->info, .file = shipped->file, .sha256 = shipped->sha256};
    }
    const ManifestEntry* entry = m_store.entry(id);
    if (entry == nullptr) {
        throw Error(
            ErrorCode::model_missing, "there is no model of this name; `kerf-cli models list` names all",
            std::string(id));
    }
    if (std::optional<InstalledModel> installed = m_store.find(id, progress)) {
        return std::move(*installed);
    }
    if (!entry->info.isDownloadable) {
        throw Error(ErrorCode::invalid_option, entry->importOnly, std::string(id));
    }
    makeFolder(m_store.folder());
    FolderFetcher folder;
    const double share = 1.0 / double(entry->files.size());
    for (std::size_t i = 0; i < entry->files.size(); ++i) {
        const ModelFile& file = entry->files[i];
        const Source source = sourceOf(file, options.mirror);
        const fs::path target = m_store.folder() / file.name;
        Fetcher& fetcher = source.isFolder ? static_cast<Fetcher&>(folder) : m_fetcher;
        const Progress part = progress.part(double(i) * share, double(i + 1) * share);
        FileDownload download(target, file, source.url, fetcher, options, part);
        if (!isNameTaken(target)) {
            download.run();
        } else if (!m_store.find(id, progress)) { // else another process was quicker
            throw Error(
                ErrorCode::already_exists,
                "another file has this name, and it isn't the official one; move it away", target);
        }
    }
    std::optional<InstalledModel> installed = m_store.find(id, progress);
    if (!installed) {
        throw Error(ErrorCode::model_corrupt, "it changed right after it came; try again", std::string(id));
    }
    return std::move(*installed);
}

} // namespace kerf::models
