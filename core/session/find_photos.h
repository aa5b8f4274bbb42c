#pragma once

#include "core/base/natural_order.h"
#include "core/contract/found_photos.h"

#include <filesystem>
#include <stop_token>
#include <vector>

namespace kerf {

// Files that can be photos among `paths`, folders walked (symbolic links to folders are not followed unless
// named themselves, hidden entries are left out), by contents. In the order in which they were named; what a
// named folder holds in natural order of the names. What is neither file nor folder counts as unsupported
// when named and is left out when met on the way. Once `stop` is asked for, it ends at the next file with
// what it has. Throws nothing but std::bad_alloc. Thread-safe.
FoundPhotos findPhotos(const std::vector<std::filesystem::path>& paths, const std::stop_token& stop = {});

} // namespace kerf
