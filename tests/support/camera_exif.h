#pragma once

#include <cstdint>
#include <vector>

namespace kerf::test {

// EXIF with a maker ("KerfCam1"), orientation 6 and an exposure time (1/250 s), as a camera has it.
std::vector<std::uint8_t> cameraExif();

} // namespace kerf::test
