#include "core/base/error.h"
#include "core/contract/provenance.h"

#include <QtTest/QtTest>

using namespace kerf;

namespace {

const std::string kHash(64, 'a');
const std::string kOther(64, '0');

Provenance sample() {
    Provenance made;
    made.kerf = "1.2.3";
    made.libraries = {{"libpng", "1.6"}, {"LibTorch", "2.11.0"}};
    made.source = {.name = std::string("p\xff\n%.jpg"), .sha256 = kHash, .bytes = 1234};
    made.recipe.strokes = {{.isSubject = false, .radius = 3.0, .points = {{1.5, 2.5}}}};
    made.recipe.edits = {MatteStroke{.points = {{1, 2, 0.5}}}};
    made.recipe.finish = BwSettings{};
    made.recipe.background = Background{.kind = BackgroundKind::picture, .picture = "beach.jpg"};
    made.backgroundPicture = NamedFile{.name = "beach.jpg", .sha256 = kOther, .bytes = 5};
    made.exporting.outputs = {BatchOutput::result, BatchOutput::matte};
    made.exporting.metadata = MetadataChoice::no_location;
    made.stages = {
        {.record = {.stage = "cleanup", .engine = "esrgan", .device = "cpu", .requested = "auto"},
         .model = "realesrgan-x2",
         .modelContents = kHash + kOther},
        {.record = {.stage = "mask", .engine = "grabcut", .device = "cpu", .requested = "auto"}}};
    made.outputs = {
        {.picture = BatchOutput::result, .file = {"p.png", kHash, 10}, .width = 6, .height = 4},
        {.picture = BatchOutput::matte, .file = {"p-matte.png", kOther, 9}, .width = 6, .height = 4}};
    return made;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    return at == std::string::npos ? std::string() : text.replace(at, from.size(), to);
}

} // namespace

class ProvenanceTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas();
    void namesNoPath();
    void refusesWhatIsNone_data();
    void refusesWhatIsNone();
    void refusesEveryCutAndFlippedByte();
};

void ProvenanceTest::comesBackAsItWas() {
    const std::string text = toJson(sample());

    QVERIFY(provenanceFromJson(text) == sample());
    QCOMPARE(toJson(provenanceFromJson(text)), text);
}

void ProvenanceTest::namesNoPath() {
    Provenance made = sample();
    made.recipe.background->picture = "/home/someone/secret/beach.jpg";
    made.stages[0].record.reason =
        "No GPU: '/usr/lib/secret/libx.so' is missing; see (/opt/secret/a), cpu/cuda and 1/2. /secret/end";

    const std::string text = toJson(made);

    QVERIFY(text.find("secret") == std::string::npos);
    const Provenance back = provenanceFromJson(text);
    QCOMPARE(back.recipe.background->picture, std::string("beach.jpg"));
    QCOMPARE(
        back.stages[0].record.reason,
        std::string("No GPU: 'libx.so' is missing; see (a), cpu/cuda and 1/2. end"));
}

void ProvenanceTest::refusesWhatIsNone_data() {
    QTest::addColumn<QByteArray>("text");
    const std::string good = toJson(sample());
    const auto row = [](const char* title, const std::string& text) {
        QTest::newRow(title) << QByteArray::fromStdString(text);
    };
    row("nothing", "");
    row("a list", "[]");
    row("no JSON", "kerf");
    row("empty", "{}");
    row("deep", std::string(100'000, '['));
    row("deep recipe", replaced(
                           good, "\"recipe\": {",
                           "\"recipe\": {\"x\":" + std::string(50, '[') + std::string(50, ']') + ","));
    row("long", "{\"kerf\":\"" + std::string(kMaxProvenanceBytes, 'x') + "\"}");
    row("newer", replaced(good, "\"kerf-provenance\": 1", "\"kerf-provenance\": 2"));
    row("version", replaced(good, "\"kerf-provenance\": 1", "\"kerf-provenance\": \"1\""));
    row("output is a path", replaced(good, "\"p-matte.png\"", "\"../p-matte.png\""));
    row("output is a folder", replaced(good, "\"p-matte.png\"", "\"..\""));
    row("output has no name", replaced(good, "\"p-matte.png\"", "\"\""));
    row("name's bytes are a path", replaced(good, "\"name_bytes\": \"p%ff", "\"name_bytes\": \"%2fetc%2f"));
    row("name's bytes are none", replaced(good, "\"name_bytes\": \"p%ff", "\"name_bytes\": \"%zz"));
    row("NUL in a name", replaced(good, "\"p-matte.png\"", "\"a\\u0000b\""));
    row("picture is a path", replaced(good, "\"picture\": \"beach.jpg\"", "\"picture\": \"/etc/beach.jpg\""));
    row("picture is another", replaced(good, "\"picture\": \"beach.jpg\"", "\"picture\": \"x.jpg\""));
    row("hash", replaced(good, kOther, "0123"));
    row("hash's letters", replaced(good, kOther, std::string(64, 'g')));
    row("bytes", replaced(good, "\"bytes\": 1234", "\"bytes\": -1"));
    row("many bytes", replaced(good, "\"bytes\": 1234", "\"bytes\": 1e300"));
    row("width", replaced(good, "\"width\": 6", "\"width\": 2000000"));
    row("output twice", replaced(good, "\"picture\": \"matte\"", "\"picture\": \"result\""));
    row("unknown output", replaced(good, "\"picture\": \"matte\"", "\"picture\": \"all\""));
    row("unknown engine", replaced(good, "\"is-subject\"", "\"is-nothing\""));
    row("unknown option", replaced(good, "\"no-location\"", "\"some\""));
    row("stage", replaced(good, "\"engine\": \"grabcut\"", "\"engine\": 1"));
    row("long stage", replaced(good, "\"grabcut\"", '"' + std::string(5000, 'x') + '"'));
}

void ProvenanceTest::refusesWhatIsNone() {
    QFETCH(QByteArray, text);
    try {
        provenanceFromJson(text.toStdString());
        QFAIL("it was taken");
    } catch (const Error& e) {
        QCOMPARE(e.code(), ErrorCode::corrupt_file);
    }
}

void ProvenanceTest::refusesEveryCutAndFlippedByte() {
    const std::string good = toJson(sample());
    for (std::size_t i = 0; i + 2 < good.size(); ++i) { // behind the last brace there is a line feed
        QVERIFY_EXCEPTION_THROWN(provenanceFromJson(good.substr(0, i)), Error);
        std::string changed = good;
        changed[i] = static_cast<char>(changed[i] ^ 0x85);
        try {
            const Provenance read = provenanceFromJson(changed);
            QVERIFY(provenanceFromJson(toJson(read)) == read);
        } catch (const Error& e) {
            QCOMPARE(e.code(), ErrorCode::corrupt_file);
        }
    }
}

QTEST_GUILESS_MAIN(ProvenanceTest)

#include "provenance_test.moc"
