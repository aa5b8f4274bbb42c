#include "core/nn/pil_resize.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stop_token>
#include <vector>

using namespace kerf;
using namespace kerf::nn;

namespace {

// Samples of one type, packed.
template <typename Sample>
struct Picture {
    int width = 0;
    int height = 0;
    int channels = 0;
    std::vector<Sample> samples = std::vector<Sample>(std::size_t(width) * height * channels);

    Raster raster() const {
        return {reinterpret_cast<const std::byte*>(samples.data()), width, height, channels, sizeof(Sample),
                std::int64_t(sizeof(Sample)) * width * channels};
    }
    MutableRaster target() {
        return {reinterpret_cast<std::byte*>(samples.data()),   width, height, channels, sizeof(Sample),
                std::int64_t(sizeof(Sample)) * width * channels};
    }
    Sample at(int x, int y, int c) const {
        return samples[(std::size_t(y) * width + x) * channels + std::size_t(c)];
    }
};

template <typename Sample>
Picture<Sample> noise(int width, int height, int channels) {
    Picture<Sample> picture{width, height, channels};
    std::mt19937 random(7);
    for (Sample& sample : picture.samples) {
        sample = Sample(random());
        // Half the range, so that bicubic's overshoots aren't cut off between the passes.
        sample = Sample(sample / 2 + std::numeric_limits<Sample>::max() / 4);
    }
    return picture;
}

double kernel(PilFilter filter, double x) {
    x = std::abs(x);
    if (filter == PilFilter::bilinear) {
        return std::max(0.0, 1 - x);
    }
    return x < 1 ? 1.5 * x * x * x - 2.5 * x * x + 1 : x < 2 ? -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2 : 0;
}

// The definition: weights of every source sample along one axis, by their distance from the centre.
std::vector<double> weightsOf(PilFilter filter, int in, int out, int i) {
    const double scale = double(in) / out;
    const double stretch = std::max(1.0, scale);
    std::vector<double> weights(std::size_t(in), 0.0);
    double sum = 0;
    for (int j = 0; j < in; ++j) {
        sum += weights[std::size_t(j)] = kernel(filter, ((j + 0.5) - (i + 0.5) * scale) / stretch);
    }
    for (double& w : weights) {
        w /= sum;
    }
    return weights;
}

template <typename Sample>
double expected(const Picture<Sample>& in, PilFilter filter, int width, int height, int x, int y, int c) {
    const std::vector<double> across = weightsOf(filter, in.width, width, x);
    const std::vector<double> down = weightsOf(filter, in.height, height, y);
    double sum = 0;
    for (int v = 0; v < in.height; ++v) {
        for (int u = 0; u < in.width; ++u) {
            sum += across[std::size_t(u)] * down[std::size_t(v)] * in.at(u, v, c);
        }
    }
    return std::clamp(sum, 0.0, double(std::numeric_limits<Sample>::max()));
}

template <typename Sample>
void verifyEqual(PilFilter filter, int channels, int width, int height) {
    const Picture<Sample> in = noise<Sample>(61, 47, channels);
    Picture<Sample> out{width, height, channels};

    pilResize(in.raster(), out.target(), filter);

    double worst = 0;
    for (int y = 0; y < height; y += 1 + height / 17) {
        for (int x = 0; x < width; x += 1 + width / 17) {
            for (int c = 0; c < channels; ++c) {
                const double difference = out.at(x, y, c) - expected(in, filter, width, height, x, y, c);
                worst = std::max(worst, std::abs(difference));
            }
        }
    }
    // 8 bits: half a step is lost in each pass, and bicubic's weights reach 1.25 in sum of magnitudes.
    // 16 bits: half a step once.
    const double bound = sizeof(Sample) == 1 ? 0.5 + 0.5 * 1.3 + 0.01 : 0.51;
    QVERIFY2(worst <= bound, qPrintable(QString::number(worst)));
}

} // namespace

class PilResizeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void followsTheDefinition_data() {
        QTest::addColumn<int>("filter");
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        for (const int filter : {0, 1}) {
            for (const int channels : {1, 3}) {
                const char* name = filter == 0 ? "bilinear" : "bicubic";
                QTest::addRow("%s %d smaller", name, channels) << filter << channels << 13 << 9;
                QTest::addRow("%s %d larger", name, channels) << filter << channels << 150 << 201;
                QTest::addRow("%s %d mixed", name, channels) << filter << channels << 7 << 90;
                QTest::addRow("%s %d one pixel", name, channels) << filter << channels << 1 << 1;
            }
        }
    }
    void followsTheDefinition() {
        QFETCH(const int, filter);
        QFETCH(const int, channels);
        QFETCH(const int, width);
        QFETCH(const int, height);
        verifyEqual<std::uint8_t>(PilFilter(filter), channels, width, height);
        verifyEqual<std::uint16_t>(PilFilter(filter), channels, width, height);
    }

    void changesNothingAtTheSameSize() {
        const auto in = noise<std::uint8_t>(33, 21, 3);
        Picture<std::uint8_t> out{33, 21, 3};

        pilResize(in.raster(), out.target(), PilFilter::bicubic);

        QVERIFY(in.samples == out.samples);
    }

    void givesTheSameOnAnyNumberOfThreads() {
        const auto in = noise<std::uint8_t>(301, 207, 3);
        Picture<std::uint8_t> one{90, 100, 3};
        Picture<std::uint8_t> many{90, 100, 3};

        pilResize(in.raster(), one.target(), PilFilter::bilinear, 1);
        pilResize(in.raster(), many.target(), PilFilter::bilinear, 5);

        QVERIFY(one.samples == many.samples);
    }

    void keepsRowsApart() {
        const auto in = noise<std::uint8_t>(40, 30, 1);
        Picture<std::uint8_t> packed{20, 10, 1};
        std::vector<std::uint8_t> wide(10 * 32, 99);

        pilResize(in.raster(), packed.target(), PilFilter::bicubic);
        pilResize(
            in.raster(), {reinterpret_cast<std::byte*>(wide.data()), 20, 10, 1, 1, 32}, PilFilter::bicubic);

        for (int y = 0; y < 10; ++y) {
            QVERIFY(std::equal(
                wide.begin() + y * 32, wide.begin() + y * 32 + 20, packed.samples.begin() + y * 20));
            QVERIFY(std::all_of(
                wide.begin() + y * 32 + 20, wide.begin() + (y + 1) * 32, [](int v) { return v == 99; }));
        }
    }

    void stopsWhenAsked() {
        const auto in = noise<std::uint8_t>(400, 400, 3);
        Picture<std::uint8_t> out{100, 100, 3};
        std::stop_source stop;
        stop.request_stop();

        QVERIFY_EXCEPTION_THROWN(
            pilResize(in.raster(), out.target(), PilFilter::bilinear, 0, Progress(stop.get_token(), nullptr)),
            Cancelled);
    }
};

QTEST_GUILESS_MAIN(PilResizeTest)
#include "pil_resize_test.moc"
