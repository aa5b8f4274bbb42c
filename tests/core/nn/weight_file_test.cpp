#include "core/base/error.h"
#include "core/nn/convert.h"
#include "core/nn/weight_file.h"
#include "tests/support/weight_writer.h"
#include "tests/support/zip_writer.h"

#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <unistd.h>

#include <bit>
#include <cmath>
#include <fstream>
#include <limits>

using namespace kerf;
using namespace kerf::nn;
using kerf::test::WriteTensor;
namespace fs = std::filesystem;

namespace {

WriteTensor tensorOf(const std::string& name, DType type, std::vector<float> values) {
    const auto count = static_cast<std::int64_t>(values.size());
    return {name, type, {count}, [values = std::move(values)] { return values; }};
}

std::vector<float> valuesOf(const WeightFile& file, const std::string& name) {
    for (const TensorEntry& entry : file.index().tensors) {
        if (entry.name == name) {
            std::vector<float> values(static_cast<std::size_t>(entry.elements()));
            file.read(entry, values);
            return values;
        }
    }
    return {};
}

// The code and text with which the file is refused.
struct Refusal {
    ErrorCode code = ErrorCode::internal;
    std::string what;
    fs::path file;
};

Refusal refusalOf(const fs::path& path) {
    try {
        const WeightFile file(path);
        for (const TensorEntry& entry : file.index().tensors) {
            valuesOf(file, entry.name);
        }
    } catch (const Error& e) {
        return {e.code(), e.what(), e.file()};
    }
    return {};
}

// What fp16 means, by the book.
double halfValue(unsigned bits) {
    const unsigned exponent = (bits >> 10U) & 31U;
    const unsigned fraction = bits & 1023U;
    const double sign = (bits & 0x8000U) != 0 ? -1.0 : 1.0;
    if (exponent == 0) {
        return sign * std::ldexp(fraction, -24);
    }
    if (exponent == 31) {
        return fraction == 0 ? sign * std::numeric_limits<double>::infinity() : std::nan("");
    }
    return sign * std::ldexp(1024 + fraction, static_cast<int>(exponent) - 25);
}

} // namespace

class WeightFileTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void convertsEveryHalf();
    void roundsDoublesToNearestEven();
    void readsEveryType();
    void readsTensorsLargerThanAChunk();
    void refusesNonFiniteValuesByNameAndPlace_data();
    void refusesNonFiniteValuesByNameAndPlace();
    void keepsReadingTheFileItOpened();
    void saysWhenTheFileHasBecomeShorter();
    void refusesWhatIsNoRegularFile();
    void refusesOtherKindsOfFilesBySayingWhatTheyAre_data();
    void refusesOtherKindsOfFilesBySayingWhatTheyAre();

private:
    fs::path at(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

void WeightFileTest::convertsEveryHalf() {
    std::string bytes;
    for (unsigned bits = 0; bits < 65536; ++bits) {
        bytes += test::little(bits, 2);
    }
    std::vector<float> values(65536);

    toFloat(DType::f16, std::as_bytes(std::span(bytes)), values);

    for (unsigned bits = 0; bits < 65536; ++bits) {
        const double wanted = halfValue(bits);
        const auto found = double(values[bits]);
        QVERIFY2(
            std::isnan(wanted) ? std::isnan(found)
                               : wanted == found && std::signbit(wanted) == std::signbit(found),
            std::to_string(bits).c_str());
    }
}

void WeightFileTest::roundsDoublesToNearestEven() {
    const std::vector<double> in{1.0 + 0x1p-24, 1.0 + 3 * 0x1p-24, 0x1.fffffefffffffp127, 1e-46, -0.0, 1e300};
    std::vector<float> out(in.size());

    toFloat(DType::f64, std::as_bytes(std::span(in)), out);

    QCOMPARE(out[0], 1.0F);
    QCOMPARE(out[1], 1.0F + 0x1p-22F);
    QCOMPARE(out[2], std::numeric_limits<float>::max());
    QCOMPARE(out[3], 0.0F);
    QVERIFY(std::signbit(out[4]));
    QVERIFY(std::isinf(out[5]));
}

void WeightFileTest::readsEveryType() {
    const std::vector<float> whole{0, 1, 2, 100, 127};
    const std::vector<float> broken{0.5F, -1.25F, 3.0F, -0x1p-14F, 100.0F};
    std::vector<WriteTensor> tensors;
    for (const DType type : {DType::i8, DType::u8, DType::i16, DType::i32, DType::i64, DType::boolean}) {
        tensors.push_back(tensorOf("whole" + std::to_string(int(type)), type, whole));
    }
    for (const DType type : {DType::f16, DType::bf16, DType::f32, DType::f64}) {
        tensors.push_back(tensorOf("broken" + std::to_string(int(type)), type, broken));
    }
    test::writeSafetensors(at("types.safetensors"), tensors);

    const WeightFile file(at("types.safetensors"));

    QCOMPARE(file.index().tensors.size(), tensors.size());
    for (const WriteTensor& tensor : tensors) {
        QVERIFY2(valuesOf(file, tensor.name) == tensor.values(), tensor.name.c_str());
    }
}

void WeightFileTest::readsTensorsLargerThanAChunk() {
    std::vector<float> values(300'001);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = float(i % 2048);
    }
    test::writeSafetensors(
        at("large.safetensors"),
        {tensorOf("half", DType::f16, values), tensorOf("full", DType::f32, values)});

    const WeightFile file(at("large.safetensors"));

    QVERIFY(valuesOf(file, "half") == values);
    QVERIFY(valuesOf(file, "full") == values);
}

void WeightFileTest::refusesNonFiniteValuesByNameAndPlace_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<float>("value");
    QTest::addColumn<QString>("called");
    for (const auto& [name, type] :
         {std::pair{"f16", DType::f16}, {"bf16", DType::bf16}, {"f32", DType::f32}, {"f64", DType::f64}}) {
        QTest::addRow("NaN in %s", name) << int(type) << std::numeric_limits<float>::quiet_NaN() << "NaN";
        QTest::addRow("infinity in %s", name)
            << int(type) << std::numeric_limits<float>::infinity() << "infinity";
        QTest::addRow("-infinity in %s", name)
            << int(type) << -std::numeric_limits<float>::infinity() << "infinity";
    }
}

void WeightFileTest::refusesNonFiniteValuesByNameAndPlace() {
    QFETCH(const int, type);
    QFETCH(const float, value);
    QFETCH(const QString, called);
    std::vector<float> values(200'000, 1.0F);
    values[150'003] = value;
    test::writeSafetensors(at("bad.safetensors"), {tensorOf("body.3.bias", DType(type), values)});

    const Refusal refusal = refusalOf(at("bad.safetensors"));

    QCOMPARE(refusal.code, ErrorCode::model_corrupt);
    QCOMPARE(refusal.file, at("bad.safetensors"));
    QCOMPARE(
        QString::fromStdString(refusal.what), "tensor \"body.3.bias\" holds " + called +
                                                  " at position 150003; the file is damaged, fetch it again");
}

void WeightFileTest::keepsReadingTheFileItOpened() {
    test::writeSafetensors(at("model"), {tensorOf("a", DType::f32, {1, 2, 3})});
    const WeightFile file(at("model"));
    fs::remove(at("model"));
    test::writeSafetensors(at("model"), {tensorOf("a", DType::f32, {4, 5, 6})});

    QVERIFY((valuesOf(file, "a") == std::vector<float>{1, 2, 3}));
}

void WeightFileTest::saysWhenTheFileHasBecomeShorter() {
    test::writeSafetensors(at("model"), {tensorOf("a", DType::f32, {1, 2, 3})});
    const WeightFile file(at("model"));
    fs::resize_file(at("model"), fs::file_size(at("model")) - 1);

    try {
        valuesOf(file, "a");
        QFAIL("not noticed");
    } catch (const Error& e) {
        QCOMPARE(e.code(), ErrorCode::model_corrupt);
        QVERIFY(std::string(e.what()).starts_with("the file became shorter"));
    }
}

void WeightFileTest::refusesWhatIsNoRegularFile() {
    QVERIFY(::mkfifo(at("pipe").c_str(), 0600) == 0);
    std::ofstream(at("empty"));

    QCOMPARE(refusalOf(at("absent")).code, ErrorCode::file_not_found);
    QCOMPARE(refusalOf(m_folder.path().toStdString()).code, ErrorCode::not_a_file);
    QCOMPARE(refusalOf(at("pipe")).code, ErrorCode::not_a_file);
    QCOMPARE(refusalOf("/dev/zero").code, ErrorCode::not_a_file);
    QCOMPARE(refusalOf(at("empty")).code, ErrorCode::model_corrupt);
    if (::geteuid() != 0) { // root may read everything
        std::ofstream(at("closed")) << "text";
        fs::permissions(at("closed"), fs::perms::none);
        QCOMPARE(refusalOf(at("closed")).code, ErrorCode::permission_denied);
    }
}

void WeightFileTest::refusesOtherKindsOfFilesBySayingWhatTheyAre_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("called");
    QTest::newRow("web page") << QByteArray("<!DOCTYPE html><p>404") << "a web page";
    QTest::newRow("LFS") << QByteArray("version https://git-lfs.github.com/spec/v1\n")
                         << "a pointer of Git LFS";
    QTest::newRow("7z") << QByteArray("7z\xBC\xAF\x27\x1C\0\4", 8) << "a 7z archive";
    QTest::newRow("gzip") << QByteArray("\x1F\x8B\x08\0", 4) << "a gzip archive";
    QTest::newRow("NumPy") << QByteArray("\x93NUMPY\1\0", 8) << "a NumPy array";
    QTest::newRow("text") << QByteArray("hello") << "no weight file";
}

void WeightFileTest::refusesOtherKindsOfFilesBySayingWhatTheyAre() {
    QFETCH(const QByteArray, content);
    QFETCH(const QString, called);
    std::ofstream(at("other.safetensors"), std::ios::binary) << content.toStdString();

    const Refusal refusal = refusalOf(at("other.safetensors"));

    QCOMPARE(refusal.code, ErrorCode::unsupported_format);
    QVERIFY2(refusal.what.find(called.toStdString()) != std::string::npos, refusal.what.c_str());
}

QTEST_GUILESS_MAIN(WeightFileTest)
#include "weight_file_test.moc"
