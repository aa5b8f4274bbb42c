#include "core/models/content.h"

#include "core/nn/architecture.h"
#include "core/nn/weight_file.h"

#include <variant>

namespace kerf::models {

Content contentOf(const std::filesystem::path& path) {
    const nn::WeightFile file(path);
    const nn::Recognised recognised = nn::recognise(file.index());
    Content content;
    content.format = file.index().format;
    content.architecture = nn::describe(recognised.architecture);
    if (const auto* rrdb = std::get_if<nn::RrdbNetShape>(&recognised.architecture)) {
        content.scale = rrdb->scale;
    } else if (const auto* srvgg = std::get_if<nn::SrvggNetShape>(&recognised.architecture)) {
        content.scale = srvgg->scale;
    } else {
        content.kind = ModelKind::mask;
    }
    return content;
}

} // namespace kerf::models
