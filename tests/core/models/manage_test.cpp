#include "core/base/error.h"
#include "core/models/folder_index.h"
#include "core/models/manage.h"
#include "core/models/manifest.h"
#include "core/nn/architecture.h"
#include "tests/support/failure.h"
#include "tests/support/ncnn_writer.h"
#include "tests/support/sha256_of.h"
#include "tests/support/weight_writer.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace kerf;
using namespace kerf::models;
using namespace kerf::test;

namespace {

const nn::BiRefNetShape kSmallMask{.embed = 8, .depths = {1, 1, 1, 1}, .heads = {1, 2, 2, 4}, .window = 4};
const nn::SrvggNetShape kSmallNet{.depth = 2, .width = 4, .scale = 2};

std::vector<WriteTensor> tensorsOf(const nn::Architecture& architecture, float value) {
    std::vector<WriteTensor> tensors;
    for (const nn::ExpectedTensor& expected : nn::expectedTensors(architecture)) {
        WriteTensor tensor{.name = expected.name, .shape = expected.shape};
        const std::size_t count = std::size_t(tensor.elements());
        tensor.values = [count, value] { return std::vector<float>(count, value); };
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

void saveNet(const QString& file, const nn::Architecture& architecture, float value = 0.5F) {
    writeSafetensors(file.toStdString(), tensorsOf(architecture, value));
}

std::string sha256OfFile(const QString& file) {
    QFile in(file);
    return sha256Of(in.open(QIODevice::ReadOnly) ? in.readAll().toStdString() : std::string());
}

} // namespace

// Another text for the same net: a layer's name says nothing.
void renameFirstLayer(const QString& param) {
    QFile file(param);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray text = file.readAll();
    const int conv = int(text.indexOf("Convolution"));
    QVERIFY(conv >= 0);
    const int name = int(text.indexOf(' ', conv));
    int at = name;
    while (text[at] == ' ') {
        ++at;
    }
    text.insert(at, "x");
    file.seek(0);
    file.write(text);
}

class ManageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void importsAnUnknownNetByItsContents();
    void tellsAnUnknownNetFromTheOfficialOneOfItsName();
    void importsAnOfficialFileWhateverItsName();
    void copiesNothingTwice();
    void keepsBothOfTwoFilesOfOneName();
    void keepsThePatchOrderThatWasSaid();
    void takesAFileForAModelWhoseHashIsNotKnown();
    void importsBothFilesOfAPair();
    void findsAChangedParamOfAPair();
    void keepsAPairWhoseParamDiffersBesideTheOther();
    void leavesNothingOfAPairThatCannotBeRecorded();
    void refusesWhatIsNoModel();
    void refusesOptionsThatDoNotFit();
    void findsAWeightFileThatWasPutThere();
    void verifiesWhatIsThere();
    void findsDamage();
    void leavesTheOneThatComesWithKerfAlone();
    void keepsTheIdOfTheOneThatComesWithKerf();
    void removesAModel();
    void removesAnUnfinishedDownload();

private:
    QString path(const char* name) const { return m_dir->filePath(name); }
    QStringList left() const { return QDir(path("models")).entryList(QDir::Files); }
    std::filesystem::path folder() const { return path("models").toStdString(); }
    // `name` beside the programs.
    ModelStore storeWithShipped(const char* name) const {
        return ModelStore(
            folder(), m_manifest,
            ShippedModel{
                .info = {.id = std::string(kShippedId), .kind = ModelKind::mask},
                .file = path(name).toStdString(),
                .sha256 = sha256OfFile(m_made.filePath(name))});
    }
    InstalledModel import(const char* name, const ImportOptions& options = {}) const {
        return importModel(ModelStore(folder(), m_manifest), path(name).toStdString(), options, {});
    }
    QString failure(const char* name, const ImportOptions& options = {}) const {
        try {
            import(name, options);
        } catch (const Error& e) {
            return QStringLiteral("%1: %2").arg(errorName(e.code()), e.what());
        }
        return {};
    }

    const QTemporaryDir m_made; // the files that every test begins with
    std::unique_ptr<QTemporaryDir> m_dir;
    Manifest m_manifest;
};

void ManageTest::initTestCase() {
    saveNet(m_made.filePath("net.safetensors"), kSmallNet);
    saveNet(m_made.filePath("mask.safetensors"), kSmallMask);
}

void ManageTest::init() {
    m_dir = std::make_unique<QTemporaryDir>();
    for (const char* name : {"net.safetensors", "mask.safetensors"}) {
        QVERIFY(QFile::copy(m_made.filePath(name), path(name)));
    }
    ManifestEntry known;
    known.info.id = "known";
    known.info.title = "Known";
    known.info.architecture = nn::describe(kSmallNet);
    known.info.scale = 2;
    known.files = {{"Known.safetensors", "https://host/known", 0, sha256OfFile(path("net.safetensors"))}};
    ManifestEntry unhashed;
    unhashed.info.id = "unhashed";
    unhashed.info.title = "Unhashed";
    unhashed.info.kind = ModelKind::mask;
    unhashed.info.architecture = nn::describe(kSmallMask);
    unhashed.info.patchOrder = PatchOrder::columns_first;
    unhashed.files = {{"Unhashed.safetensors", "", 0, ""}};
    m_manifest = {};
    m_manifest.entries = {known, unhashed};
}

void ManageTest::importsAnUnknownNetByItsContents() {
    QVERIFY(QFile::rename(path("mask.safetensors"), path("my mask (2).safetensors")));

    const InstalledModel model = import("my mask (2).safetensors");

    QCOMPARE(model.info.id, std::string("my-mask-2"));
    QVERIFY(model.info.kind == ModelKind::mask);
    QVERIFY(model.info.patchOrder == PatchOrder::rows_first);
    QCOMPARE(model.info.architecture, nn::describe(kSmallMask));
    QCOMPARE(model.file, folder() / "my mask (2).safetensors");
    QCOMPARE(model.sha256, sha256OfFile(path("my mask (2).safetensors")));
    QCOMPARE(left(), QStringList{"my mask (2).safetensors"});
}

void ManageTest::tellsAnUnknownNetFromTheOfficialOneOfItsName() {
    saveNet(path("KNOWN.safetensors"), kSmallNet, 0.25F);

    const InstalledModel model = import("KNOWN.safetensors");

    QCOMPARE(model.info.id, std::string("KNOWN-imported"));
    QVERIFY(!ModelStore(folder(), m_manifest).find("known"));
}

void ManageTest::importsAnOfficialFileWhateverItsName() {
    QVERIFY(QFile::rename(path("net.safetensors"), path("download")));

    const InstalledModel model = import("download");

    QCOMPARE(model.info.id, std::string("known"));
    QCOMPARE(left(), QStringList{"Known.safetensors"});
    QVERIFY(QFile::exists(path("download")));
}

void ManageTest::copiesNothingTwice() {
    import("net.safetensors");
    QVERIFY(QFile::rename(path("net.safetensors"), path("again.safetensors")));

    QCOMPARE(import("again.safetensors").info.id, std::string("known"));

    QCOMPARE(left().size(), 1);
}

void ManageTest::keepsBothOfTwoFilesOfOneName() {
    import("mask.safetensors");
    saveNet(path("mask.safetensors"), kSmallMask, 0.25F);

    const InstalledModel second = import("mask.safetensors");

    QCOMPARE(second.file, folder() / "mask-2.safetensors");
    QCOMPARE(left().size(), 2);
}

void ManageTest::keepsThePatchOrderThatWasSaid() {
    import("mask.safetensors", {.patchOrder = PatchOrder::columns_first});

    const auto found = ModelStore(folder(), m_manifest).find("mask");

    QVERIFY(found);
    QVERIFY(found->info.patchOrder == PatchOrder::columns_first);
    import("mask.safetensors", {.patchOrder = PatchOrder::rows_first}); // said anew
    QVERIFY(ModelStore(folder(), m_manifest).find("mask")->info.patchOrder == PatchOrder::rows_first);
}

void ManageTest::takesAFileForAModelWhoseHashIsNotKnown() {
    const InstalledModel model = import("mask.safetensors", {.takeAs = "unhashed"});

    QCOMPARE(model.info.id, std::string("unhashed"));
    QVERIFY(model.info.patchOrder == PatchOrder::columns_first);
    QCOMPARE(left(), QStringList{"Unhashed.safetensors"});
}

void ManageTest::importsBothFilesOfAPair() {
    writeNcnn(path("pair.param").toStdString(), kSmallNet, tensorsOf(kSmallNet, 0.5F));

    const InstalledModel model = import("pair.param");

    QCOMPARE(model.info.id, std::string("pair"));
    QCOMPARE(model.file, folder() / "pair.bin");
    QCOMPARE(model.info.scale, 2);
    QCOMPARE(left(), (QStringList{"pair.bin", "pair.param"}));
    const ModelStore store(folder(), m_manifest);
    const auto files = verifyModels(store, {"pair"}, {});
    QCOMPARE(files.size(), std::size_t{2});
    QVERIFY(files[0].isGood && files[1].isGood);
    QCOMPARE(files[1].file, folder() / "pair.param");
    QCOMPARE(files[1].sha256, sha256OfFile(path("pair.param")));
    QCOMPARE(removeModel(store, "pair").size(), std::size_t{2});
    QCOMPARE(left(), QStringList());
}

void ManageTest::findsAChangedParamOfAPair() {
    writeNcnn(path("pair.param").toStdString(), kSmallNet, tensorsOf(kSmallNet, 0.5F));
    const std::string before = import("pair.param").contents();
    renameFirstLayer(path("models/pair.param"));

    const ModelStore store(folder(), m_manifest);
    const auto files = verifyModels(store, {}, {});

    QCOMPARE(files.size(), std::size_t{2});
    QVERIFY(files[0].isGood);
    QVERIFY(!files[1].isGood);
    QVERIFY2(files[1].verdict.starts_with("it has changed since it was imported"), files[1].verdict.c_str());
    const auto model = store.find("pair"); // still a model, but another one
    QVERIFY(model);
    QVERIFY(model->contents() != before);
}

void ManageTest::keepsAPairWhoseParamDiffersBesideTheOther() {
    writeNcnn(path("pair.param").toStdString(), kSmallNet, tensorsOf(kSmallNet, 0.5F));
    import("pair.param");
    renameFirstLayer(path("pair.param"));

    const InstalledModel other = import("pair.param");

    QCOMPARE(other.file, folder() / "pair-2.bin");
    QCOMPARE(left(), (QStringList{"pair-2.bin", "pair-2.param", "pair.bin", "pair.param"}));
    QCOMPARE(import("pair.param").file, other.file); // that one is there by now
}

void ManageTest::leavesNothingOfAPairThatCannotBeRecorded() {
    writeNcnn(path("pair.param").toStdString(), kSmallNet, tensorsOf(kSmallNet, 0.5F));
    QVERIFY(QDir(m_dir->path()).mkpath(QString("models/") + FolderIndex::kLockName));

    QVERIFY(!failure("pair.param").isEmpty());

    QCOMPARE(left(), QStringList());
}

void ManageTest::refusesWhatIsNoModel() {
    QFile text(path("text.pth"));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write("not weights, just a text that is long enough to look at");
    text.close();

    QVERIFY2(failure("text.pth").startsWith("unsupported_format: "), qPrintable(failure("text.pth")));
    QVERIFY(failure("absent.pth").startsWith("file_not_found: "));
    QVERIFY(!QDir(path("models")).exists());
}

void ManageTest::refusesOptionsThatDoNotFit() {
    QVERIFY(failure("net.safetensors", {.patchOrder = PatchOrder::rows_first})
                .startsWith("invalid_option: it is Known, whose patch order Kerf knows"));
    QVERIFY(failure("net.safetensors", {.takeAs = "unhashed"})
                .startsWith("invalid_option: its SHA-256 says that it is not Unhashed"));
    QVERIFY(failure("mask.safetensors", {.takeAs = "known"})
                .startsWith("invalid_option: its SHA-256 says that it is not Known"));
    QVERIFY(failure("mask.safetensors", {.takeAs = "absent"}).startsWith("model_missing: "));
    saveNet(path("other.safetensors"), kSmallNet, 0.25F);
    QVERIFY(failure("other.safetensors", {.takeAs = "unhashed"}).startsWith("invalid_option: it is SRVGG"));
}

void ManageTest::findsAWeightFileThatWasPutThere() {
    QVERIFY(QDir().mkpath(path("models")));
    QVERIFY(QFile::copy(path("mask.safetensors"), path("models/some-mask.safetensors")));

    const auto best = ModelStore(folder(), m_manifest).best(ModelKind::mask);

    QVERIFY(best);
    QCOMPARE(best->info.id, std::string("some-mask"));
}

void ManageTest::verifiesWhatIsThere() {
    import("net.safetensors");
    import("mask.safetensors");
    const ModelStore store(folder(), m_manifest);

    const auto files = verifyModels(store, {}, {});

    QCOMPARE(files.size(), std::size_t{2});
    QVERIFY(files[0].isGood && files[1].isGood);
    QCOMPARE(files[0].verdict, std::string("official"));
    QCOMPARE(files[1].verdict, std::string("not official, as it was imported"));
    QCOMPARE(verifyModels(store, {"known"}, {}).size(), std::size_t{1});
    QCOMPARE(codeThrownBy([&] { verifyModels(store, {"absent"}, {}); }), ErrorCode::model_missing);
}

void ManageTest::findsDamage() {
    import("net.safetensors");
    import("mask.safetensors");
    for (const char* name : {"models/Known.safetensors", "models/mask.safetensors"}) {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(file.size() - 2);
        file.write("x");
    }

    const auto files = verifyModels(ModelStore(folder(), m_manifest), {}, {});

    QCOMPARE(files.size(), std::size_t{2});
    QVERIFY(!files[0].isGood && !files[1].isGood);
    QVERIFY2(files[0].verdict.starts_with("it is not Known, whose name it has"), files[0].verdict.c_str());
    QVERIFY2(files[1].verdict.starts_with("it has changed since it was imported"), files[1].verdict.c_str());
}

void ManageTest::removesAModel() {
    import("mask.safetensors");
    const ModelStore store(folder(), m_manifest);

    removeModel(store, "mask");

    QCOMPARE(left(), QStringList());
    QVERIFY(!store.find("mask"));
    QCOMPARE(codeThrownBy([&] { removeModel(store, "mask"); }), ErrorCode::model_missing);
}

void ManageTest::leavesTheOneThatComesWithKerfAlone() {
    const ModelStore store = storeWithShipped("mask.safetensors");
    const std::string id(kShippedId);

    QCOMPARE(importModel(store, path("mask.safetensors").toStdString(), {}, {}).info.id, id);
    QCOMPARE(left(), QStringList());
    QCOMPARE(codeThrownBy([&] { removeModel(store, id); }), ErrorCode::invalid_option);
    QVERIFY(QFile::exists(path("mask.safetensors")));
    const std::vector<VerifiedFile> good = verifyModels(store, {}, {});
    QCOMPARE(good.size(), std::size_t{1});
    QVERIFY(good[0].isGood && good[0].id == id);

    saveNet(path("mask.safetensors"), kSmallMask, 0.25F);

    const std::vector<VerifiedFile> bad = verifyModels(store, {id}, {});
    QCOMPARE(bad.size(), std::size_t{1});
    QVERIFY(!bad[0].isGood);
    QVERIFY(bad[0].verdict.ends_with("install Kerf again"));
    QVERIFY(bad[0].sha256 != good[0].sha256);
}

// In every build: what else bears its name is another model.
void ManageTest::keepsTheIdOfTheOneThatComesWithKerf() {
    QVERIFY(QFile::rename(path("mask.safetensors"), path("Kerf-Mini.safetensors")));

    QCOMPARE(import("Kerf-Mini.safetensors").info.id, std::string("Kerf-Mini-imported"));
}

void ManageTest::removesAnUnfinishedDownload() {
    QVERIFY(QDir().mkpath(path("models")));
    QFile part(path("models/Known.safetensors.part"));
    QVERIFY(part.open(QIODevice::WriteOnly));
    part.close();

    removeModel(ModelStore(folder(), m_manifest), "known");

    QCOMPARE(left(), QStringList());
}

QTEST_GUILESS_MAIN(ManageTest)
#include "manage_test.moc"
