#pragma once

#include "core/contract/run_comparison.h"

#include <filesystem>
#include <span>

namespace kerf {

// Writes report.json, report.csv and report.html into `folder`, which is made when missing; each whole or not
// at all. An earlier report there is replaced; other files of these names are not. Throws as
// writeFileAtomically(), and already_exists for those.
void saveReport(
    const RunComparison& comparison, std::span<const GateResult> gates, const std::filesystem::path& folder);

// A good size for the thumbnails of a report, px (CompareRequest::thumbnailSide).
inline constexpr int kReportThumbnail = 320;

} // namespace kerf
