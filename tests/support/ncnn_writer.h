#pragma once

#include "core/nn/architecture.h"
#include "tests/support/weight_writer.h"

namespace kerf::test {

enum class NcnnValues : std::uint8_t { floats, tagged_floats, halves, table, bytes };

struct NcnnOptions {
    NcnnValues values = NcnnValues::halves;
    // Activations inside convolutions and weighted sums, as ncnnoptimize leaves them; else a layer for each.
    bool isFused = true;
};

// `param` (NAME.param) and NAME.bin beside it, as ncnn has an RRDBNet or SRVGGNetCompact. `tensors` are its
// tensors by their official names. `table` keeps at most 256 different values of each weight.
void writeNcnn(
    const std::filesystem::path& param,
    const nn::Architecture& architecture,
    const std::vector<WriteTensor>& tensors,
    const NcnnOptions& options = {});

} // namespace kerf::test
