#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf {

// A rectangle in pixels of the source photo, orientation applied; may reach beyond it (engines clip).
struct Rect {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    bool operator==(const Rect&) const = default;
};

// A point in pixels of the source photo; pixel centres lie at .5.
struct Point {
    double x = 0.0;
    double y = 0.0;

    bool operator==(const Point&) const = default;
};

// A person's brush line that says what is subject and what is not.
struct Stroke {
    bool isSubject = true;
    double radius = 8.0; // source pixels
    std::vector<Point> points;

    bool operator==(const Stroke&) const = default;
};

struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    bool operator==(const Color&) const = default;
};

// `automatic` takes the best engine that is there and says in the result which one that was and why.
enum class CleanupEngine : std::uint8_t { automatic, esrgan, nlm, nlm_opencv, off };
enum class MaskEngine : std::uint8_t { automatic, birefnet, grabcut, off };
enum class DeviceChoice : std::uint8_t { automatic, cpu, cuda };

// All that a person chooses about what happens to a photo's pixels. Plain data, equal when they would make
// the same picture. Files are the business of ExportOptions.
struct Recipe {
    CleanupEngine cleanup = CleanupEngine::automatic;
    int strength =
        100; // per cent, 0..100; below 100 the photo's own texture comes back by bands, 0 changes nothing
    std::optional<double> nlmH; // filter strength in 8-bit levels, (0, 100]; empty: from the photo's noise
    MaskEngine mask = MaskEngine::automatic;
    std::optional<Rect> subject; // a box around the subject
    std::vector<Stroke> strokes; // override the box where they disagree
    DeviceChoice device = DeviceChoice::automatic;
    bool requireGpu = false;         // a fallback to the CPU is an error
    std::optional<Color> background; // composed under the subject; empty: transparent

    void check() const; // throws Error(invalid_option)

    bool operator==(const Recipe&) const = default;
};

// Names as the command line and JSON have them: "auto", "nlm-opencv". parse... gives nothing for another
// word.
std::string_view name(CleanupEngine engine) noexcept;
std::string_view name(MaskEngine engine) noexcept;
std::string_view name(DeviceChoice device) noexcept;
std::optional<CleanupEngine> parseCleanupEngine(std::string_view text) noexcept;
std::optional<MaskEngine> parseMaskEngine(std::string_view text) noexcept;
std::optional<DeviceChoice> parseDeviceChoice(std::string_view text) noexcept;

// Names as people read them in sentences: "NLM", "GrabCut", "Real-ESRGAN".
std::string_view title(CleanupEngine engine) noexcept;
std::string_view title(MaskEngine engine) noexcept;

std::optional<Color> parseColor(std::string_view text) noexcept; // "#rrggbb"
std::string toString(Color color);                               // "#rrggbb"
std::optional<Rect> parseRect(std::string_view text) noexcept;   // "x,y,w,h", width and height > 0

} // namespace kerf
