#include "tests/ui/window_rig.h"
#include "ui/banner.h"
#include "ui/filmstrip.h"
#include "ui/intake_desk.h"

#include <QBuffer>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QGuiApplication>
#include <QImage>
#include <QLineEdit>
#include <QMimeData>
#include <QTest>
#include <QUrl>

using namespace kerf;
using namespace kerf::ui;
using kerf::test::WindowRig;

namespace {

QImage picture() {
    QImage image(20, 10, QImage::Format_ARGB32);
    image.fill(QColor(10, 200, 30, 128));
    return image;
}

QByteArray encoded(const char* format) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture().save(&buffer, format);
    return bytes;
}

bool drop(QWidget& window, const QMimeData& data) {
    const QPoint at = window.rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &enter);
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&window, &event);
    return enter.isAccepted();
}

bool show(WindowRig& rig) {
    rig.window.show();
    rig.window.activateWindow();
    return QTest::qWaitForWindowActive(&rig.window);
}

} // namespace

class IntakeDeskTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void savesADroppedPicture_data();
    void savesADroppedPicture();
    void pastesPicturesUnderNamesOfTheirOwn();
    void pastesFilesAndLists_data();
    void pastesFilesAndLists();
    void fetchesNothing();
    void takesThePictureRatherThanItsAddress();
    void refusesWhatIsNoPicture();
    void leavesTextFieldsTheirPaste();
};

void IntakeDeskTest::savesADroppedPicture_data() {
    QTest::addColumn<QString>("format");
    for (const char* format : {"png", "bmp", "jpeg", "image"}) {
        QTest::newRow(format) << QString::fromLatin1(format);
    }
}

void IntakeDeskTest::savesADroppedPicture() {
    QFETCH(QString, format);
    QTemporaryDir data;
    WindowRig rig({.data = data.path().toStdString()});
    QVERIFY(show(rig));
    QMimeData mime;
    if (format == QLatin1String("image")) {
        mime.setImageData(picture());
    } else {
        mime.setData(QStringLiteral("image/") + format, encoded(qPrintable(format)));
    }

    QVERIFY(drop(rig.window, mime));

    QTRY_COMPARE(rig.window.photos().count(), 1);
    const std::filesystem::path file = rig.window.photos().at(0).file;
    QCOMPARE(file.parent_path(), std::filesystem::path(data.path().toStdString()) / "Pasted");
    QCOMPARE(QImage(QString::fromStdString(file.native()), "png").size(), QSize(20, 10));
}

void IntakeDeskTest::pastesPicturesUnderNamesOfTheirOwn() {
    QTemporaryDir data;
    WindowRig rig({.data = data.path().toStdString()});
    QVERIFY(show(rig));
    QGuiApplication::clipboard()->setImage(picture());

    QTest::keyClick(&rig.window, Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(rig.window.photos().count(), 1);
    QTest::keyClick(&rig.window, Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE(rig.window.photos().count(), 2);

    QVERIFY(rig.window.photos().at(0).name.startsWith(QStringLiteral("Pasted 20")));
    const QImage kept(QString::fromStdString(rig.window.photos().at(1).file.native()));
    QCOMPARE(kept.pixelColor(3, 3), QColor(10, 200, 30, 128));
    QCOMPARE(QDir(data.filePath(QStringLiteral("Pasted"))).entryList(QDir::Files | QDir::Hidden).size(), 2);
}

void IntakeDeskTest::pastesFilesAndLists_data() {
    QTest::addColumn<QString>("type");
    QTest::addColumn<QByteArray>("contents");
    QTest::newRow("URLs") << QStringLiteral("text/uri-list")
                          << QByteArray("file:///p/one.jpg\r\nfile:///p/two%20b.jpg\r\n");
    QTest::newRow("paths") << QStringLiteral("text/plain") << QByteArray("/p/one.jpg\n/p/two b.jpg\n");
    QTest::newRow("URLs as text") << QStringLiteral("text/plain")
                                  << QByteArray("file:///p/one.jpg\nfile:///p/two%20b.jpg");
}

void IntakeDeskTest::pastesFilesAndLists() {
    QFETCH(QString, type);
    QFETCH(QByteArray, contents);
    WindowRig rig;
    QVERIFY(show(rig));
    auto* mime = new QMimeData;
    mime->setData(type, contents);
    QGuiApplication::clipboard()->setMimeData(mime);

    rig.find<QAction>("actionPaste")->trigger();

    QTRY_COMPARE(rig.window.photos().count(), 2);
    QCOMPARE(rig.window.photos().at(0).file, std::filesystem::path("/p/one.jpg"));
    QCOMPARE(rig.window.photos().at(1).file, std::filesystem::path("/p/two b.jpg"));
}

void IntakeDeskTest::fetchesNothing() {
    WindowRig rig;
    QVERIFY(show(rig));
    QMimeData mime;
    mime.setUrls({QUrl(QStringLiteral("https://example.org/cat.jpg"))});

    QVERIFY(drop(rig.window, mime));

    auto* banner = rig.find<Banner>("banner");
    QVERIFY(banner->text().contains(QStringLiteral("never connects to the network")));
    QCOMPARE(rig.window.photos().count(), 0);
}

void IntakeDeskTest::takesThePictureRatherThanItsAddress() {
    QTemporaryDir data;
    WindowRig rig({.data = data.path().toStdString()});
    QVERIFY(show(rig));
    QMimeData mime; // as a browser gives it
    mime.setUrls({QUrl(QStringLiteral("https://example.org/cat.jpg"))});
    mime.setImageData(picture());

    QVERIFY(drop(rig.window, mime));

    QTRY_COMPARE(rig.window.photos().count(), 1);
}

void IntakeDeskTest::refusesWhatIsNoPicture() {
    QTemporaryDir data;
    WindowRig rig({.data = data.path().toStdString()});
    QVERIFY(show(rig));
    auto* banner = rig.find<Banner>("banner");
    QGuiApplication::clipboard()->setText(QStringLiteral("a shopping list"));
    rig.find<QAction>("actionPaste")->trigger();
    QVERIFY(banner->text().contains(QStringLiteral("no picture to paste")));

    QMimeData mime;
    mime.setData(QStringLiteral("image/png"), encoded("png").left(40));
    drop(rig.window, mime);

    QTRY_VERIFY(banner->text().contains(QStringLiteral("could not be kept")));
    QCOMPARE(rig.window.photos().count(), 0);
    QVERIFY(!QDir(data.filePath(QStringLiteral("Pasted"))).exists());
}

void IntakeDeskTest::leavesTextFieldsTheirPaste() {
    WindowRig rig;
    QVERIFY(show(rig));
    QVERIFY(rig.add({"one.jpg", "two.jpg"}));
    auto* field = rig.find<QLineEdit>("filterText");
    QGuiApplication::clipboard()->setText(QStringLiteral("two"));
    field->setFocus();

    QTest::keyClick(field, Qt::Key_V, Qt::ControlModifier);

    QCOMPARE(field->text(), QStringLiteral("two"));
    QCOMPARE(rig.find<Filmstrip>("filmstrip")->model()->rowCount(), 1);
}

QTEST_MAIN(IntakeDeskTest)
#include "intake_desk_test.moc"
