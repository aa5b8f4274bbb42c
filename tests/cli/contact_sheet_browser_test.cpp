#include "core/io/writer.h"
#include "tests/support/test_images.h"

#include <QDir>
#include <QFile>
#include <QImage>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace kerf;
using namespace kerf::test;

// The contact sheet in a real browser, from the disk: its script runs, no name becomes markup, and it looks
// like something.
class ContactSheetBrowserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        m_browser = QStandardPaths::findExecutable("chromium");
        if (m_browser.isEmpty()) {
            QSKIP("there is no chromium to open the sheet with");
        }
        const QString hostile = "<img src=x onerror=document.title=666>";
        for (const QString& name : {QString("one"), QString("two"), hostile}) {
            saveDisc(m_dir.filePath("a/" + name + ".png"), 0.0);
            saveDisc(m_dir.filePath("b/" + name + ".png"), name == "one" ? 2.0 : 5.0);
        }
        QProcess compare;
        compare.start(
            KERF_CLI,
            {"compare", m_dir.filePath("a"), m_dir.filePath("b"), "--report", m_dir.filePath("report")});
        QVERIFY(compare.waitForFinished(100'000));
        QCOMPARE(compare.exitCode(), 0);
    }

    void runsFromTheDisk() {
        const QByteArray dom = browse({"--dump-dom"});

        QVERIFY2(dom.contains("3 of 3"), dom.right(2000));        // what the script counts
        QVERIFY(dom.contains("<title>a and b compared</title>")); // not what a name would make of it
        QVERIFY(!dom.contains("<img src=\"x\""));
    }

    void looksLikeSomething() {
        const QString file = m_dir.filePath("sheet.png");
        browse({"--window-size=1200,800", "--screenshot=" + file});

        const QImage picture(file);

        QCOMPARE(picture.size(), QSize(1200, 800));
        QVERIFY(qAlpha(picture.pixel(5, 5)) == 255);
        int orange = 0; // of the discs
        for (int y = 0; y < picture.height(); y += 4) {
            for (int x = 0; x < picture.width(); x += 4) {
                const QColor color = picture.pixelColor(x, y);
                orange += color.red() > 190 && color.green() > 70 && color.green() < 140 && color.blue() < 90
                              ? 1
                              : 0;
            }
        }
        QVERIFY2(orange > 500, qPrintable(QString::number(orange)));
    }

private:
    static void saveDisc(const QString& file, double x) {
        QDir().mkpath(QFileInfo(file).path());
        const Image image = makeImage(80, 60, 4, PixelType::u8, [&](int px, int py) {
            const double alpha = std::clamp(20.5 - std::hypot(px - 40.0 - x, py - 30.0), 0.0, 1.0);
            return std::array<double, 4>{0.9, 0.4, 0.2, alpha};
        });
        writePhoto({.image = image, .output = file.toStdString(), .options = {}}, Progress{});
    }

    QByteArray browse(const QStringList& arguments) const {
        QProcess process;
        const QString page = "file://" + m_dir.filePath("report/report.html");
        process.start(
            m_browser,
            QStringList{
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--user-data-dir=" + m_dir.filePath("profile")} +
                arguments + QStringList{page});
        if (!process.waitForFinished(100'000)) {
            process.kill();
            process.waitForFinished();
        }
        return process.readAllStandardOutput();
    }

    QTemporaryDir m_dir;
    QString m_browser;
};

QTEST_GUILESS_MAIN(ContactSheetBrowserTest)
#include "contact_sheet_browser_test.moc"
