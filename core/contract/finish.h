#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kerf {

// What becomes of all that isn't subject. `cutout` leaves it to the recipe's background: the picture keeps
// the matte as its alpha. With the others the whole scene is the picture, and has no matte for an alpha.
enum class BwBackground : std::uint8_t { cutout, same, dimmed, white, black, color };

enum class BwToning : std::uint8_t { neutral, selenium, sepia };

// Enhanced black and white: the numbers are per cent unless told otherwise, and 0 is where a value does
// nothing, unless told otherwise. Tones are lightness as the eye sees it; "the subject's" are those under the
// matte, so that nothing behind the subject sets its exposure. Plain data.
struct BwSettings {
    bool autoMix = true; // the mix that sets subject and background best apart and keeps the subject's detail
    int red = 21; // the mix otherwise, in linear light, -100..200; only their shares of the sum count, which
                  // below 10 is taken for 10. 21, 72, 7 is the photo's lightness as it is
    int green = 72; // 21, 72, 7 is the photo's lightness as it is
    int blue = 7;
    int black = 0;         // 0..100: how far the subject's darkest tones are pulled to black
    int white = 0;         // 0..100: how far its lightest are pulled to white
    int clip = 5;          // 0..50 thousandths of the subject that may lie beyond each of the two
    int localContrast = 0; // 0..100: differences to the surroundings; noise is left alone
    int brightness = 0;    // -100..100: the midtones
    int contrast = 0;      // -100..100
    int shadows = 0;       // -100..100
    int highlights = 0;    // -100..100
    BwBackground background = BwBackground::cutout;
    int dim = 60; // 0..100: how dark the `dimmed` one gets
    BwToning toning = BwToning::neutral;
    int toningStrength = 50; // 0..100
    int grain = 0;           // 0..100
    int grainSize = 30;      // 10..100 hundredths of a thousandth of the longer side; never under a pixel
    int seed = 1;            // of the grain, 0..9999
    int vignette = 0;        // -100..100: darkens (above 0) or lightens what is far from the subject

    void check() const; // throws Error(invalid_option)

    bool operator==(const BwSettings&) const = default;
};

// One number of BwSettings, for all that list them: the command line, recipes as JSON, the window.
struct BwNumber {
    std::string_view name; // "local-contrast"
    int BwSettings::*value;
    int least = 0;
    int most = 100;
};
std::span<const BwNumber> bwNumbers() noexcept;

struct BwPreset {
    std::string_view name;  // "pet-portrait"
    std::string_view title; // "Pet portrait"
    BwSettings settings;
};
std::span<const BwPreset> bwPresets() noexcept; // the first is what a finish is without a preset's name
std::optional<BwSettings> bwPreset(std::string_view name) noexcept;

std::string_view name(BwBackground background) noexcept; // "dimmed"
std::string_view name(BwToning toning) noexcept;
std::optional<BwBackground> parseBwBackground(std::string_view text) noexcept;
std::optional<BwToning> parseBwToning(std::string_view text) noexcept;

// "mix=auto", "mix=40/50/10", "grain=20", "background=dimmed", ..., several with commas between. Throws
// Error(invalid_option), which names the key.
void applyBwText(BwSettings& settings, std::string_view text);

} // namespace kerf
