#include "core/base/check.h"
#include "core/base/error.h"
#include "core/contract/provenance.h"

#include <cstdint>
#include <string_view>

using namespace kerf;

// A sidecar from outside is one that can be written and read again, or an error that says what is wrong.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    try {
        const Provenance read =
            provenanceFromJson(std::string_view(reinterpret_cast<const char*>(data), size));
        const std::string written = toJson(read);
        KERF_CHECK(toJson(provenanceFromJson(written)) == written);
    } catch (const Error& e) {
        KERF_CHECK(e.code() == ErrorCode::corrupt_file);
    }
    return 0;
}
