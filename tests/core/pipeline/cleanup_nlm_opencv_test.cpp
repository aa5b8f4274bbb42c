#include "core/image/mat_view.h"
#include "core/image/pixels.h"
#include "core/pipeline/cleanup_nlm.h"
#include "tests/support/test_images.h"

#include <QTest>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include <algorithm>
#include <cmath>

using namespace kerf;

namespace {

Image noisyPhoto(int width, int height, int channels) {
    const Image clean = test::makeImage(width, height, channels, PixelType::u8, [](int x, int y) {
        const bool dark = (x / 37 + y / 29) % 2 == 0;
        return std::array<double, 4>{
            0.5 + 0.4 * std::sin(x * 0.05), dark ? 0.2 : 0.7, 0.4 + 0.3 * std::sin((x + y) * 0.04), 0.6};
    });
    return test::addNoise(clean, 15.0, 3);
}

Image asOneCall(const Image& image, float h, float hColor) {
    cv::Mat bgr;
    cv::cvtColor(matView(image), bgr, cv::COLOR_RGB2BGR);
    cv::Mat denoised;
    cv::fastNlMeansDenoisingColored(bgr, denoised, h, hColor, 7, 21);
    ImageBuffer out(image.format());
    cv::Mat rgb = matView(out);
    cv::cvtColor(denoised, rgb, cv::COLOR_BGR2RGB);
    return Image(std::move(out));
}

} // namespace

class CleanupNlmOpenCvTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isOpenCvsOwnResultByteForByte_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("several tiles") << 523 << 311;
        QTest::newRow("a sliver at the edges") << 257 << 259;
        QTest::newRow("narrow") << 5 << 300;
        QTest::newRow("one pixel") << 1 << 1;
    }
    void isOpenCvsOwnResultByteForByte() {
        QFETCH(int, width);
        QFETCH(int, height);
        const Image photo = noisyPhoto(width, height, 3);

        const Image ours = denoiseNlmOpenCv(photo, 10.0, 10.0, {});

        QCOMPARE(ours.format(), photo.format());
        QVERIFY(std::ranges::equal(ours.pixels(), asOneCall(photo, 10.0F, 10.0F).pixels()));
    }

    void copiesAlphaAndIgnoresIt() {
        const Image photo = noisyPhoto(60, 40, 4);

        const Image ours = denoiseNlmOpenCv(photo, 10.0, 7.0, {});

        QVERIFY(std::ranges::equal(alphaOf(ours).pixels(), alphaOf(photo).pixels()));
        QVERIFY(
            std::ranges::equal(dropAlpha(ours).pixels(), asOneCall(dropAlpha(photo), 10.0F, 7.0F).pixels()));
    }

    void sixteenBitsGoThroughEight() {
        const Image photo = noisyPhoto(60, 40, 3);

        const Image ours = denoiseNlmOpenCv(convertType(photo, PixelType::u16), 10.0, 10.0, {});

        QCOMPARE(ours.format().type, PixelType::u16);
        const Image wanted = asOneCall(photo, 10.0F, 10.0F);
        QVERIFY(std::ranges::equal(convertType(ours, PixelType::u8).pixels(), wanted.pixels()));
    }

    void stopsBetweenTiles() {
        const Image photo = noisyPhoto(600, 300, 3);
        std::stop_source stop;
        const Progress progress(stop.get_token(), [&](double done) {
            if (done > 0.0) {
                stop.request_stop();
            }
        });

        QVERIFY_EXCEPTION_THROWN(denoiseNlmOpenCv(photo, 10.0, 10.0, progress), Cancelled);
    }
};

QTEST_GUILESS_MAIN(CleanupNlmOpenCvTest)
#include "cleanup_nlm_opencv_test.moc"
