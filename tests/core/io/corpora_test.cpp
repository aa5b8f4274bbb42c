#include "core/base/error.h"
#include "core/io/reader.h"
#include "tests/support/corpus.h"

#include <QElapsedTimer>
#include <QTest>

#include <map>
#include <optional>

using namespace kerf;
namespace fs = std::filesystem;

namespace {

constexpr qint64 kLongestMs = 10'000; // for any one file

// What reading a file ended with, for counting; empty for an end that is not allowed.
std::string endOf(const fs::path& file) {
    try {
        const Photo photo = readPhoto(file, Limits(), Progress());
        const ImageFormat& format = photo.image.format();
        const bool isRight = !photo.image.empty() && format.width == photo.info.width &&
                             format.height == photo.info.height && format.channels >= 3;
        return isRight ? "decoded" : "";
    } catch (const Error& e) {
        switch (e.code()) {
        case ErrorCode::corrupt_file:
        case ErrorCode::unsupported_format:
        case ErrorCode::too_large:
            return e.file() == file && *e.what() != '\0' ? errorName(e.code()) : "";
        default:
            return "";
        }
    }
}

} // namespace

// Every file of the shared corpora, whatever it is, ends as a whole picture or as a reasoned refusal, soon.
class CorporaTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFileEndsWell_data() {
        QTest::addColumn<int>(
            "leastDecoded"); // as many as the formats' own libraries take without a lost pixel
        QTest::addColumn<int>("leastCorrupt");
        QTest::newRow("exif-orientation") << 18 << 0;
        QTest::newRow("icc") << 0 << 0;
        QTest::newRow("jpeg-seeds") << 160 << 2000;
        QTest::newRow("pickle") << 0 << 0;
        QTest::newRow("png") << 170 << 900;
        QTest::newRow("tiff") << 140 << 100;
    }

    void everyFileEndsWell() {
        QFETCH(const int, leastDecoded);
        QFETCH(const int, leastCorrupt);
        const fs::path corpus = test::corpusDir(QTest::currentDataTag());
        if (corpus.empty()) {
            QSKIP("the shared corpora are not here");
        }

        std::map<std::string, int> ends;
        for (const fs::path& file : test::filesUnder(corpus)) {
            QElapsedTimer timer;
            timer.start();
            const std::string end = endOf(file);
            QVERIFY2(!end.empty(), file.c_str());
            QVERIFY2(timer.elapsed() < kLongestMs, file.c_str());
            ++ends[end];
        }

        for (const auto& end : ends) {
            qInfo("%s: %d", end.first.c_str(), end.second);
        }
        QVERIFY(ends["decoded"] >= leastDecoded);
        QVERIFY(ends["corrupt_file"] >= leastCorrupt);
    }
};

QTEST_GUILESS_MAIN(CorporaTest)
#include "corpora_test.moc"
