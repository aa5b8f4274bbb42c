#include "core/base/error.h"
#include "core/nn/tiler.h"
#include "tests/support/failure.h"
#include "tests/support/owned_raster.h"

#include <ATen/ATen.h>
#include <QTest>

#include <cmath>
#include <limits>
#include <new>
#include <set>
#include <stdexcept>
#include <vector>

using namespace kerf;
using test::OwnedRaster;

// Nets whose answers are known stand for the real ones.
class TilerTest : public QObject {
    Q_OBJECT

private:
    static at::Tensor unit(const at::Tensor& pixels) {
        return pixels.scalar_type() == at::kByte ? pixels.to(at::kFloat) / 255.0 : pixels;
    }

    static nn::TileFunction nearest(int scale) {
        return [scale](const at::Tensor& pixels, const Progress&) {
            return unit(pixels).repeat_interleave(scale, 1).repeat_interleave(scale, 2).contiguous();
        };
    }

    // Depends on the pixels up to 2 away, and on zeros beyond the tile's edge, as a real net does.
    static at::Tensor blurred(const at::Tensor& pixels) {
        const at::Tensor kernel = at::full({3, 1, 5, 5}, 1.0 / 25.0);
        return at::conv2d(unit(pixels).permute({0, 3, 1, 2}), kernel, {}, 1, 2, 1, 3)
            .permute({0, 2, 3, 1})
            .contiguous();
    }

    static nn::TileFunction blur() {
        return [](const at::Tensor& pixels, const Progress&) { return blurred(pixels); };
    }

    // `net` but for the calls that `fault` takes; counts the calls.
    static nn::TileFunction disturbed(
        nn::TileFunction net, int* calls, std::function<at::Tensor(int call, const at::Tensor&)> fault) {
        return [net = std::move(net), calls,
                fault = std::move(fault)](const at::Tensor& pixels, const Progress& progress) {
            const at::Tensor instead = fault((*calls)++, pixels);
            return instead.defined() ? instead : net(pixels, progress);
        };
    }

    struct Result {
        OwnedRaster picture;
        nn::TiledRun run;
    };
    static Result run(const OwnedRaster& in, const nn::Tiling& tiling, const nn::TileEngines& engines) {
        OwnedRaster out(in.width() * tiling.scale, in.height() * tiling.scale, 3, in.full() == 255 ? 1 : 2);
        const nn::TiledRun report = nn::runTiled(in.view(), out.target(), tiling, engines, {});
        return {std::move(out), report};
    }

    static bool isEnlarged(const OwnedRaster& in, const OwnedRaster& out, int scale) {
        for (int y = 0; y < out.height(); ++y) {
            for (int x = 0; x < out.width(); ++x) {
                for (int channel = 0; channel < 3; ++channel) {
                    if (out.at(x, y, channel) != in.at(x / scale, y / scale, channel)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

private Q_SLOTS:
    void givesBackEverySampleWhateverTheSize_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("scale");
        QTest::addColumn<int>("align");
        QTest::addColumn<int>("bytes");
        for (const int bytes : {1, 2}) {
            QTest::addRow("one pixel, %d bytes", bytes) << 1 << 1 << 2 << 2 << bytes;
            QTest::addRow("narrower than the unshuffle, %d bytes", bytes) << 1 << 3 << 1 << 4 << bytes;
            QTest::addRow("smaller than the overlap, %d bytes", bytes) << 5 << 9 << 4 << 1 << bytes;
            QTest::addRow("odd, several tiles, %d bytes", bytes) << 203 << 131 << 2 << 2 << bytes;
            QTest::addRow("one column of tiles, %d bytes", bytes) << 31 << 301 << 1 << 4 << bytes;
            QTest::addRow("one row of tiles, %d bytes", bytes) << 301 << 31 << 4 << 1 << bytes;
        }
    }

    void givesBackEverySampleWhateverTheSize() {
        QFETCH(const int, width);
        QFETCH(const int, height);
        QFETCH(const int, scale);
        QFETCH(const int, align);
        QFETCH(const int, bytes);
        const OwnedRaster in = OwnedRaster::picture("sizes", width, height, bytes);

        std::set<std::vector<std::int64_t>> shapes;
        nn::TileEngines engines{
            .planned = [&, net = nearest(scale)](const at::Tensor& pixels, const Progress& p) {
                shapes.insert(pixels.sizes().vec());
                return net(pixels, p);
            }};
        const Result result =
            run(in, {.scale = scale, .align = align, .tile = 64, .overlap = 16, .ramp = 16, .border = 8},
                engines);

        QVERIFY(isEnlarged(in, result.picture, scale));
        QCOMPARE(shapes.size(), std::size_t(1)); // so that a CUDA graph fits all
        QCOMPARE((*shapes.begin())[1] % align, 0);
        QCOMPARE((*shapes.begin())[2] % align, 0);
        QVERIFY(result.run.note.empty());
    }

    void equalsTheWholePictureWhenTheNetSeesLessThanTheOverlap() {
        const OwnedRaster in = OwnedRaster::picture("whole", 333, 257, 2);
        const nn::TileEngines engines{.planned = blur()};

        nn::Tiling tiling{.scale = 1, .align = 1, .tile = 4096, .overlap = 12, .ramp = 16, .border = 4};
        const Result whole = run(in, tiling, engines);
        tiling.tile = 64;
        const Result tiled = run(in, tiling, engines);

        QCOMPARE(whole.run.tiles, 1);
        QVERIFY(tiled.run.tiles >= 20);
        QVERIFY(OwnedRaster::maxDifference(whole.picture, tiled.picture) <= 1); // of 65535: rounding
    }

    void isTheSameWhenTilesAreJoinedWhileTheNextRuns() {
        const OwnedRaster in = OwnedRaster::picture("aside", 301, 257);
        nn::Tiling tiling{.scale = 1, .align = 1, .tile = 64, .overlap = 12, .ramp = 16, .border = 4};
        const Result inTurn = run(in, tiling, {.planned = blur()});
        tiling.isNetElsewhere = true;

        const Result aside = run(in, tiling, {.planned = blur()});

        QVERIFY(aside.run.tiles >= 20);
        QCOMPARE(OwnedRaster::maxDifference(inTurn.picture, aside.picture), 0);
        int calls = 0;
        const nn::TileEngines failing{.planned = [&](const at::Tensor& pixels, const Progress& progress) {
            if (++calls == 3) {
                throw Error(ErrorCode::internal, "the net failed");
            }
            return blur()(pixels, progress);
        }};
        QVERIFY_THROWS_EXCEPTION(Error, run(in, tiling, failing));
        QCOMPARE(calls, 3);
    }

    void continuesThePhotoByReflectionAtItsBorders() {
        OwnedRaster in(1, 1, 3, 1);
        for (int channel = 0; channel < 3; ++channel) {
            in.set(0, 0, channel, 200);
        }

        const Result result = run(in, {.scale = 1, .tile = 64, .border = 16}, {.planned = blur()});

        QCOMPARE(result.picture.at(0, 0, 0), 200); // no zeros mixed in
    }

    // Each tile adds a constant of its own: the seam between them must be a straight line.
    void fadesLinearlyFromTileToTile() {
        const OwnedRaster in(160, 40, 3, 2);
        int calls = 0;
        const nn::TileEngines engines{.planned = [&calls](const at::Tensor& pixels, const Progress&) {
            return at::full(pixels.sizes(), calls++ == 0 ? 0.0 : 1.0, at::kFloat);
        }};

        const Result result =
            run(in, {.scale = 1, .tile = 96, .overlap = 16, .ramp = 32, .border = 0}, engines);

        QCOMPARE(result.run.tiles, 2);
        QVERIFY(result.run.columns == std::vector<int>{80}); // the ramp's middle
        QVERIFY(result.run.rows.empty());
        for (int x = 0; x < 160; ++x) {
            const double expected = std::min(std::max(0.0, (x - 64 + 0.5) / 32.0), 1.0) * 65535.0;
            QVERIFY(std::abs(result.picture.at(x, 20, 1) - expected) <= 1.0);
        }
    }

    void clampsAndRounds() {
        OwnedRaster in(3, 1, 3, 1);
        const nn::TileEngines engines{.planned = [](const at::Tensor& pixels, const Progress&) {
            at::Tensor out = at::empty(pixels.sizes(), at::kFloat);
            out.select(3, 0).fill_(-0.5);
            out.select(3, 1).fill_(1.5);
            out.select(3, 2).fill_(100.6 / 255.0);
            return out;
        }};

        const Result result = run(in, {.scale = 1, .tile = 64}, engines);

        QCOMPARE(result.picture.at(1, 0, 0), 0);
        QCOMPARE(result.picture.at(1, 0, 1), 255);
        QCOMPARE(result.picture.at(1, 0, 2), 101);
    }

    void redoesTheTileInSmallerOnesWhenMemoryRunsOut_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("bad_alloc") << 0;
        QTest::newRow("Error") << 1;
    }

    void redoesTheTileInSmallerOnesWhenMemoryRunsOut() {
        QFETCH(const int, kind);
        const OwnedRaster in = OwnedRaster::picture("memory", 500, 300);
        const nn::Tiling tiling{.scale = 2, .align = 2, .tile = 256, .overlap = 16, .ramp = 16, .border = 8};
        const nn::TileFunction twice = [](const at::Tensor& pixels, const Progress& progress) {
            return nearest(2)(blurred(pixels), progress);
        };
        const Result undisturbed = run(in, tiling, {.planned = twice});
        int calls = 0;
        std::int64_t longest = 0;
        const auto fault = [&](int call, const at::Tensor& pixels) -> at::Tensor {
            if (call >= 1 && pixels.size(1) > 160) { // from the second tile on, room for 128 px only
                if (kind == 0) {
                    throw std::bad_alloc();
                }
                throw Error(ErrorCode::out_of_memory, "no room");
            }
            longest = call == 0 ? 0 : std::max(longest, pixels.size(1));
            return {};
        };

        const Result result = run(in, tiling, {.planned = disturbed(twice, &calls, fault)});

        QCOMPARE(result.run.tile, 128);
        QVERIFY(longest <= 160);
        QVERIFY(OwnedRaster::maxDifference(undisturbed.picture, result.picture) <= 1);
        QCOMPARE(
            result.run.note,
            std::string("Memory ran out with tiles of 256 px; it went on with tiles of 128 px."));
    }

    void goesOnOnTheCpuWhenEvenTheSmallestTileDoesNotFit() {
        const OwnedRaster in = OwnedRaster::picture("fallback", 300, 200);
        const nn::Tiling tiling{.scale = 2, .align = 2, .tile = 128, .overlap = 16, .ramp = 16};
        int made = 0;
        int calls = 0;
        nn::TileEngines engines{
            .planned = disturbed(
                nearest(2), &calls,
                [](int call, const at::Tensor&) -> at::Tensor {
                    if (call > 0) {
                        throw std::bad_alloc();
                    }
                    return {};
                }),
            .type = "fp16",
            .onCpu = [&made] {
                ++made;
                return nearest(2);
            }};

        const Result result = run(in, tiling, engines);

        QVERIFY(result.run.isOnCpu);
        QCOMPARE(made, 1);
        QCOMPARE(result.run.tile, 128);
        QVERIFY(isEnlarged(in, result.picture, 2));
        QCOMPARE(
            result.run.note,
            std::string("On the GPU memory ran out even with tiles of 64 px, so the CPU went "
                        "on in fp32."));
    }

    void saysThatMemoryRanOutWhenTheCpuIsNotLeft() {
        const OwnedRaster in = OwnedRaster::picture("no memory", 300, 200);
        int calls = 0;
        const nn::TileEngines engines{
            .planned = disturbed(nearest(2), &calls, [](int, const at::Tensor&) -> at::Tensor {
                throw Error(ErrorCode::out_of_memory, "no room");
            })};

        QCOMPARE(
            test::codeThrownBy([&] { run(in, {.scale = 2, .align = 2, .tile = 256}, engines); }),
            std::optional(ErrorCode::out_of_memory));
        QCOMPARE(calls, 3); // 256, 128, 64
    }

    void passesOnOtherFailuresAtOnce() {
        const OwnedRaster in = OwnedRaster::picture("failure", 300, 200);
        int calls = 0;
        const nn::TileEngines engines{
            .planned = disturbed(nearest(2), &calls, [](int, const at::Tensor&) -> at::Tensor {
                throw Error(ErrorCode::internal, "broken");
            })};

        QCOMPARE(
            test::codeThrownBy([&] { run(in, {.scale = 2, .align = 2, .tile = 256}, engines); }),
            std::optional(ErrorCode::internal));
        QCOMPARE(calls, 1);
    }

    void redoesATileInFp32WhenItIsNotFinite_data() {
        QTest::addColumn<float>("value");
        QTest::newRow("NaN") << std::numeric_limits<float>::quiet_NaN();
        QTest::newRow("infinity") << -std::numeric_limits<float>::infinity();
    }

    void redoesATileInFp32WhenItIsNotFinite() {
        QFETCH(const float, value);
        const OwnedRaster in = OwnedRaster::picture("overflow", 300, 200);
        const nn::Tiling tiling{.scale = 2, .align = 2, .tile = 128, .overlap = 16, .ramp = 16};
        int calls = 0;
        int wideCalls = 0;
        nn::TileEngines engines{
            .planned = disturbed(
                nearest(2), &calls,
                [value](int call, const at::Tensor& pixels) -> at::Tensor {
                    if (call != 2 && call != 4) {
                        return {};
                    }
                    at::Tensor out = nearest(2)(pixels, {});
                    out[0][3][5][1] = value; // one sample, in the part that is thrown away
                    return out;
                }),
            .type = "bf16",
            .wider = [&wideCalls] {
                return disturbed(nearest(2), &wideCalls, [](int, const at::Tensor&) { return at::Tensor(); });
            }};

        const Result result = run(in, tiling, engines);

        QCOMPARE(calls, 6);
        QCOMPARE(wideCalls, 2);
        QVERIFY(isEnlarged(in, result.picture, 2));
        QCOMPARE(
            result.run.note,
            std::string("In bf16 the net's values overflowed 2 times; those parts were done again in fp32."));
    }

    void failsWhenFp32IsNotFiniteEither() {
        const OwnedRaster in = OwnedRaster::picture("not a number", 100, 100);
        const nn::TileFunction broken = [](const at::Tensor& pixels, const Progress& progress) {
            at::Tensor out = nearest(2)(pixels, progress);
            out[0][0][0][0] = std::numeric_limits<float>::quiet_NaN();
            return out;
        };
        nn::TileEngines engines{.planned = broken, .type = "fp16", .wider = [&] { return broken; }};

        QCOMPARE(
            test::codeThrownBy([&] { run(in, {.scale = 2, .align = 2}, engines); }),
            std::optional(ErrorCode::internal));
        engines.wider = nullptr;
        QCOMPARE(
            test::codeThrownBy([&] { run(in, {.scale = 2, .align = 2}, engines); }),
            std::optional(ErrorCode::internal));
    }

    void reportsEveryTileAndStopsAtTheNext() {
        const OwnedRaster in = OwnedRaster::picture("progress", 300, 300);
        std::stop_source stop;
        std::vector<double> reports;
        int calls = 0;
        const Progress progress(stop.get_token(), [&](double fraction) { reports.push_back(fraction); });
        const nn::TileEngines engines{.planned = [&](const at::Tensor& pixels, const Progress& within) {
            within.step(0.5);
            if (++calls == 3) {
                stop.request_stop();
            }
            return nearest(1)(pixels, within);
        }};
        OwnedRaster out(300, 300, 3, 1);

        bool cancelled = false;
        try {
            nn::runTiled(
                in.view(), out.target(), {.scale = 1, .tile = 100, .overlap = 16, .ramp = 16}, engines,
                progress);
        } catch (const Cancelled&) {
            cancelled = true;
        }

        QVERIFY(cancelled);
        QCOMPARE(calls, 3);
        QVERIFY(std::is_sorted(reports.begin(), reports.end()));
        QVERIFY(std::abs(reports.back() - 2.5 / 9.0) < 1e-9); // half of the third of nine tiles
    }

    void pastesAiForeversPatchesWithoutBlending_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("height");
        QTest::newRow("several") << 401 << 250;
        QTest::newRow("exactly one patch") << 162 << 162;
        QTest::newRow("smaller than its border") << 1 << 7;
    }

    void pastesAiForeversPatchesWithoutBlending() {
        QFETCH(const int, width);
        QFETCH(const int, height);
        const OwnedRaster in = OwnedRaster::picture("patches", width, height);
        OwnedRaster out(width * 2, height * 2, 3, 1);
        std::vector<std::int64_t> batches;
        const nn::TileEngines engines{.planned = [&](const at::Tensor& pixels, const Progress& progress) {
            batches.push_back(pixels.size(0));
            // a little more than the value, so that rounding in place of truncation shows
            return (nearest(2)(pixels, progress) + 0.9 / 255.0).clamp_max(1.0).contiguous();
        }};

        const nn::TiledRun report = nn::runAsAiForever(in.view(), out.target(), 2, engines, {});

        QVERIFY(isEnlarged(in, out, 2));
        QCOMPARE(report.tiles, ((width + 30 + 191) / 192) * ((height + 30 + 191) / 192));
        QCOMPARE(batches.front(), std::min<std::int64_t>(4, report.tiles));
        std::vector<int> columns;
        for (int x = 192 - 15; x < width + 15; x += 192) {
            columns.push_back(std::min(x, width) * 2);
        }
        QVERIFY(report.columns == columns);
    }

    void takesFewerPatchesAtOnceWhenMemoryRunsOut() {
        const OwnedRaster in = OwnedRaster::picture("patches", 401, 250);
        OwnedRaster out(802, 500, 3, 1);
        int calls = 0;
        const nn::TileEngines engines{
            .planned = disturbed(nearest(2), &calls, [](int, const at::Tensor& pixels) -> at::Tensor {
                if (pixels.size(0) > 1) {
                    throw std::bad_alloc();
                }
                return {};
            })};

        const nn::TiledRun report = nn::runAsAiForever(in.view(), out.target(), 2, engines, {});

        QVERIFY(isEnlarged(in, out, 2));
        QCOMPARE(
            report.note,
            std::string(
                "Memory ran out with 4 patches of 240 px at once; it went on with one patch of 240 px "
                "at a time."));
    }
};

QTEST_GUILESS_MAIN(TilerTest)
#include "tiler_test.moc"
