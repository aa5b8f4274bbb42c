#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf {

enum class FileType : std::uint8_t { png, tiff, jpeg, webp };

// What to do where the output file is already there. Never the source, whatever is chosen.
enum class ExistingPolicy : std::uint8_t {
    fail,    // Error(already_exists)
    skip,    // leave it; the item counts as skipped
    rename,  // "photo-2.png", the first number that is free
    replace, // atomically
};

// How hard a PNG is packed: at the speed of the disk, on all cores, or as small as libpng gets it: a few
// per cent smaller, more than fifty times as slow.
enum class PngEffort : std::uint8_t { fast, smallest };

enum class ColorProfile : std::uint8_t { keep, srgb, display_p3, adobe_rgb };

// What of a photo's EXIF and XMP goes into its outputs. The ICC profile always does, thumbnails and previews
// never do.
enum class MetadataChoice : std::uint8_t {
    all,
    no_location, // without what tells where it was taken: forOutput() says what that is
    none,
};

// A picture that can be written of each photo: the cut-out (or the finished picture), its matte as a grey
// picture, the cleaned photo.
enum class BatchOutput : std::uint8_t { result, matte, cleaned };

// How a picture becomes a file. Which picture: Recipe.
struct ExportOptions {
    FileType type = FileType::png;
    int depth = 0;    // bits a sample: 8 or 16 (PNG, TIFF); 0: as deep as the photo where the format can
    int quality = 92; // JPEG and WebP, 1..100; WebP 100 is lossless
    PngEffort png = PngEffort::fast;
    bool alphaOnly = false; // the result's file holds the matte as a grey picture
    std::vector<BatchOutput> outputs{BatchOutput::result}; // each once
    std::string naming = "{name}"; // a NameTemplate, for files that a person doesn't name one by one
    MetadataChoice metadata = MetadataChoice::all;
    bool sidecar = true; // "photo.png.kerf.json": what it takes to make the files again (provenance.h)
    ColorProfile profile = ColorProfile::keep;
    ExistingPolicy existing = ExistingPolicy::fail;

    void check() const; // throws Error(invalid_option)

    bool operator==(const ExportOptions&) const = default;
};

bool hasAlpha(FileType type) noexcept;              // false for JPEG
std::string_view name(FileType type) noexcept;      // "png"
std::string_view extension(FileType type) noexcept; // ".png", ".tif", ".jpg", ".webp"
std::string_view name(ExistingPolicy policy) noexcept;
std::string_view name(PngEffort effort) noexcept;                      // "fast"
std::string_view name(ColorProfile profile) noexcept;                  // "keep", "srgb", "p3", "adobe"
std::string_view name(MetadataChoice metadata) noexcept;               // "all", "no-location", "none"
std::string_view name(BatchOutput output) noexcept;                    // "result", "matte", "clean"
std::optional<FileType> parseFileType(std::string_view text) noexcept; // also "tif", "jpg"
std::optional<ExistingPolicy> parseExistingPolicy(std::string_view text) noexcept;
std::optional<PngEffort> parsePngEffort(std::string_view text) noexcept;
std::optional<ColorProfile> parseColorProfile(std::string_view text) noexcept;
std::optional<MetadataChoice> parseMetadataChoice(std::string_view text) noexcept;
std::optional<BatchOutput> parseBatchOutput(std::string_view text) noexcept;
// "result,matte": each once, at least one
std::optional<std::vector<BatchOutput>> parseBatchOutputs(std::string_view text);
std::string toString(const std::vector<BatchOutput>& outputs);

} // namespace kerf
