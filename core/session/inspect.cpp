#include "core/session/inspect.h"

#include "core/image/pixels.h"
#include "core/io/reader.h"
#include "core/qa/matte_report.h"
#include "core/qa/self_check.h"

namespace kerf {
namespace {

std::vector<int> borders(int tile, int side) {
    std::vector<int> positions;
    for (int at = tile; tile > 0 && at < side; at += tile) {
        positions.push_back(at);
    }
    return positions;
}

} // namespace

PhotoInfo inspectPhoto(const std::filesystem::path& file) {
    return readInfo(file, Limits{});
}

FileInspected
inspectFile(const std::filesystem::path& file, const FileInspecting& inspecting, const Progress& progress) {
    FileInspected inspected{.info = readInfo(file, Limits{})};
    const bool hasChecks =
        !inspecting.source.empty() || inspecting.tileWidth > 0 || inspecting.tileHeight > 0;
    if (!inspected.info.hasAlpha && !inspecting.isMatte && !hasChecks) {
        return inspected;
    }
    const Photo photo = readPhoto(file, Limits{}, progress.part(0.0, 0.4));
    inspected.info = photo.info;
    const ImageFormat& format = photo.image.format();
    if (format.channels == 4 || inspecting.isMatte) {
        const Image matte = format.channels == 4 ? alphaOf(photo.image) : greyOf(photo.image);
        inspected.report =
            measureMatte(matte, {.softDistance = inspecting.softDistance}, progress.part(0.4, 0.6));
    }
    if (hasChecks) {
        SelfCheckInput input{
            .result = photo.image,
            .tileColumns = borders(inspecting.tileWidth, format.width),
            .tileRows = borders(inspecting.tileHeight, format.height)};
        if (!inspecting.source.empty()) {
            input.source = readPhoto(inspecting.source, Limits{}, progress.part(0.6, 0.8)).image;
        }
        inspected.checks = checkResult(input, progress.part(0.8, 1.0));
    }
    progress.step(1.0);
    return inspected;
}

} // namespace kerf
