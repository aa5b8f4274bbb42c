#include "core/base/check.h"
#include "core/contract/export_options.h"
#include "core/contract/recipe.h"

#include <cmath>
#include <cstdint>
#include <string_view>

using namespace kerf;

// What the command line and a saved recipe hand to the parsers of texts: they give a value in range or
// nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto rect = parseRect(text)) {
        KERF_CHECK(rect->width > 0 && rect->height > 0);
    }
    parseColor(text);
    parseCleanupEngine(text);
    parseMaskEngine(text);
    parseDeviceChoice(text);
    parseFileType(text);
    parseExistingPolicy(text);
    return 0;
}
