#include "core/nn/birefnet.h"

#include "core/base/check.h"
#include "core/nn/birefnet_decoder.h"
#include "core/nn/decoder_block.h"
#include "core/nn/swin.h"

#include <ATen/ATen.h>

#include <utility>

namespace kerf::nn {
namespace {

struct Encoded {
    EncodedStages stages;
    at::Tensor last; // [N, H/32, W/32, 30 e]: the last stage of both sizes, behind the context of the others
};

at::Tensor joined(const at::Tensor& full, const at::Tensor& half) {
    const std::int64_t c = full.size(3);
    const at::Tensor both = at::empty({full.size(0), full.size(1), full.size(2), 2 * c}, full.options());
    sliceOf(both, 0, c).copy_(full);
    resizeBilinearInto(sliceOf(both, c, c), half);
    return both;
}

} // namespace

struct BiRefNet::Layers {
    Layers(const Weights& weights, const BiRefNetShape& shape, PatchOrder order, const Target& where)
        : target(where),
          backbone(weights["bb"], shape, where),
          squeeze(weights["squeeze_module"][0], where),
          decoder(weights, order, where) {}

    Encoded encode(const at::Tensor& x, const Progress& progress) const;

    Target target;
    Swin backbone;
    DecoderBlock squeeze;
    BiRefNetDecoder decoder;
};

Encoded BiRefNet::Layers::encode(const at::Tensor& x, const Progress& progress) const {
    std::array<at::Tensor, 4> half;
    {
        const at::Tensor small = resizeBilinear(x, x.size(1) / 2, x.size(2) / 2);
        half = backbone.forward(small, progress.part(0.0, 0.2));
    }
    std::array<at::Tensor, 4> full = backbone.forward(x, progress.part(0.2, 0.95));

    const std::int64_t h = full[3].size(1);
    const std::int64_t w = full[3].size(2);
    std::int64_t channels = 0;
    for (const at::Tensor& stage : full) {
        channels += 2 * stage.size(3);
    }
    Encoded encoded;
    encoded.last = makeMap(target, x.size(0), h, w, channels);
    std::int64_t first = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        progress.throwIfStopped();
        const std::int64_t c = full[i].size(3);
        resizeBilinearInto(sliceOf(encoded.last, first, c), full[i]);
        const at::Tensor enlarged = resizeBilinear(half[i], full[i].size(1), full[i].size(2));
        resizeBilinearInto(sliceOf(encoded.last, first + c, c), enlarged);
        first += 2 * c;
        if (i < 3) {
            encoded.stages.full[i] = std::move(full[i]);
            encoded.stages.half[i] = std::move(half[i]);
        }
    }
    return encoded;
}

BiRefNet::BiRefNet(const Weights& weights, const BiRefNetShape& shape, PatchOrder order, const Target& target)
    : m_layers(std::make_unique<const Layers>(weights, shape, order, target)) {}

BiRefNet::~BiRefNet() = default;
BiRefNet::BiRefNet(BiRefNet&&) noexcept = default;
BiRefNet& BiRefNet::operator=(BiRefNet&&) noexcept = default;

at::Tensor BiRefNet::forward(const at::Tensor& x, const Progress& progress) const {
    KERF_CHECK(x.dim() == 4 && x.size(3) == 3 && x.size(1) % 32 == 0 && x.size(2) % 32 == 0);
    const at::Tensor image = x.to(at::kFloat).contiguous();
    Encoded encoded = m_layers->encode(image, progress.part(0.0, 0.55));
    const at::Tensor squeezed = m_layers->squeeze(encoded.last, progress.part(0.55, 0.6));
    encoded.last.reset();
    return m_layers->decoder(image, squeezed, std::move(encoded.stages), progress.part(0.6, 1.0));
}

BiRefNet::Inner BiRefNet::forwardInner(const at::Tensor& x) const {
    const at::Tensor image = x.to(at::kFloat).contiguous();
    Encoded encoded = m_layers->encode(image, {});
    const at::Tensor squeezed = m_layers->squeeze(encoded.last, {});
    Inner inner;
    for (std::size_t i = 0; i < 3; ++i) {
        inner.stages[i] = joined(encoded.stages.full[i], encoded.stages.half[i]);
    }
    inner.stages[3] = encoded.last;
    inner.squeezed = m_layers->decoder.outputOf(squeezed);
    inner.logits = m_layers->decoder(image, squeezed, std::move(encoded.stages), {});
    return inner;
}

} // namespace kerf::nn
