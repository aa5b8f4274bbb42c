#pragma once

namespace kerf::models {

// models/manifest.json, compiled in: the official addresses and hashes can't be changed from outside.
extern const char* const kManifestText;

} // namespace kerf::models
