#include "tests/support/ncnn_writer.h"

#include "tests/support/zip_writer.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace kerf::test {
namespace {

using nn::DType;

std::string padded(std::string bytes) {
    bytes.resize((bytes.size() + 3) / 4 * 4, '\0');
    return bytes;
}

std::string tableOf(const std::vector<float>& values) {
    std::vector<float> table = values;
    std::ranges::sort(table);
    table.erase(std::unique(table.begin(), table.end()), table.end());
    while (table.size() > 256) { // halve it
        std::vector<float> kept;
        for (std::size_t i = 0; i < table.size(); i += 2) {
            kept.push_back(table[i]);
        }
        table = std::move(kept);
    }
    std::string places;
    for (const float value : values) {
        const auto at = std::min<std::ptrdiff_t>(
            std::ranges::lower_bound(table, value) - table.begin(),
            static_cast<std::ptrdiff_t>(table.size()) - 1);
        places += static_cast<char>(at);
    }
    table.resize(256);
    return little(1, 4) + packed(table, DType::f32) + padded(places);
}

std::string weightsOf(const std::vector<float>& values, NcnnValues kind) {
    switch (kind) {
    case NcnnValues::floats:
        return little(0, 4) + packed(values, DType::f32);
    case NcnnValues::tagged_floats:
        return little(0x0002C056, 4) + packed(values, DType::f32);
    case NcnnValues::halves:
        return little(0x01306B47, 4) + padded(packed(values, DType::f16));
    case NcnnValues::bytes:
        return little(0x000D4B38, 4) + padded(std::string(values.size(), '\1'));
    case NcnnValues::table:
        break;
    }
    return tableOf(values);
}

// Writes layers and values side by side.
class Writer {
public:
    Writer(
        const std::filesystem::path& param,
        const std::vector<WriteTensor>& tensors,
        const NcnnOptions& options)
        : m_param(param), m_tensors(&tensors), m_options(options) {
        m_bin.open(std::filesystem::path(param).replace_extension(".bin"), std::ios::binary);
        layer("Input", {}, "0=0");
    }

    // Each gives the name of its blob.
    std::string
    layer(const std::string& type, const std::vector<std::string>& inputs, const std::string& values) {
        const std::string output = std::to_string(m_layers++);
        m_text += type + " l" + output + ' ' + std::to_string(inputs.size()) + " 1";
        for (const std::string& input : inputs) {
            m_text += ' ' + input;
        }
        m_text += ' ' + output + ' ' + values + '\n';
        return output;
    }
    std::string conv(const std::string& name, const std::string& from, bool isActive = false) {
        const WriteTensor& weight = find(name + ".weight");
        std::string values =
            "0=" + std::to_string(weight.shape[0]) + " 1=3 4=1 5=1 6=" + std::to_string(weight.elements());
        if (isActive && m_options.isFused) {
            values += " 9=2 -23310=1,2.000000e-01";
        }
        m_bin << weightsOf(weight.values(), m_options.values)
              << packed(find(name + ".bias").values(), DType::f32);
        const std::string sum = layer("Convolution", {from}, values);
        return isActive && !m_options.isFused ? layer("ReLU", {sum}, "0=2.000000e-01") : sum;
    }
    std::string prelu(const std::string& name, const std::string& from) {
        const WriteTensor& slopes = find(name + ".weight");
        m_bin << packed(slopes.values(), DType::f32);
        return layer("PReLU", {from}, "0=" + std::to_string(slopes.elements()));
    }
    std::string scaledSum(const std::string& scaled, const std::string& plain) {
        if (m_options.isFused) {
            return layer("Eltwise", {scaled, plain}, "0=1 -23301=2,2.000000e-01,1.000000e+00");
        }
        return layer("BinaryOp", {plain, layer("BinaryOp", {scaled}, "0=2 1=1 2=0.2")}, "0=0");
    }
    std::string upsampled(const std::string& from, int factor) {
        const std::string text = std::to_string(factor) + ".000000e+00";
        return layer("Interp", {from}, "0=1 1=" + text + " 2=" + text);
    }
    void finish() {
        std::ofstream out(m_param);
        out << "7767517\n" << m_layers << ' ' << m_layers << '\n' << m_text;
        if (!out.flush() || !m_bin.flush()) {
            throw std::runtime_error("can't write " + m_param.string());
        }
    }

private:
    const WriteTensor& find(const std::string& name) const {
        const auto found = std::ranges::find(*m_tensors, name, &WriteTensor::name);
        if (found == m_tensors->end()) {
            throw std::logic_error("no tensor " + name);
        }
        return *found;
    }

    std::filesystem::path m_param;
    const std::vector<WriteTensor>* m_tensors;
    NcnnOptions m_options;
    std::string m_text;
    std::ofstream m_bin;
    int m_layers = 0;
};

void writeRrdb(Writer& writer, const nn::RrdbNetShape& shape) {
    std::string x = "0";
    if (shape.unshuffle > 1) {
        x = writer.layer("Reorg", {x}, "0=" + std::to_string(shape.unshuffle));
    }
    const std::string first = writer.conv("conv_first", x);
    std::string body = first;
    for (int block = 0; block < shape.blocks; ++block) {
        const std::string before = body;
        for (int dense = 1; dense <= 3; ++dense) {
            const std::string name =
                "body." + std::to_string(block) + ".rdb" + std::to_string(dense) + ".conv";
            std::vector<std::string> parts{body};
            std::string joined = body;
            for (int layer = 1; layer <= 4; ++layer) {
                parts.push_back(writer.conv(name + std::to_string(layer), joined, true));
                joined = writer.layer("Concat", parts, "0=0");
            }
            body = writer.scaledSum(writer.conv(name + "5", joined), body);
        }
        body = writer.scaledSum(body, before);
    }
    x = writer.layer("BinaryOp", {first, writer.conv("conv_body", body)}, "0=0");
    for (int up = 1; up <= (shape.scale == 8 ? 3 : 2); ++up) {
        x = writer.conv("conv_up" + std::to_string(up), writer.upsampled(x, 2), true);
    }
    writer.conv("conv_last", writer.conv("conv_hr", x, true));
}

void writeSrvgg(Writer& writer, const nn::SrvggNetShape& shape) {
    std::string x = "0";
    for (int i = 0; i <= shape.depth; ++i) {
        x = writer.conv("body." + std::to_string(2 * i), x);
        x = writer.prelu("body." + std::to_string(2 * i + 1), x);
    }
    x = writer.conv("body." + std::to_string(2 * shape.depth + 2), x);
    if (shape.scale > 1) {
        x = writer.layer("PixelShuffle", {x}, "0=" + std::to_string(shape.scale));
    }
    const std::string large = shape.scale > 1 ? writer.upsampled("0", shape.scale) : "0";
    writer.layer("BinaryOp", {x, large}, "0=0");
}

} // namespace

void writeNcnn(
    const std::filesystem::path& param,
    const nn::Architecture& architecture,
    const std::vector<WriteTensor>& tensors,
    const NcnnOptions& options) {
    Writer writer(param, tensors, options);
    if (const auto* rrdb = std::get_if<nn::RrdbNetShape>(&architecture)) {
        writeRrdb(writer, *rrdb);
    } else {
        writeSrvgg(writer, std::get<nn::SrvggNetShape>(architecture));
    }
    writer.finish();
}

} // namespace kerf::test
