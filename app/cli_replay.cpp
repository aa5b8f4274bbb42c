#include "app/cli_replay.h"

#include "app/cli_json.h"
#include "app/cli_signals.h"
#include "app/cli_text.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/batch/file_hash.h"
#include "core/batch/replay.h"
#include "core/batch/sidecar.h"
#include "core/contract/batch.h"

#include <fmt/format.h>

namespace kerf::cli {
namespace {

namespace fs = std::filesystem;

// What was named, or a file of that name with those contents beside the sidecar or the other file.
fs::path
found(const fs::path& named, const NamedFile& wanted, const fs::path& sidecar, const fs::path& other) {
    if (!named.empty()) {
        return named;
    }
    for (const fs::path& folder : {sidecar.parent_path(), other.parent_path()}) {
        std::error_code error;
        fs::path file = folder / fs::path(wanted.name);
        if (fs::is_regular_file(file, error) && batch::hashOfFile(file) == wanted.sha256) {
            return file;
        }
    }
    return {};
}

class Replay {
public:
    Replay(const Options& options, Console console) : m_options(options), m_console(console) {}

    int work() {
        try {
            return attempt();
        } catch (const Cancelled&) {
            return kInterrupted;
        } catch (const Error& e) {
            fail(e);
            return kNothingCouldRun;
        }
    }

private:
    int attempt() {
        const fs::path& sidecar = m_options.inputs.front();
        const Provenance provenance = batch::readSidecar(sidecar);
        const fs::path source = found(m_options.replaying.source, provenance.source, sidecar, {});
        if (source.empty()) {
            throw Error(
                ErrorCode::file_not_found,
                "the photo that it was made from is not beside the sidecar; name it with --source",
                fs::path(provenance.source.name));
        }
        fs::path picture;
        if (provenance.backgroundPicture) {
            picture = found(m_options.replaying.picture, *provenance.backgroundPicture, sidecar, source);
            if (picture.empty()) {
                throw Error(
                    ErrorCode::file_not_found,
                    "the background picture is not beside the sidecar; name it with --picture",
                    fs::path(provenance.backgroundPicture->name));
            }
        }
        const StopOnSignal signals;
        const Pipeline pipeline(builtinEngines());
        batch::Replayed made =
            batch::replay(pipeline, provenance, source, picture, Progress(signals.token(), {}));
        if (!m_options.out.empty()) {
            write(made, source);
        }
        report(made);
        return made.isSame() ? kAllDone : kSomeFailed;
    }

    // Never over a file that is there.
    void write(batch::Replayed& made, const fs::path& source) {
        for (batch::ReplayedFile& file : made.files) {
            WriteRequest request{.source = source};
            request.output =
                made.files.size() == 1 ? m_options.out : outputFile(m_options.out, file.then.picture);
            m_written.push_back(storePhoto(request, file.encoded).file);
        }
    }

    void report(const batch::Replayed& made) {
        if (m_options.json) {
            Json json{{"type", "replayed"}, {"same", made.isSame()}, {"differences", made.differences}};
            json["files"] = Json::array();
            for (std::size_t i = 0; i < made.files.size(); ++i) {
                const batch::ReplayedFile& file = made.files[i];
                Json item{{"picture", name(file.then.picture)}};
                setFile(item, "name", file.then.file.name);
                item["same"] = file.isSame();
                item["sha256"] = file.sha256;
                item["was"] = file.then.file.sha256;
                if (i < m_written.size()) {
                    setFile(item, "written", m_written[i]);
                }
                json["files"].push_back(std::move(item));
            }
            m_console.out << line(json) << '\n' << std::flush;
            return;
        }
        if (m_options.quiet) {
            return;
        }
        for (const batch::ReplayedFile& file : made.files) {
            m_console.out << shown(file.then.file.name) << ": "
                          << (file.isSame() ? "the same, byte for byte" : "differs") << '\n';
        }
        for (const std::string& difference : made.differences) {
            m_console.out << "  " << difference << '\n';
        }
        if (!made.isSame() && made.differences.empty()) {
            m_console.out << "  nothing that the sidecar tells of is different; another processor rounds "
                             "differently\n";
        }
        for (const fs::path& file : m_written) {
            m_console.out << "written: " << shown(file) << '\n';
        }
        m_console.out << std::flush;
    }

    void fail(const Error& e) {
        if (m_options.json) {
            const fs::path& sidecar = m_options.inputs.front();
            m_console.out << line(failedJson(sidecar, {e.code(), e.what(), e.file()})) << '\n' << std::flush;
        }
        m_console.err << "kerf-cli: " << (e.file().empty() ? std::string() : shown(e.file()) + ": ")
                      << e.what() << '\n'
                      << std::flush;
    }

    const Options& m_options;
    Console m_console;
    std::vector<fs::path> m_written;
};

} // namespace

int replaySidecar(const Options& options, Console console) {
    return Replay(options, console).work();
}

} // namespace kerf::cli
