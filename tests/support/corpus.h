#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace kerf::test {

// The unpacked test corpus NAME (shared corpora/NAME.tar.xz), in the build folder; unpacked on the first
// call, by one process at a time. Empty when the archive is not there: the test skips with that reason.
std::filesystem::path corpusDir(const std::string& name);

// All regular files under `dir`, sorted by path.
std::vector<std::filesystem::path> filesUnder(const std::filesystem::path& dir);

std::vector<std::uint8_t> readBytes(const std::filesystem::path& file);
void writeBytes(const std::filesystem::path& file, const std::vector<std::uint8_t>& bytes);

} // namespace kerf::test
