#include "core/base/check.h"
#include "core/base/error.h"
#include "core/io/codec.h"
#include "tests/fuzz/codec_choice.h"

#include <new>

using namespace kerf;

// The first byte chooses the codec, the rest is the file. Whatever it holds, a codec gives a picture within
// the limits or an Error; anything else that it throws ends the run.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const io::Codec& codec = *fuzz::codecs()[data[0] % fuzz::codecs().size()];
    const io::Source source{.file = "fuzz", .bytes = std::span(data + 1, size - 1)};
    const Limits limits{
        .maxPixels = 1'000'000,
        .maxSide = 10'000,
        .maxFileBytes = 1U << 20U,
        .maxProfileBytes = 1U << 16U,
        .maxMetadataBytes = 1U << 18U};
    codec.sniff(source.bytes);
    try {
        codec.readInfo(source, limits);
    } catch (const Error&) { // refusing is right
    } catch (const std::bad_alloc&) {
    }
    try {
        const io::Decoded decoded = codec.read(source, limits, Progress());
        checkSize(
            std::uint64_t(decoded.image.format().width), std::uint64_t(decoded.image.format().height),
            limits);
    } catch (const Error& e) {
        KERF_CHECK(e.code() != ErrorCode::internal);
    } catch (const std::bad_alloc&) {
    }
    return 0;
}
