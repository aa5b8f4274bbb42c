#include "core/base/error.h"
#include "core/models/manifest.h"

#include <QTest>

using namespace kerf;
using namespace kerf::models;

namespace {

const char* const kHash = "c830d067d54fc767b9543a8432f36d91bc2de313584e8bbfe4ac26a47339e899";

QString entry() {
    return QString(R"({"id":"a","kind":"mask","title":"A","purpose":"For a.","architecture":"X",
        "licence":"MIT","source":"S","width":1024,"height":512,"patch_order":"columns",
        "files":[{"name":"a.pth","url":"https://host/a","bytes":5,"sha256":"%1"}]})")
        .arg(kHash);
}

std::string document(const QString& models) {
    return QString(R"({"version":1,"models":[%1]})").arg(models).toStdString();
}

// What parseManifest says about it; empty when it has nothing against it.
QString complaintAbout(const std::string& json) {
    try {
        parseManifest(json);
    } catch (const Error& e) {
        return e.code() == ErrorCode::corrupt_file ? e.what() : "another error";
    }
    return {};
}

const ManifestEntry* named(const std::string& id) {
    for (const ManifestEntry& e : builtinManifest().entries) {
        if (e.info.id == id) {
            return &e;
        }
    }
    return nullptr;
}

} // namespace

class ManifestTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAnEntry();
    void refusesWhatIsWrong_data();
    void refusesWhatIsWrong();
    void builtinOneListsTheOfficialFiles();
    void builtinOnePrefersTheBestAllRoundModels();
    void builtinOneKnowsThePatchOrders_data();
    void builtinOneKnowsThePatchOrders();
    void builtinOneOffersOnlyWhatCanBeVerified();
};

void ManifestTest::readsAnEntry() {
    const Manifest manifest = parseManifest(document(entry()));

    QCOMPARE(manifest.entries.size(), std::size_t{1});
    const ManifestEntry& e = manifest.entries[0];
    QCOMPARE(e.info.id, std::string("a"));
    QVERIFY(e.info.kind == ModelKind::mask);
    QCOMPARE(e.info.width, 1024);
    QCOMPARE(e.info.height, 512);
    QVERIFY(e.info.patchOrder == PatchOrder::columns_first);
    QVERIFY(e.info.isDownloadable && !e.info.isInstalled && e.isForAuto);
    QCOMPARE(e.info.bytes, std::uint64_t{5});
    QCOMPARE(e.files[0].sha256, std::string(kHash));
}

void ManifestTest::refusesWhatIsWrong_data() {
    QTest::addColumn<QString>("from"); // in a good document
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("no JSON") << R"("id")"
                             << "id"
                             << "no valid JSON";
    QTest::newRow("cut off") << "]}"
                             << ""
                             << "no valid JSON";
    QTest::newRow("unknown name") << R"("id")"
                                  << R"("x":1,"id")"
                                  << "has a name that isn't known";
    QTest::newRow("doubled name") << R"("id":"a")"
                                  << R"("id":"a","id":"a")"
                                  << "is there twice";
    QTest::newRow("missing name") << R"("title":"A",)"
                                  << ""
                                  << "models[0].title is missing";
    QTest::newRow("another type") << R"("title":"A")"
                                  << R"("title":1)"
                                  << "models[0].title is no text";
    QTest::newRow("empty text") << R"("title":"A")"
                                << R"("title":"")"
                                << "is not one line";
    QTest::newRow("control character") << R"("title":"A")"
                                       << R"("title":"A\u001b[2J")"
                                       << "is not one line";
    QTest::newRow("id with a slash") << R"("id":"a")"
                                     << R"("id":"a/b")"
                                     << "models[0].id";
    QTest::newRow("id that looks like an option") << R"("id":"a")"
                                                  << R"("id":"-a")"
                                                  << "models[0].id";
    QTest::newRow("file elsewhere") << "a.pth"
                                    << "../a.pth"
                                    << "is no plain file name";
    QTest::newRow("hidden file") << "a.pth"
                                 << ".a.pth"
                                 << "is no plain file name";
    QTest::newRow("http") << "https://"
                          << "http://"
                          << "is no plain https address";
    QTest::newRow("file scheme") << "https://host"
                                 << "file:///etc"
                                 << "is no plain https address";
    QTest::newRow("password") << "https://host"
                              << "https://me:word@host"
                              << "is no plain https address";
    QTest::newRow("no host") << "https://host/a"
                             << "https://"
                             << "is no plain https address";
    QTest::newRow("short hash") << "c830d0"
                                << "c830d"
                                << "64 lower-case";
    QTest::newRow("upper-case hash") << "c830d0"
                                     << "C830D0"
                                     << "64 lower-case";
    QTest::newRow("no hash") << QString(R"(,"sha256":"%1")").arg(kHash) << ""
                             << "needs url and sha256";
    QTest::newRow("negative size") << R"("bytes":5)"
                                   << R"("bytes":-5)"
                                   << "is not a whole number";
    QTest::newRow("fraction") << R"("bytes":5)"
                              << R"("bytes":5.5)"
                              << "is not a whole number";
    QTest::newRow("huge size") << R"("bytes":5)"
                               << R"("bytes":99999999999999999)"
                               << "is not a whole number";
    QTest::newRow("odd side") << "1024"
                              << "1000"
                              << "is no multiple of 32";
    QTest::newRow("one side") << "1024"
                              << "0"
                              << "must be 0 exactly when width is";
    QTest::newRow("order") << "columns"
                           << "diagonal"
                           << R"(neither "rows" nor "columns")";
    QTest::newRow("kind") << R"("mask")"
                          << R"("hat")"
                          << R"(neither "cleanup" nor "mask")";
    QTest::newRow("mask with a scale") << R"("width")"
                                       << R"("scale":2,"width")"
                                       << "is for clean-up only";
    QTest::newRow("clean-up with a size") << R"("mask")"
                                          << R"("cleanup")"
                                          << "is for masks only";
    QTest::newRow("doubled later") << R"("files":[)"
                                   << R"("files":[],"purpose":[)"
                                   << "is there twice";
    QTest::newRow("another version") << R"("version":1)"
                                     << R"("version":2)"
                                     << "manifest.version";
}

void ManifestTest::refusesWhatIsWrong() {
    QFETCH(const QString, from);
    QFETCH(const QString, to);
    const QString good = QString::fromStdString(document(entry()));
    QVERIFY(complaintAbout(good.toStdString()).isEmpty());
    QVERIFY(good.contains(from));
    QString bad = good;
    bad.replace(bad.indexOf(from), from.size(), to);

    const QString said = complaintAbout(bad.toStdString());

    QFETCH(const QString, complaint);
    QVERIFY2(said.contains(complaint), qPrintable(said));
}

void ManifestTest::builtinOneListsTheOfficialFiles() {
    const Manifest& manifest = builtinManifest();

    QCOMPARE(manifest.entries.size(), std::size_t{40});
    for (const ManifestEntry& e : manifest.entries) {
        QVERIFY2(e.info.purpose.ends_with('.'), e.info.id.c_str());
        QVERIFY2(e.info.licence == "MIT" || e.info.licence == "BSD-3-Clause", e.info.id.c_str());
        QCOMPARE(e.files.size(), std::size_t{1});
        const std::string& url = e.files[0].url;
        QVERIFY2(
            url.empty() || url.starts_with("https://huggingface.co/ZhengPeng7/") ||
                url.starts_with("https://huggingface.co/ai-forever/") ||
                url.starts_with("https://github.com/xinntao/Real-ESRGAN/releases/download/") ||
                url.starts_with("https://github.com/ZhengPeng7/BiRefNet/releases/download/"),
            url.c_str());
    }
}

void ManifestTest::builtinOnePrefersTheBestAllRoundModels() {
    std::vector<std::string> masks;
    std::vector<std::string> cleanups;
    for (const ManifestEntry& e : builtinManifest().entries) {
        (e.info.kind == ModelKind::mask ? masks : cleanups).push_back(e.info.id);
    }

    QCOMPARE(cleanups[0], std::string("realesrgan-x2"));
    QCOMPARE(masks[0], std::string("birefnet"));
    const auto at = [&](const char* id) { return std::find(masks.begin(), masks.end(), id); };
    QVERIFY(at("birefnet-lite") < at("birefnet-matting"));
    QVERIFY(at("birefnet-lite") < at("birefnet-portrait"));
    QVERIFY(at("birefnet-lite") < at("birefnet-hr"));
    QVERIFY(!named("realesrgan-x4plus-anime")->isForAuto);
    QVERIFY(named("realesrgan-x2")->isForAuto);
}

// Of a file, by its hash: a checkpoint works right only with the order that it was trained with.
void ManifestTest::builtinOneKnowsThePatchOrders_data() {
    QTest::addColumn<QString>("sha256");
    QTest::addColumn<bool>("isColumns");
    QTest::newRow("general") << "9ab37426bf4de0567af6b5d21b16151357149139362e6e8992021b8ce356a154" << true;
    QTest::newRow("lite") << "4417d89795250e698c3cb0ae8df15743810065f646f48a694fdfa7ca052d0815" << true;
    QTest::newRow("lite-2K") << "aa2e4a5af5eb3904694feb40f2b39ec5dd7cd9110906590cfeb982f09a46021d" << true;
    QTest::newRow("matting") << "a9875de5b1e6c8eb5fdaa8c727a82927ce442cdc87ba3abee6a77e6fa46c25bb" << true;
    QTest::newRow("portrait") << "4a4eb3a5469b75f0cccaec6772c22fc30e6c12ed429c2c0ba71b43e3d8d97182" << true;
    QTest::newRow("HR") << "9d678bafec0b0019fbb073b7fd02f05ede25dc4b15254f23b2fb0be333200c0d" << false;
    QTest::newRow("HR-matting") << "a5a4de698739ea5e0e8bbab28e1b293dde95092b87a442d566cbc585c53cef55"
                                << false;
    QTest::newRow("dynamic") << "e3d2e4884e51ff30f0cd630edc6b1e41b06b7f23a0a2a5169f7b7cb33a711c2d" << false;
    QTest::newRow("512") << "d94ae0eefb2d2020192001e984ecd6b367478118257a3132e6a484bbf18b0f41" << false;
    QTest::newRow("lite-matting") << "ce8bcfc045e336322c0424a5863dcfb7e9ce8fed0a5fd4d1b2b20adf12d97243"
                                  << false;
}

void ManifestTest::builtinOneKnowsThePatchOrders() {
    QFETCH(const QString, sha256);
    QFETCH(const bool, isColumns);

    for (const ManifestEntry& e : builtinManifest().entries) {
        if (e.files[0].sha256 == sha256.toStdString()) {
            QCOMPARE(e.info.patchOrder == PatchOrder::columns_first, isColumns);
            return;
        }
    }
    QFAIL("no model of that hash");
}

void ManifestTest::builtinOneOffersOnlyWhatCanBeVerified() {
    int downloadable = 0;
    for (const ManifestEntry& e : builtinManifest().entries) {
        QCOMPARE(e.info.isDownloadable, e.importOnly.empty());
        if (e.info.isDownloadable) {
            ++downloadable;
            QVERIFY2(e.files[0].sha256.size() == 64, e.info.id.c_str());
        }
    }
    QCOMPARE(downloadable, 18);
}

QTEST_GUILESS_MAIN(ManifestTest)
#include "manifest_test.moc"
