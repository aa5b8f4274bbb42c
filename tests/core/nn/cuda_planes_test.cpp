#include "core/nn/cuda_library.h"

#include <QTest>
#include <cuda_fp16.h>
#include <cuda_runtime_api.h>

#include <array>
#include <cmath>
#include <vector>

using namespace kerf;

extern "C" int kerfCudaToPlanes(const nn::CudaPlanes* job);
extern "C" void kerfCudaDevices(nn::CudaDevices* devices);

class CudaPlanesTest : public QObject {
    Q_OBJECT

private:
    // Memory of the device, freed with it.
    struct DeviceBytes {
        explicit DeviceBytes(std::size_t size) {
            if (cudaMalloc(&data, size) != cudaSuccess) {
                data = nullptr;
            }
        }
        DeviceBytes(const DeviceBytes&) = delete;
        DeviceBytes& operator=(const DeviceBytes&) = delete;
        ~DeviceBytes() { cudaFree(data); }
        void* data = nullptr;
    };

private Q_SLOTS:
    void initTestCase() {
        const auto devices = std::make_unique<nn::CudaDevices>();
        kerfCudaDevices(devices.get());
        if (devices->count == 0) {
            QSKIP(devices->problem);
        }
    }

    void normalisesEveryPixelIntoItsPlane_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("padding");
        QTest::addColumn<bool>("isHalf");
        for (const bool isHalf : {false, true}) {
            QTest::addRow("one pixel, half %d", isHalf) << 1 << 1 << 0 << isHalf;
            QTest::addRow("odd with padding, half %d", isHalf) << 333 << 71 << 13 << isHalf;
            QTest::addRow("taller than the grid, half %d", isHalf) << 3 << 600000 << 0 << isHalf;
        }
    }

    void normalisesEveryPixelIntoItsPlane() {
        QFETCH(const int, width);
        QFETCH(const int, height);
        QFETCH(const int, padding);
        QFETCH(const bool, isHalf);
        const std::size_t rowBytes = std::size_t(width) * 3 + std::size_t(padding);
        std::vector<std::uint8_t> rgb(rowBytes * std::size_t(height));
        for (std::size_t i = 0; i < rgb.size(); ++i) {
            rgb[i] = std::uint8_t(i * 2654435761U >> 16U);
        }
        const std::size_t plane = std::size_t(width) * std::size_t(height);
        const std::size_t sampleBytes = isHalf ? sizeof(__half) : sizeof(float);
        const DeviceBytes source(rgb.size());
        const DeviceBytes target(plane * 3 * sampleBytes);
        QVERIFY(source.data != nullptr && target.data != nullptr);
        QCOMPARE(cudaMemcpy(source.data, rgb.data(), rgb.size(), cudaMemcpyHostToDevice), cudaSuccess);

        nn::CudaPlanes job{};
        job.rgb = static_cast<const std::uint8_t*>(source.data);
        job.rowBytes = std::int64_t(rowBytes);
        job.width = width;
        job.height = height;
        job.planes = target.data;
        job.half = isHalf;
        const std::array mean{0.485F, 0.456F, 0.406F};
        const std::array deviation{0.229F, 0.224F, 0.225F};
        std::copy(mean.begin(), mean.end(), job.mean);
        std::copy(deviation.begin(), deviation.end(), job.deviation);
        QCOMPARE(kerfCudaToPlanes(&job), int(cudaSuccess));
        std::vector<std::uint8_t> result(plane * 3 * sampleBytes);
        QCOMPARE(cudaMemcpy(result.data(), target.data, result.size(), cudaMemcpyDeviceToHost), cudaSuccess);

        const double tolerance = isHalf ? 2e-3 : 1e-5;
        for (std::size_t channel = 0; channel < 3; ++channel) {
            for (std::size_t i = 0; i < plane; ++i) {
                const std::size_t x = i % std::size_t(width);
                const std::size_t y = i / std::size_t(width);
                const double sample = rgb[y * rowBytes + x * 3 + channel] / 255.0;
                const double expected = (sample - double(mean[channel])) / double(deviation[channel]);
                const std::uint8_t* at = result.data() + (channel * plane + i) * sampleBytes;
                const double got = isHalf ? double(__half2float(*reinterpret_cast<const __half*>(at)))
                                          : double(*reinterpret_cast<const float*>(at));
                if (std::abs(got - expected) > tolerance) {
                    QFAIL(qPrintable(QStringLiteral("channel %1 at %2: %3, not %4")
                                         .arg(channel)
                                         .arg(i)
                                         .arg(got)
                                         .arg(expected)));
                }
            }
        }
    }

    void refusesASizeThatIsNone() {
        nn::CudaPlanes job{};
        job.width = 0;
        job.height = 4;

        QCOMPARE(kerfCudaToPlanes(&job), int(cudaErrorInvalidValue));
    }
};

QTEST_GUILESS_MAIN(CudaPlanesTest)
#include "cuda_planes_test.moc"
