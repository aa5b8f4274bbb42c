#include "app/cli_inspect.h"

#include "app/cli_json.h"
#include "app/cli_text.h"
#include "core/base/error.h"
#include "core/session/inspect.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <system_error>

namespace kerf::cli {
namespace {

namespace fs = std::filesystem;

Json toJson(const fs::path& file, const PhotoInfo& info) {
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
         {"notices", info.notices}});
    return json;
}

Json toJson(const SpotCount& spots) {
    return {{"count", spots.count}, {"area", spots.area}, {"largest", spots.largest}};
}

Json toJson(const Rect& box) {
    return {{"x", box.x}, {"y", box.y}, {"width", box.width}, {"height", box.height}};
}

Json toJson(const MatteReport& report, int softDistance) {
    const MatteNumbers& n = report.numbers;
    Json json{
        {"width", n.width},
        {"height", n.height},
        {"coverage", n.coverage},
        {"transparent", n.transparent},
        {"opaque", n.opaque},
        {"partial", n.partial},
        {"haze", n.haze},
        {"edge_width", {{"p50", n.edgeP50}, {"p90", n.edgeP90}, {"max", n.edgeMax}}},
        {"interior_soft", n.interiorSoftness(softDistance)},
        {"soft_distance", softDistance},
        {"holes", toJson(n.holes)},
        {"islands", toJson(n.islands)},
        {"ghosts", toJson(n.ghosts)},
        {"frame", {{"left", n.left}, {"top", n.top}, {"right", n.right}, {"bottom", n.bottom}}},
        {"histogram", report.histogram}};
    return json;
}

Json toJson(const RedegradeNumbers& n) {
    return {{"mean", n.mean},       {"max", n.most},           {"drift", n.drift},
            {"shift_x", n.shiftX},  {"shift_y", n.shiftY},     {"other_profile", n.isOtherProfile},
            {"removed", n.removed}, {"structure", n.structure}};
}

Json toJson(const SeamNumbers& n) {
    return {
        {"borders", n.borders},
        {"mean", n.mean},
        {"worst", n.worst},
        {"position", n.position},
        {"direction", n.isColumn ? "vertical" : "horizontal"}};
}

Json toJson(const Finding& finding) {
    Json json{
        {"code", name(finding.code)},     {"severity", name(finding.severity)},      {"value", finding.value},
        {"threshold", finding.threshold}, {"threshold_name", finding.thresholdName}, {"region", nullptr}};
    if (finding.region) {
        json["region"] = toJson(*finding.region);
        json["area"] = finding.area;
    }
    return json;
}

std::string_view kindName(MatteRegionKind kind) {
    switch (kind) {
    case MatteRegionKind::hole:
        return "hole";
    case MatteRegionKind::island:
        return "island";
    case MatteRegionKind::ghost:
        return "ghost";
    case MatteRegionKind::soft_interior:
        break;
    }
    return "soft_interior";
}

// What was found out about one file, judged.
struct Judged {
    FileInspected inspected;
    std::vector<Finding> findings;
    std::vector<MatteRegion> regions;
};

Json toJson(const fs::path& file, const Judged& judged, const TriageThresholds& thresholds) {
    const FileInspected& inspected = judged.inspected;
    Json json = toJson(file, inspected.info);
    json["alpha"] = inspected.report ? toJson(*inspected.report, int(thresholds.softDistance)) : Json();
    const SelfCheckNumbers& checks = inspected.checks;
    json["self_check"] = {
        {"redegrade", checks.redegrade ? toJson(*checks.redegrade) : Json()},
        {"seams", checks.seams ? toJson(*checks.seams) : Json()}};
    json["findings"] = Json::array();
    for (const Finding& finding : judged.findings) {
        json["findings"].push_back(toJson(finding));
    }
    json["regions"] = Json::array();
    for (const MatteRegion& region : judged.regions) {
        json["regions"].push_back(
            {{"kind", kindName(region.kind)}, {"area", region.area}, {"box", toJson(region.box)}});
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

std::string textOf(const fs::path& file, const PhotoInfo& info) {
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
    return text;
}

std::string spots(std::string_view name, const SpotCount& count) {
    return count.count == 0 ? fmt::format("no {}", name)
                            : fmt::format("{} {} (largest {} px)", count.count, name, count.largest);
}

std::string textOf(const MatteReport& report, int softDistance) {
    const MatteNumbers& n = report.numbers;
    std::string text = fmt::format(
        "  alpha: coverage {:.1f} %; {:.1f} % transparent, {:.1f} % opaque, {:.1f} % between, {:.2f} % "
        "haze\n",
        n.coverage * 100.0, n.transparent * 100.0, n.opaque * 100.0, n.partial * 100.0, n.haze * 100.0);
    text += fmt::format(
        "  edge: {:.4g} px wide (median), 90 % at most {:.4g}, widest {:.4g}\n", n.edgeP50, n.edgeP90,
        n.edgeMax);
    text += fmt::format(
        "  inside: {:.3g} % soft further than {} px from any 0; {}, {}, {}\n",
        n.interiorSoftness(softDistance) * 100.0, softDistance, spots("holes", n.holes),
        spots("pieces apart", n.islands), spots("faint remains", n.ghosts));
    text += fmt::format(
        "  frame: left {:.1f} %, top {:.1f} %, right {:.1f} %, bottom {:.1f} %\n", n.left * 100.0,
        n.top * 100.0, n.right * 100.0, n.bottom * 100.0);
    return text;
}

std::string textOf(const SelfCheckNumbers& checks) {
    std::string text;
    if (const auto& n = checks.redegrade) {
        text += fmt::format(
            "  re-degraded: differs by {:.2f} levels (mean), {:.1f} (most); drift {:.2f}, shift {:.2f}, "
            "{:.2f} px{}\n",
            n->mean, n->most, n->drift, n->shiftX, n->shiftY,
            n->isOtherProfile ? "; another colour profile" : "");
        text += fmt::format(
            "  removed: {:.2f} levels, {:.2f} times as much at edges as in flat parts\n", n->removed,
            n->structure);
    }
    if (const auto& n = checks.seams) {
        text += fmt::format(
            "  seams: {} tile borders stand out {:.2f} times (mean), {:.2f} (worst, {} = {})\n", n->borders,
            n->mean, n->worst, n->isColumn ? "x" : "y", n->position);
    }
    return text;
}

std::string textOf(const Finding& finding) {
    std::string text = fmt::format(
        "  {}: {}: {:.4g}, {} {:.4g}", name(finding.severity), name(finding.code), finding.value,
        finding.thresholdName, finding.threshold);
    if (finding.region) {
        const Rect& box = *finding.region;
        text += fmt::format(", at {},{},{},{}", box.x, box.y, box.width, box.height);
    }
    return text + '\n';
}

std::string textOf(const fs::path& file, const Judged& judged, const TriageThresholds& thresholds) {
    const FileInspected& inspected = judged.inspected;
    std::string text = textOf(file, inspected.info);
    text += inspected.report ? textOf(*inspected.report, int(thresholds.softDistance)) : "  alpha: none\n";
    text += textOf(inspected.checks);
    for (const Finding& finding : judged.findings) {
        text += textOf(finding);
    }
    for (const std::string& notice : inspected.info.notices) {
        text += fmt::format("  note: {}\n", notice);
    }
    return text;
}

// The photo that a result was made from: the one that was named, or in the folder that was named the one of
// the result's name, whatever its ending.
fs::path sourceOf(const fs::path& file, const fs::path& place) {
    std::error_code error;
    if (place.empty() || !fs::is_directory(place, error)) {
        return place;
    }
    if (fs::exists(place / file.filename(), error)) {
        return place / file.filename();
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(place, error)) {
        if (entry.path().stem() == file.stem() && entry.is_regular_file(error)) {
            return entry.path();
        }
    }
    throw Error(
        ErrorCode::file_not_found,
        fmt::format("no photo of this name is in {}, so the self-checks can't be made", shown(place)), file);
}

Judged inspectOne(const fs::path& file, const InspectChoices& choices) {
    Judged judged;
    judged.inspected = inspectFile(
        file,
        {.softDistance = int(choices.thresholds.softDistance),
         .isMatte = choices.isMatte,
         .source = sourceOf(file, choices.source),
         .tileWidth = choices.tileWidth,
         .tileHeight = choices.tileHeight},
        Progress{});
    if (const auto& report = judged.inspected.report) {
        judged.findings = judge(*report, choices.thresholds);
        judged.regions = suspiciousRegions(*report, choices.thresholds);
    }
    const std::vector<Finding> more = judge(judged.inspected.checks, choices.thresholds);
    judged.findings.insert(judged.findings.end(), more.begin(), more.end());
    return judged;
}

} // namespace

int inspectPhotos(const Options& options, Console console) {
    const TriageThresholds& thresholds = options.inspecting.thresholds;
    int failed = 0;
    int flagged = 0;
    for (const fs::path& file : options.inputs) {
        try {
            const Judged judged = inspectOne(file, options.inspecting);
            flagged += judged.findings.empty() ? 0 : 1;
            console.out << (options.json ? line(toJson(file, judged, thresholds)) + "\n"
                                         : textOf(file, judged, thresholds))
                        << std::flush;
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
    if (failed > 0 || !console.out.good()) {
        return kSomeFailed;
    }
    return flagged > 0 && options.inspecting.failsOnFlags ? kFlagged : kAllDone;
}

} // namespace kerf::cli
