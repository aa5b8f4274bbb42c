#include "core/nn/conv_plans.h"
#include "core/nn/cpu_work.h"
#include "core/nn/layers.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <QDeadlineTimer>
#include <QScopeGuard>
#include <QtTest>

#include <atomic>
#include <stop_token>
#include <thread>
#include <vector>

Q_DECLARE_METATYPE(kerf::nn::Activation)

namespace kerf::nn {
namespace {

constexpr double kFloatError = 1e-6;
constexpr double kBf16Error = 2.5e-3; // one rounding to 8 bits

at::Tensor noise(at::IntArrayRef sizes) {
    return at::rand(sizes) * 2 - 1;
}

// A map between others' channels, which must stay as they are.
struct Embedded {
    at::Tensor all;
    at::Tensor map;
};
Embedded embedded(std::int64_t n, std::int64_t h, std::int64_t w, std::int64_t c, at::ScalarType type) {
    const at::Tensor all = noise({n, h, w, c + 11}).to(type);
    return {all, sliceOf(all, 5, c)};
}

double difference(const at::Tensor& value, const at::Tensor& expected) {
    const at::Tensor exact = expected.to(at::kDouble);
    return ((value.to(at::kDouble) - exact).norm() / exact.norm()).item<double>();
}

Target exactly() {
    return {.type = at::kDouble};
}

at::Tensor rounded(const at::Tensor& x, at::ScalarType type) {
    return x.to(type).to(at::kDouble);
}

// What Conv ought to give: the reference in double, of the rounded weights and input.
at::Tensor expected(
    const at::Tensor& weight,
    const at::Tensor& bias,
    const at::Tensor& x,
    Fusion fusion,
    at::ScalarType type) {
    if (fusion.residual.defined()) {
        fusion.residual = fusion.residual.to(at::kDouble);
    }
    const at::Tensor doubleBias = bias.defined() ? bias.to(at::kDouble) : bias;
    const at::Tensor source = rounded(x, type);
    const at::Tensor out = makeMap(exactly(), x.size(0), x.size(1), x.size(2), weight.size(0));
    planReference(exactly(), rounded(weight, type), doubleBias)->run(out, source, fusion);
    return out;
}

struct Size {
    std::int64_t n;
    std::int64_t h;
    std::int64_t w;
    std::int64_t in;
    std::int64_t out;
    std::int64_t k;
};

} // namespace

class LayersTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { at::manual_seed(7); } // each test has its own numbers, whatever ran before

    void convolvesSlicesOfAllShapes_data() {
        QTest::addColumn<QList<int>>("sizes");
        QTest::newRow("linear") << QList<int>{1, 1, 205, 96, 384, 1};
        QTest::newRow("linear, odd channels") << QList<int>{1, 7, 31, 33, 50, 1};
        QTest::newRow("linear, several images") << QList<int>{3, 5, 7, 64, 40, 1};
        QTest::newRow("deep linear") << QList<int>{1, 4, 9, 3072, 70, 1};
        QTest::newRow("to one channel") << QList<int>{1, 20, 30, 64, 1, 1};
        QTest::newRow("dense layer") << QList<int>{1, 40, 70, 64, 32, 3};
        QTest::newRow("from three channels") << QList<int>{2, 17, 33, 3, 64, 3};
        QTest::newRow("from twelve channels") << QList<int>{1, 16, 130, 12, 64, 3};
        QTest::newRow("to three channels") << QList<int>{1, 19, 65, 64, 3, 3};
        QTest::newRow("to one channel, five taps") << QList<int>{2, 7, 230, 3, 1, 5};
        QTest::newRow("to eight channels") << QList<int>{1, 9, 51, 16, 8, 3};
        QTest::newRow("odd channels, five taps") << QList<int>{1, 12, 21, 7, 17, 5};
        QTest::newRow("seven taps on a map smaller than they are") << QList<int>{1, 3, 2, 16, 18, 7};
        QTest::newRow("wide") << QList<int>{1, 9, 40, 480, 64, 3};
        QTest::newRow("a pixel") << QList<int>{1, 1, 1, 32, 32, 3};
    }
    void convolvesSlicesOfAllShapes() {
        QFETCH(QList<int>, sizes);
        const Size s{sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5]};
        const at::Tensor weight = noise({s.out, s.in, s.k, s.k});
        const at::Tensor bias = noise({s.out});
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const Embedded x = embedded(s.n, s.h, s.w, s.in, type);
            const Conv conv({.type = type}, weight, bias);
            const at::Tensor exact = expected(weight, bias, x.map, {}, type);
            for (const at::ScalarType outType : {at::kFloat, at::kBFloat16}) {
                const Embedded out = embedded(s.n, s.h, s.w, s.out, outType);
                const at::Tensor before = out.all.clone();

                conv.into(out.map, x.map);

                QCOMPARE_LE(difference(out.map, exact), outType == at::kFloat ? kFloatError : kBf16Error);
                sliceOf(before, 5, s.out).copy_(out.map);
                QVERIFY(at::equal(before, out.all)); // the neighbours' channels
            }
        }
    }

    // Few outputs of a whole map are stored many pixels at once.
    void readsAFrameInPlace_data() {
        QTest::addColumn<QList<int>>("sizes"); // images, height, width, of the map, of the slice, outputs
        QTest::newRow("dense layer") << QList<int>{1, 21, 70, 192, 64, 32};
        QTest::newRow("whole map, two panels") << QList<int>{2, 9, 13, 192, 192, 64};
        QTest::newRow("wider than a piece") << QList<int>{1, 7, 700, 192, 96, 32};
        QTest::newRow("a pixel") << QList<int>{1, 1, 1, 64, 32, 40};
        QTest::newRow("odd channels") << QList<int>{1, 12, 30, 50, 33, 32};
        QTest::newRow("few outputs") << QList<int>{1, 12, 30, 64, 64, 3};
    }
    void readsAFrameInPlace() {
        QFETCH(QList<int>, sizes);
        const at::Tensor weight = noise({sizes[5], sizes[4], 3, 3});
        const at::Tensor bias = noise({sizes[5]});
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const Target target{.type = type};
            const at::Tensor map = makeFramedMap(target, sizes[0], sizes[1], sizes[2], sizes[3]);
            map.copy_(noise(map.sizes()));
            const at::Tensor x = sliceOf(map, 0, sizes[4]);
            const Fusion fusion{.activation = Activation::leaky_relu};

            const at::Tensor y = Conv(target, weight, bias, ConvInput::framed)(x, fusion);

            const double bound = type == at::kFloat ? kFloatError : kBf16Error;
            const double error = difference(y, expected(weight, bias, x, fusion, type));
            QVERIFY2(error <= bound, qPrintable(QString::number(error)));
        }
    }

    void keepsTheFrameZero() {
        const at::Tensor map = makeFramedMap({}, 1, 5, 6, 64);
        map.fill_(1.0);
        const at::Tensor ones = at::ones({32, 32, 3, 3});

        Conv({}, ones, {}, ConvInput::framed).into(sliceOf(map, 32, 32), sliceOf(map, 0, 32));

        QCOMPARE(map[0][2][2][40].item<float>(), 9.0F * 32.0F);
        QCOMPARE(map[0][0][0][40].item<float>(), 4.0F * 32.0F); // the rest of its taps met zeros
        const at::Tensor withFrame = map.as_strided(
            {7, 8, 64}, {map.stride(1), map.stride(2), 1},
            map.storage_offset() - map.stride(1) - map.stride(2));
        QCOMPARE(withFrame.narrow(0, 0, 1).abs().sum().item<float>(), 0.0F);
        QCOMPARE(withFrame.narrow(1, 7, 1).abs().sum().item<float>(), 0.0F);
    }

    void convolvesWholeMapsToFewChannels() {
        for (const std::int64_t outputs : {1, 3, 5, 8}) {
            const at::Tensor weight = noise({outputs, 24, 3, 3});
            const at::Tensor bias = noise({outputs});
            for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
                for (const Activation activation : {Activation::leaky_relu, Activation::prelu}) {
                    const at::Tensor x = noise({2, 11, 83, 24}).to(type);
                    const at::Tensor out = noise({2, 11, 83, outputs}).to(type);
                    const Fusion fusion{
                        .activation = activation,
                        .slope = 0.3F,
                        .slopes = noise({outputs}),
                        .gain = 0.7F,
                        .residual = out};
                    const at::Tensor exact = expected(weight, bias, x, fusion, type);

                    Conv({.type = type}, weight, bias).into(out, x, fusion);

                    QCOMPARE_LE(difference(out, exact), type == at::kFloat ? kFloatError : kBf16Error);
                }
            }
        }
    }

    void stopsWithinALongLayer() {
        const int threads = at::get_num_threads();
        at::set_num_threads(1);
        const auto restore = qScopeGuard([&] { at::set_num_threads(threads); });
        const Conv conv({}, noise({64, 64, 7, 7}), noise({64}));
        const at::Tensor x = noise({1, 192, 128, 64}); // 10 GFLOP
        std::stop_source stop;
        std::vector<double> told;
        const Progress progress(stop.get_token(), [&](double fraction) {
            told.push_back(fraction);
            if (fraction > 0.0) {
                stop.request_stop();
            }
        });

        QVERIFY_EXCEPTION_THROWN(conv(x, {}, progress), Cancelled);

        QCOMPARE(told.size(), std::size_t(2)); // told of the stop, it went no further
        QVERIFY(told[1] < 0.6);
    }

    void finishesWithEveryActivation_data() {
        QTest::addColumn<Activation>("activation");
        QTest::newRow("none") << Activation::none;
        QTest::newRow("relu") << Activation::relu;
        QTest::newRow("leaky_relu") << Activation::leaky_relu;
        QTest::newRow("prelu") << Activation::prelu;
        QTest::newRow("gelu") << Activation::gelu;
        QTest::newRow("sigmoid") << Activation::sigmoid;
    }
    void finishesWithEveryActivation() {
        QFETCH(Activation, activation);
        for (const std::int64_t k : {1, 3}) {
            const at::Tensor weight = noise({40, 64, k, k}) * (1.0 / double(k));
            const at::Tensor bias = noise({40});
            for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
                const at::Tensor x = noise({1, 13, 37, 64}).to(type);
                const at::Tensor out = noise({1, 13, 37, 40}).to(type);
                const Fusion fusion{
                    .activation = activation,
                    .slope = 0.1F,
                    .slopes = activation == Activation::prelu ? noise({40}) : at::Tensor(),
                    .gain = 0.7F,
                    .residual = out};
                const at::Tensor exact = expected(weight, bias, x, fusion, type);

                Conv({.type = type}, weight, bias).into(out, x, fusion); // over its own residual

                QCOMPARE_LE(difference(out, exact), type == at::kFloat ? kFloatError : kBf16Error);
            }
        }
    }

    void keepsGeluAndSigmoidExactFarFromZero() {
        const at::Tensor x = at::linspace(-30, 30, 4096).view({1, 1, 4096, 1});
        const at::Tensor one = at::ones({1, 1, 1, 1});
        for (const Activation activation : {Activation::gelu, Activation::sigmoid}) {
            const Fusion fusion{.activation = activation};
            const at::Tensor exact = expected(one, {}, x, fusion, at::kFloat);

            const at::Tensor y = Conv({}, one, {})(x, fusion);

            const at::Tensor worst = ((y.to(at::kDouble) - exact).abs() / (exact.abs() + 1e-30)).max();
            QCOMPARE_LE((y.to(at::kDouble) - exact).abs().max().item<double>(), 1e-6);
            QVERIFY(at::isfinite(worst).item<bool>());
        }
    }

    void handsNotANumberOn() {
        for (const Activation activation : {Activation::relu, Activation::gelu, Activation::sigmoid}) {
            for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
                const at::Tensor x = at::full({1, 1, 40, 32}, std::nan(""), type);

                const at::Tensor y = Conv({.type = type}, noise({32, 32}), {})(x, {.activation = activation});

                QVERIFY(at::isnan(y).all().item<bool>());
            }
        }
    }

    void takesFloatsWhereTheTargetIsBf16() {
        const at::Tensor weight = noise({16, 32, 3, 3});
        const at::Tensor x = noise({1, 9, 9, 32});
        const at::Tensor out = makeMap({}, 1, 9, 9, 16);

        Conv({.type = at::kBFloat16}, weight, {}).into(out, x);

        QCOMPARE_LE(difference(out, expected(weight, {}, x, {}, at::kBFloat16)), kFloatError);
    }

    void convolvesTheEnlargedMapWithoutMakingIt() {
        const at::Tensor weight = noise({24, 20, 3, 3});
        const at::Tensor bias = noise({24});
        const at::Tensor x = noise({2, 11, 70, 20});
        const Embedded residual = embedded(2, 22, 140, 24, at::kFloat);
        const Fusion fusion{.activation = Activation::leaky_relu, .residual = residual.map};
        const at::Tensor exact = expected(weight, bias, upsampleNearest2x(x), fusion, at::kFloat);

        const at::Tensor y = Conv({}, weight, bias, ConvInput::nearest_2x)(x, fusion);

        QCOMPARE(y.sizes(), exact.sizes());
        QCOMPARE_LE(difference(y, exact), kFloatError);
        const Conv bf16({.type = at::kBFloat16}, weight, bias, ConvInput::nearest_2x);
        QCOMPARE_LE(difference(bf16(x, fusion), exact), 2 * kBf16Error);
    }

    void normalisesEachPixel_data() {
        QTest::addColumn<int>("channels");
        for (const int channels : {1, 7, 16, 33, 96, 1536}) {
            QTest::addRow("%d channels", channels) << channels;
        }
    }
    void normalisesEachPixel() {
        QFETCH(int, channels);
        const at::Tensor scale = noise({channels});
        const at::Tensor shift = noise({channels});
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const Embedded x = embedded(2, 5, 31, channels, type);
            x.map.add_(3); // a mean that dwarfs the deviation costs digits, if it is done badly
            const at::Tensor exact = at::layer_norm(
                x.map.to(at::kDouble), {channels}, scale.to(at::kDouble), shift.to(at::kDouble), 1e-5);

            const at::Tensor y = layerNorm(x.map, scale, shift);

            QCOMPARE(y.scalar_type(), type);
            QCOMPARE_LE(difference(y, exact), type == at::kFloat ? 2 * kFloatError : kBf16Error);
        }
    }

    void resizesSlicesCornerToCorner_data() {
        QTest::addColumn<QList<int>>("sizes"); // from, to, channels
        QTest::newRow("larger") << QList<int>{9, 13, 36, 50, 64};
        QTest::newRow("smaller") << QList<int>{40, 33, 7, 8, 19};
        QTest::newRow("the same") << QList<int>{11, 12, 11, 12, 5};
        QTest::newRow("from a pixel") << QList<int>{1, 1, 6, 7, 40};
        QTest::newRow("to a pixel") << QList<int>{6, 7, 1, 1, 1};
    }
    void resizesSlicesCornerToCorner() {
        QFETCH(QList<int>, sizes);
        const int c = sizes[4];
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            const Embedded x = embedded(2, sizes[0], sizes[1], c, type);
            const Embedded out = embedded(2, sizes[2], sizes[3], c, type);
            const at::Tensor residual = noise({2, sizes[2], sizes[3], c}).to(type);
            const at::Tensor exact =
                at::upsample_bilinear2d(
                    x.map.to(at::kDouble).permute({0, 3, 1, 2}), {sizes[2], sizes[3]}, true)
                    .permute({0, 2, 3, 1});
            const double bound = type == at::kFloat ? 2 * kFloatError : kBf16Error;

            resizeBilinearInto(out.map, x.map, residual);

            QCOMPARE_LE(difference(out.map, exact + residual.to(at::kDouble)), bound);
            QCOMPARE_LE(difference(resizeBilinear(x.map, sizes[2], sizes[3]), exact), bound);
        }
    }

    void repeatsPixelsWhenItDoublesTheSides() {
        const Embedded x = embedded(2, 3, 5, 9, at::kBFloat16);

        const at::Tensor y = upsampleNearest2x(x.map);

        const at::Tensor rows = x.map.repeat_interleave(2, 1);
        QVERIFY(at::equal(y, rows.repeat_interleave(2, 2)));
    }

    void sharesWorkAmongThreads() {
        const int before = at::get_num_threads();
        const auto restore = qScopeGuard([&] { at::set_num_threads(before); });
        at::set_num_threads(2);
        std::atomic<int> begun{0};
        std::atomic<int> met{0};

        // Each item waits for the other, which only another thread can take.
        forEachItem(
            2, [] { return 0; },
            [&](int&, std::int64_t) {
                ++begun;
                const QDeadlineTimer end(10'000);
                while (begun < 2 && !end.hasExpired()) {
                    std::this_thread::yield();
                }
                met += begun == 2 ? 1 : 0;
            });

        QCOMPARE(met.load(), 2);
    }

    void givesTheSameOnAnyNumberOfThreads() {
        const int before = at::get_num_threads();
        for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
            for (const std::int64_t k : {1, 3}) {
                const Conv conv({.type = type}, noise({72, 64, k, k}), noise({72}));
                const at::Tensor x = noise({1, 61, 83, 64}).to(type);
                at::set_num_threads(1);
                const at::Tensor one = conv(x, {.activation = Activation::gelu});
                at::set_num_threads(3);

                const at::Tensor three = conv(x, {.activation = Activation::gelu});

                QVERIFY(at::equal(one, three));
            }
        }
        at::set_num_threads(before);
    }
};

} // namespace kerf::nn

QTEST_GUILESS_MAIN(kerf::nn::LayersTest)
#include "layers_test.moc"
