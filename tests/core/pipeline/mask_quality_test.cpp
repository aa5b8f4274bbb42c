#include "core/io/reader.h"
#include "core/pipeline/mask_grabcut.h"
#include "tests/support/composites.h"
#include "tests/support/test_images.h"

#include <QPainter>
#include <QPolygonF>
#include <QTest>

#include <algorithm>
#include <vector>

using namespace kerf;

namespace {

double iouOf(const Image& matte, const Image& truth) {
    double common = 0.0;
    double either = 0.0;
    for (int y = 0; y < truth.format().height; ++y) {
        const auto got = matte.row<std::uint8_t>(y);
        const auto expected = truth.row<std::uint8_t>(y);
        for (std::size_t x = 0; x < got.size(); ++x) {
            common += got[x] >= 128 && expected[x] >= 128 ? 1.0 : 0.0;
            either += got[x] >= 128 || expected[x] >= 128 ? 1.0 : 0.0;
        }
    }
    return common / either;
}

std::vector<Image> samples() {
    std::vector<Image> result;
    for (const char* name : {"astronaut.png", "chelsea.png", "coffee.png"}) {
        result.push_back(readPhoto(test::samplePath(name), Limits(), Progress()).image);
    }
    return result;
}

// A mask drawn by hand, in pixels of the sample; a few pixels wrong at most.
Image drawn(const Image& photo, const QPolygonF& outline) {
    QImage canvas(photo.format().width, photo.format().height, QImage::Format_Grayscale8);
    canvas.fill(Qt::black);
    QPainter painter(&canvas);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Qt::white);
    painter.drawPolygon(outline);
    painter.end();
    ImageBuffer out(ImageFormat{.width = canvas.width(), .height = canvas.height(), .channels = 1});
    for (int y = 0; y < canvas.height(); ++y) {
        std::copy_n(canvas.constScanLine(y), canvas.width(), out.row<std::uint8_t>(y).begin());
    }
    return Image(std::move(out));
}

Rect boxOf(const QPolygonF& outline, const Image& photo) {
    const QRect box =
        outline.boundingRect().toAlignedRect() & QRect(0, 0, photo.format().width, photo.format().height);
    return {box.x(), box.y(), box.width(), box.height()};
}

const QPolygonF kAstronaut{QPolygonF(
    {{200, 18},  {240, 18},  {275, 40},  {298, 80},  {292, 115}, {268, 130}, {262, 160}, {295, 185},
     {305, 230}, {298, 275}, {345, 300}, {360, 345}, {400, 343}, {450, 355}, {485, 390}, {500, 440},
     {512, 460}, {512, 512}, {30, 512},  {28, 480},  {40, 440},  {25, 390},  {28, 320},  {55, 250},
     {110, 225}, {112, 180}, {130, 150}, {180, 150}, {185, 125}, {160, 105}, {153, 75},  {165, 40}})};

const QPolygonF kCup{
    QPolygonF({{220, 18},  {270, 18},  {320, 28},  {355, 45},  {385, 72},  {395, 80},  {405, 65},
               {418, 68},  {415, 95},  {445, 130}, {470, 180}, {478, 230}, {465, 290}, {430, 340},
               {370, 372}, {300, 386}, {225, 378}, {150, 350}, {100, 305}, {78, 250},  {80, 190},
               {105, 135}, {150, 90},  {178, 75},  {180, 45}})};

// The fur's edge runs through the blurred right half; below it the frame ends.
const QPolygonF kCat{QPolygonF(
    {{0, 0},
     {360, 0},
     {380, 15},
     {355, 60},
     {362, 110},
     {350, 160},
     {345, 190},
     {380, 250},
     {385, 300},
     {0, 300}})};

} // namespace

class MaskQualityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheSubjectsOfComposites() {
        constexpr int kStride = 7; // no divisor of what varies with the index
        const std::vector<Image> photographs = samples();
        double hintless = 0.0;
        double boxed = 0.0;
        int count = 0;
        for (int i = 0; i < test::kComposites; i += kStride) {
            const test::Composite composite = test::makeComposite(i, photographs);
            GrabCutHints hints;
            hints.box = composite.box;
            ++count;
            hintless += iouOf(maskGrabCut(composite.photo, {}, Progress()).matte, composite.alpha);
            boxed += iouOf(maskGrabCut(composite.photo, hints, Progress()).matte, composite.alpha);
        }
        hintless /= count;
        boxed /= count;
        qInfo("mean IoU: no hint %.3f, box %.3f", hintless, boxed);

        QVERIFY2(hintless > kHintlessBar, qPrintable(QString::number(hintless)));
        QVERIFY2(boxed > kBoxBar, qPrintable(QString::number(boxed)));
    }

    void findsTheSubjectsOfTheSamples_data() {
        QTest::addColumn<int>("sample");
        QTest::addColumn<QPolygonF>("outline");
        QTest::addColumn<bool>("withBox");
        QTest::addColumn<double>("least"); // a little under what it is
        QTest::newRow("astronaut") << 0 << kAstronaut << false << 0.58;
        QTest::newRow("astronaut in a box") << 0 << kAstronaut << true << 0.68;
        QTest::newRow("cat in a box") << 1 << kCat << true << 0.75;
        QTest::newRow("cup") << 2 << kCup << false << 0.9;
        QTest::newRow("cup in a box") << 2 << kCup << true << 0.9;
    }

    void findsTheSubjectsOfTheSamples() {
        QFETCH(int, sample);
        QFETCH(QPolygonF, outline);
        QFETCH(bool, withBox);
        QFETCH(double, least);
        const Image photo = samples().at(std::size_t(sample));
        GrabCutHints hints;
        if (withBox) {
            hints.box = boxOf(outline, photo);
        }

        const Image matte = maskGrabCut(photo, hints, Progress()).matte;

        const double iou = iouOf(matte, drawn(photo, outline));
        qInfo("IoU %.3f", iou);
        QVERIFY2(iou > least, qPrintable(QString::number(iou)));
    }

private:
    // A little under what was measured when the constants were last touched.
    static constexpr double kHintlessBar = 0.68;
    static constexpr double kBoxBar = 0.90;
};

QTEST_GUILESS_MAIN(MaskQualityTest)
#include "mask_quality_test.moc"
