#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf {

// A date and time as a calendar and a clock show them.
struct CivilTime {
    int year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;

    bool operator==(const CivilTime&) const = default;
};

std::optional<CivilTime> parseExifTime(std::string_view text) noexcept; // "2024:05:01 12:00:00"
CivilTime utcTime(std::int64_t secondsSince1970) noexcept;              // years 0 to 9999, else the nearest

// What a name can tell of a photo and the file that is made of it.
struct NameFacts {
    std::string name;   // of the photo's file, without its ending; any bytes
    std::string parent; // the name of its folder; any bytes
    std::string stage;  // "cutout", "bw", "matte", "clean"
    std::string model;  // of the engines: "realesrgan-x2+birefnet", "nlm+grabcut"
    int scale = 1;      // of the result by the photo
    int width = 0;      // of the photo, pixels, upright
    int height = 0;
    std::uint64_t counter = 1; // its place in the plan, from 1
    CivilTime taken;
};

// A part of a name in braces, and the plain text between them.
enum class NamePart : std::uint8_t { text, name, stage, scale, date, counter, model, width, height, parent };

// How files get their names: text with parts in braces, such as "{date:YYYYMMDD}-{name}-{counter:4}".
//
//   {name}     of the photo, without its ending     {stage}    cutout, bw, matte or clean
//   {parent}   of the photo's folder                {model}    what ran: realesrgan-x2+birefnet
//   {scale}    1, 2 or 4                            {width} {height}  of the photo, in pixels
//   {counter}  its place among the photos; {counter:4} with at least so many digits, 1 to 9
//   {date}     when it was taken, 2024-05-01; {date:...} in a form of YYYY YY MM DD hh mm ss and whatever
//   stands
//              between them but other letters; T may. {{ and }} are braces themselves.
class NameTemplate {
public:
    static constexpr std::size_t kMaxBytes = 200;
    static constexpr std::string_view kDefault = "{name}";

    // Throws Error(invalid_option), which says what is wrong and what there is: an unknown part, a brace
    // alone, "/" or a control character, no UTF-8, empty or too long.
    explicit NameTemplate(std::string_view text);

    bool uses(NamePart part) const noexcept;

    // A file's name without its ending, of any length: never empty, without "/" and NUL, never one of Kerf's
    // own temporary names. With an ending behind it it is no folder's name either.
    std::string stem(const NameFacts& facts) const;

private:
    struct Piece {
        NamePart part = NamePart::text;
        std::string text; // itself, or the date's form
        int digits = 1;   // of a counter
    };

    std::vector<Piece> m_pieces;
};

} // namespace kerf
