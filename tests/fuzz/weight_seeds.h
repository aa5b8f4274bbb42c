#pragma once

#include <filesystem>

namespace kerf::fuzz {

// ROOT/fuzz_safetensors, ROOT/fuzz_pth, ROOT/fuzz_ncnn: small weight files from which those fuzzers start.
void writeWeightSeeds(const std::filesystem::path& root);

} // namespace kerf::fuzz
