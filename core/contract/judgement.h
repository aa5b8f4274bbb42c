#pragma once

#include "core/contract/recipe.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kerf {

enum class Verdict : std::uint8_t { none, pass, fail, touch_up };

// What a person says about a photo's result.
struct Judgement {
    Verdict verdict = Verdict::none;
    std::string reason;       // a few words, UTF-8
    std::string note;         // any length, UTF-8
    std::optional<Point> pin; // where the note belongs, pixels of the source photo

    bool operator==(const Judgement&) const = default;
};

// As files and the command line have them: "none", "pass", "fail", "touch-up". parseVerdict gives nothing for
// another word.
std::string_view name(Verdict verdict) noexcept;
std::optional<Verdict> parseVerdict(std::string_view text) noexcept;

} // namespace kerf
