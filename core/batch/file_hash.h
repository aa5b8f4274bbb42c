#pragma once

#include "core/contract/batch.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace kerf::batch {

// Lower case hexadecimal; of nothing for a file that can't be read.
std::string hashOfFile(const std::filesystem::path& file);

std::string hashOf(std::span<const std::uint8_t> bytes); // lower case hexadecimal

enum class Look : std::uint8_t { size, contents };

// True when the file below `out` is a regular one and still as the batch wrote it.
bool isUnchanged(const std::filesystem::path& out, const BatchFile& file, Look look);

} // namespace kerf::batch
