#include "core/nn/pickle_machine.h"
#include "core/nn/pth.h"
#include "tests/fuzz/weights_fuzz.h"

using namespace kerf;

// The first byte chooses: a zip, the layout before torch 1.6, or a pickle alone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::uint64_t bytes = size - 1;
    const nn::MemoryBytes file = fuzz::bytesOf(data + 1, bytes);
    switch (data[0] % 3) {
    case 0:
        fuzz::checkReader(bytes, [&] { return nn::readTorchZip(file); });
        break;
    case 1:
        fuzz::checkReader(bytes, [&] { return nn::readTorchLegacy(file); });
        break;
    default:
        fuzz::checkReader(bytes, [&]() -> nn::TensorIndex { nn::refusePickle(file); });
    }
    return 0;
}
