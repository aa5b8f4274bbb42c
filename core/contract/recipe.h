#pragma once

#include "core/contract/finish.h"
#include "core/contract/matte_edits.h"
#include "core/contract/staging.h"

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

// `automatic` takes the best engine that is there and says in the result which one that was and why.
enum class CleanupEngine : std::uint8_t { automatic, esrgan, nlm, nlm_opencv, off };
enum class MaskEngine : std::uint8_t { automatic, birefnet, mini, grabcut, off };
enum class DeviceChoice : std::uint8_t { automatic, cpu, cuda };

// The type that a net computes in. `automatic` is the fastest one whose result agrees with fp32's.
enum class Precision : std::uint8_t { automatic, fp32, bf16, fp16 };

// How a photo is cut into tiles for Real-ESRGAN: overlapping with blended borders, or as ai-forever's own
// program does it (192-pixel patches, truncated), for the same bytes as that program's.
enum class TileScheme : std::uint8_t { blended, ai_forever };

// How BiRefNet's mask is brought to the photo's size: bicubic, as its authors do, or by a guided filter that
// follows the photo's edges.
enum class MaskUpsampling : std::uint8_t { bicubic, guided };

// What a person drew on one photo, the part of its recipe that no other photo shares.
struct PhotoEdits {
    std::optional<Rect> subject;
    std::vector<Stroke> strokes;
    std::vector<MatteStroke> edits;

    bool operator==(const PhotoEdits&) const = default;
};

// All that a person chooses about what happens to a photo's pixels. Plain data, equal when they would make
// the same picture. Files are the business of ExportOptions.
struct Recipe {
    CleanupEngine cleanup = CleanupEngine::automatic;
    int strength =
        100; // per cent, 0..100; below 100 the photo's own texture comes back by bands, 0 changes nothing
    std::optional<double> nlmH; // filter strength in 8-bit levels, (0, 100]; empty: from the photo's noise
    std::string cleanupModel;   // a model's id; empty: the best one installed
    std::optional<int> scale;   // of the cleaned photo: 1, 2 or 4; empty: 2 by a net, 1 by NLM
    int tile = 0;               // side of a net's tile in source pixels, 32..4096; 0: from the free memory
    TileScheme tileScheme = TileScheme::blended;
    MaskEngine mask = MaskEngine::automatic;
    std::string maskModel; // as cleanupModel
    MaskUpsampling maskUpsampling = MaskUpsampling::bicubic;
    std::optional<Rect> subject;      // a box around the subject
    std::vector<Stroke> strokes;      // override the box where they disagree
    EdgeSettings edges;               // what is done to the matte that the engine found, after `edits`
    std::vector<MatteStroke> edits;   // a person's brush strokes over this photo's matte
    std::optional<BwSettings> finish; // black and white; empty: none
    DeviceChoice device = DeviceChoice::automatic;
    bool requireGpu = false; // a fallback to the CPU is an error
    Precision precision = Precision::automatic;
    int threads = 0;                      // of the nets on the CPU, 0..256; 0: one per processor
    std::optional<Background> background; // composed under the subject; empty: transparent
    std::optional<Shadow> shadow;         // between the two
    Framing framing;                      // the part of all this that is the finished picture

    void check() const; // throws Error(invalid_option)

    bool operator==(const Recipe&) const = default;
};

// The recipe without what comes after the engines: equal for two recipes whose results are made of the same
// engines' pictures (Session::edit).
Recipe forEngines(Recipe recipe);

// Names as the command line and JSON have them: "auto", "nlm-opencv". parse... gives nothing for another
// word.
std::string_view name(CleanupEngine engine) noexcept;
std::string_view name(MaskEngine engine) noexcept;
std::string_view name(DeviceChoice device) noexcept;
std::string_view name(Precision precision) noexcept;
std::string_view name(TileScheme scheme) noexcept;
std::string_view name(MaskUpsampling upsampling) noexcept;
std::optional<CleanupEngine> parseCleanupEngine(std::string_view text) noexcept;
std::optional<MaskEngine> parseMaskEngine(std::string_view text) noexcept;
std::optional<DeviceChoice> parseDeviceChoice(std::string_view text) noexcept;
std::optional<Precision> parsePrecision(std::string_view text) noexcept;
std::optional<TileScheme> parseTileScheme(std::string_view text) noexcept;
std::optional<MaskUpsampling> parseMaskUpsampling(std::string_view text) noexcept;

// Names as people read them in sentences: "NLM", "GrabCut", "Real-ESRGAN".
std::string_view title(CleanupEngine engine) noexcept;
std::string_view title(MaskEngine engine) noexcept;

std::optional<Rect> parseRect(std::string_view text) noexcept; // "x,y,w,h", width and height > 0

} // namespace kerf
