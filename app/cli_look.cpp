#include "app/cli_look.h"

#include "app/cli_json.h"
#include "app/cli_text.h"
#include "core/base/error.h"
#include "core/session/inspect.h"
#include "core/session/session.h"

#include <fmt/format.h>

#include <future>
#include <optional>
#include <utility>

namespace kerf::cli {
namespace {

namespace fs = std::filesystem;

Json toJson(const fs::path& file, const PhotoInfo& info, const std::optional<AlphaNumbers>& alpha) {
    Json json{{"type", "photo"}};
    setFile(json, "file", file);
    json.update(
        {{"format", info.format},
         {"width", info.width},
         {"height", info.height},
         {"bits_per_sample", info.bitsPerSample},
         {"channels", info.channels},
         {"color_model", info.colorModel},
         {"profile", info.profile},
         {"orientation", info.orientation},
         {"has_exif", info.hasExif},
         {"has_xmp", info.hasXmp},
         {"has_location", info.hasLocation},
         {"camera", info.camera},
         {"lens", info.lens},
         {"taken", info.taken},
         {"exposure", info.exposure},
         {"file_size", info.fileBytes},
         {"notices", info.notices},
         {"alpha", nullptr}});
    if (alpha) {
        json["alpha"] = {
            {"coverage", alpha->coverage},
            {"transparent", alpha->transparent},
            {"opaque", alpha->opaque},
            {"partial", alpha->partial}};
    }
    return json;
}

std::string joined(std::initializer_list<std::string> parts) {
    std::string text;
    for (const std::string& part : parts) {
        text += (text.empty() || part.empty() ? "" : ", ") + part;
    }
    return text;
}

std::string metadataOf(const PhotoInfo& info) {
    const std::string text = joined(
        {info.hasExif ? "EXIF" : "", info.hasXmp ? "XMP" : "", info.hasLocation ? "GPS position" : ""});
    return text.empty() ? "none" : text;
}

std::string textOf(const fs::path& file, const PhotoInfo& info, const std::optional<AlphaNumbers>& alpha) {
    std::string text = fmt::format(
        "{}\n  {}, {} x {} ({:.1f} megapixels), {}, {} bits, {} channels, {}\n", shown(file), info.format,
        info.width, info.height, double(info.width) * info.height / 1e6, info.colorModel, info.bitsPerSample,
        info.channels, size(info.fileBytes));
    text += fmt::format("  profile: {}\n", info.profile.empty() ? "none, taken as sRGB" : info.profile);
    text += fmt::format(
        "  orientation: {}{}\n", info.orientation, info.orientation == 1 ? "" : ", size given upright");
    text += fmt::format("  metadata: {}\n", metadataOf(info));
    if (const std::string taken = joined({info.camera, info.lens, info.exposure, info.taken});
        !taken.empty()) {
        text += fmt::format("  taken with: {}\n", taken);
    }
    if (alpha) {
        text += fmt::format(
            "  alpha: coverage {:.1f} %; {:.1f} % transparent, {:.1f} % opaque, {:.1f} % between\n",
            alpha->coverage * 100.0, alpha->transparent * 100.0, alpha->opaque * 100.0,
            alpha->partial * 100.0);
    } else {
        text += "  alpha: none\n";
    }
    for (const std::string& notice : info.notices) {
        text += fmt::format("  note: {}\n", notice);
    }
    return text;
}

void inspectOne(const fs::path& file, bool isJson, Console& console) {
    const PhotoInfo info = inspectPhoto(file);
    const std::optional<AlphaNumbers> alpha =
        info.hasAlpha ? std::optional(inspectAlpha(file)) : std::nullopt;
    console.out << (isJson ? line(toJson(file, info, alpha)) + "\n" : textOf(file, info, alpha))
                << std::flush;
}

std::string textOf(const DeviceInfo& device) {
    std::string text = fmt::format("{:8} {}", device.id, device.name);
    if (!device.detail.empty()) {
        text += fmt::format(", {}", device.detail);
    }
    if (device.memoryBytes > 0) {
        text += fmt::format(", {} of {} free", size(device.freeBytes), size(device.memoryBytes));
    }
    return text + (device.usable ? "\n" : fmt::format("\n         not usable: {}\n", device.reason));
}

void printJson(const DevicesFound& found, bool hasLibtorch, Console& console) {
    for (const DeviceInfo& device : found.devices) {
        console.out << line(
                           {{"type", "device"},
                            {"id", device.id},
                            {"name", device.name},
                            {"detail", device.detail},
                            {"memory", device.memoryBytes},
                            {"free", device.freeBytes},
                            {"usable", device.usable},
                            {"reason", device.reason}})
                    << '\n';
    }
    console.out << line({{"type", "libtorch"}, {hasLibtorch ? "version" : "reason", found.libtorch}}) << '\n';
}

} // namespace

int inspectPhotos(const Options& options, Console console) {
    int failed = 0;
    for (const fs::path& file : options.inputs) {
        try {
            inspectOne(file, options.json, console);
        } catch (const Error& e) {
            ++failed;
            const JobFailure failure{e.code(), e.what(), e.file().empty() ? file : e.file()};
            if (options.json) {
                console.out << line(failedJson(file, failure)) << '\n' << std::flush;
            } else {
                console.err << "kerf-cli: " << shown(failure.file) << ": " << failure.detail << '\n'
                            << std::flush;
            }
        }
    }
    return failed > 0 || !console.out.good() ? kSomeFailed : kAllDone;
}

int listDevices(const Options& options, Console console) {
    std::promise<JobEvent> last;
    const auto session = makeSession(
        [&](const JobEvent& event) {
            if (event.state != JobState::queued && event.state != JobState::running) {
                last.set_value(event);
            }
        },
        {});
    session->devices();
    const JobEvent event = last.get_future().get();
    if (event.failure) {
        console.err << "kerf-cli: " << event.failure->detail << '\n' << std::flush;
        return kNothingCouldRun;
    }
    const auto& found = std::get<DevicesFound>(*event.output);
    const bool hasLibtorch = !found.libtorch.empty() && found.libtorch[0] >= '0' && found.libtorch[0] <= '9';
    if (options.json) {
        printJson(found, hasLibtorch, console);
    } else {
        for (const DeviceInfo& device : found.devices) {
            console.out << textOf(device);
        }
        console.out << (hasLibtorch ? "LibTorch " + found.libtorch : "without LibTorch: " + found.libtorch)
                    << '\n';
    }
    console.out << std::flush;
    return console.out.good() ? kAllDone : kSomeFailed;
}

} // namespace kerf::cli
