#include "tests/support/camera_exif.h"

#include <string>

namespace kerf::test {

std::vector<std::uint8_t> cameraExif() {
    std::vector<std::uint8_t> exif{'I', 'I', 42, 0, 8, 0, 0, 0};
    const auto add16 = [&](unsigned v) { exif.insert(exif.end(), {std::uint8_t(v), std::uint8_t(v >> 8U)}); };
    const auto add32 = [&](unsigned v) {
        add16(v & 0xffffU);
        add16(v >> 16U);
    };
    const auto entry = [&](unsigned tag, unsigned type, unsigned count, unsigned value) {
        add16(tag);
        add16(type);
        add32(count);
        add32(value);
    };
    add16(3); // IFD0, at 8
    entry(0x010f, 2, 9, 50);
    entry(0x0112, 3, 1, 6);
    entry(0x8769, 4, 1, 60);
    add32(0);
    for (const char c : std::string("KerfCam1\0\0", 10)) { // at 50
        exif.push_back(std::uint8_t(c));
    }
    add16(1); // Exif IFD, at 60
    entry(0x829a, 5, 1, 78);
    add32(0);
    add32(1); // 1/250 s, at 78
    add32(250);
    return exif;
}

} // namespace kerf::test
