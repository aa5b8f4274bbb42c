#include "core/base/check.h"
#include "core/base/error.h"
#include "core/models/manifest.h"

#include <cstdint>
#include <string_view>

using namespace kerf;

// Whatever the text is: a refusal with a reason, or a list whose every entry is within its bounds.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const models::Manifest manifest = models::parseManifest({reinterpret_cast<const char*>(data), size});
        for (const models::ManifestEntry& entry : manifest.entries) {
            KERF_CHECK(!entry.info.id.empty() && !entry.files.empty());
            KERF_CHECK(entry.info.scale >= 1 && entry.info.scale <= 8 && entry.info.width % 32 == 0);
            for (const models::ModelFile& file : entry.files) {
                KERF_CHECK(file.name.find('/') == std::string::npos && file.name[0] != '.');
                KERF_CHECK(file.url.empty() || file.url.starts_with("https://"));
                KERF_CHECK(file.sha256.empty() || file.sha256.size() == 64);
            }
        }
    } catch (const Error& e) {
        KERF_CHECK(e.code() == ErrorCode::corrupt_file);
    }
    return 0;
}
