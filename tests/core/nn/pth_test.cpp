#include "core/base/error.h"
#include "core/nn/pickle_machine.h"
#include "core/nn/pth.h"
#include "core/nn/weight_file.h"
#include "tests/support/pickle_writer.h"
#include "tests/support/stopwatch.h"
#include "tests/support/weight_writer.h"
#include "tests/support/zip_writer.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <iterator>

using namespace kerf;
using namespace kerf::nn;
using kerf::test::PickleWriter;
using kerf::test::WriteTensor;
using kerf::test::ZipWriter;
namespace fs = std::filesystem;

Q_DECLARE_METATYPE(kerf::test::PthOptions)

namespace {

std::vector<WriteTensor> someTensors() {
    const auto counting = [](std::size_t count) {
        return [count] {
            std::vector<float> values(count);
            for (std::size_t i = 0; i < count; ++i) {
                values[i] = float(i) - 3;
            }
            return values;
        };
    };
    return {
        {"conv.weight", DType::f32, {2, 3, 3, 3}, counting(54)},
        {"conv.bias", DType::f16, {2}, counting(2)},
        {"norm.running_mean", DType::bf16, {7}, counting(7)},
        {"double", DType::f64, {3}, counting(3)},
        {"steps", DType::i64, {}, counting(1)},
        {"small", DType::i8, {2, 2}, counting(4)}};
}

// Names and values of everything in the file.
std::map<std::string, std::vector<float>> contentOf(const fs::path& path) {
    const WeightFile file(path);
    std::map<std::string, std::vector<float>> content;
    for (const TensorEntry& entry : file.index().tensors) {
        std::vector<float> values(static_cast<std::size_t>(entry.elements()));
        file.read(entry, values);
        content[entry.name] = values;
    }
    return content;
}

QString refusalOf(const fs::path& path) {
    try {
        const WeightFile file(path);
        return {};
    } catch (const Error& e) {
        return e.code() == ErrorCode::model_corrupt || e.code() == ErrorCode::unsupported_format
                   ? e.what()
                   : "another code";
    }
}

// {name: tensor} in a pickle; `change` gives the tensor.
template <typename Tensor>
std::string dictWith(const std::string& name, Tensor&& tensor) {
    PickleWriter pickle;
    pickle.raw("}").put().text(name);
    tensor(pickle);
    return pickle.raw("s").stop().bytes();
}

std::string tensorPickle(
    std::int64_t elements,
    std::int64_t offset,
    const std::vector<std::int64_t>& shape,
    const std::vector<std::int64_t>& strides) {
    return dictWith("a", [&](PickleWriter& pickle) {
        pickle.tensor({"FloatStorage", "0", elements}, offset, shape, strides);
    });
}

// A zip with that pickle and a storage of 4 floats.
void writeZip(
    const fs::path& file, const std::string& pickle, const std::function<void(ZipWriter&)>& more = {}) {
    ZipWriter zip(file);
    zip.add("top/data.pkl", pickle);
    zip.add("top/data/0", std::string(16, '\0'));
    if (more) {
        more(zip);
    }
    zip.finish();
}

std::string bytesOf(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

class PthTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsWhatTorchWrites_data();
    void readsWhatTorchWrites();
    void readsStridedAndSharedStorages();
    void takesTheParameterWrapperOff();
    void refusesHostilePickles_data();
    void refusesHostilePickles();
    void refusesHostileZips_data();
    void refusesHostileZips();
    void refusesHostileLegacyFiles_data();
    void refusesHostileLegacyFiles();
    void refusesAFileCutAnywhere_data();
    void refusesAFileCutAnywhere();
    void namesWhatAPickleWouldCall();

private:
    fs::path at(const std::string& name) const { return fs::path(m_folder.path().toStdString()) / name; }
    QTemporaryDir m_folder;
};

void PthTest::readsWhatTorchWrites_data() {
    QTest::addColumn<test::PthOptions>("options");
    QTest::newRow("bare") << test::PthOptions{};
    QTest::newRow("wrapped") << test::PthOptions{.wrap = "params_ema"};
    QTest::newRow("odd folder, small keys") << test::PthOptions{.folder = "a b/c.d", .hasLongKeys = false};
    QTest::newRow("prefix") << test::PthOptions{.prefix = "module."};
    QTest::newRow("legacy") << test::PthOptions{.isLegacy = true};
    QTest::newRow("legacy, wrapped") << test::PthOptions{.wrap = "params", .isLegacy = true};
}

void PthTest::readsWhatTorchWrites() {
    QFETCH(const test::PthOptions, options);
    test::writePth(at("model.pth"), someTensors(), options);

    const auto content = contentOf(at("model.pth"));

    QCOMPARE(content.size(), someTensors().size());
    const std::string prefix = (options.wrap.empty() ? "" : options.wrap + ".") + options.prefix;
    for (const WriteTensor& tensor : someTensors()) {
        QVERIFY2(content.at(prefix + tensor.name) == tensor.values(), tensor.name.c_str());
    }
    const WeightFile file(at("model.pth"));
    QCOMPARE(file.index().format, options.isLegacy ? WeightFormat::torch_legacy : WeightFormat::torch_zip);
    QVERIFY(file.index().tensors[0].shape == someTensors()[0].shape);
}

void PthTest::readsStridedAndSharedStorages() {
    PickleWriter pickle;
    pickle.raw("}").put().raw("(");
    pickle.text("whole").tensor({"FloatStorage", "s", 12}, 0, {3, 4}, {4, 1});
    pickle.text("transposed").tensor({"FloatStorage", "s", 12}, 0, {4, 3}, {1, 4});
    pickle.text("column").tensor({"FloatStorage", "s", 12}, 1, {3}, {4});
    pickle.text("last rows").tensor({"FloatStorage", "s", 12}, 4, {2, 4}, {4, 1});
    pickle.text("repeated").tensor({"FloatStorage", "s", 12}, 2, {2, 3}, {0, 1});
    pickle.text("side of one").tensor({"FloatStorage", "s", 12}, 0, {1, 12}, {99, 1});
    pickle.raw("u").stop();
    ZipWriter zip(at("strided.pth"));
    zip.add("t/data.pkl", pickle.bytes());
    zip.add("t/data/s", test::packed({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, DType::f32));
    zip.finish();

    const auto content = contentOf(at("strided.pth"));

    using Values = std::vector<float>;
    QVERIFY((content.at("whole") == Values{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}));
    QVERIFY((content.at("transposed") == Values{0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11}));
    QVERIFY((content.at("column") == Values{1, 5, 9}));
    QVERIFY((content.at("last rows") == Values{4, 5, 6, 7, 8, 9, 10, 11}));
    QVERIFY((content.at("repeated") == Values{2, 3, 4, 2, 3, 4}));
    QCOMPARE(content.at("side of one").size(), std::size_t{12});
}

void PthTest::takesTheParameterWrapperOff() {
    writeZip(
        at("parameter.pth"), dictWith("p", [](PickleWriter& pickle) {
            pickle.global("torch._utils", "_rebuild_parameter").raw("(");
            pickle.tensor({"FloatStorage", "0", 4}, 0, {2, 2}, {2, 1}).raw("\x88").orderedDict().raw("tR");
        }));

    QCOMPARE(contentOf(at("parameter.pth")).at("p").size(), std::size_t{4});
}

void PthTest::refusesHostilePickles_data() {
    QTest::addColumn<QByteArray>("pickle");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char* name, const std::string& pickle, const char* reason) {
        QTest::newRow(name) << QByteArray(pickle.data(), qsizetype(pickle.size())) << reason;
    };
    const std::string head = PickleWriter().bytes();
    row("os.system", head + "cos\nsystem\nX\x02\0\0\0id\x85R.", "\"os.system\"");
    row("eval", head + "cbuiltins\neval\n.", "\"builtins.eval\"");
    row("renamed import", head + "ctorch._utils\n_rebuild_tensor_v2.__globals__\n.",
        "_rebuild_tensor_v2.__globals__");
    row("rebuild from type", head + "ctorch._tensor\n_rebuild_from_type_v2\n.", "_rebuild_from_type_v2");
    row("global without end", head + "c" + std::string(4096, 'a'), "without an end");
    row("INST", head + "(ios\nsystem\n.",
        "opcode INST, which no weight file needs, and mentions \"os.system\"");
    row("OBJ", head + "(o.", "opcode OBJ");
    row("NEWOBJ", head + ")\x81.", "opcode NEWOBJ");
    row("STACK_GLOBAL", head + "\x8C\x02os\x8C\x06system\x93.", "opcode SHORT_BINUNICODE");
    row("EXT1", head + "\x82\x01.", "opcode EXT1");
    row("no opcode", head + "\xFF.", "opcode 0xFF");
    row("protocol 4", std::string("\x80\x04\x8C\x05posix\x8C\x06system\x93.", 18),
        "protocol 4, not 2, and mentions \"posix.system\"");
    row("text of 2^32-1 bytes", head + "X\xFF\xFF\xFF\xFF", "text of 4294967295 bytes");
    row("text of 2^63 bytes", head + "\x8D" + test::little(1ULL << 63U, 8), "opcode BINUNICODE8");
    row("short text", head + "U\xFF", "text of 255 bytes");
    row("empty", "", "ends too early");
    row("no STOP", head + "}", "ends too early");
    row("bytes behind STOP", dictWith("a", [](PickleWriter& p) { p.raw("N"); }) + "x", "follow the end");
    row("two results", head + "}}.", "stack of another size");
    row("mark left", head + "}(.", "stack of another size");
    row("empty stack", head + "R.", "empty stack");
    row("pops through a mark", head + "}(s.", "empty stack");
    row("no mark", head + "t.", "mark that isn't there");
    row("deep marks", head + std::string(100'000, '('), "nests deeper");
    row("unknown memo", head + "h\x07.", "never remembered");
    row("memo number", head + "}r" + test::little(0xFFFFFFFF, 4) + ".",
        "remembers a value under the number 4294967295");
    row("many values", head + std::string(600'000, 'N'), "more than 200000 values");
    row(
        "many on the stack",
        head + "}q" + std::string(1, '\0') +
            [] {
                std::string gets;
                for (int i = 0; i < 600'000; ++i) {
                    gets += std::string("h\0", 2);
                }
                return gets;
            }(),
        "stacks up more than");
    row("odd SETITEMS", head + "}(Nu.", "key without a value");
    row("SETITEM on a list", head + "]NNs.", "applies SETITEMS to a value of another kind");
    row("APPEND to a dict", head + "}Na.", "applies APPENDS to a value of another kind");
    row("BUILD on a tuple", head + ")}b.", "applies BUILD");
    row("BUILD with a tuple", head + "})b.", "applies BUILD");
    row("calls a text", PickleWriter().text("a").raw(")R.").bytes(), "can't be called");
    row("OrderedDict of items", PickleWriter().global("collections", "OrderedDict").raw("NN\x86R.").bytes(),
        "\"OrderedDict\" in a way");
    row("calls a storage class", PickleWriter().global("torch", "FloatStorage").raw(")R.").bytes(),
        "\"FloatStorage\" in a way");
    row("tensor of three",
        PickleWriter().global("torch._utils", "_rebuild_tensor_v2").raw("NNN\x87R.").bytes(), "in a way");
    row("persistent id", PickleWriter().text("x").raw("Q.").bytes(), "persistent id that is no storage");
    row("persistent view",
        PickleWriter()
            .raw("(")
            .text("storage")
            .global("torch", "FloatStorage")
            .text("0")
            .text("cpu")
            .integer(4)
            .raw(")tQ.")
            .bytes(),
        "view of a storage");
    row("no dict", head + "N.", "no state dict");
    row("tensor alone", PickleWriter().tensor({"FloatStorage", "0", 4}, 0, {4}, {1}).stop().bytes(),
        "no state dict");
    row("number as name",
        dictWith(
            "a",
            [](PickleWriter& p) {
                p.raw("sN").tensor({"FloatStorage", "0", 4}, 0, {4}, {1});
            }),
        "empty stack");
    row("key None", PickleWriter().raw("}N").tensor({"FloatStorage", "0", 4}, 0, {4}, {1}).raw("s.").bytes(),
        "key that is no text");
    row("long name",
        dictWith(
            std::string(1U << 20U, 'n'),
            [](PickleWriter& p) {
                p.tensor({"FloatStorage", "0", 4}, 0, {4}, {1});
            }),
        "name has 1048576 bytes");
    row("NUL in the name",
        dictWith(
            std::string("a\0b", 3),
            [](PickleWriter& p) {
                p.tensor({"FloatStorage", "0", 4}, 0, {4}, {1});
            }),
        "control characters");
    row("twice",
        PickleWriter()
            .raw("}(")
            .text("a")
            .tensor({"FloatStorage", "0", 4}, 0, {4}, {1})
            .text("a")
            .tensor({"FloatStorage", "0", 4}, 0, {4}, {1})
            .raw("u.")
            .bytes(),
        "\"a\" twice");
    row("dict in itself", PickleWriter().raw("}").put().text("a").raw("h").byte(0).raw("s.").bytes(),
        "nest deeper than 8");
    row("past the storage", tensorPickle(4, 1, {4}, {1}), "beyond the end of its storage");
    row("strides past the storage", tensorPickle(4, 0, {2, 2}, {3, 1}), "beyond the end of its storage");
    row("huge strides", tensorPickle(4, 0, {9, 9}, {INT64_MAX, INT64_MAX}),
        "strides of tensor \"a\" are larger");
    row("huge offset", tensorPickle(4, INT64_MAX, {4}, {1}), "beyond the end of its storage");
    row("negative offset", tensorPickle(4, -1, {4}, {1}), "is no number");
    row("negative stride", tensorPickle(4, 3, {4}, {-1}), "whole numbers from 0");
    row("negative side", tensorPickle(4, 0, {-4}, {1}), "whole numbers from 0");
    row("shape overflows", tensorPickle(4, 0, {1LL << 40, 1LL << 40}, {0, 0}), "larger than any memory");
    row("expanded without end", tensorPickle(4, 0, {1000000, 1000000}, {0, 0}),
        "more elements than its storage");
    row("empty tensor", tensorPickle(4, 0, {0}, {1}), "is empty");
    row("strides missing", tensorPickle(4, 0, {2, 2}, {1}), "2 sides but 1 strides");
    row("nine dimensions", tensorPickle(4, 0, {1, 1, 1, 1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1, 1, 1, 1}),
        "at most 8");
    row("storage larger than its record", tensorPickle(5, 0, {4}, {1}), "has 16 bytes, but");
    row("storage smaller than its record", tensorPickle(3, 0, {3}, {1}), "has 16 bytes, but");
    row("storage of 2^62", tensorPickle(1LL << 62, 0, {4}, {1}), "has 16 bytes, but");
    row("negative storage", tensorPickle(-4, 0, {4}, {1}), "negative size");
    row("absent storage",
        dictWith(
            "a",
            [](PickleWriter& p) {
                p.tensor({"FloatStorage", "../0", 4}, 0, {4}, {1});
            }),
        "not in the zip: \"../0\"");
    row("unknown class",
        dictWith(
            "a",
            [](PickleWriter& p) {
                p.tensor({"ComplexFloatStorage", "0", 4}, 0, {4}, {1});
            }),
        "torch.ComplexFloatStorage");
    std::string shared = PickleWriter().raw("}(").bytes();
    for (int i = 0; i < 400; ++i) {
        shared += PickleWriter()
                      .text("t" + std::to_string(i))
                      .tensor({"FloatStorage", "0", 4}, 0, {4}, {1})
                      .bytes()
                      .substr(2);
    }
    row("small file, many tensors", shared + "u.", {});
}

void PthTest::refusesHostilePickles() {
    QFETCH(const QByteArray, pickle);
    QFETCH(const QString, reason);
    writeZip(at("hostile.pth"), pickle.toStdString());
    const test::Stopwatch timer;

    const QString said = refusalOf(at("hostile.pth"));

    QVERIFY2(timer.isInTime(), qPrintable(QString::number(timer.elapsed()) + " ms"));
    if (reason.isEmpty()) { // harmless: the tensors together are smaller than the pickle that lists them
        QVERIFY2(said.isEmpty(), qPrintable(said));
        return;
    }
    QVERIFY2(said.contains(reason), qPrintable(said));
    QVERIFY2(said.contains("; ") && said.size() < 400, qPrintable(said));
}

void PthTest::refusesHostileZips_data() {
    QTest::addColumn<int>("trick");
    QTest::addColumn<QString>("reason");
    int trick = 0;
    for (const auto& [name, reason] :
         {std::pair{"compressed", "\"top/data/0\" is compressed"},
          {"encrypted", "\"top/data/0\" is encrypted"},
          {"two sizes", "has two sizes"},
          {"longer than the file", "lie outside the file"},
          {"offset past the file", "lies outside the file"},
          {"another local header", "another one than the directory says"},
          {"duplicate", "\"top/data/0\" twice"},
          {"overlap", "records overlap"},
          {"path up", "leads out of it"},
          {"absolute path", "leads out of it"},
          {"backslash", "leads out of it"},
          {"NUL in a name", "impossible name"},
          {"two pickles", "more than one data.pkl"},
          {"no pickle", "not of PyTorch"},
          {"big-endian", "byte order \"big\""},
          {"zip64 sizes missing", "zip64 sizes of record"},
          {"comment", "not at the end of the file"},
          {"bytes behind", "not at the end of the file"},
          {"more records than the end says", "more records than its end says"},
          {"fewer records than the end says", "no room for its records"},
          {"a million records", "records, more than any net"},
          {"directory outside", "directory lies outside"},
          {"several disks", "spread over several files"},
          {"zip64 end differs", "zip64 end and its plain end differ"},
          {"zip64 end elsewhere", "zip64 end is not where the zip says"}}) {
        QTest::newRow(name) << trick++ << reason;
    }
}

void PthTest::refusesHostileZips() {
    QFETCH(const int, trick);
    QFETCH(const QString, reason);
    const std::string good = tensorPickle(4, 0, {4}, {1});
    writeZip(at("hostile.pth"), trick == 13 ? "" : good, [&](ZipWriter& zip) {
        std::vector<ZipWriter::Entry>& entries = zip.entries();
        switch (trick) {
        case 0:
            entries[1].method = 8;
            break;
        case 1:
            entries[1].flags |= 1;
            break;
        case 2:
            entries[1].packedBytes = 12;
            break;
        case 3:
            entries[1].bytes = entries[1].packedBytes = 0x7FFFFFFF;
            break;
        case 4:
            entries[1].localOffset = 0x7FFFFFFF;
            break;
        case 5:
            entries[1].localOffset = 0;
            break;
        case 6:
            entries.push_back(entries[1]);
            break;
        case 7:
            entries[0].bytes = entries[0].packedBytes = (entries[1].localOffset + 44 + 63) / 64 * 64 - 56;
            break;
        case 8:
            zip.add("top/../../etc/x", "x");
            break;
        case 9:
            zip.add("/etc/x", "x");
            break;
        case 10:
            zip.add("top\\x", "x");
            break;
        case 11:
            zip.add(std::string("top/\0x", 6), "x");
            break;
        case 12:
            zip.add("other/data.pkl", good);
            break;
        case 13:
            entries.erase(entries.begin());
            break;
        case 14:
            zip.add("top/byteorder", "big");
            break;
        case 15:
            entries[1].bytes = entries[1].packedBytes = 0xFFFFFFFF;
            break;
        default:
            break;
        }
    });
    std::string bytes = bytesOf(at("hostile.pth"));
    const std::size_t end = bytes.size() - 22;
    const auto patch = [&](std::size_t offset, const std::string& with) {
        bytes.replace(end + offset, with.size(), with);
    };
    const std::string plainEnd = bytes.substr(end);
    const std::string directory =
        plainEnd.substr(12, 4) + std::string(4, '\0') + plainEnd.substr(16, 4) + std::string(4, '\0');
    const auto end64 = [&](std::uint64_t records, std::uint64_t place) {
        bytes.insert(
            end, "PK\x06\x06" + test::little(44, 8) + test::little(0, 12) + test::little(records, 8) +
                     test::little(records, 8) + directory + "PK\x06\x07" + test::little(0, 4) +
                     test::little(place, 8) + test::little(1, 4));
    };
    switch (trick) {
    case 16:
        patch(20, test::little(3, 2) + "abc");
        break;
    case 17:
        bytes += std::string(100, 'x');
        break;
    case 18:
        patch(8, test::little(1, 2) + test::little(1, 2));
        break;
    case 19:
        patch(8, test::little(3, 2) + test::little(3, 2));
        break;
    case 20:
        patch(8, test::little(60'000, 2) + test::little(60'000, 2));
        break;
    case 21:
        patch(16, test::little(0x7FFFFFFF, 4));
        break;
    case 22:
        patch(4, test::little(1, 2));
        break;
    case 23:
        end64(3, end);
        break;
    case 24:
        end64(2, end + 4);
        break;
    default:
        break;
    }
    std::ofstream(at("hostile.pth"), std::ios::binary) << bytes;
    const test::Stopwatch timer;

    const QString said = refusalOf(at("hostile.pth"));

    QVERIFY(timer.isInTime());
    QVERIFY2(said.contains(reason), qPrintable(said));
}

void PthTest::refusesHostileLegacyFiles_data() {
    QTest::addColumn<int>("trick");
    QTest::addColumn<QString>("reason");
    QTest::newRow("trailing bytes") << 0 << "3 bytes follow the last storage";
    QTest::newRow("another magic number") << 1 << "not one of PyTorch";
    QTest::newRow("another protocol") << 2 << "another version than 1001";
    QTest::newRow("big-endian") << 3 << "aren't little-endian";
    QTest::newRow("storage of another size") << 4 << "another size than the file";
    QTest::newRow("eval in the list of keys") << 5 << "\"builtins.eval\"";
}

void PthTest::refusesHostileLegacyFiles() {
    QFETCH(const int, trick);
    QFETCH(const QString, reason);
    const auto tensor = WriteTensor{"a", DType::f32, {4}, [] { return std::vector<float>(4); }};
    test::writePth(at("legacy.pth"), {tensor}, {.isLegacy = true});
    std::string bytes = bytesOf(at("legacy.pth"));
    const auto replace = [&](const std::string& from, const std::string& to) {
        bytes.replace(bytes.find(from), from.size(), to);
    };
    switch (trick) {
    case 0:
        bytes += "xyz";
        break;
    case 1:
        replace("\x6C\xFC\x9C", "abc");
        break;
    case 2:
        replace("M\xE9\x03", "M\xE8\x03");
        break;
    case 3:
        replace("\x88", "\x89");
        break;
    case 4:
        bytes.replace(bytes.size() - 24, 8, test::little(1ULL << 60U, 8));
        break;
    default:
        replace("]q", "cbuiltins\neval\n]q");
        break;
    }
    std::ofstream(at("legacy.pth"), std::ios::binary) << bytes;

    const QString said = refusalOf(at("legacy.pth"));

    QVERIFY2(said.contains(reason), qPrintable(said));
}

void PthTest::refusesAFileCutAnywhere_data() {
    QTest::addColumn<bool>("isLegacy");
    QTest::newRow("zip") << false;
    QTest::newRow("legacy") << true;
}

void PthTest::refusesAFileCutAnywhere() {
    QFETCH(const bool, isLegacy);
    test::writePth(at("cut.pth"), someTensors(), {.isLegacy = isLegacy});
    const std::string bytes = bytesOf(at("cut.pth"));

    for (std::size_t size = 0; size < bytes.size(); size += 31) {
        std::ofstream(at("cut.pth"), std::ios::binary) << bytes.substr(0, size);
        QVERIFY2(!refusalOf(at("cut.pth")).isEmpty(), std::to_string(size).c_str());
    }
}

void PthTest::namesWhatAPickleWouldCall() {
    QCOMPARE(findForeignGlobal("cos\nsystem\n(S'id'\ntR."), std::string("os.system"));
    QCOMPARE(findForeignGlobal("(ios\nsystem\n."), std::string("os.system"));
    QCOMPARE(findForeignGlobal("\x80\x04\x8C\x02nt\x94\x8C\x06system\x93."), std::string("nt.system"));
    QCOMPARE(findForeignGlobal("ccollections\nOrderedDict\n."), std::string());
    QCOMPARE(opcodeName(0x93), std::string("STACK_GLOBAL"));
    QCOMPARE(opcodeName('c'), std::string("GLOBAL"));
}

QTEST_GUILESS_MAIN(PthTest)
#include "pth_test.moc"
