#include "core/base/error.h"
#include "core/session/edit_store.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <iterator>

using namespace kerf;

namespace fs = std::filesystem;

namespace {

PhotoEdits someEdits() {
    return {
        .subject = Rect{-5, 10, 300, 200},
        .strokes = {{.isSubject = false, .radius = 12.5, .points = {{1.5, 2.25}, {30.125, 4.0}}}},
        .edits = {
            {.mode = StrokeMode::remove,
             .radius = 33.0,
             .hardness = 0.25,
             .opacity = 0.75,
             .onlyUncertain = false,
             .isEdgeAware = true,
             .points = {{10.0, 20.0, 0.5}, {11.0, 21.5, 1.0}}},
            {.mode = StrokeMode::restore, .points = {{0.0, 0.0}}}}};
}

struct Folder {
    QTemporaryDir dir;
    fs::path root = dir.path().toStdString();
    EditStore store{root / "edits"};
    fs::path photo = root / "photo one.jpg";

    Folder() { std::ofstream(photo) << "a photo"; }
};

std::string textOf(const fs::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

// Edits between two sittings.
class EditStoreTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackAsItWas();
    void knowsNothingOfAnotherPhoto();
    void forgetsWhatWasTakenBack();
    void findsAPhotoByAnotherWayToIt();
    void tellsNoFolder();
    void putsADamagedFileAside();
    void clearsAllThatIsItsOwn();
    void failsWithAReasonWhereNothingCanBeWritten();
};

void EditStoreTest::comesBackAsItWas() {
    const Folder folder;

    folder.store.save(folder.photo, someEdits());
    const EditStore::Loaded loaded = folder.store.load(folder.photo);

    QVERIFY(loaded.edits == someEdits());
    QVERIFY(loaded.notice.empty());
}

void EditStoreTest::knowsNothingOfAnotherPhoto() {
    const Folder folder;
    folder.store.save(folder.photo, someEdits());

    const EditStore::Loaded loaded = folder.store.load(folder.root / "two.jpg");

    QVERIFY(loaded.edits == PhotoEdits());
    QVERIFY(loaded.notice.empty());
}

void EditStoreTest::forgetsWhatWasTakenBack() {
    const Folder folder;
    folder.store.save(folder.photo, someEdits());

    folder.store.save(folder.photo, {});

    QVERIFY(!fs::exists(folder.store.fileOf(folder.photo)));
    QVERIFY(folder.store.load(folder.photo).edits == PhotoEdits());
}

void EditStoreTest::findsAPhotoByAnotherWayToIt() {
    const Folder folder;
    fs::create_symlink(folder.photo, folder.root / "link.jpg");
    folder.store.save(folder.photo, someEdits());

    QVERIFY(folder.store.load(folder.root / "link.jpg").edits == someEdits());
    QVERIFY(folder.store.load(folder.root / "edits" / ".." / "photo one.jpg").edits == someEdits());
}

void EditStoreTest::tellsNoFolder() {
    const Folder folder;
    folder.store.save(folder.photo, someEdits());

    const std::string text = textOf(folder.store.fileOf(folder.photo));

    QVERIFY(!text.empty());
    QVERIFY(text.find(folder.root.string()) == std::string::npos);
}

void EditStoreTest::putsADamagedFileAside() {
    const Folder folder;
    const fs::path file = folder.store.fileOf(folder.photo);
    folder.store.save(folder.photo, someEdits());
    const std::string whole = textOf(file);
    for (int i = 1; i <= 2; ++i) {                                     // the second doesn't replace the first
        std::ofstream(file) << whole.substr(0, whole.size() / 2) << i; // a torn file

        const EditStore::Loaded loaded = folder.store.load(folder.photo);

        QVERIFY(loaded.edits == PhotoEdits());
        QVERIFY(loaded.notice.find("put aside as") != std::string::npos);
        QVERIFY(!fs::exists(file));
    }
    QVERIFY(textOf(file.string() + ".damaged").ends_with('1'));
    QVERIFY(textOf(file.string() + ".damaged-2").ends_with('2'));
}

void EditStoreTest::clearsAllThatIsItsOwn() {
    const Folder folder;
    folder.store.clear(); // there is no folder yet
    const fs::path damaged = folder.store.fileOf(folder.root / "another.jpg");
    folder.store.save(folder.photo, someEdits());
    std::ofstream(damaged) << "{";
    QVERIFY(!folder.store.load(folder.root / "another.jpg").notice.empty());
    const fs::path notes = folder.root / "edits" / "notes.json";
    std::ofstream(notes) << "{}";

    folder.store.clear();

    QVERIFY(folder.store.load(folder.photo).edits == PhotoEdits());
    QVERIFY(!fs::exists(damaged.string() + ".damaged"));
    QVERIFY(fs::exists(notes));
    QCOMPARE(std::distance(fs::directory_iterator(folder.root / "edits"), {}), std::ptrdiff_t(1));
    QVERIFY(fs::exists(folder.photo));
}

void EditStoreTest::failsWithAReasonWhereNothingCanBeWritten() {
    const Folder folder;
    std::ofstream(folder.root / "edits") << "a file where the folder should be";

    QVERIFY_EXCEPTION_THROWN(folder.store.save(folder.photo, someEdits()), Error);
}

QTEST_APPLESS_MAIN(EditStoreTest)
#include "edit_store_test.moc"
