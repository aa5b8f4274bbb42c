#pragma once

#include <string>

namespace kerf {

// An engine that a recipe can name, and whether it can run in this build on this machine.
struct EngineInfo {
    std::string stage; // as StageRecord has it: "cleanup", "mask"
    std::string id;    // as the recipe's name() has it: "esrgan", "nlm", "grabcut"
    bool available = true;
    std::string reason; // English sentence, why not and what to choose; empty when available
    bool canUseGpu = false;
};

} // namespace kerf
