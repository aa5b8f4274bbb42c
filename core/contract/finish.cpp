#include "core/contract/finish.h"

#include "core/base/error.h"
#include "core/contract/key_values.h"
#include "core/contract/names.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

namespace kerf {
namespace {

constexpr std::array kNumbers{
    BwNumber{"red", &BwSettings::red, -100, 200},
    BwNumber{"green", &BwSettings::green, -100, 200},
    BwNumber{"blue", &BwSettings::blue, -100, 200},
    BwNumber{"black", &BwSettings::black},
    BwNumber{"white", &BwSettings::white},
    BwNumber{"clip", &BwSettings::clip, 0, 50},
    BwNumber{"local-contrast", &BwSettings::localContrast},
    BwNumber{"brightness", &BwSettings::brightness, -100, 100},
    BwNumber{"contrast", &BwSettings::contrast, -100, 100},
    BwNumber{"shadows", &BwSettings::shadows, -100, 100},
    BwNumber{"highlights", &BwSettings::highlights, -100, 100},
    BwNumber{"dim", &BwSettings::dim},
    BwNumber{"toning-strength", &BwSettings::toningStrength},
    BwNumber{"grain", &BwSettings::grain},
    BwNumber{"grain-size", &BwSettings::grainSize, 10, 100},
    BwNumber{"seed", &BwSettings::seed, 0, 9999},
    BwNumber{"vignette", &BwSettings::vignette, -100, 100},
};

constexpr std::array<BwPreset, 4> kPresets{{
    {"plain", "Plain", {.black = 70, .white = 70, .localContrast = 15}},
    {"pet-portrait",
     "Pet portrait",
     {.black = 85,
      .white = 80,
      .localContrast = 40,
      .contrast = 12,
      .shadows = 10,
      .highlights = -10,
      .background = BwBackground::dimmed,
      .dim = 55,
      .grain = 8,
      .vignette = 30}},
    {"high-key",
     "High key",
     {.black = 45,
      .white = 100,
      .clip = 10,
      .localContrast = 20,
      .brightness = 35,
      .contrast = -8,
      .shadows = 30,
      .highlights = -12,
      .background = BwBackground::white}},
    {"low-key",
     "Low key",
     {.black = 100,
      .white = 75,
      .clip = 10,
      .localContrast = 35,
      .brightness = -22,
      .contrast = 22,
      .background = BwBackground::black,
      .grain = 10}},
}};

constexpr Names<BwBackground, 6> kBackgrounds{{
    {BwBackground::cutout, "cutout"},
    {BwBackground::same, "same"},
    {BwBackground::dimmed, "dimmed"},
    {BwBackground::white, "white"},
    {BwBackground::black, "black"},
    {BwBackground::color, "color"},
}};

constexpr Names<BwToning, 3> kTonings{{
    {BwToning::neutral, "neutral"},
    {BwToning::selenium, "selenium"},
    {BwToning::sepia, "sepia"},
}};

[[noreturn]] void refuse(std::string_view key, std::string_view value, std::string_view wanted) {
    throw Error(ErrorCode::invalid_option, fmt::format("{}: '{}' is not {}", key, value, wanted));
}

int wholeNumber(std::string_view key, std::string_view value, int least, int most) {
    int number = 0;
    const char* last = value.data() + value.size();
    const auto [end, error] = std::from_chars(value.data(), last, number);
    if (error != std::errc() || end != last || number < least || number > most) {
        refuse(key, value, fmt::format("a whole number from {} to {}", least, most));
    }
    return number;
}

// "auto", or three shares with "/" between.
void applyMix(BwSettings& settings, std::string_view value) {
    settings.autoMix = value == "auto";
    if (settings.autoMix) {
        return;
    }
    const std::size_t first = value.find('/');
    const std::size_t second = first == std::string_view::npos ? first : value.find('/', first + 1);
    if (second == std::string_view::npos) {
        refuse("mix", value, "auto or three numbers as 21/72/7");
    }
    settings.red = wholeNumber("mix", value.substr(0, first), -100, 200);
    settings.green = wholeNumber("mix", value.substr(first + 1, second - first - 1), -100, 200);
    settings.blue = wholeNumber("mix", value.substr(second + 1), -100, 200);
}

void applyOne(BwSettings& settings, std::string_view key, std::string_view value) {
    if (key == "mix") {
        applyMix(settings, value);
    } else if (key == "background") {
        const std::optional<BwBackground> parsed = parseBwBackground(value);
        if (!parsed) {
            refuse(key, value, "one of cutout, same, dimmed, white, black, color");
        }
        settings.background = *parsed;
    } else if (key == "toning") {
        const std::optional<BwToning> parsed = parseBwToning(value);
        if (!parsed) {
            refuse(key, value, "one of neutral, selenium, sepia");
        }
        settings.toning = *parsed;
    } else {
        for (const BwNumber& number : kNumbers) {
            if (number.name == key) {
                settings.*number.value = wholeNumber(key, value, number.least, number.most);
                if (number.value == &BwSettings::red || number.value == &BwSettings::green ||
                    number.value == &BwSettings::blue) {
                    settings.autoMix = false;
                }
                return;
            }
        }
        throw Error(ErrorCode::invalid_option, fmt::format("there is no '{}' in black and white", key));
    }
}

} // namespace

void BwSettings::check() const {
    for (const BwNumber& number : kNumbers) {
        if (const int value = this->*number.value; value < number.least || value > number.most) {
            throw Error(
                ErrorCode::invalid_option,
                fmt::format(
                    "black and white: {} must be from {} to {}", number.name, number.least, number.most));
        }
    }
}

std::span<const BwNumber> bwNumbers() noexcept {
    return kNumbers;
}

std::span<const BwPreset> bwPresets() noexcept {
    return kPresets;
}

std::optional<BwSettings> bwPreset(std::string_view name) noexcept {
    for (const BwPreset& preset : kPresets) {
        if (preset.name == name) {
            return preset.settings;
        }
    }
    return std::nullopt;
}

std::string_view name(BwBackground background) noexcept {
    return nameIn(kBackgrounds, background);
}

std::string_view name(BwToning toning) noexcept {
    return nameIn(kTonings, toning);
}

std::optional<BwBackground> parseBwBackground(std::string_view text) noexcept {
    return parseIn(kBackgrounds, text);
}

std::optional<BwToning> parseBwToning(std::string_view text) noexcept {
    return parseIn(kTonings, text);
}

void applyBwText(BwSettings& settings, std::string_view text) {
    forEachKeyValue(text, "local-contrast=30", [&settings](std::string_view key, std::string_view value) {
        applyOne(settings, key, value);
    });
}

} // namespace kerf
