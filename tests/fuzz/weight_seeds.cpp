#include "tests/fuzz/weight_seeds.h"

#include "tests/support/ncnn_writer.h"
#include "tests/support/pickle_writer.h"
#include "tests/support/ref_models.h"
#include "tests/support/zip_writer.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace kerf::fuzz {
namespace {

namespace fs = std::filesystem;

const char* const kNets[] = {"rrdbnet-x4-nb1-nf1", "srvggnet-x1-nc1-nf1"};

std::string take(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    in.close();
    fs::remove(file);
    return bytes;
}

void put(const fs::path& file, const std::string& bytes) {
    std::ofstream out(file, std::ios::binary);
    out << bytes;
    if (!out.flush()) {
        throw std::runtime_error("can't write " + file.string());
    }
}

// One of each type, small enough for a fuzzer.
std::vector<test::WriteTensor> oneOfEach() {
    std::vector<test::WriteTensor> tensors;
    for (int type = 0; type <= int(nn::DType::boolean); ++type) {
        tensors.push_back(
            {"t" + std::to_string(type), nn::DType(type), {2, 1}, [] { return std::vector<float>(2); }});
    }
    return tensors;
}

void writePthSeeds(
    const fs::path& folder, const std::string& name, const std::vector<test::WriteTensor>& tensors) {
    for (const bool isLegacy : {false, true}) {
        for (const char* wrap : {"", "params_ema"}) {
            test::writePth(
                folder / "file", tensors, {.wrap = wrap, .hasLongKeys = false, .isLegacy = isLegacy});
            const std::string kind(1, isLegacy ? '\1' : '\0');
            put(folder / (name + wrap + (isLegacy ? "_legacy" : "_zip")), kind + take(folder / "file"));
        }
    }
}

} // namespace

void writeWeightSeeds(const fs::path& root) {
    const fs::path safetensors = root / "fuzz_safetensors";
    const fs::path pth = root / "fuzz_pth";
    const fs::path ncnn = root / "fuzz_ncnn";
    for (const fs::path& folder : {safetensors, pth, ncnn}) {
        fs::create_directories(folder);
    }
    test::writeSafetensors(safetensors / "types", oneOfEach());
    writePthSeeds(pth, "types", oneOfEach());
    for (const char* net : kNets) {
        const nn::Architecture architecture = *test::parseArchitecture(net);
        const auto tensors = test::refModel(architecture, nn::DType::f16);
        test::writeSafetensors(safetensors / net, tensors, {});
        writePthSeeds(pth, net, tensors);
        for (const auto values :
             {test::NcnnValues::halves, test::NcnnValues::floats, test::NcnnValues::table}) {
            for (const bool isFused : {false, true}) {
                test::writeNcnn(ncnn / "net.param", architecture, tensors, {values, isFused});
                const std::string param = take(ncnn / "net.param");
                put(ncnn / (net + std::to_string(int(values)) + (isFused ? "_fused" : "")),
                    param + std::string(1, '\0') + take(ncnn / "net.bin"));
            }
        }
    }
    put(pth / "pickle_0", "\2cos\nsystem\n(S'id'\ntR.");
    put(pth / "pickle_4", "\2\x80\x04\x8C\x05posix\x94\x8C\x06system\x94\x93\x94.");
    test::PickleWriter parameter;
    parameter.raw("}").put().text("p").global("torch._utils", "_rebuild_parameter").raw("(");
    parameter.tensor({"FloatStorage", "0", 4}, 0, {2, 2}, {1, 2}).raw("\x88").orderedDict().raw("tRs").stop();
    test::ZipWriter zip(pth / "file");
    zip.add("t/byteorder", "little");
    zip.add("t/data.pkl", parameter.bytes());
    zip.add("t/data/0", std::string(16, '\0'));
    zip.finish();
    put(pth / "strided", std::string(1, '\0') + take(pth / "file"));
}

} // namespace kerf::fuzz
