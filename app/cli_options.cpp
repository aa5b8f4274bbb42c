#include "app/cli_options.h"

#include "app/cli_text.h"
#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <optional>
#include <string_view>

namespace kerf::cli {
namespace {

// What one option does with its value (empty for a switch).
using Apply = void (*)(Options&, std::string_view value);

struct Option {
    std::string_view name;
    bool takesValue = false;
    bool isForRunOnly = true;
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

void setBackground(Options& options, std::string_view value) {
    options.recipe.background = parseColor(value);
    if (value != "none" && !options.recipe.background) {
        refuse("--background", value, "none or a colour as #rrggbb (quote it for the shell)");
    }
}

void setRect(Options& options, std::string_view value) {
    options.recipe.subject = parseRect(value);
    if (!options.recipe.subject) {
        refuse("--rect", value, "x,y,w,h: four whole numbers of pixels, width and height above 0");
    }
}

std::optional<ColorProfile> parseProfile(std::string_view value) {
    constexpr std::array<std::pair<std::string_view, ColorProfile>, 4> names{{
        {"keep", ColorProfile::keep},
        {"srgb", ColorProfile::srgb},
        {"p3", ColorProfile::display_p3},
        {"adobe", ColorProfile::adobe_rgb},
    }};
    for (const auto& [name, profile] : names) {
        if (name == value) {
            return profile;
        }
    }
    return std::nullopt;
}

using V = std::string_view;

constexpr std::array kOptions{
    Option{"--json", false, false, [](Options& o, V /*v*/) { o.json = true; }},
    Option{
        "--help", false, false,
        [](Options& o, V /*v*/) {
            o.helpFor = o.command;
            o.command = Command::help;
        }},
    Option{"--quiet", false, true, [](Options& o, V /*v*/) { o.quiet = true; }},
    Option{"--out", true, true, [](Options& o, V v) { o.out = v; }},
    Option{
        "--cleanup", true, true,
        [](Options& o, V v) {
            o.recipe.cleanup =
                known("--cleanup", v, parseCleanupEngine(v), "auto, esrgan, nlm, nlm-opencv, off");
        }},
    Option{
        "--strength", true, true,
        [](Options& o, V v) { o.recipe.strength = number("--strength", v, 0, 100); }},
    Option{"--h", true, true, setH},
    Option{"--model-cleanup", true, true, [](Options& o, V v) { o.recipe.cleanupModel = v; }},
    Option{"--scale", true, true, [](Options& o, V v) { o.recipe.scale = number("--scale", v, 1, 4); }},
    Option{"--tile", true, true, [](Options& o, V v) { o.recipe.tile = number("--tile", v, 0, 4096); }},
    Option{
        "--tile-scheme", true, true,
        [](Options& o, V v) {
            o.recipe.tileScheme = known("--tile-scheme", v, parseTileScheme(v), "blended, ai-forever");
        }},
    Option{
        "--mask", true, true,
        [](Options& o, V v) {
            o.recipe.mask = known("--mask", v, parseMaskEngine(v), "auto, birefnet, grabcut, off");
        }},
    Option{"--model-mask", true, true, [](Options& o, V v) { o.recipe.maskModel = v; }},
    Option{
        "--mask-upsampling", true, true,
        [](Options& o, V v) {
            o.recipe.maskUpsampling =
                known("--mask-upsampling", v, parseMaskUpsampling(v), "bicubic, guided");
        }},
    Option{"--rect", true, true, setRect},
    Option{
        "--device", true, true,
        [](Options& o, V v) {
            o.recipe.device = known("--device", v, parseDeviceChoice(v), "auto, cpu, cuda");
        }},
    Option{
        "--precision", true, true,
        [](Options& o, V v) {
            o.recipe.precision = known("--precision", v, parsePrecision(v), "auto, fp32, bf16, fp16");
        }},
    Option{
        "--threads", true, true, [](Options& o, V v) { o.recipe.threads = number("--threads", v, 0, 256); }},
    Option{"--require-gpu", false, true, [](Options& o, V /*v*/) { o.recipe.requireGpu = true; }},
    Option{
        "--format", true, true,
        [](Options& o, V v) {
            o.exporting.type = known("--format", v, parseFileType(v), "png, tiff, jpeg, webp");
        }},
    Option{"--depth", true, true, [](Options& o, V v) { o.exporting.depth = number("--depth", v, 8, 16); }},
    Option{
        "--quality", true, true,
        [](Options& o, V v) { o.exporting.quality = number("--quality", v, 1, 100); }},
    Option{
        "--png", true, true,
        [](Options& o, V v) { o.exporting.png = known("--png", v, parsePngEffort(v), "fast, smallest"); }},
    Option{
        "--profile", true, true,
        [](Options& o, V v) {
            o.exporting.profile = known("--profile", v, parseProfile(v), "keep, srgb, p3, adobe");
        }},
    Option{"--background", true, true, setBackground},
    Option{"--alpha-only", false, true, [](Options& o, V /*v*/) { o.exporting.alphaOnly = true; }},
    Option{"--no-metadata", false, true, [](Options& o, V /*v*/) { o.exporting.keepMetadata = false; }},
    Option{
        "--existing", true, true,
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

// Takes the option at `at` (and its value, after "=" or as the next argument); `at` moves to the last one
// taken.
void takeOption(std::span<const std::string> arguments, std::size_t& at, Options& options) {
    const std::string_view argument = arguments[at];
    const std::size_t equals = argument.find('=');
    const Option& option = optionNamed(argument == "-h" ? "--help" : argument.substr(0, equals));
    if (option.isForRunOnly && options.command != Command::run && options.command != Command::help) {
        throw UsageError(fmt::format("{} is an option of 'run' only", option.name));
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
    if (options.exporting.alphaOnly && options.recipe.background) {
        throw UsageError("--alpha-only writes the matte, which --background can't change; leave one out");
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
    if (word == "inspect") {
        return Command::inspect;
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
    throw UsageError(
        fmt::format("there is no command '{}'; the commands are run, inspect, devices, models", shown(word)));
}

} // namespace

Options parseOptions(std::span<const std::string> arguments) {
    if (arguments.empty()) {
        throw UsageError("no command was given; the commands are run, inspect, devices, models");
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
    if (options.command == Command::run) {
        checkRun(options);
    } else if (options.command == Command::inspect && options.inputs.empty()) {
        throw UsageError("no photo was named");
    } else if (options.command == Command::devices && !options.inputs.empty()) {
        throw UsageError("'devices' takes no files");
    }
    return options;
}

} // namespace kerf::cli
