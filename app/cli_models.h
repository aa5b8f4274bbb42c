#pragma once

#include "app/cli_console.h"
#include "core/contract/model_info.h"
#include "core/models/fetcher.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace kerf::cli {

enum class ModelsAction : std::uint8_t { list, fetch, verify, import, remove, path };

// What `kerf-cli models` was asked for.
struct ModelsOptions {
    ModelsAction action = ModelsAction::list;
    std::vector<std::string> names; // ids; files for import
    std::string mirror;             // empty: $KERF_MODEL_MIRROR, else the official addresses
    std::optional<PatchOrder> patchOrder;
    std::string takeAs;
    bool all = false;
    bool json = false;
    bool quiet = false;
};

// From the arguments behind "models". Throws UsageError.
ModelsOptions parseModelsOptions(std::span<const std::string> arguments);

// Where the commands work, and who fetches; made only when there is something to fetch.
struct ModelsPlace {
    std::filesystem::path folder;
    std::function<std::unique_ptr<models::Fetcher>()> openFetcher;
};

// `kerf-cli models`. A signal stops it cleanly. Gives the exit code.
int manageModels(const ModelsOptions& options, const ModelsPlace& place, Console console);

} // namespace kerf::cli
