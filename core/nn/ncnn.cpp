#include "core/nn/ncnn.h"

#include "core/nn/ncnn_graph.h"

#include <fmt/format.h>

#include <array>

namespace kerf::nn {
namespace {

constexpr std::uint64_t kMaxParamBytes = 4U << 20U;
constexpr std::uint32_t kHalfTag = 0x01306B47;
constexpr std::uint32_t kByteTag = 0x000D4B38;
constexpr std::uint32_t kFloatTag = 0x0002C056;
constexpr std::uint64_t kTableBytes = 256 * sizeof(float);

[[noreturn]] void refuseGraph() {
    refuseUnsafe("its layers compute neither an RRDBNet nor an SRVGGNetCompact");
}

// The official code's forward() as an expression, over convolutions that are numbered in the order of their
// execution. Each gives the names of its layers in that order.
std::vector<std::string> nameRrdb(const NcnnGraph& graph, NcnnExpressions& e) {
    const int convs = static_cast<int>(graph.layers.size());
    const int blocks = (convs - 4 - graph.upsamplings) / 15;
    if (blocks < 1 || convs != 4 + graph.upsamplings + 15 * blocks) {
        refuseGraph();
    }
    std::vector<std::string> names;
    const auto conv = [&](const std::string& name, int from) {
        names.push_back(name);
        return e.conv(static_cast<int>(names.size()) - 1, from);
    };
    const int first = conv("conv_first", e.unshuffled(graph.unshuffle, e.input()));
    int body = first;
    for (int block = 0; block < blocks; ++block) {
        const int before = body;
        for (int dense = 1; dense <= 3; ++dense) {
            std::vector<int> parts{body};
            for (int layer = 1; layer <= 4; ++layer) {
                const std::string name = fmt::format("body.{}.rdb{}.conv{}", block, dense, layer);
                parts.push_back(e.leaky(0.2, conv(name, e.joined(parts))));
            }
            const int last = conv(fmt::format("body.{}.rdb{}.conv5", block, dense), e.joined(parts));
            body = e.sum(e.scaled(0.2, last), body);
        }
        body = e.sum(e.scaled(0.2, body), before);
    }
    int x = e.sum(first, conv("conv_body", body));
    for (int up = 1; up <= graph.upsamplings; ++up) {
        x = e.leaky(0.2, conv(fmt::format("conv_up{}", up), e.nearest(2.0, x)));
    }
    x = e.leaky(0.2, conv("conv_hr", x));
    x = conv("conv_last", x);
    if (x != graph.output) {
        refuseGraph();
    }
    return names;
}

std::vector<std::string> nameSrvgg(const NcnnGraph& graph, NcnnExpressions& e) {
    const int layers = static_cast<int>(graph.layers.size());
    int scale = 1;
    while (scale < 4 && 3LL * scale * scale != graph.layers.back().outputs) {
        ++scale;
    }
    std::vector<std::string> names;
    int x = e.input();
    for (int layer = 0; layer < layers; ++layer) {
        names.push_back(fmt::format("body.{}", layer));
        x = layer % 2 == 0 ? e.conv(layer, x) : e.prelu(layer, x);
    }
    if (e.sum(e.shuffled(scale, x), e.nearest(scale, e.input())) != graph.output) {
        refuseGraph();
    }
    return names;
}

// Goes through the .bin layer by layer.
class BinReader {
public:
    explicit BinReader(const ByteSource& bin) : m_bin(&bin) {}

    // ncnn's "type 0": four bytes say how the values are stored.
    TensorEntry tagged(std::string name, std::vector<std::int64_t> shape) {
        TensorEntry entry{.name = std::move(name), .shape = std::move(shape)};
        std::uint32_t tag = 0;
        const std::string text = take(sizeof tag, entry.name);
        for (std::size_t i = 0; i < sizeof tag; ++i) {
            tag |= std::uint32_t{static_cast<unsigned char>(text[i])} << (8 * i);
        }
        entry.begin = m_at;
        const auto elements = static_cast<std::uint64_t>(entry.elements());
        if (tag == kByteTag) {
            refuseUnsafe(
                fmt::format("tensor {} is quantised to 8 bits, which Kerf doesn't run", shown(entry.name)));
        }
        if (tag == kHalfTag) {
            entry.type = DType::f16;
            skip((2 * elements + 3) / 4 * 4, entry.name);
        } else if (tag == 0 || tag == kFloatTag) {
            skip(4 * elements, entry.name);
        } else {
            entry.isTable = true;
            skip(kTableBytes + (elements + 3) / 4 * 4, entry.name);
        }
        return entry;
    }
    // "Type 1": plain floats.
    TensorEntry plain(std::string name, std::int64_t count) {
        TensorEntry entry{.name = std::move(name), .shape = {count}, .begin = m_at};
        skip(4 * static_cast<std::uint64_t>(count), entry.name);
        return entry;
    }
    void end() const {
        if (m_at != m_bin->size()) {
            refuseUnsafe(fmt::format("{} bytes follow the last values of the .bin", m_bin->size() - m_at));
        }
    }

private:
    void skip(std::uint64_t bytes, const std::string& name) {
        if (bytes > m_bin->size() - m_at) {
            refuseDamaged(fmt::format("the .bin ends within tensor {}", shown(name)));
        }
        m_at += bytes;
    }
    std::string take(std::uint64_t bytes, const std::string& name) {
        skip(bytes, name);
        return m_bin->text(m_at - bytes, bytes);
    }

    const ByteSource* m_bin;
    std::uint64_t m_at = 0;
};

} // namespace

TensorIndex readNcnn(const ByteSource& param, const ByteSource& bin) {
    if (param.size() > kMaxParamBytes) {
        refuseUnsafe(fmt::format("the .param has {} bytes, more than any net's", param.size()));
    }
    NcnnExpressions expressions;
    const NcnnGraph graph = readNcnnParam(param.text(0, param.size()), expressions);
    if (graph.layers.empty()) {
        refuseGraph();
    }
    const bool isCompact = graph.layers.size() > 1 && graph.layers[1].isPrelu;
    const std::vector<std::string> names =
        isCompact ? nameSrvgg(graph, expressions) : nameRrdb(graph, expressions);
    if (2 * names.size() > kMaxTensors) {
        refuseUnsafe(fmt::format("it holds more than {} tensors", kMaxTensors));
    }
    TensorIndex index{.format = WeightFormat::ncnn};
    BinReader values(bin);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const NcnnLayer& layer = graph.layers[i];
        if (layer.isPrelu) {
            index.tensors.push_back(
                values.plain(names[i] + ".weight", std::max<std::int64_t>(layer.outputs, 0)));
            continue;
        }
        const std::int64_t inputs = layer.weights / (layer.outputs * layer.side * layer.side);
        index.tensors.push_back(
            values.tagged(names[i] + ".weight", {layer.outputs, inputs, layer.side, layer.side}));
        if (layer.hasBias) {
            index.tensors.push_back(values.plain(names[i] + ".bias", layer.outputs));
        }
    }
    values.end();
    return index;
}

} // namespace kerf::nn
