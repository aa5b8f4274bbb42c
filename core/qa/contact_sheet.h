#pragma once

#include "core/contract/run_comparison.h"

#include <span>
#include <string>
#include <string_view>

namespace kerf {

// What every sheet begins with.
inline constexpr std::string_view kContactSheetBeginning = "<!DOCTYPE html>\n<!-- Kerf contact sheet -->\n";

// A comparison as one HTML page with everything inside it: thumbnails, style and script. It opens from a
// disk, and its own Content-Security-Policy forbids it the network and any script but its own. Pairs are in
// the comparison's order; names and notes are text whatever they hold.
std::string contactSheet(const RunComparison& comparison, std::span<const GateResult> gates);

} // namespace kerf
