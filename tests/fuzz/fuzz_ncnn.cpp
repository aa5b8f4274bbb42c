#include "core/nn/ncnn.h"
#include "tests/fuzz/weights_fuzz.h"

#include <algorithm>

using namespace kerf;

// A .param, a byte 0, and the .bin.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::uint8_t* middle = std::find(data, data + size, std::uint8_t{0});
    const auto paramBytes = static_cast<std::size_t>(middle - data);
    const std::size_t binBegin = std::min(size, paramBytes + 1);
    const nn::MemoryBytes param = fuzz::bytesOf(data, paramBytes);
    const nn::MemoryBytes bin = fuzz::bytesOf(data + binBegin, size - binBegin);
    fuzz::checkReader(size - binBegin, [&] { return nn::readNcnn(param, bin); });
    return 0;
}
