#include "core/models/manifest.h"

namespace kerf::models {

Manifest parseManifest(std::string_view /*json*/) {
    return {};
}

const Manifest& builtinManifest() {
    static const Manifest manifest;
    return manifest;
}

} // namespace kerf::models
