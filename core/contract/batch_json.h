#pragma once

#include "core/contract/batch.h"

#include <string>
#include <string_view>

namespace kerf {

// What a batch does as the JSON object that its journal begins with, so that the window and the command line
// can go on with each other's. Reading throws Error(corrupt_file).
std::string toJson(const BatchWork& work);
BatchWork batchWorkFromJson(std::string_view text);

// Whether two such texts say the same, in whatever order. Throws Error(corrupt_file).
bool isSameJson(std::string_view one, std::string_view other);

} // namespace kerf
