#include "ui/file_dialogs.h"

#include <QApplication>
#include <QFile>
#include <QFileDialog>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

#include <optional>

using namespace kerf;
using namespace kerf::ui;

class FileDialogsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void takesTheTypeFromTheName_data();
    void takesTheTypeFromTheName();
    void givesTheChosenPhotos();
};

namespace {

std::filesystem::path in(const QTemporaryDir& folder, const QString& name) {
    return folder.filePath(name).toStdString();
}

} // namespace

void FileDialogsTest::initTestCase() {
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
}

void FileDialogsTest::takesTheTypeFromTheName_data() {
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("written");
    QTest::addColumn<int>("type");
    QTest::addColumn<bool>("isAsked");
    QTest::newRow("as suggested") << "cat.png"
                                  << "cat.png" << int(FileType::png) << true;
    QTest::newRow("another ending") << "cat.tif"
                                    << "cat.tif" << int(FileType::tiff) << true;
    QTest::newRow("jpeg, long ending") << "cat.jpeg"
                                       << "cat.jpeg" << int(FileType::jpeg) << true;
    QTest::newRow("no ending") << "cat"
                               << "cat.png" << int(FileType::png) << true;
    QTest::newRow("a dot in the name") << "cat.v2"
                                       << "cat.v2.png" << int(FileType::png) << false;
}

void FileDialogsTest::takesTheTypeFromTheName() {
    QFETCH(QString, typed);
    QFETCH(QString, written);
    QFETCH(int, type);
    QFETCH(bool, isAsked);
    const QTemporaryDir folder;
    QWidget window;
    std::filesystem::path file;
    std::optional<FileType> chosen;
    ExistingPolicy existing = ExistingPolicy::skip;

    FileDialogs().saveAs(
        &window, in(folder, QStringLiteral("one-cutout.png")), FileType::png,
        [&](const std::filesystem::path& path, FileType pathType, ExistingPolicy policy) {
            file = path;
            existing = policy;
            chosen = pathType;
        });
    auto* dialog = window.findChild<QFileDialog*>(QStringLiteral("exportDialog"));
    QVERIFY(dialog);
    QCOMPARE(dialog->selectedFiles().value(0), folder.filePath(QStringLiteral("one-cutout.png")));
    dialog->selectFile(typed);
    QMetaObject::invokeMethod(dialog, "accept");

    QTRY_VERIFY(chosen);
    QCOMPARE(file, in(folder, written));
    QCOMPARE(int(*chosen), type);
    QVERIFY(existing == (isAsked ? ExistingPolicy::replace : ExistingPolicy::fail));
}

void FileDialogsTest::givesTheChosenPhotos() {
    const QTemporaryDir folder;
    QFile photo(folder.filePath(QStringLiteral("one.jpg")));
    QVERIFY(photo.open(QIODevice::WriteOnly));
    photo.close();
    QWidget window;
    std::vector<std::filesystem::path> chosen;

    FileDialogs().openPhotos(
        &window, folder.path(), [&](const std::vector<std::filesystem::path>& paths) { chosen = paths; });
    auto* dialog = window.findChild<QFileDialog*>(QStringLiteral("openPhotosDialog"));
    QVERIFY(dialog);
    dialog->selectFile(QStringLiteral("one.jpg"));
    QMetaObject::invokeMethod(dialog, "accept");

    QTRY_COMPARE(chosen.size(), std::size_t(1));
    QCOMPARE(chosen.front(), in(folder, QStringLiteral("one.jpg")));
}

QTEST_MAIN(FileDialogsTest)
#include "file_dialogs_test.moc"
