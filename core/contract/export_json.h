#pragma once

#include "core/contract/export_options.h"

#include <string>
#include <string_view>

namespace kerf {

// Export options as a JSON object with the names that the command line has ("format", "existing"); what is as
// by default is left out. Reading checks everything: Error(invalid_option) names what isn't known or out of
// range.
std::string toJson(const ExportOptions& options);
ExportOptions exportFromJson(std::string_view text);

} // namespace kerf
