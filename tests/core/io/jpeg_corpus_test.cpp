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

// 5,250 files of libjpeg-turbo's fuzzers: each ends as a picture or as a reasoned refusal, soon.
class JpegCorpusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (test::corpusDir("jpeg-seeds").empty()) {
            QSKIP("the shared corpora are not here");
        }
    }

    void everyFileEndsWell() {
        std::map<std::string, int> ends;
        for (const fs::path& file : test::filesUnder(test::corpusDir("jpeg-seeds"))) {
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
        QVERIFY(ends["decoded"] >= 160); // as many as libjpeg-turbo itself takes without a lost pixel
        QVERIFY(ends["corrupt_file"] >= 2000);
    }
};

QTEST_GUILESS_MAIN(JpegCorpusTest)
#include "jpeg_corpus_test.moc"
