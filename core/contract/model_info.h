#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kerf {

enum class ModelKind : std::uint8_t { cleanup, mask };

// How a BiRefNet checkpoint sees the patches of the image that its decoder is given. `columns_first` is the
// official code's order until 2024-11-05, `rows_first` its order since; a checkpoint works right only with
// the one it was trained with.
enum class PatchOrder : std::uint8_t { rows_first, columns_first };

// A model that Kerf knows of, as the window and `kerf-cli models list` show it. Plain data.
struct ModelInfo {
    std::string id; // "birefnet-lite": letters, digits, '-' and '.'
    ModelKind kind = ModelKind::cleanup;
    std::string title;        // "BiRefNet lite"
    std::string purpose;      // English, one sentence: what it is good for
    std::string architecture; // "BiRefNet, Swin-T"
    std::string licence;      // SPDX id, or what is known
    std::string source;       // who published it
    std::uint64_t bytes = 0;  // of all its files
    bool isInstalled = false;
    bool isDownloadable = false; // false: its hash isn't known, or it was imported
    int scale = 1;               // clean-up: output side / input side
    int width = 0;               // mask: the size it was trained for; 0: any
    int height = 0;
    PatchOrder patchOrder = PatchOrder::rows_first;

    bool operator==(const ModelInfo&) const = default;
};

} // namespace kerf
