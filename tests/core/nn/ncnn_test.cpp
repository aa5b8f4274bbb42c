#include "core/base/error.h"
#include "core/nn/architecture.h"
#include "core/nn/weight_file.h"
#include "tests/support/ncnn_writer.h"
#include "tests/support/ref_models.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <iterator>

using namespace kerf;
using namespace kerf::nn;
using kerf::test::NcnnOptions;
using kerf::test::NcnnValues;
using kerf::test::WriteTensor;
namespace fs = std::filesystem;

namespace {

std::string textOf(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

QString refusalOf(const fs::path& path) {
    try {
        recognise(WeightFile(path).index());
        return {};
    } catch (const Error& e) {
        return e.what();
    }
}

} // namespace

class NcnnTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsNetsOfUpscaylsLibrary_data();
    void readsNetsOfUpscaylsLibrary();
    void readsTablesOfValues();
    void takesTheSizesOfTheOfficialFiles();
    void refusesNetsThatComputeSomethingElse_data();
    void refusesNetsThatComputeSomethingElse();
    void refusesBrokenFiles_data();
    void refusesBrokenFiles();
    void refusesABinThatDoesNotFit();
    void asksForTheOtherFile();

private:
    void write(const std::string& net, const NcnnOptions& options = {}) {
        const Architecture architecture = *test::parseArchitecture(net);
        test::writeNcnn(at("net.param"), architecture, test::refModel(architecture, DType::f32), options);
    }
    // Writes net.param again with one text replaced by another.
    void change(const std::string& from, const std::string& to) {
        std::string text = textOf(at("net.param"));
        const std::size_t place = text.find(from);
        QVERIFY2(place != text.npos, from.c_str());
        std::ofstream(at("net.param")) << text.replace(place, from.size(), to);
    }
    fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

void NcnnTest::readsNetsOfUpscaylsLibrary_data() {
    QTest::addColumn<QString>("net");
    QTest::addColumn<int>("values");
    QTest::addColumn<bool>("isFused");
    QTest::addColumn<QString>("opened");
    for (const char* net :
         {"rrdbnet-x4-nb2", "rrdbnet-x2-nb1", "rrdbnet-x1-nb1", "rrdbnet-x8-nb1-nf16", "srvggnet-x4-nc16",
          "srvggnet-x2-nc1", "srvggnet-x1-nc1", "srvggnet-x3-nc2-nf24"}) {
        QTest::addRow("%s fp16", net) << net << int(NcnnValues::halves) << true << "net.param";
        QTest::addRow("%s fp32", net) << net << int(NcnnValues::floats) << false << "net.bin";
        QTest::addRow("%s tagged", net) << net << int(NcnnValues::tagged_floats) << true << "net.bin";
    }
}

void NcnnTest::readsNetsOfUpscaylsLibrary() {
    QFETCH(const QString, net);
    QFETCH(const int, values);
    QFETCH(const bool, isFused);
    QFETCH(const QString, opened);
    write(net.toStdString(), {.values = NcnnValues(values), .isFused = isFused});

    const WeightFile file(at(opened.toStdString().c_str()));
    const Recognised recognised = recognise(file.index());

    QCOMPARE(file.index().format, WeightFormat::ncnn);
    QVERIFY2(
        recognised.architecture == *test::parseArchitecture(net.toStdString()),
        describe(recognised.architecture).c_str());
    const auto tensors = test::refModel(recognised.architecture, DType::f32);
    for (const TensorEntry& entry : recognised.tensors) {
        std::vector<float> found(static_cast<std::size_t>(entry.elements()));
        file.read(entry, found);
        const std::vector<float> wanted =
            std::ranges::find(tensors, entry.name, &WriteTensor::name)->values();
        for (std::size_t i = 0; i < found.size(); ++i) {
            QVERIFY2(
                std::abs(found[i] - wanted[i]) <= 5e-4F * std::abs(wanted[i]) + 1e-7F, entry.name.c_str());
        }
    }
}

void NcnnTest::readsTablesOfValues() {
    const Architecture architecture = *test::parseArchitecture("srvggnet-x2-nc1");
    std::vector<WriteTensor> tensors = test::refModel(architecture, DType::f32);
    for (WriteTensor& tensor : tensors) {
        tensor.values = [count = tensor.elements()] {
            std::vector<float> values(count);
            for (std::size_t i = 0; i < count; ++i) {
                values[i] = float(i % 251) * 0.25F - 20;
            }
            return values;
        };
    }
    test::writeNcnn(at("net.param"), architecture, tensors, {.values = NcnnValues::table});

    const WeightFile file(at("net.param"));

    for (const TensorEntry& entry : recognise(file.index()).tensors) {
        QCOMPARE(entry.isTable, entry.shape.size() == 4);
        std::vector<float> found(static_cast<std::size_t>(entry.elements()));
        file.read(entry, found);
        QVERIFY2(
            found == std::ranges::find(tensors, entry.name, &WriteTensor::name)->values(),
            entry.name.c_str());
    }
}

void NcnnTest::takesTheSizesOfTheOfficialFiles() {
    // realesrgan-x4plus.bin in fp16 and in fp32.
    write("rrdbnet-x4");
    QCOMPARE(fs::file_size(at("net.bin")), std::uintmax_t{33'424'520});
    QVERIFY(refusalOf(at("net.param")).isEmpty());

    write("rrdbnet-x4", {.values = NcnnValues::floats});
    QCOMPARE(fs::file_size(at("net.bin")), std::uintmax_t{66'793'352});
    QVERIFY(refusalOf(at("net.param")).isEmpty());
}

void NcnnTest::refusesNetsThatComputeSomethingElse_data() {
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("reason");
    const QString neither = "compute neither an RRDBNet nor";
    QTest::newRow("slope") << "-23310=1,2.000000e-01"
                           << "-23310=1,1.000000e-01" << neither;
    QTest::newRow("ReLU") << "9=2 -23310=1,2.000000e-01"
                          << "9=1" << neither;
    QTest::newRow("clip") << "9=2 -23310=1,2.000000e-01"
                          << "9=3 -23310=2,0,1"
                          << "does something";
    QTest::newRow("residual's factor") << "-23301=2,2.000000e-01,1.0"
                                       << "-23301=2,3.000000e-01,1.0" << neither;
    QTest::newRow("factors swapped") << "2,2.000000e-01,1.000000e+00"
                                     << "2,1.000000e+00,2.000000e-01" << neither;
    QTest::newRow("order of channels") << "Concat l3 2 1 1 2 3"
                                       << "Concat l3 2 1 2 1 3" << neither;
    QTest::newRow("other axis") << "Concat l3 2 1 1 2 3 0=0"
                                << "Concat l3 2 1 1 2 3 0=1"
                                << "does something";
    QTest::newRow("bilinear") << "0=1 1=2.000000e+00"
                              << "0=2 1=2.000000e+00"
                              << "does something";
    QTest::newRow("stride") << "4=1 5=1"
                            << "3=2 4=1 5=1"
                            << "does something";
    QTest::newRow("padding") << "4=1 5=1"
                             << "4=0 5=1"
                             << "does something";
    QTest::newRow("int8") << "4=1 5=1"
                          << "4=1 8=1 5=1"
                          << "does something";
    QTest::newRow("unknown layer") << "BinaryOp"
                                   << "Softmax "
                                   << "does something that no net that Kerf knows does";
}

void NcnnTest::refusesNetsThatComputeSomethingElse() {
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    QFETCH(const QString, reason);
    write("rrdbnet-x4-nb1-nf16");
    change(from.toStdString(), to.toStdString());

    const QString said = refusalOf(at("net.param"));

    QVERIFY2(said.contains(reason), qPrintable(said));
}

void NcnnTest::refusesBrokenFiles_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("reason");
    QTest::newRow("number only") << "7767517\n"
                                 << "how many layers";
    QTest::newRow("longer number") << "77675170\n1 1\n"
                                   << "begin with ncnn's number";
    QTest::newRow("no layers") << "7767517\n0 0\n"
                               << "says it has 0 layers";
    QTest::newRow("a billion layers") << "7767517\n1000000000 1\n"
                                      << "says it has 1000000000 layers";
    QTest::newRow("ends early") << "7767517\n3 3\nInput a 0 1 a\n"
                                << "ends after 1 of 3 layers";
    QTest::newRow("more than it says") << "7767517\n1 1\nInput a 0 1 a\nInput b 0 1 b\n"
                                       << "more layers than it says";
    QTest::newRow("only an input") << "7767517\n1 1\nInput a 0 1 a\n"
                                   << "compute neither";
    QTest::newRow("no such blob") << "7767517\n2 2\nInput a 0 1 a\nReLU r 1 1 b c\n"
                                  << "takes what no layer gives: \"b\"";
    QTest::newRow("takes itself") << "7767517\n1 1\nReLU r 1 1 a a\n"
                                  << "takes what no layer gives";
    QTest::newRow("blob twice") << "7767517\n2 2\nInput a 0 1 a\nReLU r 1 1 a a\n"
                                << "two layers give \"a\"";
    QTest::newRow("a million inputs") << "7767517\n1 1\nConcat c 1000000 1 a b\n"
                                      << "can't be read";
    QTest::newRow("negative inputs") << "7767517\n1 1\nConcat c -1 1 a b\n"
                                     << "can't be read";
    QTest::newRow("value") << "7767517\n1 1\nInput a 0 1 a x=y\n"
                           << "a value that can't be read";
    QTest::newRow("number") << "7767517\n1 1\nInput a 0 1 a 0=1e\n"
                            << "a value that can't be read";
    QTest::newRow("infinite") << "7767517\n2 2\nInput a 0 1 a\nConvolution c 1 1 a b 0=inf 1=3\n"
                              << "a size that is none";
    QTest::newRow("negative channels")
        << "7767517\n2 2\nInput a 0 1 a\nConvolution c 1 1 a b 0=-1 1=3 4=1 6=9\n"
        << "does something";
    QTest::newRow("huge kernel")
        << "7767517\n2 2\nInput a 0 1 a\nConvolution c 1 1 a b 0=1 1=999999999 4=499999999 6=9\n"
        << "does something";
    QTest::newRow("weights don't divide")
        << "7767517\n2 2\nInput a 0 1 a\nConvolution c 1 1 a b 0=2 1=3 4=1 6=19\n"
        << "does something";
}

void NcnnTest::refusesBrokenFiles() {
    QFETCH(const QString, text);
    QFETCH(const QString, reason);
    std::ofstream(at("net.param")) << text.toStdString();
    std::ofstream(at("net.bin")) << "some bytes";

    const QString said = refusalOf(at("net.param"));

    QVERIFY2(said.contains(reason), qPrintable(said));
}

void NcnnTest::refusesABinThatDoesNotFit() {
    write("srvggnet-x2-nc1");
    const std::string bytes = textOf(at("net.bin"));
    for (std::size_t size = 0; size < bytes.size(); size += 997) {
        std::ofstream(at("net.bin"), std::ios::binary) << bytes.substr(0, size);
        QVERIFY2(
            refusalOf(at("net.param")).contains(".bin ends within tensor"), std::to_string(size).c_str());
    }
    std::ofstream(at("net.bin"), std::ios::binary) << bytes << "abcd";
    QVERIFY(refusalOf(at("net.param")).contains("4 bytes follow the last values"));

    write("srvggnet-x2-nc1", {.values = NcnnValues::bytes});
    QVERIFY(refusalOf(at("net.param")).contains("quantised to 8 bits"));
}

void NcnnTest::asksForTheOtherFile() {
    write("srvggnet-x2-nc1");
    fs::remove(at("net.bin"));

    QVERIFY(refusalOf(at("net.param")).contains("needs the .bin of the same name"));
}

QTEST_GUILESS_MAIN(NcnnTest)
#include "ncnn_test.moc"
