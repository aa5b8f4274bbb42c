#include "core/models/folder_index.h"
#include "core/models/store.h"
#include "tests/support/sha256_of.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>
#include <utime.h>

using namespace kerf;
using namespace kerf::models;
using namespace kerf::test;

namespace {

ManifestEntry makeEntry(const std::string& id, ModelKind kind, const std::string& contents) {
    ManifestEntry entry;
    entry.info.id = id;
    entry.info.kind = kind;
    entry.info.architecture = "BiRefNet, Swin-T";
    entry.info.isDownloadable = true;
    entry.files = {{id + ".pth", "https://host/" + id, contents.size(), sha256Of(contents)}};
    return entry;
}

// Three masks and a clean-up; what a file must hold to be one is its id.
Manifest makeManifest() {
    Manifest manifest;
    manifest.entries.push_back(makeEntry("odd", ModelKind::mask, "odd"));
    manifest.entries.back().isForAuto = false;
    manifest.entries.push_back(makeEntry("clean", ModelKind::cleanup, "clean"));
    manifest.entries.push_back(makeEntry("large", ModelKind::mask, "large"));
    manifest.entries.push_back(makeEntry("small", ModelKind::mask, "small"));
    manifest.entries.back().info.patchOrder = PatchOrder::columns_first;
    return manifest;
}

} // namespace

class StoreTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void findsNothingWhereThereIsNoFolder();
    void findsAnOfficialFile();
    void knowsAnOfficialFileByItsHashWhateverItsName();
    void doesNotTakeAFileOfTheRightNameForTheModel();
    void prefersTheManifestsOrder();
    void leavesOutOfAutoWhatIsChosenByNameOnly();
    void hashesAgainWhenAFileChanged();
    void seesAChangeThatKeepsSizeAndTime();
    void remembersHashesForTheNextProcess();
    void worksInAFolderThatCannotBeWritten();
    void survivesADamagedIndex();
    void glancesAtNewFilesWithoutReadingThem();
    void passesOverUnfinishedAndHiddenFiles();
    void tellsTheOneThatComesWithKerfApart();
    void saysWhyTheOneThatComesWithKerfCannotBeUsed();
    void followsTheRulesForTheUsersFolder();

private:
    void save(const QString& name, const QByteArray& contents) const {
        QFile file(m_dir->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contents);
    }
    // One that came beside the programs, as far as "beside" is there.
    ShippedModel shipped() const {
        return {
            .info = {.id = std::string(kShippedId), .kind = ModelKind::mask},
            .file = folder() / "beside" / "kerf-mini.safetensors",
            .sha256 = sha256Of("shipped")};
    }
    std::filesystem::path folder() const { return m_dir->path().toStdString(); }

    std::unique_ptr<QTemporaryDir> m_dir;
};

void StoreTest::findsNothingWhereThereIsNoFolder() {
    const ModelStore store(folder() / "absent", makeManifest());

    QVERIFY(!store.find("large"));
    QVERIFY(!store.best(ModelKind::mask));
    QCOMPARE(store.list().size(), std::size_t{4});
    QVERIFY(!std::filesystem::exists(folder() / "absent"));
}

void StoreTest::findsAnOfficialFile() {
    save("small.pth", "small");
    const ModelStore store(folder(), makeManifest());

    const auto found = store.find("small");

    QVERIFY(found);
    QCOMPARE(found->file, folder() / "small.pth");
    QCOMPARE(found->sha256, sha256Of("small"));
    QVERIFY(found->info.isInstalled);
    QVERIFY(found->info.patchOrder == PatchOrder::columns_first);
    QVERIFY(!store.find("large"));
    QVERIFY(store.list()[3].isInstalled && !store.list()[2].isInstalled);
}

void StoreTest::knowsAnOfficialFileByItsHashWhateverItsName() {
    save("model(1).safetensors", "large");
    const ModelStore store(folder(), makeManifest());

    QCOMPARE(store.find("large")->file, folder() / "model(1).safetensors");
}

void StoreTest::doesNotTakeAFileOfTheRightNameForTheModel() {
    save("large.pth", "forged");
    const ModelStore store(folder(), makeManifest());

    QVERIFY(!store.find("large"));
}

void StoreTest::prefersTheManifestsOrder() {
    save("small.pth", "small");
    save("large.pth", "large");
    save("clean.pth", "clean");
    const ModelStore store(folder(), makeManifest());

    QCOMPARE(store.best(ModelKind::mask)->info.id, std::string("large"));
    QCOMPARE(store.best(ModelKind::cleanup)->info.id, std::string("clean"));
}

void StoreTest::leavesOutOfAutoWhatIsChosenByNameOnly() {
    save("odd.pth", "odd");
    const ModelStore store(folder(), makeManifest());

    QVERIFY(store.find("odd"));
    QVERIFY(!store.best(ModelKind::mask));
}

void StoreTest::hashesAgainWhenAFileChanged() {
    save("small.pth", "small");
    const ModelStore store(folder(), makeManifest());
    QVERIFY(store.find("small"));

    save("small.pth", "other");

    QVERIFY(!store.find("small"));
    save("small.pth", "small");
    QVERIFY(store.find("small"));
}

void StoreTest::seesAChangeThatKeepsSizeAndTime() {
    save("small.pth", "small");
    const utimbuf time{1'000'000, 1'000'000};
    const QByteArray name = m_dir->filePath("small.pth").toUtf8();
    utime(name.constData(), &time);
    const ModelStore store(folder(), makeManifest());
    QVERIFY(store.find("small"));

    save("small.pth", "SMALL");
    utime(name.constData(), &time);

    QVERIFY(!store.find("small"));
}

// The second store must take the hash from the index: it is told a wrong one there.
void StoreTest::remembersHashesForTheNextProcess() {
    save("small.pth", "small");
    QVERIFY(ModelStore(folder(), makeManifest()).find("small"));
    QFile index(m_dir->filePath(FolderIndex::kFileName));
    QVERIFY(index.open(QIODevice::ReadWrite));
    QByteArray text = index.readAll();
    QVERIFY(text.contains(sha256Of("small").c_str()));

    text.replace(sha256Of("small").c_str(), sha256Of("large").c_str());
    index.resize(0);
    index.seek(0);
    index.write(text);
    index.close();

    QVERIFY(ModelStore(folder(), makeManifest()).find("large"));
}

void StoreTest::worksInAFolderThatCannotBeWritten() {
    save("small.pth", "small");
    if (geteuid() == 0) { // may write everywhere; a folder in the index's place stops it too
        QVERIFY(QDir(m_dir->path()).mkdir(FolderIndex::kLockName));
    } else {
        chmod(m_dir->path().toUtf8().constData(), 0500);
    }
    const ModelStore store(folder(), makeManifest());

    QVERIFY(store.find("small"));
    QVERIFY(store.find("small"));

    chmod(m_dir->path().toUtf8().constData(), 0700);
    QVERIFY(!QFile::exists(m_dir->filePath(FolderIndex::kFileName)));
}

void StoreTest::survivesADamagedIndex() {
    for (const char* damaged :
         {"", "{", "[]", "{\"version\":1}", R"({"version":1,"files":{"small.pth":7}})"}) {
        save("small.pth", "small");
        save(FolderIndex::kFileName, damaged);

        QVERIFY(ModelStore(folder(), makeManifest()).find("small"));
    }
}

// "SMALL" is as long as "small": only its hash tells that it is something else.
void StoreTest::glancesAtNewFilesWithoutReadingThem() {
    save("small.pth", "SMALL");
    save("odd.pth", "of another size");
    const ModelStore store(folder(), makeManifest());

    const auto seen = store.findAtAGlance("small");
    QVERIFY(seen);
    QCOMPARE(seen->sha256, std::string());
    QVERIFY(!store.findAtAGlance("large"));
    QVERIFY(!store.findAtAGlance("odd"));
    QCOMPARE(store.bestAtAGlance(ModelKind::mask)->info.id, std::string("small"));
    QVERIFY(!store.bestAtAGlance(ModelKind::cleanup));
    QVERIFY(!QFile::exists(m_dir->filePath(FolderIndex::kFileName)));

    QVERIFY(!store.find("small"));
    QVERIFY(!store.findAtAGlance("small"));
    save("small.pth", "small");
    QVERIFY(store.find("small"));
    QCOMPARE(store.findAtAGlance("small")->sha256, sha256Of("small"));
}

void StoreTest::passesOverUnfinishedAndHiddenFiles() {
    save("large.pth.part", "large");
    save(".large.pth", "large");
    QVERIFY(QDir(m_dir->path()).mkdir("large.pth"));
    const ModelStore store(folder(), makeManifest());

    QVERIFY(!store.find("large"));
}

void StoreTest::tellsTheOneThatComesWithKerfApart() {
    QVERIFY(QDir(m_dir->path()).mkdir("beside"));
    save("beside/kerf-mini.safetensors", "shipped");
    const ModelStore store(folder(), makeManifest(), shipped());

    const auto found = store.shipped();

    QVERIFY(found && found->info.isInstalled);
    QCOMPARE(found->problem, std::string());
    QCOMPARE(found->foundSha256, sha256Of("shipped"));
    QCOMPARE(found->info.bytes, std::uint64_t{7});
    QCOMPARE(store.list().size(), std::size_t{4});
    QVERIFY(store.installed().empty());
    QVERIFY(!store.find(kShippedId));
    QVERIFY(!ModelStore(folder(), makeManifest()).shipped());
}

void StoreTest::saysWhyTheOneThatComesWithKerfCannotBeUsed() {
    const ModelStore store(folder(), makeManifest(), shipped());
    QVERIFY(QDir(m_dir->path()).mkdir("beside"));

    QCOMPARE(
        store.shipped()->problem,
        std::string("Kerf's small net is missing from this installation; install Kerf again"));
    save("beside/kerf-mini.safetensors", "SHIPPED");
    QVERIFY(store.shipped()->problem.find("damaged or was replaced") != std::string::npos);
    QVERIFY(!store.shipped()->info.isInstalled);
    QCOMPARE(store.shipped()->foundSha256, sha256Of("SHIPPED"));
    save("beside/kerf-mini.safetensors", "shipped");
    QVERIFY(store.shipped()->info.isInstalled);
}

void StoreTest::followsTheRulesForTheUsersFolder() {
    qputenv("HOME", "/home/me");
    qunsetenv("XDG_DATA_HOME");
    qunsetenv("KERF_MODELS");
    QCOMPARE(userModelFolder(), std::filesystem::path("/home/me/.local/share/kerf/models"));
    qputenv("XDG_DATA_HOME", "/data");
    QCOMPARE(userModelFolder(), std::filesystem::path("/data/kerf/models"));
    qputenv("XDG_DATA_HOME", "relative");
    QCOMPARE(userModelFolder(), std::filesystem::path("/home/me/.local/share/kerf/models"));
    qputenv("KERF_MODELS", "/elsewhere");
    QCOMPARE(userModelFolder(), std::filesystem::path("/elsewhere"));
}

QTEST_GUILESS_MAIN(StoreTest)
#include "store_test.moc"
