#include "core/base/error.h"
#include "core/nn/upscale_model.h"
#include "tests/support/failure.h"
#include "tests/support/golden_file.h"
#include "tests/support/owned_raster.h"
#include "tests/support/ref_source.h"

#include <ATen/ATen.h>
#include <QImage>
#include <QTest>

#include <chrono>
#include <limits>

using namespace kerf;
using test::OwnedRaster;

// Real nets with test weights, small enough for every day.
class UpscaleModelTest : public QObject {
    Q_OBJECT

private:
    static nn::RrdbNetShape small(int scale, int blocks = 1) {
        return {
            .blocks = blocks,
            .width = 16,
            .growth = 8,
            .scale = scale,
            .unshuffle = scale == 1 ? 4 : (scale == 2 ? 2 : 1)};
    }

    static nn::NetSource sourceOf(const nn::Architecture& architecture) {
        return {architecture, std::make_shared<test::RefSource>(architecture)};
    }

    static std::unique_ptr<nn::UpscaleModel>
    open(const nn::Architecture& architecture, const nn::Placement& placement = onCpu()) {
        return nn::makeUpscaleModel(sourceOf(architecture), placement, 0, {});
    }

    static nn::Placement onCpu() { return {.target = {}, .device = "cpu", .precision = "fp32"}; }

    static OwnedRaster emptyFor(const OwnedRaster& in, int scale) {
        return {in.width() * scale, in.height() * scale, 3, in.full() == 255 ? 1 : 2};
    }

    static OwnedRaster photo(const QString& name, const QRect& part) {
        const QImage image =
            QImage(QStringLiteral(KERF_SAMPLES_DIR) + '/' + name).convertToFormat(QImage::Format_RGB888);
        OwnedRaster raster(part.width(), part.height(), 3, 1);
        for (int y = 0; y < part.height(); ++y) {
            for (int x = 0; x < part.width(); ++x) {
                const QRgb pixel = image.pixel(part.x() + x, part.y() + y);
                raster.set(x, y, 0, qRed(pixel));
                raster.set(x, y, 1, qGreen(pixel));
                raster.set(x, y, 2, qBlue(pixel));
            }
        }
        return raster;
    }

private Q_SLOTS:
    void enlargesEverySize_data() {
        QTest::addColumn<int>("scale");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        for (const int scale : {1, 2, 4, 8}) {
            QTest::addRow("one pixel x%d", scale) << scale << 1 << 1;
            QTest::addRow("odd x%d", scale) << scale << 37 << 21;
        }
    }

    // Whatever must be added to a small or odd picture for the net, it comes out whole and not flat.
    void enlargesEverySize() {
        QFETCH(const int, scale);
        QFETCH(const int, width);
        QFETCH(const int, height);
        const OwnedRaster in = OwnedRaster::picture("every size", width, height, 2);
        const auto model = open(small(scale));
        OwnedRaster out = emptyFor(in, scale);

        const nn::RunReport report = model->run(in.view(), out.target(), {}, {});

        QCOMPARE(model->facts().scale, scale);
        QCOMPARE(report.device, std::string("cpu"));
        QVERIFY(report.note.empty());
        int lowest = out.full();
        int highest = 0;
        for (int y = 0; y < out.height(); ++y) {
            for (int x = 0; x < out.width(); ++x) {
                lowest = std::min(lowest, out.at(x, y, 1));
                highest = std::max(highest, out.at(x, y, 1));
            }
        }
        QVERIFY(width == 1 || highest > lowest);
    }

    void enlargesWithTheCompactNetToo() {
        const OwnedRaster in = OwnedRaster::picture("compact", 90, 70);
        const auto model = open(nn::SrvggNetShape{.depth = 4, .width = 16, .scale = 4});
        OwnedRaster whole = emptyFor(in, 4);
        OwnedRaster tiled = emptyFor(in, 4);

        model->run(in.view(), whole.target(), {.tile = 4096}, {});
        const nn::RunReport report = model->run(in.view(), tiled.target(), {.tile = 40}, {});

        QVERIFY2(report.settings.find("2 tiles") != std::string::npos, report.settings.c_str());
        QVERIFY(OwnedRaster::maxDifference(whole, tiled) <= 1);
    }

    void tilesEqualTheWholePhotoWithin2Levels_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("scale");
        QTest::newRow("astronaut x2") << "astronaut.png" << 2;
        QTest::newRow("coffee x2") << "coffee.png" << 2;
        QTest::newRow("chelsea x4") << "chelsea.png" << 4;
    }

    void tilesEqualTheWholePhotoWithin2Levels() {
        QFETCH(const QString, name);
        QFETCH(const int, scale);
        const OwnedRaster in = photo(name, {60, 40, 140, 120});
        const auto model = open(nn::RrdbNetShape{
            .blocks = 2, .width = 64, .growth = 32, .scale = scale, .unshuffle = scale == 2 ? 2 : 1});
        OwnedRaster whole = emptyFor(in, scale);
        OwnedRaster tiled = emptyFor(in, scale);

        model->run(in.view(), whole.target(), {.tile = 4096}, {});
        const nn::RunReport report = model->run(in.view(), tiled.target(), {.tile = 40}, {});

        QVERIFY2(report.settings.find("6 tiles") != std::string::npos, report.settings.c_str());
        const int difference = OwnedRaster::maxDifference(whole, tiled);
        QVERIFY2(difference <= 2, qPrintable(QString::number(difference)));
    }

    void givesAiForeversBytes_data() {
        QTest::addColumn<QString>("file");
        const auto files = test::goldenFiles("ai-forever-predict");
        if (files.empty()) {
            QSKIP("no golden of ai-forever's predict()");
        }
        for (const auto& file : files) {
            QTest::newRow(file.stem().c_str()) << QString::fromStdString(file.string());
        }
    }

    void givesAiForeversBytes() {
        QFETCH(const QString, file);
        const test::GoldenFile golden(file.toStdString());
        const at::Tensor image = golden.tensor("image");
        const at::Tensor expected = golden.tensor("output");
        const int scale = golden.number("scale", "x", 2);
        const nn::RrdbNetShape shape{
            .blocks = golden.number("num_block", "nb", 23),
            .scale = scale,
            .unshuffle = scale == 2 ? 2 : (scale == 1 ? 4 : 1)};
        OwnedRaster in(int(image.size(1)), int(image.size(0)), 3, 1);
        for (int y = 0; y < in.height(); ++y) {
            for (int x = 0; x < in.width() * 3; ++x) {
                in.set(x / 3, y, x % 3, int(image[y][x / 3][x % 3].item<float>()));
            }
        }
        const auto model = nn::makeUpscaleModel(
            {shape, std::make_shared<test::RefSource>(shape, golden.text("salt"))}, onCpu(), 0, {});
        OwnedRaster out = emptyFor(in, scale);

        model->run(in.view(), out.target(), {.scheme = TileScheme::ai_forever}, {});

        const at::Tensor values = expected.contiguous();
        const float* at = values.const_data_ptr<float>();
        int others = 0;
        int most = 0;
        for (int y = 0; y < out.height(); ++y) {
            for (int x = 0; x < out.width() * 3; ++x) {
                const int difference = std::abs(out.at(x / 3, y, x % 3) - int(*at++));
                others += difference > 0 ? 1 : 0;
                most = std::max(most, difference);
            }
        }
        const double share = double(others) / double(values.numel());
        qInfo("%s: %.4f %% of the bytes differ, by %d at most", golden.name().c_str(), share * 100.0, most);
        QVERIFY(most <= 1);
        QVERIFY(share < 0.001);
    }

    void redoesInFp32WhatOverflowsInANarrowType() {
        const OwnedRaster in = OwnedRaster::picture("overflow", 40, 30);
        const nn::RrdbNetShape shape = small(2);
        const auto values = std::make_shared<test::ScaledRefSource>(shape, "conv_first.weight", 1e6);
        const nn::Placement narrow{
            .target = {.device = at::kCPU, .type = at::kHalf}, .device = "cpu", .precision = "fp16"};
        OwnedRaster wide = emptyFor(in, 2);
        OwnedRaster redone = emptyFor(in, 2);

        nn::makeUpscaleModel({shape, values}, onCpu(), 0, {})->run(in.view(), wide.target(), {}, {});
        const nn::RunReport report =
            nn::makeUpscaleModel({shape, values}, narrow, 0, {})->run(in.view(), redone.target(), {}, {});

        QVERIFY2(report.note.find("done again in fp32") != std::string::npos, report.note.c_str());
        QCOMPARE(OwnedRaster::maxDifference(wide, redone), 0);
    }

    void refusesAPictureThatIsNotFiniteInFp32() {
        const OwnedRaster in = OwnedRaster::picture("not a number", 40, 30);
        const nn::RrdbNetShape shape = small(2);
        const auto model = nn::makeUpscaleModel(
            {shape, std::make_shared<test::ScaledRefSource>(
                        shape, "conv_last.weight", double(std::numeric_limits<float>::infinity()))},
            onCpu(), 0, {});
        OwnedRaster out = emptyFor(in, 2);

        QCOMPARE(
            test::codeThrownBy([&] { model->run(in.view(), out.target(), {}, {}); }),
            std::optional(ErrorCode::internal));
    }

    void stopsWithinATile() {
        const OwnedRaster in = OwnedRaster::picture("stop", 400, 400);
        const auto model = open(small(2, 23));
        OwnedRaster out = emptyFor(in, 2);
        std::stop_source stop;
        int reports = 0;
        const Progress progress(stop.get_token(), [&](double) {
            if (++reports == 10) {
                stop.request_stop();
            }
        });

        bool cancelled = false;
        try {
            model->run(in.view(), out.target(), {}, progress);
        } catch (const Cancelled&) {
            cancelled = true;
        }

        QVERIFY(cancelled);
        QCOMPARE(reports, 10);
    }

    void tellsWhatWasOpened() {
        const auto model = open(small(2));
        const nn::ModelFacts& facts = model->facts();

        QVERIFY2(facts.architecture.rfind("RRDBNet x2", 0) == 0, facts.architecture.c_str());
        QCOMPARE(facts.device, std::string("cpu"));
        QCOMPARE(facts.precision, std::string("fp32"));
        QCOMPARE(facts.bytes, nn::valuesOf(small(2)) * 4);
    }

    void stopsWhileItIsOpened() {
        std::stop_source stop;
        const Progress progress(stop.get_token(), [&](double fraction) {
            if (fraction > 0.3) {
                stop.request_stop();
            }
        });

        bool cancelled = false;
        try {
            nn::makeUpscaleModel(sourceOf(small(2)), onCpu(), 0, progress);
        } catch (const Cancelled&) {
            cancelled = true;
        }

        QVERIFY(cancelled);
    }

    void takesATileThatFitsTheFreeMemory() {
        QCOMPARE(nn::tileSide(std::uint64_t(64) << 30U, 1000.0, 32, 512), 512);
        QCOMPARE(nn::tileSide(200'000'000, 1000.0, 32, 512), 224); // sqrt(100,000) - 64, in steps of 32
        QCOMPARE(nn::tileSide(0, 1000.0, 32, 512), 64);
    }
};

QTEST_GUILESS_MAIN(UpscaleModelTest)
#include "upscale_model_test.moc"
