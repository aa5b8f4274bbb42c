#pragma once

#include "core/contract/model_info.h"
#include "core/nn/tensor_index.h"

#include <filesystem>
#include <string>

namespace kerf::models {

// What a weight file is by its contents. Internal to models.
struct Content {
    nn::WeightFormat format = nn::WeightFormat::safetensors;
    std::string architecture;
    ModelKind kind = ModelKind::cleanup;
    int scale = 1;
};

// Throws Error as nn::WeightFile and nn::recognise do: no weights, damaged, or of no net that Kerf knows.
Content contentOf(const std::filesystem::path& file);

} // namespace kerf::models
