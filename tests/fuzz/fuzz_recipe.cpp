#include "core/base/check.h"
#include "core/base/error.h"
#include "core/contract/recipe_json.h"

#include <cstdint>
#include <string_view>

using namespace kerf;

// A recipe from a file is one that can be written and read again, or an error that says what is wrong.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const std::string written = toJson(recipeFromJson(text));
        KERF_CHECK(toJson(recipeFromJson(written)) == written);
    } catch (const Error& e) {
        KERF_CHECK(e.code() == ErrorCode::invalid_option);
    }
    BwSettings settings;
    try {
        applyBwText(settings, text);
    } catch (const Error& e) {
        KERF_CHECK(e.code() == ErrorCode::invalid_option);
    }
    return 0;
}
