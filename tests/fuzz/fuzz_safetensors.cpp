#include "core/nn/safetensors.h"
#include "tests/fuzz/weights_fuzz.h"

using namespace kerf;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const nn::MemoryBytes file = fuzz::bytesOf(data, size);
    fuzz::checkReader(size, [&] { return nn::readSafetensors(file); });
    return 0;
}
