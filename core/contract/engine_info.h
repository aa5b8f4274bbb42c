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

// An engine that would run for a recipe now, with its model.
struct ChosenEngine {
    std::string stage;    // "cleanup", "mask"
    std::string engine;   // "esrgan", "nlm", ...
    std::string model;    // its id; empty: it has none
    std::string contents; // the SHA-256 of the model's file, and behind it that of a second file

    bool operator==(const ChosenEngine&) const = default;
};

} // namespace kerf
