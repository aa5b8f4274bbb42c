#include "core/base/error.h"
#include "core/nn/safetensors.h"
#include "tests/support/stopwatch.h"
#include "tests/support/zip_writer.h"

#include <QTest>

using namespace kerf;
using namespace kerf::nn;

namespace {

std::string fileOf(const std::string& header, std::size_t valueBytes) {
    return test::little(header.size(), 8) + header + std::string(valueBytes, '\0');
}

TensorIndex readBytes(const std::string& file) {
    return readSafetensors(MemoryBytes(std::as_bytes(std::span(file))));
}

// The refusal's text, or nothing if the file was taken.
std::string refusalOf(const std::string& file) {
    try {
        readBytes(file);
        return {};
    } catch (const Error& e) {
        return e.code() == ErrorCode::model_corrupt ? e.what() : "another code";
    }
}

std::string
tensor(const std::string& name, const std::string& shape, std::uint64_t begin, std::uint64_t end) {
    return '"' + name + R"(":{"dtype":"F32","shape":)" + shape + ",\"data_offsets\":[" +
           std::to_string(begin) + ',' + std::to_string(end) + "]}";
}

} // namespace

class SafetensorsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsNamesTypesShapesAndPlaces();
    void readsEscapedAndUnicodeNames();
    void refusesHostileHeadersEachWithItsReason_data();
    void refusesHostileHeadersEachWithItsReason();
    void refusesAMillionTensorsQuickly();
    void refusesAFileCutAnywhere();
    void namesTheTensorOfTheRefusal();
};

void SafetensorsTest::readsNamesTypesShapesAndPlaces() {
    const std::string header =
        R"( {"__metadata__":{"format":"pt"},"b":{"shape":[2,3],"data_offsets":[4,16],"dtype":"BF16"},)"
        R"("a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}  )";

    const TensorIndex index = readBytes(fileOf(header, 16));

    QCOMPARE(index.format, WeightFormat::safetensors);
    QCOMPARE(index.metadata.at("format"), std::string("pt"));
    QCOMPARE(index.tensors.size(), std::size_t{2});
    QCOMPARE(index.tensors[0].name, std::string("b"));
    QCOMPARE(index.tensors[0].type, DType::bf16);
    QVERIFY((index.tensors[0].shape == std::vector<std::int64_t>{2, 3}));
    QCOMPARE(index.tensors[0].begin, 8 + header.size() + 4);
    QVERIFY(index.tensors[1].shape.empty());
    QCOMPARE(index.tensors[1].begin, 8 + header.size());
}

void SafetensorsTest::readsEscapedAndUnicodeNames() {
    const TensorIndex index =
        readBytes(fileOf("{" + tensor(R"(\u00e9\ud83d\ude00\/ü)", "[1]", 0, 4) + "}", 4));

    QCOMPARE(index.tensors[0].name, std::string("\xC3\xA9\xF0\x9F\x98\x80/\xC3\xBC"));
}

void SafetensorsTest::refusesHostileHeadersEachWithItsReason_data() {
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& file, const char* reason) {
        QTest::newRow(name) << QByteArray(file.data(), qsizetype(file.size())) << reason;
    };
    const auto header =
        [&row](const char* name, const std::string& json, std::size_t bytes, const char* reason) {
            row(name, fileOf(json, bytes), reason);
        };
    row("seven bytes", "1234567", "shorter than");
    row("no header", test::little(50, 8), "reaches beyond the end");
    row("header over 100 MB", test::little(100'000'001, 8) + "{", "more than the format's 100 MB");
    row("header 2^64-1", test::little(~0ULL, 8) + "{", "more than the format's 100 MB");
    row("header over the file", test::little(1000, 8) + "{}", "reaches beyond the end");
    row("header of 20 MB", test::little(20'000'000, 8) + std::string(20'000'000, ' '), "more than any net's");
    header("overlap", "{" + tensor("a", "[2]", 0, 8) + "," + tensor("b", "[1]", 4, 8) + "}", 8, "overlap");
    header(
        "hole", "{" + tensor("a", "[1]", 0, 4) + "," + tensor("b", "[1]", 8, 12) + "}", 12, "gap of 4 bytes");
    header("hole at the start", "{" + tensor("a", "[1]", 4, 8) + "}", 8, "gap of 4 bytes");
    header("trailing bytes", "{" + tensor("a", "[1]", 0, 4) + "}", 9, "5 bytes follow");
    header("beyond the file", "{" + tensor("a", "[4]", 0, 16) + "}", 8, "reach beyond the end");
    header("ends before it begins", "{" + tensor("a", "[1]", 4, 0) + "}", 4, "end before they begin");
    header("negative side", "{" + tensor("a", "[-1]", 0, 4) + "}", 4, "negative number");
    header("beyond 2^63", "{" + tensor("a", "[9223372036854775808]", 0, 4) + "}", 4, "beyond 2^63");
    header(
        "shape overflows", "{" + tensor("a", "[4294967296,4294967296,4]", 0, 0) + "}", 0,
        "larger than any memory");
    header(
        "shape overflows to 63 bits", "{" + tensor("a", "[2305843009213693952]", 0, 0) + "}", 0,
        "larger than any");
    header(
        "empty tensor", "{" + tensor("a", "[1]", 0, 4) + "," + tensor("b", "[0]", 4, 4) + "}", 4, "is empty");
    header("shape and size differ", "{" + tensor("a", "[3]", 0, 8) + "}", 8, "needs 12 bytes");
    header("twice", "{" + tensor("a", "[1]", 0, 4) + "," + tensor("a", "[1]", 4, 8) + "}", 8, "\"a\" twice");
    header("metadata twice", R"({"__metadata__":{},"__metadata__":{}})", 0, "__metadata__ twice");
    header("metadata key twice", R"({"__metadata__":{"k":"1","k":"2"}})", 0, "has \"k\" twice");
    header("metadata nested", R"({"__metadata__":{"k":{}}})", 0, "not text in quotes");
    header("deep nesting", std::string(1'000'000, '['), 0, "not an object");
    header("deep shape", R"({"a":{"dtype":"F32","shape":)" + std::string(1'000'000, '['), 0, "whole numbers");
    header("deep tensor", R"({"a":)" + std::string(1'000'000, '{'), 0, "not text in quotes");
    header("NUL in a name", "{" + tensor("a\\u0000b", "[1]", 0, 4) + "}", 4, "control characters");
    header("raw NUL", "{\"a" + std::string(1, '\0') + "\":1}", 0, "without control characters");
    header(
        "name of 1 MB", "{" + tensor(std::string(1U << 20U, 'n'), "[1]", 0, 4) + "}", 4,
        "a tensor's name is longer than 512 bytes");
    header("no name", "{" + tensor("", "[1]", 0, 4) + "}", 4, "empty name");
    header("not UTF-8", "{" + tensor("\xC0\xAF", "[1]", 0, 4) + "}", 4, "not valid UTF-8");
    header("lone surrogate", "{" + tensor("\\ud800", "[1]", 0, 4) + "}", 4, "valid \\u escapes");
    header("unknown escape", R"({"\x41":1})", 0, "known escapes");
    header(
        "unknown type", R"({"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}})", 1,
        "type \"F8_E4M3\"");
    header("no type", R"({"a":{"shape":[1],"data_offsets":[0,4]}})", 4, "has no dtype");
    header("no shape", R"({"a":{"dtype":"F32","data_offsets":[0,4]}})", 4, "has no shape");
    header("no offsets", R"({"a":{"dtype":"F32","shape":[1]}})", 4, "has no data_offsets");
    header("type twice", R"({"a":{"dtype":"F32","dtype":"F32"}})", 0, "has dtype twice");
    header("unknown key", R"({"a":{"dtype":"F32","code":"x"}})", 0, "unknown key \"code\"");
    header("one offset", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", 4, "fewer than two");
    header(
        "three offsets", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", 4, "more than two");
    header(
        "nine dimensions", "{" + tensor("a", "[1,1,1,1,1,1,1,1,1]", 0, 4) + "}", 4, "more than 8 dimensions");
    header("fraction", "{" + tensor("a", "[1.0]", 0, 4) + "}", 4, "whole numbers");
    header("exponent", "{" + tensor("a", "[1e0]", 0, 4) + "}", 4, "whole numbers");
    header("leading zero", "{" + tensor("a", "[01]", 0, 4) + "}", 4, "whole numbers");
    header("comma missing", R"({"__metadata__":{}"a":1})", 0, "followed by a comma");
    header("colon missing", R"({"a" 1})", 0, "followed by a colon");
    header("text after the header", "{" + tensor("a", "[1]", 0, 4) + "}x", 4, "not blank");
    header("header ends early", "{" + tensor("a", "[1]", 0, 4), 4, "text ends within");
}

void SafetensorsTest::refusesHostileHeadersEachWithItsReason() {
    QFETCH(const QByteArray, file);
    QFETCH(const QString, reason);
    const std::string bytes = file.toStdString();
    const test::Stopwatch timer;

    const QString said = QString::fromStdString(refusalOf(bytes));

    QVERIFY2(timer.isInTime(), qPrintable(QString::number(timer.elapsed()) + " ms"));
    QVERIFY2(said.contains(reason), qPrintable(said));
    QVERIFY2(said.contains("; "), "a remedy follows the cause");
    QVERIFY2(said.size() < 300, qPrintable(said));
}

void SafetensorsTest::refusesAMillionTensorsQuickly() {
    std::string header = "{";
    for (int i = 0; header.size() < (15U << 20U); ++i) {
        header +=
            tensor("t" + std::to_string(i), "[1]", std::uint64_t(i) * 4, std::uint64_t(i) * 4 + 4) + ",";
    }
    const std::string file = fileOf(header, 4);
    const test::Stopwatch timer;

    const QString said = QString::fromStdString(refusalOf(file));

    QVERIFY(timer.isInTime());
    QVERIFY2(said.contains("more than 10000 tensors"), qPrintable(said));
}

void SafetensorsTest::refusesAFileCutAnywhere() {
    const std::string file = fileOf(
        R"({"__metadata__":{"format":"pt"},)" + tensor("a", "[2,2]", 0, 16) + "," +
            tensor("b", "[1]", 16, 20) + "}  ",
        20);
    QVERIFY(refusalOf(file).empty());

    for (std::size_t bytes = 0; bytes < file.size(); ++bytes) {
        const std::string said = refusalOf(file.substr(0, bytes));
        QVERIFY2(said.find("damaged") != said.npos, std::to_string(bytes).c_str());
    }
}

void SafetensorsTest::namesTheTensorOfTheRefusal() {
    const std::string said = refusalOf(fileOf("{" + tensor("conv\x7F", "[1]", 0, 4) + "}", 4));

    QVERIFY(said.find("\"conv?\"") != said.npos);
}

QTEST_GUILESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
