#include "core/base/error.h"
#include "core/nn/birefnet.h"
#include "core/nn/matte_model.h"
#include "core/nn/pil_resize.h"
#include "tests/support/failure.h"
#include "tests/support/owned_raster.h"
#include "tests/support/ref_source.h"

#include <ATen/ATen.h>
#include <QTest>

#include <limits>

using namespace kerf;
using test::OwnedRaster;

// A BiRefNet with a tiny backbone and test weights.
class MatteModelTest : public QObject {
    Q_OBJECT

private:
    static constexpr nn::MatteOptions kSize{.width = 128, .height = 96};

    static nn::BiRefNetShape tiny() {
        return {.embed = 8, .depths = {2, 2, 2, 2}, .heads = {1, 2, 4, 8}, .window = 4};
    }

    static std::shared_ptr<const nn::TensorSource> weights(std::string scaled = {}, double factor = 1.0) {
        return std::make_shared<test::ScaledRefSource>(tiny(), std::move(scaled), factor);
    }

    static std::unique_ptr<nn::MatteModel>
    open(std::shared_ptr<const nn::TensorSource> weights, at::ScalarType type = at::kFloat) {
        const nn::Placement placement{
            .target = {.device = at::kCPU, .type = type},
            .device = "cpu",
            .precision = type == at::kFloat ? "fp32" : "bf16"};
        return nn::makeMatteModel({tiny(), std::move(weights)}, PatchOrder::rows_first, placement, 0, {});
    }

    // What the official model card does, step by step.
    static OwnedRaster modelCard(const OwnedRaster& photo, int width, int height) {
        OwnedRaster resized(width, height, 3, 1);
        nn::pilResize(photo.view(), resized.target(), nn::PilFilter::bilinear);
        at::Tensor x = at::empty({1, height, width, 3}, at::kFloat);
        for (int y = 0; y < height; ++y) {
            for (int i = 0; i < width * 3; ++i) {
                const int channel = i % 3;
                x[0][y][i / 3][channel] =
                    (float(resized.at(i / 3, y, channel)) / 255.0F - nn::kImageMean[channel]) /
                    nn::kImageDeviation[channel];
            }
        }
        const auto source = weights();
        const nn::BiRefNet net(nn::Weights(*source), tiny(), PatchOrder::rows_first, {});
        const at::Tensor alpha = net.forward(x).sigmoid() * 255.0;
        OwnedRaster small(width, height, 1, 1);
        for (int y = 0; y < height; ++y) {
            for (int i = 0; i < width; ++i) {
                small.set(i, y, 0, int(alpha[0][y][i][0].item<float>()));
            }
        }
        OwnedRaster matte(photo.width(), photo.height(), 1, 1);
        nn::pilResize(small.view(), matte.target(), nn::PilFilter::bicubic);
        return matte;
    }

private Q_SLOTS:
    void doesWhatTheModelCardDoes() {
        const OwnedRaster photo = OwnedRaster::picture("card", 203, 157);
        OwnedRaster matte(203, 157, 1, 1);

        const nn::RunReport report = open(weights())->run(photo.view(), matte.target(), kSize, {});

        QVERIFY(OwnedRaster::maxDifference(matte, modelCard(photo, 128, 96)) <= 1);
        QCOMPARE(report.settings, std::string("128 x 96, fp32"));
        QCOMPARE(report.device, std::string("cpu"));
        QVERIFY(report.note.empty());
    }

    void keepsTheDepthOfDeepPhotosAndMattes() {
        const auto model = open(weights());
        OwnedRaster deep = OwnedRaster::picture("deep", 203, 157, 2);
        OwnedRaster shallow(203, 157, 3, 1);
        for (int y = 0; y < 157; ++y) {
            for (int i = 0; i < 203 * 3; ++i) {
                const int sample = (deep.at(i / 3, y, i % 3) + 128) / 257;
                shallow.set(i / 3, y, i % 3, sample);
            }
        }
        OwnedRaster fromDeep(203, 157, 1, 2);
        OwnedRaster fromShallow(203, 157, 1, 2);

        model->run(deep.view(), fromDeep.target(), kSize, {});
        model->run(shallow.view(), fromShallow.target(), kSize, {});

        QVERIFY(OwnedRaster::maxDifference(fromDeep, fromShallow) > 0); // what lies below 8 bits counts
        int offSteps = 0;
        for (int x = 0; x < 203; ++x) {
            offSteps += fromDeep.at(x, 70, 0) % 257 != 0 ? 1 : 0;
        }
        QVERIFY(offSteps > 100); // a matte of 8 bits made larger would have multiples of 257 only
    }

    void givesTheNetsOwnSizeWhenAskedFor() {
        const auto model = open(weights());
        const OwnedRaster photo = OwnedRaster::picture("own size", 300, 230);
        OwnedRaster matte(128, 96, 1, 2);
        OwnedRaster dynamic(288, 224, 1, 1); // 300 x 230 floored to multiples of 32

        model->run(photo.view(), matte.target(), kSize, {});
        const nn::RunReport report = model->run(photo.view(), dynamic.target(), {}, {});

        QCOMPARE(report.settings, std::string("288 x 224, fp32"));
        int lowest = 65535;
        int highest = 0;
        for (int x = 0; x < 128; ++x) {
            lowest = std::min(lowest, matte.at(x, 50, 0));
            highest = std::max(highest, matte.at(x, 50, 0));
        }
        QVERIFY(highest > lowest);
    }

    void refusesASizeThatTheNetCannotTake() {
        const auto model = open(weights());
        const OwnedRaster photo = OwnedRaster::picture("size", 40, 40);
        OwnedRaster matte(40, 40, 1, 1);

        QCOMPARE(
            test::codeThrownBy(
                [&] { model->run(photo.view(), matte.target(), {.width = 100, .height = 96}, {}); }),
            std::optional(ErrorCode::invalid_option));
    }

    void refusesASizeBeyondTheMemoryBeforeItStarts() {
        constexpr int kSide = 1 << 20;
        const auto model = open(weights());
        const OwnedRaster photo(8, 8, 3, 1);
        OwnedRaster matte(8, 8, 1, 1);
        QString message;
        try {
            model->run(photo.view(), matte.target(), {.width = kSide, .height = kSide}, {});
        } catch (const Error& e) {
            QCOMPARE(e.code(), ErrorCode::out_of_memory);
            message = e.what();
        }
        QVERIFY2(
            message.startsWith("BiRefNet at 1048576 x 1048576 takes about 35184.4 GB"), qPrintable(message));
    }

    void saysWhatItCannotDoWithoutFiniteNumbers() {
        const auto model =
            open(weights("decoder.conv_out1.0.weight", double(std::numeric_limits<float>::infinity())));
        const OwnedRaster photo = OwnedRaster::picture("finite", 128, 96);
        OwnedRaster matte(128, 96, 1, 1);

        QCOMPARE(
            test::codeThrownBy([&] { model->run(photo.view(), matte.target(), kSize, {}); }),
            std::optional(ErrorCode::internal));
    }

    void stopsInsideTheNet() {
        const auto model = open(weights());
        const OwnedRaster photo = OwnedRaster::picture("stop", 128, 96);
        OwnedRaster matte(128, 96, 1, 1);
        std::stop_source stop;
        double last = 0.0;
        const Progress progress(stop.get_token(), [&](double fraction) {
            last = fraction;
            if (fraction > 0.3) {
                stop.request_stop();
            }
        });

        bool cancelled = false;
        try {
            model->run(photo.view(), matte.target(), kSize, progress);
        } catch (const Cancelled&) {
            cancelled = true;
        }

        QVERIFY(cancelled);
        QVERIFY(last < 0.95);
    }

    void tellsWhatWasOpened() {
        const auto model = open(weights());

        QVERIFY2(model->facts().architecture.rfind("BiRefNet", 0) == 0, model->facts().architecture.c_str());
        QCOMPARE(model->facts().precision, std::string("fp32"));
        QVERIFY(model->facts().bytes > 1000);
    }
};

QTEST_GUILESS_MAIN(MatteModelTest)
#include "matte_model_test.moc"
