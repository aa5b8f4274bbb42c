#include "core/session/inspect.h"

#include "core/io/reader.h"

#include <limits>

namespace kerf {
namespace {

template <typename T>
AlphaNumbers count(const Image& image) {
    constexpr std::uint64_t full = std::numeric_limits<T>::max();
    std::uint64_t sum = 0;
    std::uint64_t transparent = 0;
    std::uint64_t opaque = 0;
    for (int y = 0; y < image.format().height; ++y) {
        const auto row = image.row<T>(y);
        for (std::size_t i = 3; i < row.size(); i += 4) {
            sum += row[i];
            transparent += std::uint64_t(row[i] == 0);
            opaque += std::uint64_t(row[i] == full);
        }
    }
    const double pixels = double(image.format().width) * image.format().height;
    return {
        .coverage = double(sum) / double(full) / pixels,
        .transparent = double(transparent) / pixels,
        .opaque = double(opaque) / pixels,
        .partial = (pixels - double(transparent) - double(opaque)) / pixels};
}

} // namespace

PhotoInfo inspectPhoto(const std::filesystem::path& file) {
    return readInfo(file, Limits{});
}

AlphaNumbers inspectAlpha(const std::filesystem::path& file) {
    const Photo photo = readPhoto(file, Limits{}, Progress{});
    if (photo.image.format().channels != 4) {
        return {.coverage = 1.0, .opaque = 1.0};
    }
    return photo.image.format().type == PixelType::u16 ? count<std::uint16_t>(photo.image)
                                                       : count<std::uint8_t>(photo.image);
}

} // namespace kerf
