#pragma once

#include "core/contract/recipe.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace kerf {

// A recipe as a file keeps it.
struct NamedRecipe {
    std::string title; // as people call it; UTF-8; may be empty
    Recipe recipe;

    bool operator==(const NamedRecipe&) const = default;
};

// A JSON object with the names that the command line has ("tile-scheme", "h", "rect"), and "title"; what is
// as by default is left out, so that a default that gets better gets better in old files, too. Reading checks
// everything: Error(invalid_option) names what isn't known or out of range, "edges.gamma" for one inside
// another, and what can't be JSON or is too long; a file of a newer kind says so.
std::string toJson(const NamedRecipe& recipe);
NamedRecipe recipeFromJson(std::string_view text);

// What a person drew on one photo, in the same way: "rect", "strokes", "edits".
std::string toJson(const PhotoEdits& edits);
PhotoEdits photoEditsFromJson(std::string_view text);

inline constexpr std::size_t kMaxRecipeBytes = std::size_t{16} << 20U;

} // namespace kerf
