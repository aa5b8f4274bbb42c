#pragma once

#include "core/nn/byte_source.h"

#include <map>
#include <string>

namespace kerf::nn {

struct ZipRecord {
    std::uint64_t begin = 0; // of its bytes in the file
    std::uint64_t bytes = 0;
};

// The records of a zip as PyTorch writes it: nothing compressed or encrypted; names and sizes are taken from
// the central directory, since the local headers may leave them out (APPNOTE.TXT 4.4.4, bit 3). Records that
// overlap, occur twice, leave the file or have a path out of it are refused: Error(model_corrupt).
std::map<std::string, ZipRecord> readZipIndex(const ByteSource& file);

} // namespace kerf::nn
