#include "core/nn/attention_tile.h"
#include "core/nn/conv_plans.h"
#include "core/nn/conv_tile.h"

#include <ATen/ATen.h>
#include <QTest>

#include <array>
#include <cstdint>
#include <set>
#include <vector>

using namespace kerf::nn;

namespace {

// Shared memory of 16-bit values, holding small whole numbers, so that every sum is exact.
class Shared {
public:
    explicit Shared(int bytes) : m_values(std::size_t(bytes) / 2, kNothing) {}

    void put(int byteOffset, int index, int value) {
        m_values.at(std::size_t(byteOffset / 2 + index)) = value;
    }

    // ldmatrix.x4: lane 8 * q + r points at row r of matrix q; every lane gets two neighbouring values.
    // Transposed: two values of one column.
    using Fragment = std::array<std::array<int, 2>, 4>;
    template <typename Address>
    Fragment load(int lane, const Address& address, bool isTransposed = false) const {
        Fragment fragment{};
        for (int matrix = 0; matrix < 4; ++matrix) {
            for (int i = 0; i < 2; ++i) {
                const int outer = lane / 4;
                const int inner = lane % 4 * 2 + i;
                const int row = isTransposed ? inner : outer;
                const int column = isTransposed ? outer : inner;
                fragment[std::size_t(matrix)][std::size_t(i)] =
                    m_values.at(std::size_t(address(matrix * 8 + row) / 2 + column));
            }
        }
        return fragment;
    }

    // The eight rows that one matrix's load touches lie in eight different sixteens of 128 bytes.
    template <typename Address>
    static bool isWithoutConflict(const Address& address) {
        for (int matrix = 0; matrix < 4; ++matrix) {
            std::set<int> banks;
            for (int row = 0; row < 8; ++row) {
                banks.insert(address(matrix * 8 + row) / 16 % 8);
            }
            if (banks.size() != 8) {
                return false;
            }
        }
        return true;
    }

    static constexpr int kNothing = 1 << 20; // shows in a sum that should not have it

private:
    std::vector<int> m_values;
};

// mma.m16n8k16 on a warp's fragments (PTX ISA 9.0, 9.7.14.5.8): sums [16][8] += a [16][16] * b [16][8].
using Warp = std::array<Shared::Fragment, 32>;
using Sums = std::array<std::array<double, 4>, 32>;

void multiply(Sums& sums, const Warp& a, const Warp& b, std::size_t firstOfB) {
    double left[16][16];
    double right[16][8];
    for (int lane = 0; lane < 32; ++lane) {
        for (int i = 0; i < 8; ++i) {
            const int row = lane / 4 + (i / 2 % 2) * 8;
            const int column = lane % 4 * 2 + i % 2 + i / 4 * 8;
            left[row][column] = a[std::size_t(lane)][std::size_t(i / 2)][std::size_t(i % 2)];
        }
        for (int i = 0; i < 4; ++i) {
            const int row = lane % 4 * 2 + i % 2 + i / 2 * 8;
            right[row][lane / 4] = b[std::size_t(lane)][firstOfB + std::size_t(i / 2)][std::size_t(i % 2)];
        }
    }
    for (int lane = 0; lane < 32; ++lane) {
        for (int i = 0; i < 4; ++i) {
            for (int k = 0; k < 16; ++k) {
                sums[std::size_t(lane)][std::size_t(i)] +=
                    left[lane / 4 + i / 2 * 8][k] * right[k][lane % 4 * 2 + i % 2];
            }
        }
    }
}

template <typename Address>
Warp loadWarp(const Shared& shared, const Address& addressOf, bool isTransposed = false) {
    Warp warp{};
    for (int lane = 0; lane < 32; ++lane) {
        warp[std::size_t(lane)] = shared.load(lane, addressOf, isTransposed);
    }
    return warp;
}

at::Tensor wholeNumbers(at::IntArrayRef sizes) {
    return at::randint(-4, 5, sizes, at::TensorOptions().dtype(at::kFloat));
}

// What the kernel does for one tile of a map, block and warp by warp.
template <int Kernel, int Outputs, int RowsPerWarp>
class TileWalk {
public:
    using Tile = convtile::Tile<Kernel, Outputs, RowsPerWarp>;

    TileWalk(const at::Tensor& x, const at::Tensor& weight)
        : m_x(x), m_packed(packForCuda(weight)), m_outputs(int(weight.size(0))) {}

    // [tile height, 16, Outputs] at (y0, x0), outputs from `firstOutput` on.
    at::Tensor run(int y0, int x0, int firstOutput) const {
        const at::Tensor result = at::zeros({Tile::height, convtile::kTileWidth, Outputs});
        auto values = result.accessor<float, 3>();
        std::vector<Sums> sums(std::size_t(convtile::kWarps * RowsPerWarp * (Outputs / 8)));
        for (int stage = 0; stage < int(m_packed.size(0)); ++stage) {
            const Shared shared = load(stage, y0, x0, firstOutput);
            for (int line = 0; line < Tile::height; ++line) {
                multiplyLine(sums, shared, line);
            }
        }
        for (int line = 0; line < Tile::height; ++line) {
            for (int tile = 0; tile < Outputs / 8; ++tile) {
                const Sums& sum = sums[std::size_t(line * (Outputs / 8) + tile)];
                for (int lane = 0; lane < 32; ++lane) {
                    for (int i = 0; i < 4; ++i) {
                        values[line][convtile::sumPixel(lane, i)][tile * 8 + convtile::sumOutput(lane, i)] =
                            float(sum[std::size_t(lane)][std::size_t(i)]);
                    }
                }
            }
        }
        return result;
    }

private:
    Shared load(int stage, int y0, int x0, int firstOutput) const {
        Shared shared(Tile::stageBytes);
        const auto x = m_x.accessor<float, 4>();
        for (int i = 0; i < Tile::inputRows * 2; ++i) {
            const int row = i / 2;
            const int y = y0 + row / Tile::haloWidth - Kernel / 2;
            const int at = x0 + row % Tile::haloWidth - Kernel / 2;
            for (int k = 0; k < convtile::kChunkValues; ++k) {
                const int channel = stage * convtile::kStageChannels + i % 2 * convtile::kChunkValues + k;
                const bool isInside =
                    y >= 0 && y < m_x.size(1) && at >= 0 && at < m_x.size(2) && channel < m_x.size(3);
                shared.put(convtile::chunkOffset(row, i % 2), k, isInside ? int(x[0][y][at][channel]) : 0);
            }
        }
        const auto* weights = m_packed.const_data_ptr<float>();
        for (int tap = 0; tap < Tile::taps; ++tap) {
            for (int output = 0; output < Outputs; ++output) {
                const auto from = convtile::packedIndex(
                    stage, tap, firstOutput + output, Tile::taps, int(m_packed.size(2)));
                for (int k = 0; k < convtile::kStageChannels; ++k) {
                    shared.put(
                        convtile::chunkOffset(Tile::weightRow(tap, output), k / convtile::kChunkValues),
                        k % convtile::kChunkValues, int(weights[from + k]));
                }
            }
        }
        return shared;
    }

    static void multiplyLine(std::vector<Sums>& sums, const Shared& shared, int line) {
        for (int tap = 0; tap < Tile::taps; ++tap) {
            const Warp inputs =
                loadWarp(shared, [&](int lane) { return Tile::inputAddress(lane, line, tap); });
            for (int pair = 0; pair < Outputs / 16; ++pair) {
                const Warp weights =
                    loadWarp(shared, [&](int lane) { return Tile::weightAddress(lane, pair * 16, tap); });
                Sums* two = &sums[std::size_t(line * (Outputs / 8) + pair * 2)];
                multiply(two[0], inputs, weights, 0);
                multiply(two[1], inputs, weights, 2);
            }
        }
    }

    at::Tensor m_x;
    at::Tensor m_packed;
    int m_outputs;
};

template <int Kernel, int Outputs, int RowsPerWarp>
void compareTile(std::int64_t inputs, std::int64_t outputs) {
    using Tile = convtile::Tile<Kernel, Outputs, RowsPerWarp>;
    const std::int64_t height = Tile::height + 3;
    const std::int64_t width = convtile::kTileWidth + 5;
    const at::Tensor x = wholeNumbers({1, height, width, inputs});
    const at::Tensor weight = wholeNumbers({outputs, inputs, Kernel, Kernel});
    const at::Tensor expected =
        at::conv2d(x.permute({0, 3, 1, 2}).to(at::kDouble), weight.to(at::kDouble), {}, 1, Kernel / 2)[0]
            .permute({1, 2, 0})
            .to(at::kFloat);

    // The first tile touches the upper left border, the other the lower right one.
    const int last = int((outputs - 1) / Outputs * Outputs);
    for (const auto& [y0, x0, output] :
         {std::array{0, 0, 0}, std::array{Tile::height, convtile::kTileWidth, last}}) {
        const at::Tensor tile = TileWalk<Kernel, Outputs, RowsPerWarp>(x, weight).run(y0, x0, output);
        const std::int64_t h = std::min<std::int64_t>(Tile::height, height - y0);
        const std::int64_t w = std::min<std::int64_t>(convtile::kTileWidth, width - x0);
        const std::int64_t c = std::min<std::int64_t>(Outputs, outputs - output);
        QVERIFY(at::equal(
            tile.narrow(0, 0, h).narrow(1, 0, w).narrow(2, 0, c),
            expected.narrow(0, y0, h).narrow(1, x0, w).narrow(2, output, c)));
        QVERIFY(at::equal(tile.narrow(2, c, Outputs - c).abs().sum(), at::zeros({})));
    }
}

template <int Kernel, int Outputs, int RowsPerWarp>
void checkBanksAndSizes() {
    using Tile = convtile::Tile<Kernel, Outputs, RowsPerWarp>;
    QVERIFY(Tile::sharedBytes <= 101376 - 1024); // what a block may have on compute capability 8.6 to 12.0
    QCOMPARE(Tile::stageBytes % 128, 0);
    for (int tap = 0; tap < Tile::taps; ++tap) {
        for (int line = 0; line < Tile::height; ++line) {
            QVERIFY(Shared::isWithoutConflict([&](int lane) { return Tile::inputAddress(lane, line, tap); }));
        }
        for (int output = 0; output < Outputs; output += 16) {
            QVERIFY(
                Shared::isWithoutConflict([&](int lane) { return Tile::weightAddress(lane, output, tap); }));
        }
    }
    // The rows and weights of a stage share no byte.
    std::set<int> offsets;
    for (int row = 0; row < Tile::inputRows + Tile::weightRows; ++row) {
        offsets.insert(convtile::chunkOffset(row, 0));
        offsets.insert(convtile::chunkOffset(row, 1));
    }
    QCOMPARE(int(offsets.size()), Tile::stageBytes / 16);
    QVERIFY(*offsets.rbegin() + 16 <= Tile::stageBytes);
}

} // namespace

// The arithmetic of the CUDA kernels, walked on the CPU: the same addresses and fragments, with ldmatrix and
// mma emulated as the PTX manual defines them.
class CudaTilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { at::manual_seed(7); }

    void convolvesATile() {
        compareTile<3, 64, 2>(24, 72);
        compareTile<3, 64, 1>(40, 64);
        compareTile<3, 32, 2>(16, 32);
        compareTile<3, 32, 1>(8, 3);
        compareTile<1, 64, 2>(48, 130);
        compareTile<1, 32, 1>(72, 20);
    }

    void readsSharedMemoryWithoutConflicts() {
        checkBanksAndSizes<3, 64, 2>();
        checkBanksAndSizes<3, 64, 1>();
        checkBanksAndSizes<3, 32, 2>();
        checkBanksAndSizes<3, 32, 1>();
        checkBanksAndSizes<1, 64, 2>();
        checkBanksAndSizes<1, 64, 1>();
        checkBanksAndSizes<1, 32, 2>();
        checkBanksAndSizes<1, 32, 1>();
    }

    void multipliesQueriesWithKeysAndSharesWithValues() {
        constexpr int kTokens = 48; // three sixteens, behind one another: q, k, v
        const at::Tensor rows = wholeNumbers({3, kTokens, attention::kHeadValues});
        const auto values = rows.accessor<float, 3>();
        Shared shared(kTokens * 3 * 64);
        for (int part = 0; part < 3; ++part) {
            for (int token = 0; token < kTokens; ++token) {
                for (int i = 0; i < attention::kHeadValues; ++i) {
                    shared.put(
                        attention::chunkOffset(part * kTokens + token, i / 8), i % 8,
                        int(values[part][token][i]));
                }
            }
        }

        const int query = 16;
        std::vector<Sums> scores(kTokens / 8);
        for (int step = 0; step < 2; ++step) {
            const Warp q =
                loadWarp(shared, [&](int lane) { return attention::queryAddress(lane, query, step); });
            for (int tile = 0; tile < kTokens / 16; ++tile) {
                const auto address = [&](int lane) {
                    return attention::keyAddress(lane, kTokens + tile * 16, step);
                };
                QVERIFY(Shared::isWithoutConflict(address));
                const Warp k = loadWarp(shared, address);
                multiply(scores[std::size_t(tile * 2)], q, k, 0);
                multiply(scores[std::size_t(tile * 2 + 1)], q, k, 2);
            }
        }
        const at::Tensor expectedScores = at::matmul(rows[0].narrow(0, query, 16), rows[1].transpose(0, 1));
        QVERIFY(at::equal(gather(scores), expectedScores));

        // The sums' layout is the left operand's of the next product: two tiles of eight are one of sixteen.
        std::vector<Sums> blended(4);
        for (int tile = 0; tile < kTokens / 16; ++tile) {
            Warp shares{};
            for (std::size_t lane = 0; lane < 32; ++lane) {
                for (std::size_t i = 0; i < 4; ++i) {
                    const Sums& from = scores[std::size_t(tile) * 2 + i / 2];
                    shares[lane][i] = {int(from[lane][i % 2 * 2]) % 3, int(from[lane][i % 2 * 2 + 1]) % 3};
                }
            }
            for (int step = 0; step < 2; ++step) {
                const auto address = [&](int lane) {
                    return attention::valueAddress(lane, 2 * kTokens + tile * 16, step);
                };
                QVERIFY(Shared::isWithoutConflict(address));
                const Warp v = loadWarp(shared, address, true);
                multiply(blended[std::size_t(step) * 2], shares, v, 0);
                multiply(blended[std::size_t(step) * 2 + 1], shares, v, 2);
            }
        }
        const at::Tensor expected = at::matmul(at::fmod(expectedScores, 3), rows[2]);
        QVERIFY(at::equal(gather(blended), expected));
    }

    void findsAWindowsTokens_data() {
        QTest::addColumn<int>("height");
        QTest::addColumn<int>("width");
        QTest::addColumn<int>("side");
        QTest::addColumn<int>("shift");
        QTest::addRow("whole windows") << 14 << 21 << 7 << 0;
        QTest::addRow("padding") << 16 << 10 << 7 << 0;
        QTest::addRow("shifted") << 24 << 24 << 12 << 6;
        QTest::addRow("shifted with padding") << 17 << 26 << 7 << 3;
    }

    void findsAWindowsTokens() {
        QFETCH(const int, height);
        QFETCH(const int, width);
        QFETCH(const int, side);
        QFETCH(const int, shift);
        const attention::Grid grid{height, width, side, shift};
        const int paddedHeight = grid.down() * side;
        const int paddedWidth = grid.across() * side;
        // As Swin does it: number the padded map's pixels, roll, cut.
        const at::Tensor numbers =
            at::arange(paddedHeight * paddedWidth, at::kLong).view({paddedHeight, paddedWidth});
        const auto cut = [&](const at::Tensor& map) {
            return map.reshape({grid.down(), side, grid.across(), side})
                .permute({0, 2, 1, 3})
                .reshape({grid.down() * grid.across(), side * side})
                .contiguous();
        };
        const at::Tensor places = cut(at::roll(numbers, {-shift, -shift}, {0, 1}));
        at::Tensor regions = at::zeros({paddedHeight, paddedWidth}, at::kLong);
        if (shift > 0) {
            int region = 0;
            const auto bounds = [&](int size) { return std::array{0, size - side, size - shift, size}; };
            for (std::size_t i = 0; i < 3; ++i) {
                for (std::size_t k = 0; k < 3; ++k) {
                    const auto rows = bounds(paddedHeight);
                    const auto columns = bounds(paddedWidth);
                    regions.slice(0, rows[i], rows[i + 1])
                        .slice(1, columns[k], columns[k + 1])
                        .fill_(region++);
                }
            }
        }
        const at::Tensor cutRegions = cut(regions);

        std::set<std::int64_t> seen;
        for (int window = 0; window < grid.down() * grid.across(); ++window) {
            for (int token = 0; token < side * side; ++token) {
                const attention::Place place = grid.placeOf(window, token);
                const auto number = std::int64_t(place.y) * paddedWidth + place.x;
                QCOMPARE(number, places[window][token].item<std::int64_t>());
                QCOMPARE(place.isPadding, place.y >= height || place.x >= width);
                QCOMPARE(std::int64_t(place.region), cutRegions[window][token].item<std::int64_t>());
                seen.insert(number);
            }
        }
        QCOMPARE(int(seen.size()), paddedHeight * paddedWidth);
    }

    // The plan for devices without tensor cores is ATen's functions, so it runs on the CPU as well.
    void computesWithLibrariesWhatTheReferenceDoes_data() {
        QTest::addColumn<int>("side");
        QTest::addColumn<bool>("isSliced");
        QTest::addColumn<bool>("isFused");
        for (const int side : {1, 3, 7}) {
            for (const bool isSliced : {false, true}) {
                for (const bool isFused : {false, true}) {
                    QTest::addRow("%d, slices %d, fused %d", side, isSliced, isFused)
                        << side << isSliced << isFused;
                }
            }
        }
    }

    void computesWithLibrariesWhatTheReferenceDoes() {
        QFETCH(const int, side);
        QFETCH(const bool, isSliced);
        QFETCH(const bool, isFused);
        const Target target;
        const at::Tensor weight = at::randn({12, 8, side, side});
        const at::Tensor bias = at::randn({12});
        const at::Tensor buffer = at::randn({2, 9, 7, isSliced ? 24 : 8});
        const at::Tensor x = sliceOf(buffer, 0, 8);
        const at::Tensor out = isSliced ? sliceOf(buffer, 10, 12) : makeMap(target, 2, 9, 7, 12);
        const at::Tensor expected = makeMap(target, 2, 9, 7, 12);
        Fusion fusion;
        if (isFused) {
            fusion.activation = Activation::prelu;
            fusion.slopes = at::rand({12});
            fusion.gain = 0.2F;
            fusion.residual = at::randn({2, 9, 7, 12});
        }
        planReference(target, weight, bias)->run(expected, x, fusion);

        planCuda(target, weight, bias)->run(out, x, fusion);

        QVERIFY(((out - expected).norm() / expected.norm()).item<double>() < 1e-6);
    }

private:
    // Sums of a warp, [16, 8 * tiles].
    static at::Tensor gather(const std::vector<Sums>& tiles) {
        const at::Tensor all = at::zeros({16, std::int64_t(tiles.size()) * 8});
        auto values = all.accessor<float, 2>();
        for (std::size_t tile = 0; tile < tiles.size(); ++tile) {
            for (int lane = 0; lane < 32; ++lane) {
                for (int i = 0; i < 4; ++i) {
                    values[convtile::sumPixel(lane, i)]
                          [std::int64_t(tile) * 8 + convtile::sumOutput(lane, i)] =
                              float(tiles[tile][std::size_t(lane)][std::size_t(i)]);
                }
            }
        }
        return all;
    }
};

QTEST_GUILESS_MAIN(CudaTilesTest)
#include "cuda_tiles_test.moc"
