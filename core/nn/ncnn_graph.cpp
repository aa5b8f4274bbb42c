#include "core/nn/ncnn_graph.h"

#include "core/nn/byte_source.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace kerf::nn {
namespace {

constexpr std::string_view kMagic = "7767517";
constexpr std::size_t kMaxLayers = 20'000;
constexpr std::size_t kMaxPorts = 64; // inputs or outputs of a layer
constexpr int kFirstArray = -23300;   // ids below it hold lists

// Cuts a line into words.
class Words {
public:
    explicit Words(std::string_view line) : m_left(line) {}

    std::string_view next() {
        const std::size_t begin = m_left.find_first_not_of(" \t\r");
        m_left.remove_prefix(std::min(begin, m_left.size()));
        const std::string_view word = m_left.substr(0, m_left.find_first_of(" \t\r"));
        m_left.remove_prefix(word.size());
        return word;
    }

private:
    std::string_view m_left;
};

template <typename T>
bool parse(std::string_view text, T& value) {
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

struct Line {
    std::string_view type;
    std::string name;
    std::vector<std::string_view> inputs;
    std::vector<std::string_view> outputs;
    std::map<int, std::vector<double>> values;

    double number(int id, double otherwise) const {
        const auto found = values.find(id);
        return found == values.end() || found->second.empty() ? otherwise : found->second.front();
    }
    std::int64_t whole(int id, std::int64_t otherwise) const {
        const double value = number(id, double(otherwise));
        if (!(value >= -1e9 && value <= 1e9) || value != std::floor(value)) {
            refuseUnsafe(fmt::format("layer {} has a size that is none: {}", name, value));
        }
        return static_cast<std::int64_t>(value);
    }
};

// "0=64" or "-23310=1,0.2", whose first number is the list's length.
void parseValue(std::string_view word, Line& line) {
    const std::size_t equals = word.find('=');
    int id = 0;
    if (equals == word.npos || !parse(word.substr(0, equals), id)) {
        refuseDamaged(fmt::format("layer {} has a value that can't be read: {}", line.name, shown(word)));
    }
    std::vector<double> list;
    for (std::string_view left = word.substr(equals + 1); !left.empty();) {
        const std::string_view part = left.substr(0, left.find(','));
        double number = 0;
        if (!parse(part, number)) {
            refuseDamaged(fmt::format("layer {} has a value that can't be read: {}", line.name, shown(word)));
        }
        list.push_back(number);
        left.remove_prefix(std::min(part.size() + 1, left.size()));
    }
    if (id <= kFirstArray && !list.empty()) {
        list.erase(list.begin());
        id = kFirstArray - id;
    }
    line.values[id] = std::move(list);
}

Line parseLine(std::string_view text) {
    Words words(text);
    Line line{.type = words.next()};
    const std::string_view name = words.next();
    line.name = shown(name);
    std::size_t inputs = 0;
    std::size_t outputs = 0;
    if (!parse(words.next(), inputs) || !parse(words.next(), outputs) || inputs > kMaxPorts ||
        outputs > kMaxPorts) {
        refuseDamaged(fmt::format("a line of the .param can't be read: {}", shown(text)));
    }
    for (std::size_t i = 0; i < inputs; ++i) {
        line.inputs.push_back(words.next());
    }
    for (std::size_t i = 0; i < outputs; ++i) {
        line.outputs.push_back(words.next());
    }
    for (std::string_view word = words.next(); !word.empty(); word = words.next()) {
        parseValue(word, line);
    }
    return line;
}

[[noreturn]] void refuseLayer(const Line& line) {
    refuseUnsafe(fmt::format(
        "layer {} ({}) does something that no net that Kerf knows does", line.name, shown(line.type)));
}

// Follows the layers and keeps what each blob holds.
class Reader {
public:
    Reader(NcnnGraph& graph, NcnnExpressions& expressions) : m_graph(&graph), m_expressions(&expressions) {}

    void add(const Line& line) {
        std::vector<int> from;
        for (const std::string_view input : line.inputs) {
            const auto blob = m_blobs.find(input);
            if (blob == m_blobs.end()) {
                refuseDamaged(fmt::format("layer {} takes what no layer gives: {}", line.name, shown(input)));
            }
            from.push_back(blob->second);
        }
        const int result = compute(line, from);
        for (const std::string_view output : line.outputs) {
            if (!m_blobs.emplace(output, result).second) {
                refuseUnsafe(fmt::format("two layers give {}", shown(output)));
            }
        }
        m_graph->output = result;
    }

private:
    int compute(const Line& line, const std::vector<int>& from) {
        if (line.type == "Input" && from.empty()) {
            return m_expressions->input();
        }
        if (from.empty()) {
            refuseLayer(line);
        }
        if (line.type == "Concat" && line.whole(0, 0) == 0) {
            return m_expressions->joined(from);
        }
        if (line.type == "Eltwise" && line.whole(0, 0) == 1) {
            return eltwise(line, from);
        }
        if (line.type == "BinaryOp") {
            return binary(line, from);
        }
        if (from.size() != 1) {
            refuseLayer(line);
        }
        return single(line, from.front());
    }

    int single(const Line& line, int from) {
        if (line.type == "Convolution") {
            return convolution(line, from);
        }
        if (line.type == "Split" || line.type == "Noop") {
            return from;
        }
        if (line.type == "ReLU") {
            return m_expressions->leaky(line.number(0, 0.0), from);
        }
        if (line.type == "PReLU") {
            m_graph->layers.push_back({.isPrelu = true, .outputs = line.whole(0, 0)});
            return m_expressions->prelu(static_cast<int>(m_graph->layers.size()) - 1, from);
        }
        if (line.type == "Interp" && line.whole(0, 0) == 1 && line.number(1, 1.0) == line.number(2, 1.0)) {
            m_graph->upsamplings += line.number(1, 1.0) == 2.0 ? 1 : 0;
            return m_expressions->nearest(line.number(1, 1.0), from);
        }
        if (line.type == "PixelShuffle" && line.whole(1, 0) == 0) {
            return m_expressions->shuffled(static_cast<int>(line.whole(0, 1)), from);
        }
        if (line.type == "Reorg" && line.whole(1, 0) == 0) {
            m_graph->unshuffle = static_cast<int>(line.whole(0, 1));
            return m_expressions->unshuffled(m_graph->unshuffle, from);
        }
        refuseLayer(line);
    }

    // Of stride 1, padded to keep the size; may have its activation in it.
    int convolution(const Line& line, int from) {
        const std::int64_t side = line.whole(1, 0);
        const bool isPlain = line.whole(11, side) == side && line.whole(2, 1) == 1 && line.whole(3, 1) == 1 &&
                             side % 2 == 1 && line.whole(4, 0) == side / 2 &&
                             line.whole(14, side / 2) == side / 2 && line.whole(8, 0) == 0 &&
                             line.whole(12, 1) == 1 && line.whole(13, 1) == 1 &&
                             line.whole(15, side / 2) == side / 2 && line.whole(16, side / 2) == side / 2;
        NcnnLayer layer{
            .outputs = line.whole(0, 0),
            .side = side,
            .weights = line.whole(6, 0),
            .hasBias = line.whole(5, 0) == 1};
        if (!isPlain || layer.outputs <= 0 || side <= 0 || side > 99 || layer.weights <= 0 ||
            layer.weights % (layer.outputs * side * side) != 0) {
            refuseLayer(line);
        }
        m_graph->layers.push_back(layer);
        const int sum = m_expressions->conv(static_cast<int>(m_graph->layers.size()) - 1, from);
        switch (line.whole(9, 0)) {
        case 0:
            return sum;
        case 1:
            return m_expressions->leaky(0.0, sum);
        case 2:
            return m_expressions->leaky(line.number(10, 0.0), sum);
        default:
            refuseLayer(line);
        }
    }

    // A weighted sum; without weights, each counts once.
    int eltwise(const Line& line, const std::vector<int>& from) {
        const auto weights = line.values.find(1);
        const bool isWeighted = weights != line.values.end();
        if (isWeighted && weights->second.size() != from.size()) {
            refuseLayer(line);
        }
        int sum = m_expressions->scaled(isWeighted ? weights->second[0] : 1.0, from[0]);
        for (std::size_t i = 1; i < from.size(); ++i) {
            sum = m_expressions->sum(
                sum, m_expressions->scaled(isWeighted ? weights->second[i] : 1.0, from[i]));
        }
        return sum;
    }

    int binary(const Line& line, const std::vector<int>& from) {
        const std::int64_t operation = line.whole(0, 0);
        const bool hasScalar = line.whole(1, 0) == 1;
        if (operation == 0 && !hasScalar && from.size() == 2) {
            return m_expressions->sum(from[0], from[1]);
        }
        if (operation == 2 && hasScalar && from.size() == 1) {
            return m_expressions->scaled(line.number(2, 0.0), from[0]);
        }
        refuseLayer(line);
    }

    NcnnGraph* m_graph;
    NcnnExpressions* m_expressions;
    std::map<std::string_view, int> m_blobs;
};

// Takes the next line off `text`; comments and empty lines don't count.
std::string_view takeLine(std::string_view& text) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.find_first_not_of(" \t\r") != line.npos && line.front() != '#') {
            return line;
        }
    }
    return {};
}

} // namespace

std::string NcnnExpressions::named(std::string_view what, int layer, int from) {
    return fmt::format("{} {} {}", what, layer, from);
}

int NcnnExpressions::intern(std::string key) {
    return m_numbers.emplace(std::move(key), static_cast<int>(m_numbers.size())).first->second;
}

// Factors are compared by six digits: a .param has them in decimals.
int NcnnExpressions::leaky(double slope, int from) {
    return slope == 1.0 ? from : intern(fmt::format("leaky {:.6f} {}", slope, from));
}
int NcnnExpressions::scaled(double factor, int from) {
    return factor == 1.0 ? from : intern(fmt::format("scaled {:.6f} {}", factor, from));
}
int NcnnExpressions::sum(int one, int other) {
    return intern(named("sum", std::min(one, other), std::max(one, other)));
}
int NcnnExpressions::nearest(double factor, int from) {
    return factor == 1.0 ? from : intern(fmt::format("nearest {:.6f} {}", factor, from));
}
int NcnnExpressions::shuffled(int factor, int from) {
    return factor == 1 ? from : intern(named("shuffled", factor, from));
}
int NcnnExpressions::unshuffled(int factor, int from) {
    return factor == 1 ? from : intern(named("unshuffled", factor, from));
}
int NcnnExpressions::joined(const std::vector<int>& parts) {
    return parts.size() == 1 ? parts.front() : intern(fmt::format("joined {}", fmt::join(parts, " ")));
}

NcnnGraph readNcnnParam(std::string_view text, NcnnExpressions& expressions) {
    Words first(takeLine(text));
    if (first.next() != kMagic) {
        refuseDamaged("the .param doesn't begin with ncnn's number 7767517");
    }
    Words counts(takeLine(text));
    std::size_t layers = 0;
    std::size_t blobs = 0;
    if (!parse(counts.next(), layers) || !parse(counts.next(), blobs)) {
        refuseDamaged("the .param doesn't say how many layers it has");
    }
    if (layers == 0 || layers > kMaxLayers) {
        refuseUnsafe(fmt::format("the .param says it has {} layers", layers));
    }
    NcnnGraph graph;
    Reader reader(graph, expressions);
    for (std::size_t i = 0; i < layers; ++i) {
        const std::string_view line = takeLine(text);
        if (line.empty()) {
            refuseDamaged(fmt::format("the .param ends after {} of {} layers", i, layers));
        }
        reader.add(parseLine(line));
    }
    if (!takeLine(text).empty()) {
        refuseUnsafe("the .param has more layers than it says");
    }
    return graph;
}

} // namespace kerf::nn
