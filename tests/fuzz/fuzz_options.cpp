#include "core/base/check.h"
#include "core/base/error.h"
#include "core/base/file_name.h"
#include "core/contract/export_options.h"
#include "core/contract/name_template.h"
#include "core/contract/recipe.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

using namespace kerf;

namespace {

template <typename Read>
bool isRefused(Read&& read) {
    try {
        read();
        return false;
    } catch (const Error& e) {
        KERF_CHECK(e.code() == ErrorCode::invalid_option);
        return true;
    }
}

} // namespace

// What the command line and a saved recipe hand to the parsers of texts: they give a value in range or
// nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto rect = parseRect(text)) {
        KERF_CHECK(rect->width > 0 && rect->height > 0);
    }
    parseColor(text);
    if (const auto size = parseCanvasSize(text)) {
        KERF_CHECK(size->width > 0 && size->height > 0);
    }
    if (const auto aspect = parseAspect(text)) {
        KERF_CHECK(aspect->width > 0 && aspect->height > 0);
    }
    isRefused([&] { backgroundFromText(text).check(); });
    isRefused([&] {
        Shadow shadow;
        applyShadowText(shadow, text);
        shadow.check();
    });
    isRefused([&] {
        Framing framing;
        applyCropText(framing, text);
        applyPlaceText(framing, text);
        framing.check();
    });
    parseCleanupEngine(text);
    parseMaskEngine(text);
    parseDeviceChoice(text);
    parseFileType(text);
    parseExistingPolicy(text);
    parseMetadataChoice(text);
    parseBatchOutputs(text);
    parseExifTime(text);
    try {
        const NameTemplate made(text.substr(0, text.find('|')));
        // What follows is a photo's name.
        const std::string stem =
            made.stem({.name = std::string(text.substr(std::min(text.size(), text.find('|'))))});
        KERF_CHECK(
            !stem.empty() && stem.find('/') == std::string::npos && stem.find('\0') == std::string::npos);
        KERF_CHECK(fileName(stem, ".png").size() <= kMaxFileNameBytes);
    } catch (const Error& e) {
        KERF_CHECK(e.code() == ErrorCode::invalid_option);
    }
    return 0;
}
