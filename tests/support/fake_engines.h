#pragma once

#include "core/pipeline/engine.h"
#include "tests/support/test_images.h"

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>

namespace kerf::test {

// Engines whose behaviour a test decides. The counters may be read from any thread.
class FakeCleanup final : public CleanupStage {
public:
    using Work = std::function<Image(const Image&, const Progress&)>;

    explicit FakeCleanup(
        CleanupEngine engine, Work work = [](const Image& image, const Progress&) { return image; })
        : m_engine(engine), m_work(std::move(work)) {}

    CleanupEngine id() const override { return m_engine; }
    Availability availability(const Recipe& /*recipe*/) const override { return available; }
    bool canUseGpu() const override { return gpu; }
    EngineOutput run(const Image& image, const Recipe& /*recipe*/, const Progress& progress) const override {
        ++*calls;
        return {.image = m_work(image, progress), .settings = "fake", .device = device};
    }

    Availability available;
    bool gpu = false;
    std::string device = "cpu";
    std::shared_ptr<std::atomic<int>> calls = std::make_shared<std::atomic<int>>(0);

private:
    CleanupEngine m_engine;
    Work m_work;
};

// The left half is subject.
class FakeMask final : public MaskStage {
public:
    explicit FakeMask(MaskEngine engine) : m_engine(engine) {}

    MaskEngine id() const override { return m_engine; }
    Availability availability(const Recipe& /*recipe*/) const override { return available; }
    EngineOutput
    run(const Image& image, double scale, const Recipe& /*recipe*/, const Progress& progress) const override {
        progress.step(0.0);
        ++*calls;
        *lastScale = scale;
        const ImageFormat& format = image.format();
        const int half = format.width / 2;
        const auto shade = [half](int x, int /*y*/) {
            const double v = x < half ? 1.0 : 0.0;
            return std::array<double, 4>{v, v, v, v};
        };
        return {
            .image = makeImage(format.width, format.height, 1, format.type, shade),
            .reason = "a box does better"};
    }

    Availability available;
    std::shared_ptr<std::atomic<int>> calls = std::make_shared<std::atomic<int>>(0);
    std::shared_ptr<std::atomic<double>> lastScale = std::make_shared<std::atomic<double>>(0.0);

private:
    MaskEngine m_engine;
};

} // namespace kerf::test
