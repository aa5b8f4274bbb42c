#include "core/nn/rrdbnet.h"

#include "core/base/check.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace kerf::nn {
namespace {

// Pixels of the enlarged picture that are finished at once: what the tail needs is then a few megabytes
// instead of several maps of the whole picture's size.
constexpr std::int64_t kStripPixels = std::int64_t(1) << 17U;

const Fusion& leaky() {
    static const Fusion fusion{.activation = Activation::leaky_relu, .slope = 0.2F};
    return fusion;
}

Conv load(const Target& target, const Weights& w, ConvInput input = ConvInput::same) {
    return Conv(target, w.get("weight"), w.get("bias"), input);
}

struct DenseBlock {
    std::array<Conv, 4> grow;
    Conv reduce; // holds the factor 0.2
};

DenseBlock loadDenseBlock(const Target& target, const Weights& w) {
    DenseBlock block;
    for (std::size_t i = 0; i < block.grow.size(); ++i) {
        block.grow[i] = load(target, w["conv" + std::to_string(i + 1)], ConvInput::framed);
    }
    const Weights reduce = w["conv5"];
    block.reduce = Conv(target, reduce.get("weight") * 0.2, reduce.get("bias") * 0.2, ConvInput::framed);
    return block;
}

using Block = std::array<DenseBlock, 3>;

// Reports a run's progress by the multiplications done.
class Work {
public:
    Work(const Progress& progress, double total) : m_progress(progress), m_total(total) {}

    void step(const Conv& conv, std::int64_t pixels) {
        m_progress.step(m_done / m_total);
        m_done += costOf(conv, pixels);
    }

    static double costOf(const Conv& conv, std::int64_t pixels) {
        return double(conv.inputs() * conv.outputs()) * double(pixels);
    }

private:
    const Progress& m_progress;
    double m_total;
    double m_done = 0.0;
};

// Rows [first, end) of a picture.
struct Rows {
    std::int64_t first;
    std::int64_t end;

    std::int64_t count() const { return end - first; }
    Rows grown(std::int64_t height) const {
        return {std::max<std::int64_t>(first - 1, 0), std::min(end + 1, height)};
    }
    Rows halved() const { return {first / 2, (end + 1) / 2}; }
};

at::Tensor rowsOf(const at::Tensor& map, Rows rows) {
    return map.narrow(1, rows.first, rows.count());
}

// A map in the first places of `buffer`.
at::Tensor mapIn(const at::Tensor& buffer, std::int64_t n, std::int64_t h, std::int64_t w, std::int64_t c) {
    return buffer.narrow(0, 0, n * h * w * c).view({n, h, w, c});
}

} // namespace

struct RrdbNet::Layers {
    Target target;
    RrdbNetShape shape;
    Conv first; // fp32: the trunk starts unrounded
    std::vector<Block> blocks;
    Conv body;
    std::vector<Conv> ups; // of the map enlarged by nearest-x2
    Conv hr;
    Conv last;

    double multiplications(std::int64_t n, std::int64_t h, std::int64_t w) const;
    at::Tensor trunk(const at::Tensor& x, Work& work) const;
    at::Tensor enlarged(const at::Tensor& trunk, Work& work) const;

private:
    struct Strip;
    void
    addDenseBlock(const DenseBlock& block, const at::Tensor& dense, const at::Tensor& out, Work& work) const;
    void finish(const Strip& strip, const at::Tensor& trunk, Rows rows, Work& work) const;
};

// What one strip after the other is computed in.
struct RrdbNet::Layers::Strip {
    at::Tensor one; // read while the other is written
    at::Tensor other;
    at::Tensor last;
    at::Tensor out;
};

double RrdbNet::Layers::multiplications(std::int64_t n, std::int64_t h, std::int64_t w) const {
    const std::int64_t pixels = n * h * w;
    double sum = 2 * Work::costOf(first, pixels) + Work::costOf(body, pixels);
    for (const Block& block : blocks) {
        for (const DenseBlock& dense : block) {
            for (const Conv& conv : dense.grow) {
                sum += Work::costOf(conv, pixels);
            }
            sum += Work::costOf(dense.reduce, pixels);
        }
    }
    std::int64_t enlargedPixels = pixels;
    for (const Conv& up : ups) {
        enlargedPixels *= 4;
        sum += Work::costOf(up, enlargedPixels);
    }
    return sum + Work::costOf(hr, enlargedPixels) + Work::costOf(last, enlargedPixels);
}

// The block's input is the first slice of `dense`, its output goes to the first slice of `out`.
void RrdbNet::Layers::addDenseBlock(
    const DenseBlock& block, const at::Tensor& dense, const at::Tensor& out, Work& work) const {
    const std::int64_t pixels = dense.size(0) * dense.size(1) * dense.size(2);
    std::int64_t known = shape.width;
    for (const Conv& conv : block.grow) {
        work.step(conv, pixels);
        conv.into(sliceOf(dense, known, shape.growth), sliceOf(dense, 0, known), leaky());
        known += shape.growth;
    }
    work.step(block.reduce, pixels);
    block.reduce.into(sliceOf(out, 0, shape.width), dense, {.residual = sliceOf(dense, 0, shape.width)});
}

// The trunk's sum is kept in fp32: rounded to bf16 at every block, the net's error would double.
at::Tensor RrdbNet::Layers::trunk(const at::Tensor& x, Work& work) const {
    const std::int64_t n = x.size(0);
    const std::int64_t h = x.size(1);
    const std::int64_t w = x.size(2);
    const std::int64_t pixels = n * h * w;
    work.step(first, pixels);
    at::Tensor sum = first(x);
    at::Tensor dense = makeFramedMap(target, n, h, w, shape.width + 4 * shape.growth);
    at::Tensor other = makeFramedMap(target, n, h, w, shape.width + 4 * shape.growth);
    sliceOf(dense, 0, shape.width).copy_(sum);
    for (const Block& block : blocks) {
        for (const DenseBlock& part : block) {
            addDenseBlock(part, dense, other, work);
            std::swap(dense, other);
        }
        sum.add_(sliceOf(dense, 0, shape.width), 0.2);
        sliceOf(dense, 0, shape.width).copy_(sum);
    }
    // The skip over the body is computed once more; keeping it would cost a map.
    work.step(first, pixels);
    first.into(sum, x);
    work.step(body, pixels);
    body.into(sum, sliceOf(dense, 0, shape.width), {.residual = sum});
    return sum;
}

// Computes rows `rows` of the picture. At the strip's edges, the convolutions see zeros instead of the next
// rows; those rows of their results are left out.
void RrdbNet::Layers::finish(const Strip& strip, const at::Tensor& trunk, Rows rows, Work& work) const {
    const std::int64_t n = strip.out.size(0);
    const std::int64_t height = strip.out.size(1);
    const std::int64_t width = strip.out.size(2);
    const Rows hrNeeds = rows.grown(height);
    std::vector<Rows> needs{hrNeeds.grown(height)}; // of each level, the trunk's last
    for (std::size_t level = 0; level < ups.size(); ++level) {
        needs.push_back(needs.back().grown(height >> level).halved());
    }

    at::Tensor x = rowsOf(trunk, needs.back());
    Rows has = needs.back();
    at::Tensor free = strip.one;
    at::Tensor used = strip.other;
    for (std::size_t i = 0; i < ups.size(); ++i) {
        const std::int64_t w = x.size(2) * 2;
        has = {has.first * 2, has.end * 2};
        const at::Tensor out = mapIn(free, n, has.count(), w, shape.width);
        work.step(ups[i], n * has.count() * w);
        ups[i].into(out, x, leaky());
        std::swap(free, used);
        const Rows& needed = needs[ups.size() - 1 - i];
        x = rowsOf(out, {needed.first - has.first, needed.end - has.first});
        has = needed;
    }
    const at::Tensor fine = mapIn(free, n, has.count(), width, shape.width);
    work.step(hr, n * has.count() * width);
    hr.into(fine, x, leaky());
    const at::Tensor colours = mapIn(strip.last, n, hrNeeds.count(), width, 3);
    work.step(last, n * hrNeeds.count() * width);
    last.into(colours, rowsOf(fine, {hrNeeds.first - has.first, hrNeeds.end - has.first}));
    rowsOf(strip.out, rows).copy_(rowsOf(colours, {rows.first - hrNeeds.first, rows.end - hrNeeds.first}));
}

at::Tensor RrdbNet::Layers::enlarged(const at::Tensor& trunk, Work& work) const {
    const std::int64_t n = trunk.size(0);
    const std::int64_t height = trunk.size(1) << ups.size();
    const std::int64_t width = trunk.size(2) << ups.size();
    const std::int64_t step = std::clamp<std::int64_t>(kStripPixels / width, 16, height);
    // Each level adds a row on either side, and one more where the doubling is cut in the middle.
    const std::int64_t most = std::min(height, step + 4 + 4 * std::int64_t(ups.size()));
    const std::int64_t places = n * most * width;
    const at::TensorOptions fp32 = target.options().dtype(at::kFloat);
    const Strip strip{
        .one = at::empty(places * shape.width, target.options()),
        .other = at::empty(places * shape.width, target.options()),
        .last = at::empty(places * 3, fp32),
        .out = at::empty({n, height, width, 3}, fp32)};
    const at::Tensor x = trunk.to(target.type);
    for (std::int64_t y = 0; y < height; y += step) {
        finish(strip, x, {y, std::min(y + step, height)}, work);
    }
    return strip.out;
}

RrdbNet::RrdbNet(const Weights& weights, const RrdbNetShape& shape, const Target& target) {
    auto layers = std::make_unique<Layers>();
    layers->target = target;
    layers->shape = shape;
    layers->first = load({target.device, at::kFloat}, weights["conv_first"]);
    for (int i = 0; i < shape.blocks; ++i) {
        Block& block = layers->blocks.emplace_back();
        for (std::size_t j = 0; j < block.size(); ++j) {
            block[j] = loadDenseBlock(target, weights["body"][i]["rdb" + std::to_string(j + 1)]);
        }
    }
    layers->body = load(target, weights["conv_body"], ConvInput::framed);
    for (int factor = shape.scale * shape.unshuffle; factor > 1; factor /= 2) {
        const std::string name = "conv_up" + std::to_string(layers->ups.size() + 1);
        layers->ups.push_back(load(target, weights[name], ConvInput::nearest_2x));
    }
    layers->hr = load(target, weights["conv_hr"]);
    layers->last = load(target, weights["conv_last"]);
    m_layers = std::move(layers);
}

RrdbNet::~RrdbNet() = default;
RrdbNet::RrdbNet(RrdbNet&&) noexcept = default;
RrdbNet& RrdbNet::operator=(RrdbNet&&) noexcept = default;

at::Tensor RrdbNet::forward(const at::Tensor& x, const Progress& progress) const {
    const std::int64_t unshuffle = m_layers->shape.unshuffle;
    KERF_CHECK(x.dim() == 4 && x.size(3) == 3);
    KERF_CHECK(x.size(1) % unshuffle == 0 && x.size(2) % unshuffle == 0 && x.numel() > 0);
    const at::Tensor folded = at::pixel_unshuffle(x.to(at::kFloat).permute({0, 3, 1, 2}), unshuffle)
                                  .permute({0, 2, 3, 1})
                                  .contiguous();
    Work work(progress, m_layers->multiplications(folded.size(0), folded.size(1), folded.size(2)));
    const at::Tensor out = m_layers->enlarged(m_layers->trunk(folded, work), work);
    progress.step(1.0);
    return out;
}

} // namespace kerf::nn
