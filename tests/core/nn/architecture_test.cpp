#include "core/nn/architecture.h"
#include "tests/support/test_images.h"

#include <QTest>

#include <fstream>
#include <map>
#include <sstream>

using namespace kerf;
using namespace kerf::nn;

namespace {

using Shapes = std::map<std::string, std::vector<std::int64_t>>;

// A table of shared keys/: name, type and "[64, 3, 3, 3]" between tabs.
Shapes readTable(const std::filesystem::path& file) {
    Shapes shapes;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const auto first = line.find('\t');
        const auto second = line.find('\t', first + 1);
        std::string list = line.substr(second + 1);
        std::ranges::replace_if(
            list, [](char c) { return c == '[' || c == ']' || c == ','; }, ' ');
        std::istringstream numbers(list);
        std::vector<std::int64_t> shape;
        for (std::int64_t side = 0; numbers >> side;) {
            shape.push_back(side);
        }
        shapes[line.substr(0, first)] = shape;
    }
    return shapes;
}

bool isUnused(const std::string& name) {
    return name.find("conv_ms_spvn_") != name.npos || name.find("gdt_convs_pred_") != name.npos ||
           name.ends_with("num_batches_tracked") || name.ends_with("relative_position_index");
}

Shapes expected(const Architecture& architecture) {
    Shapes shapes;
    for (const ExpectedTensor& tensor : expectedTensors(architecture)) {
        shapes[tensor.name] = tensor.shape;
    }
    return shapes;
}

} // namespace

class ArchitectureTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void expectsEveryKeyOfTheOfficialFiles_data();
    void expectsEveryKeyOfTheOfficialFiles();
    void expectsEachNameOnce();
    void expectsTheCompactNetsLayers();
    void expectsAsManyUpsamplingLayersAsTheScaleNeeds();
    void describesNetsInWords();
};

void ArchitectureTest::expectsEveryKeyOfTheOfficialFiles_data() {
    QTest::addColumn<QString>("table");
    QTest::addColumn<int>("kind");
    QTest::newRow("Swin-L") << "birefnet-keys-swin_v1_l.tsv" << 0;
    QTest::newRow("Swin-T") << "birefnet-keys-swin_v1_t.tsv" << 1;
    QTest::newRow("x2") << "realesrgan-keys-x2.tsv" << 2;
    QTest::newRow("x4") << "realesrgan-keys-x4.tsv" << 3;
    QTest::newRow("x8") << "realesrgan-keys-x8.tsv" << 4;
}

void ArchitectureTest::expectsEveryKeyOfTheOfficialFiles() {
    if (test::sharedDir().empty()) {
        QSKIP("the shared key tables are not there");
    }
    QFETCH(const QString, table);
    QFETCH(const int, kind);
    const std::array<Architecture, 5> architectures{
        BiRefNetShape{},
        BiRefNetShape{.embed = 96, .depths = {2, 2, 6, 2}, .heads = {3, 6, 12, 24}, .window = 7},
        RrdbNetShape{}, RrdbNetShape{.scale = 4, .unshuffle = 1}, RrdbNetShape{.scale = 8, .unshuffle = 1}};

    Shapes official = readTable(test::sharedDir() / "keys" / table.toStdString());
    const Shapes ours = expected(architectures[static_cast<std::size_t>(kind)]);

    QVERIFY(official.size() > 500);
    std::erase_if(official, [](const auto& entry) { return isUnused(entry.first); });
    for (const auto& [name, shape] : official) {
        const auto found = ours.find(name);
        QVERIFY2(found != ours.end(), name.c_str());
        QVERIFY2(found->second == shape, name.c_str());
    }
    QCOMPARE(ours.size(), official.size());
}

void ArchitectureTest::expectsEachNameOnce() {
    for (const Architecture& architecture :
         {Architecture{BiRefNetShape{.embed = 8, .depths = {2, 2, 2, 2}, .heads = {1, 2, 4, 8}, .window = 4}},
          Architecture{RrdbNetShape{.blocks = 1, .scale = 1, .unshuffle = 4}},
          Architecture{SrvggNetShape{}}}) {
        QCOMPARE(expected(architecture).size(), expectedTensors(architecture).size());
    }
}

void ArchitectureTest::expectsTheCompactNetsLayers() {
    const Shapes shapes = expected(SrvggNetShape{.depth = 32, .width = 64, .scale = 4});
    std::int64_t parameters = 0;
    for (const auto& [name, shape] : shapes) {
        std::int64_t count = 1;
        for (const std::int64_t side : shape) {
            count *= side;
        }
        parameters += count;
    }

    // What the official realesr-general-x4v3 holds.
    QCOMPARE(shapes.size(), std::size_t{101});
    QCOMPARE(parameters, std::int64_t{1'213'296});
    QVERIFY((shapes.at("body.66.weight") == std::vector<std::int64_t>{48, 64, 3, 3}));
}

void ArchitectureTest::expectsAsManyUpsamplingLayersAsTheScaleNeeds() {
    for (const RrdbNetShape& shape :
         {RrdbNetShape{.scale = 1, .unshuffle = 4},
          {.scale = 2, .unshuffle = 2},
          {.scale = 4, .unshuffle = 1}}) {
        const Shapes shapes = expected(shape);
        QVERIFY(shapes.contains("conv_up2.bias"));
        QVERIFY(!shapes.contains("conv_up3.bias"));
        QCOMPARE(shapes.at("conv_first.weight")[1], std::int64_t{3} * shape.unshuffle * shape.unshuffle);
    }
    QVERIFY(expected(RrdbNetShape{.scale = 8, .unshuffle = 1}).contains("conv_up3.bias"));
}

void ArchitectureTest::describesNetsInWords() {
    QCOMPARE(describe(RrdbNetShape{}), std::string("RRDBNet x2, 23 blocks, 64 wide"));
    QCOMPARE(describe(RrdbNetShape{.blocks = 1, .width = 32}), std::string("RRDBNet x2, 1 block, 32 wide"));
    QCOMPARE(describe(SrvggNetShape{}), std::string("SRVGGNetCompact x4, 32 deep, 64 wide"));
    QCOMPARE(describe(BiRefNetShape{}), std::string("BiRefNet, Swin-L"));
    QCOMPARE(describe(BiRefNetShape{.embed = 96, .depths = {2, 2, 6, 2}}), std::string("BiRefNet, Swin-T"));
    QCOMPARE(
        describe(BiRefNetShape{.embed = 8, .depths = {2, 2, 2, 2}}),
        std::string("BiRefNet, Swin 8 wide, depths 2-2-2-2"));
}

QTEST_GUILESS_MAIN(ArchitectureTest)
#include "architecture_test.moc"
