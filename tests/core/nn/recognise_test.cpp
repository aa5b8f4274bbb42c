#include "core/base/error.h"
#include "core/nn/architecture.h"
#include "core/nn/weight_file.h"
#include "tests/support/ref_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <map>
#include <regex>
#include <set>

using namespace kerf;
using namespace kerf::nn;

namespace {

// Which tensors a file of that net would list, by names that `rename` gives.
using Rename = std::function<std::string(const std::string&)>;
TensorIndex renamedIndexOf(const std::string& net, const Rename& rename) {
    TensorIndex index;
    for (const test::WriteTensor& tensor : test::refModel(*test::parseArchitecture(net), DType::f16)) {
        index.tensors.push_back(
            {.name = rename(tensor.name),
             .type = tensor.type,
             .shape = tensor.shape,
             .begin = index.tensors.size()});
    }
    return index;
}

TensorIndex indexOf(const std::string& net, const std::string& prefix = {}) {
    return renamedIndexOf(net, [&](const std::string& name) { return prefix + name; });
}

std::string name2019(const std::string& name) {
    static const std::vector<std::pair<std::regex, std::string>> rules{
        {std::regex(R"(^body\.(\d+)\.rdb(\d)\.)"), "RRDB_trunk.$1.RDB$2."},
        {std::regex(R"(^conv_body\.)"), "trunk_conv."},
        {std::regex(R"(^conv_up(\d)\.)"), "upconv$1."},
        {std::regex(R"(^conv_hr\.)"), "HRconv."}};
    std::string changed = name;
    for (const auto& [from, to] : rules) {
        changed = std::regex_replace(changed, from, to);
    }
    return changed;
}

std::string nameOld(const std::string& name, int blocks, int ups) {
    const std::string dense = std::regex_replace(
        name, std::regex(R"(^body\.(\d+)\.rdb(\d)\.(conv\d)\.)"), "model.1.sub.$1.RDB$2.$3.0.");
    const std::map<std::string, int> places{{"conv_first", 0},        {"conv_up1", 3},
                                            {"conv_up2", 6},          {"conv_up3", 9},
                                            {"conv_hr", 3 * ups + 2}, {"conv_last", 3 * ups + 4}};
    const std::string layer = name.substr(0, name.find('.'));
    const std::string leaf = name.substr(name.rfind('.'));
    if (layer == "conv_body") {
        return "model.1.sub." + std::to_string(blocks) + leaf;
    }
    const auto place = places.find(layer);
    return place == places.end() ? dense : "model." + std::to_string(place->second) + leaf;
}

TensorEntry& entryOf(TensorIndex& index, const std::string& name) {
    return *std::ranges::find(index.tensors, name, &TensorEntry::name);
}

void drop(TensorIndex& index, const std::string& name) {
    std::erase_if(index.tensors, [&](const TensorEntry& entry) { return entry.name == name; });
}

QString refusalOf(const TensorIndex& index) {
    try {
        recognise(index);
        return {};
    } catch (const Error& e) {
        return e.code() == ErrorCode::model_corrupt ? e.what() : "another code";
    }
}

std::set<std::string> namesOf(const Architecture& architecture) {
    std::set<std::string> names;
    for (const ExpectedTensor& tensor : expectedTensors(architecture)) {
        names.insert(tensor.name);
    }
    return names;
}

} // namespace

class RecogniseTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsEveryNetOffItsTensors_data();
    void readsEveryNetOffItsTensors();
    void takesWrappersAndPrefixesOff_data();
    void takesWrappersAndPrefixesOff();
    void prefersAveragedWeights();
    void readsOlderNames_data();
    void readsOlderNames();
    void leavesOutWhatInferenceDoesNotUse();
    void toleratesTheClassificationHead();
    void namesTheFirstThreeDifferences();
    void namesShapesThatDiffer();
    void refusesTransposedWeights();
    void refusesWholeNumbersAsWeights();
    void refusesNetsThatItDoesNotKnow();
    void survivesAbsurdNumbers();
    void writesFilesOfTheOfficialSizes_data();
    void writesFilesOfTheOfficialSizes();
    void recognisesAWholeFileOfTheLiteNet();
};

void RecogniseTest::readsEveryNetOffItsTensors_data() {
    QTest::addColumn<QString>("net");
    for (const char* net :
         {"birefnet-tiny", "birefnet-swin_v1_t", "birefnet-swin_v1_s", "birefnet-swin_v1_b",
          "birefnet-swin_v1_l", "rrdbnet-x1", "rrdbnet-x2", "rrdbnet-x4", "rrdbnet-x8", "rrdbnet-x4-nb6",
          "rrdbnet-x2-nb1-nf32", "srvggnet-x1-nc1", "srvggnet-x2-nc16", "srvggnet-x3-nf24", "srvggnet-x4",
          "minimask", "minimask-small"}) {
        QTest::newRow(net) << net;
    }
}

void RecogniseTest::readsEveryNetOffItsTensors() {
    QFETCH(const QString, net);
    const TensorIndex index = indexOf(net.toStdString());

    const Recognised recognised = recognise(index);

    QVERIFY2(
        recognised.architecture == *test::parseArchitecture(net.toStdString()),
        describe(recognised.architecture).c_str());
    std::set<std::string> names;
    for (const TensorEntry& entry : recognised.tensors) {
        names.insert(entry.name);
        QCOMPARE(index.tensors[entry.begin].name, entry.name);
    }
    QVERIFY(names == namesOf(recognised.architecture));
    QCOMPARE(names.size(), recognised.tensors.size());
}

void RecogniseTest::takesWrappersAndPrefixesOff_data() {
    QTest::addColumn<QString>("prefix");
    for (const char* prefix :
         {"params_ema.", "params.", "params-ema.", "state_dict.", "model_state_dict.", "model.", "module.",
          "_orig_mod.", "module._orig_mod.", "netG.", "params_ema.module.", "state_dict.netG.",
          "module.model.", "net."}) {
        QTest::newRow(prefix) << prefix;
    }
}

void RecogniseTest::takesWrappersAndPrefixesOff() {
    QFETCH(const QString, prefix);
    for (const char* net : {"rrdbnet-x2-nb2", "srvggnet-x4-nc2", "birefnet-tiny"}) {
        const Recognised recognised = recognise(indexOf(net, prefix.toStdString()));

        QVERIFY(recognised.architecture == *test::parseArchitecture(net));
        QVERIFY(namesOf(recognised.architecture).contains(recognised.tensors.front().name));
    }
    const Recognised old = recognise(renamedIndexOf("rrdbnet-x4-nb2", [&](const std::string& name) {
        return prefix.toStdString() + nameOld(name, 2, 2);
    }));
    QVERIFY(old.architecture == *test::parseArchitecture("rrdbnet-x4-nb2"));
}

void RecogniseTest::prefersAveragedWeights() {
    TensorIndex index = indexOf("rrdbnet-x2-nb1", "params.");
    const TensorIndex averaged = indexOf("rrdbnet-x2-nb1", "params_ema.");
    for (TensorEntry entry : averaged.tensors) {
        entry.begin += 1'000'000;
        index.tensors.push_back(entry);
    }

    for (const TensorEntry& entry : recognise(index).tensors) {
        QVERIFY(entry.begin >= 1'000'000);
    }
}

void RecogniseTest::readsOlderNames_data() {
    QTest::addColumn<QString>("net");
    QTest::addColumn<bool>("isOld");
    for (const char* net : {"rrdbnet-x1-nb2", "rrdbnet-x2-nb3", "rrdbnet-x4", "rrdbnet-x8-nb12"}) {
        QTest::addRow("%s of 2019", net) << net << false;
        QTest::addRow("%s, old", net) << net << true;
    }
}

void RecogniseTest::readsOlderNames() {
    QFETCH(const QString, net);
    QFETCH(const bool, isOld);
    const auto wanted = std::get<RrdbNetShape>(*test::parseArchitecture(net.toStdString()));
    const int ups = wanted.scale == 8 ? 3 : 2;
    const TensorIndex index = renamedIndexOf(net.toStdString(), [&](const std::string& name) {
        return isOld ? nameOld(name, wanted.blocks, ups) : name2019(name);
    });

    const Recognised recognised = recognise(index);

    QVERIFY(recognised.architecture == Architecture(wanted));
    for (const TensorEntry& entry : recognised.tensors) {
        const std::string& theirs = index.tensors[entry.begin].name;
        QCOMPARE(theirs, isOld ? nameOld(entry.name, wanted.blocks, ups) : name2019(entry.name));
    }
}

void RecogniseTest::leavesOutWhatInferenceDoesNotUse() {
    const TensorIndex index = indexOf("birefnet-tiny");

    const Recognised recognised = recognise(index);

    QVERIFY(recognised.tensors.size() < index.tensors.size());
    for (const TensorEntry& entry : recognised.tensors) {
        QVERIFY(isFloating(entry.type));
    }
}

void RecogniseTest::toleratesTheClassificationHead() {
    TensorIndex index = indexOf("birefnet-tiny");
    index.tensors.push_back({.name = "cls_head.0.weight", .shape = {2, 128}});

    QVERIFY(refusalOf(index).isEmpty());
}

void RecogniseTest::namesTheFirstThreeDifferences() {
    TensorIndex index = indexOf("rrdbnet-x2-nb2");
    drop(index, "conv_hr.bias");
    drop(index, "body.0.rdb2.conv3.weight");
    entryOf(index, "conv_last.weight").shape = {3, 64, 1, 1};
    index.tensors.push_back({.name = "body.0.rdb1.conv1x1.weight", .shape = {32, 64, 1, 1}});

    QCOMPARE(
        refusalOf(index), QString("it looks like RRDBNet x2, 2 blocks, 64 wide, but body.0.rdb2.conv3.weight "
                                  "is missing, conv_hr.bias is "
                                  "missing, conv_last.weight is 3 x 64 x 1 x 1 instead of 3 x 64 x 3 x 3 and "
                                  "1 more; fetch the model "
                                  "again or choose another"));
}

void RecogniseTest::namesShapesThatDiffer() {
    TensorIndex index = indexOf("rrdbnet-x4-nb2");
    entryOf(index, "conv_first.weight").shape = {64, 5, 3, 3};
    QVERIFY2(
        refusalOf(index).contains("conv_first.weight is 64 x 5 x 3 x 3 instead of"),
        qPrintable(refusalOf(index)));

    index = indexOf("birefnet-tiny");
    drop(index, "decoder.lateral_block3.conv.bias");
    entryOf(index, "bb.norm2.weight").shape = {};
    const QString said = refusalOf(index);
    QVERIFY2(
        said.contains("but decoder.lateral_block3.conv.bias is missing, bb.norm2.weight is of one value "
                      "instead of 32;"),
        qPrintable(said));
}

void RecogniseTest::refusesTransposedWeights() {
    TensorIndex index = indexOf("srvggnet-x4-nc2");
    for (TensorEntry& entry : index.tensors) {
        std::ranges::reverse(entry.shape);
    }

    QVERIFY(!refusalOf(index).isEmpty());
}

void RecogniseTest::refusesWholeNumbersAsWeights() {
    TensorIndex index = indexOf("rrdbnet-x2-nb1");
    entryOf(index, "conv_last.bias").type = DType::i32;

    QVERIFY(refusalOf(index).contains("conv_last.bias holds whole numbers"));
}

void RecogniseTest::refusesNetsThatItDoesNotKnow() {
    TensorIndex index;
    QVERIFY(refusalOf(index).startsWith("it holds no tensors"));

    index.tensors = {{.name = "model.embed_tokens.weight", .shape = {32000, 4096}}};
    QVERIFY(refusalOf(index).startsWith(
        "it is no net that Kerf knows (1 tensor, the first is \"model.embed_tokens"));

    index.tensors = {
        {.name = "body.0.weight", .shape = {64, 7, 3, 3}},
        {.name = "body.1.weight", .shape = {64, 64, 3, 3}}};
    QVERIFY(refusalOf(index).startsWith("it is no net that Kerf knows (2 tensors"));

    index.tensors = {
        {.name = "bb.block1.0.attn.q.weight", .shape = {64, 64}},
        {.name = "decoder.decoder_block4.conv_in.weight", .shape = {64, 1728, 3, 3}}};
    QVERIFY(refusalOf(index).startsWith("it is a BiRefNet, but not one with a Swin backbone"));

    // Below a name that wraps no state dict.
    QVERIFY(refusalOf(indexOf("rrdbnet-x2-nb1", "optimizer.")).startsWith("it is no net that Kerf knows"));
}

void RecogniseTest::survivesAbsurdNumbers() {
    constexpr std::int64_t kHuge = std::int64_t{1} << 61;
    TensorIndex index = indexOf("birefnet-tiny");
    entryOf(index, "bb.patch_embed.proj.weight").shape[0] = kHuge;
    QVERIFY(!refusalOf(index).isEmpty());

    index = indexOf("rrdbnet-x2-nb1");
    index.tensors.push_back({.name = "body.99999999999999999999.rdb1.conv1.weight", .shape = {32, 64, 3, 3}});
    index.tensors.push_back({.name = "body.2147483647.rdb1.conv1.weight", .shape = {32, 64, 3, 3}});
    QVERIFY(refusalOf(index).contains("is unknown"));

    index = indexOf("srvggnet-x2-nc1");
    entryOf(index, "body.0.weight").shape[0] = kHuge;
    QVERIFY(!refusalOf(index).isEmpty());
}

void RecogniseTest::writesFilesOfTheOfficialSizes_data() {
    QTest::addColumn<QString>("net");
    QTest::addColumn<int>("type");
    QTest::addColumn<quint64>("bytes");
    QTest::newRow("Swin-L fp32") << "birefnet-swin_v1_l" << int(DType::f32) << quint64{884'878'856};
    QTest::newRow("Swin-L fp16") << "birefnet-swin_v1_l" << int(DType::f16) << quint64{444'473'596};
    QTest::newRow("Swin-T fp32") << "birefnet-swin_v1_t" << int(DType::f32) << quint64{177'634'392};
    QTest::newRow("Swin-B fp32") << "birefnet-swin_v1_b" << int(DType::f32) << quint64{429'072'008};
    QTest::newRow("Swin-S fp32") << "birefnet-swin_v1_s" << int(DType::f32) << quint64{263'154'584};
}

// The sizes that were published: proof that names, types and shapes are those of the official files.
void RecogniseTest::writesFilesOfTheOfficialSizes() {
    QFETCH(const QString, net);
    QFETCH(const int, type);
    QFETCH(const quint64, bytes);

    const auto tensors = test::refModel(*test::parseArchitecture(net.toStdString()), DType(type));

    QCOMPARE(quint64(test::safetensorsBytes(tensors)), bytes);
}

void RecogniseTest::recognisesAWholeFileOfTheLiteNet() {
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("model.safetensors").toStdString();
    const Architecture architecture = *test::parseArchitecture("birefnet-swin_v1_t");
    test::writeSafetensors(path, test::refModel(architecture, DType::f16));
    QCOMPARE(quint64(std::filesystem::file_size(path)), quint64{88'965'896});

    const WeightFile file(path);

    QVERIFY(recognise(file.index()).architecture == architecture);
}

QTEST_GUILESS_MAIN(RecogniseTest)
#include "recognise_test.moc"
