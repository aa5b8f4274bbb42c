#include "app/cli_options.h"

#include "app/cli_text.h"
#include "core/base/error.h"
#include "core/contract/name_template.h"
#include "core/contract/recipe_json.h"
#include "core/io/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <numeric>
#include <optional>
#include <string_view>

namespace kerf::cli {
namespace {

// What one option does with its value (empty for a switch).
using Apply = void (*)(Options&, std::string_view value);

// The commands that take an option.
enum class For : std::uint8_t {
    every,
    making /* run, batch */,
    batch_and_resume,
    merge,
    working /* all four, compare, replay */,
    inspect,
    inspect_and_replay,
    replay,
    compare,
    writing /* run, batch, replay */
};

struct Option {
    std::string_view name;
    bool takesValue = false;
    For commands = For::making;
    Apply apply = nullptr;
};

[[noreturn]] void refuse(std::string_view option, std::string_view value, std::string_view wanted) {
    throw UsageError(fmt::format("{}: '{}' is not {}", option, shown(value), wanted));
}

int number(std::string_view option, std::string_view value, int least, int most) {
    int parsed = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (error != std::errc() || end != value.data() + value.size() || parsed < least || parsed > most) {
        refuse(option, value, fmt::format("a whole number from {} to {}", least, most));
    }
    return parsed;
}

template <typename T>
T known(std::string_view option, std::string_view value, std::optional<T> parsed, std::string_view words) {
    if (!parsed) {
        refuse(option, value, fmt::format("one of {}", words));
    }
    return *parsed;
}

void setH(Options& options, std::string_view value) {
    if (value == "auto") {
        options.recipe.nlmH.reset();
        return;
    }
    double h = 0.0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), h);
    if (error != std::errc() || end != value.data() + value.size() || !(h > 0.0 && h <= 100.0)) {
        refuse("--h", value, "auto or a number above 0, at most 100");
    }
    options.recipe.nlmH = h;
}

// What core finds wrong with a text, as the option's.
template <typename Read>
void fromText(std::string_view option, Read&& read) {
    try {
        read();
    } catch (const Error& e) {
        throw UsageError(fmt::format("{}: {}", option, e.what()));
    }
}

void setBackground(Options& options, std::string_view value) {
    options.recipe.background.reset();
    if (value != "none") {
        fromText("--background", [&] { options.recipe.background = backgroundFromText(value); });
        std::string& picture = options.recipe.background->picture;
        if (!picture.empty()) { // a batch may be gone on with from another folder
            picture = std::filesystem::absolute(picture).lexically_normal().native();
        }
    }
}

// "none", or changes to a shadow.
void setShadow(Options& options, std::string_view value) {
    options.recipe.shadow.reset();
    if (value != "none") {
        fromText("--shadow", [&] {
            applyShadowText(options.recipe.shadow.emplace(), value == "soft" ? std::string_view() : value);
        });
    }
}

void setCanvas(Options& options, std::string_view value) {
    Framing& framing = options.recipe.framing;
    framing.canvas = parseCanvasSize(value);
    framing.aspect.reset();
    if (value != "none" && !framing.canvas) {
        refuse("--canvas", value, "WxH in pixels, such as 2000x2000, or none");
    }
}

void setAspect(Options& options, std::string_view value) {
    Framing& framing = options.recipe.framing;
    framing.aspect = parseAspect(value);
    framing.canvas.reset();
    if (value != "none" && !framing.aspect) {
        refuse("--aspect", value, "A:B, such as 4:5, or none");
    }
}

void setRect(Options& options, std::string_view value) {
    options.recipe.subject = parseRect(value);
    if (!options.recipe.subject) {
        refuse("--rect", value, "x,y,w,h: four whole numbers of pixels, width and height above 0");
    }
}

// "bw", or "bw:" and a preset's name.
void setFinish(Options& options, std::string_view value) {
    options.recipe.finish.reset();
    if (value == "bw") {
        options.recipe.finish = bwPresets().front().settings;
    } else if (value.starts_with("bw:")) {
        options.recipe.finish = bwPreset(value.substr(3));
    }
    if (value != "off" && !options.recipe.finish) {
        refuse("--finish", value, "off, bw, or one of bw:plain, bw:pet-portrait, bw:high-key, bw:low-key");
    }
}

void setBw(Options& options, std::string_view value) {
    if (!options.recipe.finish) {
        throw UsageError("--bw needs --finish bw, or bw:PRESET, before it");
    }
    fromText("--bw", [&] { applyBwText(*options.recipe.finish, value); });
}

// Replaces all of the recipe: options behind it change what it says.
void readRecipe(Options& options, std::string_view value) {
    const std::filesystem::path file(value);
    std::error_code failed;
    const bool isFile = std::filesystem::is_regular_file(file, failed);
    std::ifstream stream(file, std::ios::binary);
    if (!isFile || !stream) {
        throw UsageError(fmt::format("--recipe: {} can't be read; check the name", shown(value)));
    }
    std::string text(kMaxRecipeBytes + 1, '\0');
    stream.read(text.data(), std::streamsize(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    try {
        options.recipe = recipeFromJson(text).recipe;
    } catch (const Error& e) {
        throw UsageError(fmt::format("--recipe: {}: {}", shown(value), e.what()));
    }
}

double decimal(std::string_view option, std::string_view value) {
    double parsed = 0.0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
    if (error != std::errc() || end != value.data() + value.size()) {
        refuse(option, value, "a number");
    }
    return parsed;
}

void setThreshold(Options& options, std::string_view value) {
    const std::size_t equals = value.find('=');
    const TriageThreshold* threshold = findTriageThreshold(value.substr(0, equals));
    if (threshold == nullptr || equals == std::string_view::npos) {
        std::string names;
        for (const TriageThreshold& known : triageThresholds()) {
            names += (names.empty() ? "" : ", ") + std::string(known.name);
        }
        refuse("--threshold", value, fmt::format("NAME=NUMBER; the names are {}", names));
    }
    TriageThresholds& thresholds = options.inspecting.thresholds;
    thresholds.*threshold->value = decimal("--threshold", value.substr(equals + 1));
    try {
        thresholds.check();
    } catch (const Error& e) {
        throw UsageError(fmt::format("--threshold: {}", e.what()));
    }
}

void setTileGrid(Options& options, std::string_view value) {
    constexpr int kMost = 1'000'000;
    const std::size_t by = value.find('x');
    if (by == std::string_view::npos) {
        refuse("--tile-grid", value, "WxH: the sides of a tile in the result's pixels");
    }
    options.inspecting.tileWidth = number("--tile-grid", value.substr(0, by), 1, kMost);
    options.inspecting.tileHeight = number("--tile-grid", value.substr(by + 1), 1, kMost);
}

void addGate(Options& options, std::string_view value) {
    const std::optional<Gate> gate = parseGate(value);
    if (!gate) {
        std::string names;
        for (const MetricInfo& info : metrics()) {
            names += std::string(info.name) + ", ";
        }
        refuse(
            "--fail-on", value,
            fmt::format(
                "NAME>NUMBER or NAME<NUMBER (quote it for the shell); the names are {}failed, missing, "
                "extra, renamed, "
                "size_changed, depth_changed, alpha_changed, profile_changed, exif_changed",
                names));
    }
    options.comparing.gates.push_back(*gate);
}

using V = std::string_view;

constexpr std::array kOptions{
    Option{"--json", false, For::every, [](Options& o, V /*v*/) { o.json = true; }},
    Option{
        "--help", false, For::every,
        [](Options& o, V /*v*/) {
            o.helpFor = o.command;
            o.command = Command::help;
        }},
    Option{"--quiet", false, For::working, [](Options& o, V /*v*/) { o.quiet = true; }},
    Option{"--out", true, For::writing, [](Options& o, V v) { o.out = v; }},
    Option{
        "--shard", true, For::batch_and_resume,
        [](Options& o, V v) {
            o.shard = known("--shard", v, batch::parseShard(v), "I/N, such as 2/8: part I of N");
        }},
    Option{
        "--jobs", true, For::batch_and_resume, [](Options& o, V v) { o.jobs = number("--jobs", v, 1, 64); }},
    Option{"--verify", false, For::merge, [](Options& o, V /*v*/) { o.readsFiles = true; }},
    Option{
        "--outputs", true, For::making,
        [](Options& o, V v) {
            const auto outputs = parseBatchOutputs(v);
            if (!outputs) {
                refuse("--outputs", v, "a list of result, matte and clean, each once");
            }
            o.exporting.outputs = *outputs;
        }},
    Option{
        "--cleanup", true, For::making,
        [](Options& o, V v) {
            o.recipe.cleanup =
                known("--cleanup", v, parseCleanupEngine(v), "auto, esrgan, nlm, nlm-opencv, off");
        }},
    Option{
        "--strength", true, For::making,
        [](Options& o, V v) { o.recipe.strength = number("--strength", v, 0, 100); }},
    Option{"--h", true, For::making, setH},
    Option{"--model-cleanup", true, For::making, [](Options& o, V v) { o.recipe.cleanupModel = v; }},
    Option{
        "--scale", true, For::making, [](Options& o, V v) { o.recipe.scale = number("--scale", v, 1, 4); }},
    Option{
        "--tile", true, For::making, [](Options& o, V v) { o.recipe.tile = number("--tile", v, 0, 4096); }},
    Option{
        "--tile-scheme", true, For::making,
        [](Options& o, V v) {
            o.recipe.tileScheme = known("--tile-scheme", v, parseTileScheme(v), "blended, ai-forever");
        }},
    Option{
        "--mask", true, For::making,
        [](Options& o, V v) {
            o.recipe.mask = known("--mask", v, parseMaskEngine(v), "auto, birefnet, mini, grabcut, off");
        }},
    Option{"--model-mask", true, For::making, [](Options& o, V v) { o.recipe.maskModel = v; }},
    Option{
        "--mask-upsampling", true, For::making,
        [](Options& o, V v) {
            o.recipe.maskUpsampling =
                known("--mask-upsampling", v, parseMaskUpsampling(v), "bicubic, guided");
        }},
    Option{"--rect", true, For::making, setRect},
    Option{
        "--device", true, For::making,
        [](Options& o, V v) {
            o.recipe.device = known("--device", v, parseDeviceChoice(v), "auto, cpu, cuda");
        }},
    Option{
        "--precision", true, For::making,
        [](Options& o, V v) {
            o.recipe.precision = known("--precision", v, parsePrecision(v), "auto, fp32, bf16, fp16");
        }},
    Option{
        "--threads", true, For::making,
        [](Options& o, V v) { o.recipe.threads = number("--threads", v, 0, 256); }},
    Option{"--require-gpu", false, For::making, [](Options& o, V /*v*/) { o.recipe.requireGpu = true; }},
    Option{
        "--format", true, For::making,
        [](Options& o, V v) {
            o.exporting.type = known("--format", v, parseFileType(v), "png, tiff, jpeg, webp");
        }},
    Option{
        "--depth", true, For::making,
        [](Options& o, V v) { o.exporting.depth = number("--depth", v, 8, 16); }},
    Option{
        "--quality", true, For::making,
        [](Options& o, V v) { o.exporting.quality = number("--quality", v, 1, 100); }},
    Option{
        "--png", true, For::making,
        [](Options& o, V v) { o.exporting.png = known("--png", v, parsePngEffort(v), "fast, smallest"); }},
    Option{
        "--profile", true, For::making,
        [](Options& o, V v) {
            o.exporting.profile = known("--profile", v, parseColorProfile(v), "keep, srgb, p3, adobe");
        }},
    Option{"--background", true, For::making, setBackground},
    Option{"--shadow", true, For::making, setShadow},
    Option{
        "--crop", true, For::making,
        [](Options& o, V v) { fromText("--crop", [&] { applyCropText(o.recipe.framing, v); }); }},
    Option{"--canvas", true, For::making, setCanvas},
    Option{"--aspect", true, For::making, setAspect},
    Option{
        "--place", true, For::making,
        [](Options& o, V v) { fromText("--place", [&] { applyPlaceText(o.recipe.framing, v); }); }},
    Option{"--finish", true, For::making, setFinish},
    Option{"--bw", true, For::making, setBw},
    Option{"--recipe", true, For::making, readRecipe},
    Option{"--alpha-only", false, For::making, [](Options& o, V /*v*/) { o.exporting.alphaOnly = true; }},
    Option{
        "--name", true, For::making,
        [](Options& o, V v) {
            try {
                const NameTemplate good(v);
                o.exporting.naming = v;
            } catch (const Error& e) {
                throw UsageError(fmt::format("--name: {}", e.what()));
            }
        }},
    Option{
        "--metadata", true, For::making,
        [](Options& o, V v) {
            o.exporting.metadata = known("--metadata", v, parseMetadataChoice(v), "all, no-location, none");
        }},
    Option{
        "--no-metadata", false, For::making,
        [](Options& o, V /*v*/) { o.exporting.metadata = MetadataChoice::none; }},
    Option{"--fail-on", true, For::compare, addGate},
    Option{"--report", true, For::compare, [](Options& o, V v) { o.comparing.report = v; }},
    Option{"--truth", false, For::compare, [](Options& o, V /*v*/) { o.comparing.isTruth = true; }},
    Option{"--threshold", true, For::inspect, setThreshold},
    Option{
        "--source", true, For::inspect_and_replay,
        [](Options& o, V v) {
            o.inspecting.source = v;
            o.replaying.source = v;
        }},
    Option{"--picture", true, For::replay, [](Options& o, V v) { o.replaying.picture = v; }},
    Option{"--sidecar", false, For::making, [](Options& o, V /*v*/) { o.exporting.sidecar = true; }},
    Option{"--no-sidecar", false, For::making, [](Options& o, V /*v*/) { o.exporting.sidecar = false; }},
    Option{"--matte", false, For::inspect, [](Options& o, V /*v*/) { o.inspecting.isMatte = true; }},
    Option{"--tile-grid", true, For::inspect, setTileGrid},
    Option{
        "--fail-on-flags", false, For::inspect,
        [](Options& o, V /*v*/) { o.inspecting.failsOnFlags = true; }},
    Option{
        "--existing", true, For::making,
        [](Options& o, V v) {
            o.exporting.existing =
                known("--existing", v, parseExistingPolicy(v), "fail, skip, rename, replace");
        }},
};

// Letters to insert, drop or change to make one word of the other (Levenshtein).
std::size_t distance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= one.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 1; j <= other.size(); ++j) {
            const std::size_t changed = diagonal + std::size_t(one[i - 1] != other[j - 1]);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row.back();
}

const Option& optionNamed(std::string_view name) {
    const auto found = std::ranges::find(kOptions, name, &Option::name);
    if (found != kOptions.end()) {
        return *found;
    }
    const auto nearest = std::ranges::min_element(
        kOptions, {}, [&](const Option& option) { return distance(option.name, name); });
    const std::string hint =
        distance(nearest->name, name) <= 3 ? fmt::format("; did you mean {}?", nearest->name) : "";
    throw UsageError(fmt::format("there is no option '{}'{}", shown(name), hint));
}

bool isFor(const Option& option, Command command) {
    switch (option.commands) {
    case For::every:
        return true;
    case For::making:
        return command == Command::run || command == Command::batch || command == Command::help;
    case For::batch_and_resume:
        return command == Command::batch || command == Command::resume;
    case For::merge:
        return command == Command::merge;
    case For::inspect:
        return command == Command::inspect;
    case For::inspect_and_replay:
        return command == Command::inspect || command == Command::replay;
    case For::replay:
        return command == Command::replay;
    case For::writing:
        return command == Command::run || command == Command::batch || command == Command::replay;
    case For::compare:
        return command == Command::compare;
    case For::working:
        return command == Command::run || command == Command::batch || command == Command::resume ||
               command == Command::merge || command == Command::compare || command == Command::replay;
    }
    return false;
}

std::string_view commandsOf(const Option& option) {
    return option.commands == For::merge                ? "'merge'"
           : option.commands == For::inspect            ? "'inspect'"
           : option.commands == For::batch_and_resume   ? "'batch' and 'resume'"
           : option.commands == For::compare            ? "'compare'"
           : option.commands == For::replay             ? "'replay'"
           : option.commands == For::inspect_and_replay ? "'inspect' and 'replay'"
           : option.commands == For::writing            ? "'run', 'batch' and 'replay'"
           : option.commands == For::working ? "'run', 'batch', 'resume', 'merge', 'compare' and 'replay'"
                                             : "'run' and 'batch'";
}

// Takes the option at `at` (and its value, after "=" or as the next argument); `at` moves to the last one
// taken.
void takeOption(std::span<const std::string> arguments, std::size_t& at, Options& options) {
    const std::string_view argument = arguments[at];
    const std::size_t equals = argument.find('=');
    const Option& option = optionNamed(argument == "-h" ? "--help" : argument.substr(0, equals));
    if (!isFor(option, options.command)) {
        throw UsageError(fmt::format("{} is an option of {} only", option.name, commandsOf(option)));
    }
    if (!option.takesValue) {
        if (equals != std::string_view::npos) {
            throw UsageError(fmt::format("{} takes no value", option.name));
        }
        option.apply(options, {});
    } else if (equals != std::string_view::npos) {
        option.apply(options, argument.substr(equals + 1));
    } else if (at + 1 < arguments.size() && !arguments[at + 1].starts_with("--")) {
        option.apply(options, arguments[++at]);
    } else {
        throw UsageError(fmt::format("{} needs a value", option.name));
    }
}

void checkRun(const Options& options) {
    if (options.inputs.empty()) {
        throw UsageError("no photo or folder was named");
    }
    if (options.out.empty()) {
        throw UsageError("--out DIR is missing: the folder that the results go to");
    }
    if (options.exporting.alphaOnly && options.recipe.finish) {
        throw UsageError("--alpha-only writes the matte, which --finish doesn't change; leave one out");
    }
    const auto refuseBesideMatte = [&](std::string_view option, bool isGiven) {
        if (options.exporting.alphaOnly && isGiven) {
            throw UsageError(
                fmt::format("--alpha-only writes the matte, which {} can't change; leave one out", option));
        }
    };
    refuseBesideMatte("--background", options.recipe.background.has_value());
    refuseBesideMatte("--shadow", options.recipe.shadow.has_value());
    refuseBesideMatte("a crop, canvas or aspect", !options.recipe.framing.isNeutral());
    const std::optional<Background>& background = options.recipe.background;
    if (background && !background->picture.empty() && !looksLikePhoto(background->picture)) {
        throw UsageError(fmt::format(
            "--background: {} can't be read as a picture; check the name", shown(background->picture)));
    }
    try {
        options.recipe.check();
        options.exporting.check();
    } catch (const Error& e) {
        throw UsageError(e.what());
    }
}

Command commandNamed(std::string_view word) {
    if (word == "run") {
        return Command::run;
    }
    if (word == "batch") {
        return Command::batch;
    }
    if (word == "resume") {
        return Command::resume;
    }
    if (word == "merge") {
        return Command::merge;
    }
    if (word == "inspect") {
        return Command::inspect;
    }
    if (word == "compare") {
        return Command::compare;
    }
    if (word == "replay") {
        return Command::replay;
    }
    if (word == "devices") {
        return Command::devices;
    }
    if (word == "models") {
        return Command::models;
    }
    if (word == "--version") {
        return Command::version;
    }
    if (word == "--help" || word == "-h" || word == "help") {
        return Command::help;
    }
    throw UsageError(fmt::format(
        "there is no command '{}'; the commands are run, batch, resume, merge, inspect, compare, replay, "
        "devices, models",
        shown(word)));
}

} // namespace

Options parseOptions(std::span<const std::string> arguments) {
    if (arguments.empty()) {
        throw UsageError("no command was given; the commands are run, batch, resume, merge, inspect, "
                         "compare, replay, devices, models");
    }
    Options options{.command = commandNamed(arguments[0])};
    if (options.command == Command::help) {
        options.helpFor = arguments.size() > 1 ? commandNamed(arguments[1]) : Command::help;
        return options;
    }
    if (options.command == Command::models) { // parseModelsOptions() reads what follows
        const bool isHelp = std::ranges::any_of(
            arguments.subspan(1), [](const std::string& a) { return a == "--help" || a == "-h"; });
        options.helpFor = options.command;
        options.command = isHelp ? Command::help : Command::models;
        return options;
    }
    bool areNamesOnly = false; // behind "--"
    for (std::size_t at = 1; at < arguments.size() && options.command != Command::help; ++at) {
        const std::string& argument = arguments[at];
        if (!areNamesOnly && argument == "--") {
            areNamesOnly = true;
        } else if (!areNamesOnly && argument.starts_with('-') && argument != "-") {
            takeOption(arguments, at, options);
        } else {
            options.inputs.emplace_back(argument);
        }
    }
    if (options.command == Command::run || options.command == Command::batch) {
        checkRun(options);
    } else if (options.command == Command::resume && options.inputs.size() != 1) {
        throw UsageError("name the one folder that the batch writes into");
    } else if (options.command == Command::merge && options.inputs.empty()) {
        throw UsageError("name the folders that the batches write into");
    } else if (options.command == Command::inspect && options.inputs.empty()) {
        throw UsageError("no photo was named");
    } else if (options.command == Command::replay && options.inputs.size() != 1) {
        throw UsageError("name the one sidecar, NAME.kerf.json");
    } else if (options.command == Command::compare && options.inputs.size() != 2) {
        throw UsageError("name two folders, or two files: kerf-cli compare A B");
    } else if (options.command == Command::devices && !options.inputs.empty()) {
        throw UsageError("'devices' takes no files");
    }
    return options;
}

} // namespace kerf::cli
