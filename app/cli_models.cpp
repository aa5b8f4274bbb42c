#include "app/cli_models.h"

#include "app/cli_json.h"
#include "app/cli_options.h"
#include "app/cli_signals.h"
#include "app/cli_text.h"
#include "core/base/error.h"
#include "core/models/download.h"
#include "core/models/manage.h"
#include "core/models/manifest.h"
#include "core/models/store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>
#include <string_view>
#include <utility>

namespace kerf::cli {
namespace {

namespace fs = std::filesystem;
using models::DownloadStatus;
using models::InstalledModel;
using models::ManifestEntry;
using models::ModelStore;
using models::ShippedModel;

constexpr std::array<std::pair<std::string_view, ModelsAction>, 6> kActions{{
    {"list", ModelsAction::list},
    {"fetch", ModelsAction::fetch},
    {"verify", ModelsAction::verify},
    {"import", ModelsAction::import},
    {"remove", ModelsAction::remove},
    {"path", ModelsAction::path},
}};

std::string_view nameOf(ModelsAction action) {
    return std::ranges::find(kActions, action, &std::pair<std::string_view, ModelsAction>::second)->first;
}

// Takes "--name VALUE" or "--name=VALUE" at `at`; nothing when another option stands there.
std::optional<std::string>
takeValue(std::span<const std::string> arguments, std::size_t& at, std::string_view name) {
    const std::string& argument = arguments[at];
    if (argument.starts_with(std::string(name) + "=")) {
        return argument.substr(name.size() + 1);
    }
    if (argument != name) {
        return std::nullopt;
    }
    if (at + 1 == arguments.size() || arguments[at + 1].starts_with("--")) {
        throw UsageError(fmt::format("{} needs a value", name));
    }
    return arguments[++at];
}

void requireAction(const ModelsOptions& options, std::string_view option, ModelsAction action) {
    if (options.action != action) {
        throw UsageError(fmt::format("{} is an option of 'models {}' only", option, nameOf(action)));
    }
}

void takeOption(std::span<const std::string> arguments, std::size_t& at, ModelsOptions& options) {
    const std::string& argument = arguments[at];
    if (argument == "--json") {
        options.json = true;
    } else if (argument == "--quiet") {
        options.quiet = true;
    } else if (argument == "--all") {
        requireAction(options, "--all", ModelsAction::list);
        options.all = true;
    } else if (const auto mirror = takeValue(arguments, at, "--mirror")) {
        requireAction(options, "--mirror", ModelsAction::fetch);
        options.mirror = *mirror;
    } else if (const auto id = takeValue(arguments, at, "--as")) {
        requireAction(options, "--as", ModelsAction::import);
        options.takeAs = *id;
    } else if (const auto order = takeValue(arguments, at, "--patch-order")) {
        requireAction(options, "--patch-order", ModelsAction::import);
        if (*order != "rows" && *order != "columns") {
            throw UsageError(fmt::format("--patch-order: '{}' is not one of rows, columns", shown(*order)));
        }
        options.patchOrder = *order == "rows" ? PatchOrder::rows_first : PatchOrder::columns_first;
    } else {
        throw UsageError(fmt::format("there is no option '{}' of models", shown(argument)));
    }
}

void checkNames(const ModelsOptions& options) {
    const std::size_t count = options.names.size();
    switch (options.action) {
    case ModelsAction::list:
        if (count > 0) {
            throw UsageError("'models list' takes no names");
        }
        break;
    case ModelsAction::fetch:
    case ModelsAction::remove:
        if (count == 0) {
            throw UsageError("no model was named; `kerf-cli models list` names all");
        }
        break;
    case ModelsAction::import:
        if (count == 0) {
            throw UsageError("no file was named");
        }
        if (count > 1 && !options.takeAs.empty()) {
            throw UsageError("--as says what one file is; import the others by themselves");
        }
        break;
    case ModelsAction::path:
        if (count > 1) {
            throw UsageError("'models path' takes one model");
        }
        break;
    case ModelsAction::verify:
        break;
    }
}

std::string_view orderName(PatchOrder order) {
    return order == PatchOrder::rows_first ? "rows" : "columns";
}

std::string sizeNeeded(const ModelInfo& info) {
    if (info.kind == ModelKind::cleanup) {
        return fmt::format("x{}", info.scale);
    }
    return info.width == 0 ? "any size" : fmt::format("{} x {}", info.width, info.height);
}

std::string stateOf(const ModelInfo& info) {
    return info.isInstalled ? "installed" : info.isDownloadable ? "fetch" : "import";
}

// One line on a terminal's standard error, drawn again and again.
class TransferLine {
public:
    TransferLine(Console& console, bool isWanted)
        : m_console(console), m_isWanted(isWanted && console.isErrTerminal) {}
    ~TransferLine() { clear(); }
    TransferLine(const TransferLine&) = delete;
    TransferLine& operator=(const TransferLine&) = delete;

    void show(const std::string& text) {
        if (m_isWanted) {
            m_isShown = true;
            m_console.err << '\r' << text << "\x1b[K" << std::flush;
        }
    }
    void clear() {
        if (std::exchange(m_isShown, false)) {
            m_console.err << "\r\x1b[K" << std::flush;
        }
    }

private:
    Console& m_console;
    const bool m_isWanted;
    bool m_isShown = false;
};

std::string textOf(const DownloadStatus& status) {
    if (status.isVerifying) {
        return fmt::format("{}  {}, checking its SHA-256", status.file, size(status.bytes));
    }
    std::string text = fmt::format("{}  {}", status.file, size(status.bytes));
    if (status.totalBytes > 0) {
        const double share = double(status.bytes) / double(status.totalBytes);
        text += fmt::format(" of {}  {:3.0f} %", size(status.totalBytes), std::floor(share * 100.0));
    }
    if (status.secondsLeft) {
        const auto seconds = std::lround(*status.secondsLeft);
        text += fmt::format("  {}:{:02} left", seconds / 60, seconds % 60);
    }
    return text + (status.isResumed ? "  (resumed)" : "");
}

class Models {
public:
    Models(const ModelsOptions& options, const ModelsPlace& place, Console console)
        : m_options(options),
          m_place(place),
          m_console(console),
          m_store(place.folder, models::builtinManifest(), models::builtinShipped()),
          m_line(m_console, !options.quiet) {}

    int work() {
        int code = kAllDone;
        try {
            code = perform();
        } catch (const Cancelled&) {
            m_line.clear();
            m_console.err << "kerf-cli: interrupted"
                          << (m_options.action == ModelsAction::fetch
                                  ? "; what came is kept, the same command goes on from there\n"
                                  : "\n")
                          << std::flush;
            return kInterrupted;
        } catch (const Error& e) {
            fail({}, e);
            code = kSomeFailed;
        }
        m_console.out << std::flush;
        return m_console.out.good() ? code : kSomeFailed;
    }

private:
    int perform() {
        switch (m_options.action) {
        case ModelsAction::list:
            return list();
        case ModelsAction::verify:
            return verify();
        case ModelsAction::path:
            return path();
        case ModelsAction::fetch:
            return forEach([this](const std::string& id) { fetch(id); });
        case ModelsAction::import:
            return forEach([this](const std::string& file) { import(file); });
        case ModelsAction::remove:
            return forEach([this](const std::string& id) { remove(id); });
        }
        return kUsage;
    }

    // Goes on after a failure, so that one model that is gone doesn't keep the others away.
    template <typename F>
    int forEach(const F& f) {
        int code = kAllDone;
        for (const std::string& name : m_options.names) {
            try {
                f(name);
            } catch (const Error& e) {
                fail(name, e);
                code = kSomeFailed;
            }
        }
        return code;
    }

    Progress progress() const { return {m_signals.token(), {}}; }

    Progress progress(const std::string& what) {
        return {m_signals.token(), [this, what, shownPercent = -1](double fraction) mutable {
                    if (const int percent = int(fraction * 100.0); percent != shownPercent) {
                        shownPercent = percent;
                        m_line.show(fmt::format("{}  {:3} %", what, percent));
                    }
                }};
    }

    void fail(const std::string& name, const Error& error) {
        m_line.clear();
        const fs::path file = error.file().empty() ? fs::path(name) : error.file();
        if (m_options.json) {
            Json json{{"type", "failed"}, {"name", name}};
            setFile(json, "file", file);
            json["error"] = {{"code", errorName(error.code())}, {"message", error.what()}};
            m_console.out << line(json) << '\n' << std::flush;
        }
        m_console.err << "kerf-cli: " << (file.empty() ? "" : shown(file) + ": ") << error.what() << '\n'
                      << std::flush;
    }

    void say(const std::string& text, const Json& json) {
        m_line.clear();
        if (m_options.json) {
            m_console.out << line(json) << '\n' << std::flush;
        } else if (!m_options.quiet) {
            m_console.out << text << '\n' << std::flush;
        }
    }

    Json toJson(const ModelInfo& info, const InstalledModel* installed) const {
        Json json{
            {"type", "model"},
            {"id", info.id},
            {"kind", info.kind == ModelKind::mask ? "mask" : "cleanup"},
            {"title", info.title},
            {"purpose", info.purpose},
            {"architecture", info.architecture},
            {"licence", info.licence},
            {"source", info.source},
            {"bytes", info.bytes == 0 ? Json(nullptr) : Json(info.bytes)},
            {"installed", info.isInstalled},
            {"downloadable", info.isDownloadable},
            {"shipped", false}};
        if (info.kind == ModelKind::cleanup) {
            json["scale"] = info.scale;
        } else {
            json["width"] = info.width;
            json["height"] = info.height;
            json["patch_order"] = orderName(info.patchOrder);
        }
        const ManifestEntry* entry = m_store.entry(info.id);
        if (entry != nullptr) {
            json["url"] = entry->files[0].url;
            json["sha256"] = entry->files[0].sha256;
            json["import_only"] = entry->importOnly;
        }
        if (installed != nullptr) {
            setFile(json, "file", installed->file);
            json["sha256"] = installed->sha256;
        }
        return json;
    }

    Json toJson(const ShippedModel& shipped) const {
        Json json = toJson(shipped.info, nullptr);
        json["shipped"] = true;
        setFile(json, "file", shipped.file);
        json["sha256"] = shipped.sha256;
        if (!shipped.problem.empty()) {
            json["problem"] = shipped.problem;
        }
        return json;
    }

    int list() {
        const std::vector<InstalledModel> installed = m_store.installed(progress("reading new files"));
        m_line.clear();
        std::map<std::string, const InstalledModel*> byId;
        for (const InstalledModel& model : installed) {
            byId[model.info.id] = &model;
        }
        int hidden = 0;
        std::string text;
        for (const ModelKind kind : {ModelKind::cleanup, ModelKind::mask}) {
            text += kind == ModelKind::mask ? "\nmasks\n" : "clean-up\n";
            for (const ModelInfo& info : m_store.list(progress())) {
                if (info.kind != kind) {
                    continue;
                }
                if (!m_options.all && !info.isInstalled && !info.isDownloadable) {
                    ++hidden;
                    continue;
                }
                const auto found = byId.find(info.id);
                if (m_options.json) {
                    m_console.out << line(toJson(info, found == byId.end() ? nullptr : found->second))
                                  << '\n';
                }
                text += row(info);
            }
        }
        if (const std::optional<ShippedModel> shipped = m_store.shipped()) {
            if (m_options.json) {
                m_console.out << line(toJson(*shipped)) << '\n';
            }
            text += row(*shipped);
        }
        if (m_options.json) {
            return kAllDone;
        }
        if (hidden > 0) {
            text +=
                fmt::format("\n{} further official files can only be imported: --all lists them\n", hidden);
        }
        m_console.out << text << "\nfolder: " << shown(m_store.folder()) << '\n';
        return kAllDone;
    }

    std::string row(const ModelInfo& info) const {
        std::string text = fmt::format(
            "  {:<25} {:<9} {:>7}  {:<12} {:<12}  {}\n", info.id, stateOf(info),
            info.bytes == 0 ? "?" : size(info.bytes), info.licence, sizeNeeded(info), info.architecture);
        text += fmt::format("      {}\n", info.purpose);
        const ManifestEntry* entry = m_store.entry(info.id);
        if (entry != nullptr && m_options.all && !info.isInstalled && !entry->importOnly.empty()) {
            text += fmt::format("      {}; {}\n", entry->files[0].name, entry->importOnly);
        }
        return text;
    }

    static std::string row(const ShippedModel& shipped) {
        const ModelInfo& info = shipped.info;
        const bool isUsable = shipped.problem.empty();
        return fmt::format(
                   "  {:<25} {:<9} {:>7}  {:<12} {:<12}  {}\n", info.id, isUsable ? "shipped" : "unusable",
                   info.bytes == 0 ? "?" : size(info.bytes), info.licence, sizeNeeded(info), info.title) +
               fmt::format("      {}\n", info.purpose) +
               (isUsable ? fmt::format(
                               "      Comes with Kerf, so it is neither fetched nor removed. SHA-256 {}\n",
                               shipped.sha256)
                         : fmt::format("      {}: {}\n", shown(shipped.file), shipped.problem));
    }

    void fetch(const std::string& id) {
        const bool isShipped = isTheShipped(id);
        const bool wasThere = isShipped || m_store.find(id, progress()).has_value();
        models::DownloadOptions options;
        options.mirror = m_options.mirror;
        if (const char* mirror = std::getenv("KERF_MODEL_MIRROR");
            options.mirror.empty() && mirror != nullptr) {
            options.mirror = mirror;
        }
        options.report = [this](const DownloadStatus& status) { m_line.show(textOf(status)); };
        const auto start = std::chrono::steady_clock::now();
        const InstalledModel model = models::Downloader(m_store, m_fetcher).download(id, options, progress());
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        Json json{{"type", "fetched"}, {"id", id}};
        setFile(json, "file", model.file);
        json.update(
            {{"bytes", model.info.bytes},
             {"sha256", model.sha256},
             {"was_there", wasThere},
             {"seconds", seconds}});
        say(isShipped  ? fmt::format("{} comes with Kerf: {}", id, shown(model.file))
            : wasThere ? fmt::format("{} is installed already: {}", id, shown(model.file))
                       : fmt::format(
                             "{}: {}, {} in {}, SHA-256 right", id, shown(model.file), size(model.info.bytes),
                             duration(seconds)),
            json);
    }

    bool isTheShipped(const std::string& id) const {
        const std::optional<ShippedModel> shipped = m_store.shipped();
        return shipped && shipped->info.id == id;
    }

    int verify() {
        int code = kAllDone;
        const auto files = models::verifyModels(m_store, m_options.names, progress("verifying"));
        for (const models::VerifiedFile& file : files) {
            Json json{{"type", "verified"}, {"id", file.id}};
            setFile(json, "file", file.file);
            json.update({{"good", file.isGood}, {"sha256", file.sha256}, {"verdict", file.verdict}});
            say(fmt::format(
                    "{:<4} {}{}: {}", file.isGood ? "good" : "BAD", shown(file.file.filename()),
                    file.id.empty() ? "" : " (" + file.id + ")", file.verdict),
                json);
            code = file.isGood ? code : kSomeFailed;
        }
        if (files.empty()) {
            say("no models are installed", {{"type", "none"}});
        }
        return code;
    }

    void import(const std::string& file) {
        const InstalledModel model = models::importModel(
            m_store, file, {m_options.patchOrder, m_options.takeAs}, progress(shown(file)));
        const bool isShipped = isTheShipped(model.info.id);
        const bool isOfficial = isShipped || m_store.entry(model.info.id) != nullptr;
        Json json = toJson(model.info, &model);
        json["type"] = "imported";
        json["shipped"] = isShipped;
        json["official"] = isOfficial;
        std::string text = fmt::format(
            "{}: {}, {}{}", shown(file), model.info.id, model.info.architecture,
            isShipped    ? ", which comes with Kerf"
            : isOfficial ? ", official"
                         : ", not one of the official files");
        if (!isOfficial && model.info.kind == ModelKind::mask) {
            text += fmt::format(", patches by {}", orderName(model.info.patchOrder));
        }
        say(text, json);
    }

    void remove(const std::string& id) {
        Json json{{"type", "removed"}, {"id", id}, {"files", Json::array()}};
        std::string text = id + ": removed";
        for (const fs::path& file : models::removeModel(m_store, id)) {
            text += " " + shown(file);
            json["files"].push_back(file.native());
        }
        say(text, json);
    }

    int path() {
        fs::path path = m_store.folder();
        if (!m_options.names.empty()) {
            const std::string& id = m_options.names[0];
            const auto model = m_store.find(id, progress());
            if (const auto shipped = m_store.shipped(); shipped && shipped->info.id == id) {
                if (!shipped->problem.empty()) {
                    throw Error(ErrorCode::model_corrupt, shipped->problem, shipped->file);
                }
                path = shipped->file;
            } else if (model) {
                path = model->file;
            } else {
                throw Error(
                    ErrorCode::model_missing,
                    "this model is not installed; `kerf-cli models list` says what is", id);
            }
        }
        if (m_options.json) {
            Json json{{"type", "path"}};
            setFile(json, "path", path);
            m_console.out << line(json) << '\n';
        } else {
            m_console.out << path.native() << '\n'; // for $(...): the bytes as they are
        }
        return kAllDone;
    }

    // A mirror folder needs no network, so its part is opened no earlier than for the first request.
    class LateFetcher final : public models::Fetcher {
    public:
        explicit LateFetcher(const std::function<std::unique_ptr<models::Fetcher>()>& open) : m_open(open) {}

        void fetch(
            const models::FetchRequest& request, models::FetchSink& sink, const Progress& progress) override {
            if (m_fetcher == nullptr) {
                m_fetcher = m_open();
            }
            m_fetcher->fetch(request, sink, progress);
        }

    private:
        const std::function<std::unique_ptr<models::Fetcher>()>& m_open;
        std::unique_ptr<models::Fetcher> m_fetcher;
    };

    const ModelsOptions& m_options;
    const ModelsPlace& m_place;
    Console m_console;
    StopOnSignal m_signals;
    const ModelStore m_store;
    TransferLine m_line;
    LateFetcher m_fetcher{m_place.openFetcher};
};

} // namespace

ModelsOptions parseModelsOptions(std::span<const std::string> arguments) {
    constexpr const char* kWords = "list, fetch, verify, import, remove, path";
    if (arguments.empty()) {
        throw UsageError(fmt::format("what about the models? one of {}", kWords));
    }
    const auto action =
        std::ranges::find(kActions, arguments[0], &std::pair<std::string_view, ModelsAction>::first);
    if (action == kActions.end()) {
        throw UsageError(fmt::format("models: '{}' is not one of {}", shown(arguments[0]), kWords));
    }
    ModelsOptions options{.action = action->second};
    bool areNamesOnly = false; // behind "--"
    for (std::size_t at = 1; at < arguments.size(); ++at) {
        const std::string& argument = arguments[at];
        if (!areNamesOnly && argument == "--") {
            areNamesOnly = true;
        } else if (!areNamesOnly && argument.starts_with('-') && argument != "-") {
            takeOption(arguments, at, options);
        } else {
            options.names.push_back(argument);
        }
    }
    checkNames(options);
    return options;
}

int manageModels(const ModelsOptions& options, const ModelsPlace& place, Console console) {
    return Models(options, place, console).work();
}

} // namespace kerf::cli
