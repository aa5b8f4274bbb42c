#include "core/nn/deform_conv_plans.h"
#include "core/nn/deform_tile.h"

#include <ATen/ATen.h>
#include <QTest>

#include <array>
#include <cmath>
#include <set>
#include <vector>

using namespace kerf::nn;

namespace {

constexpr double kNothing = 1 << 20; // shows in a sum that should not have it

// Two values for each of 32 lanes of each of the four matrices that one ldmatrix.x4 reads.
using Fragments = std::array<std::array<std::array<double, 2>, 4>, 32>;

template <typename Address>
Fragments loadMatrices(const std::vector<double>& shared, const Address& address) {
    Fragments fragments{};
    for (std::size_t lane = 0; lane < 32; ++lane) {
        for (std::size_t matrix = 0; matrix < 4; ++matrix) {
            for (std::size_t i = 0; i < 2; ++i) {
                const auto row = std::size_t(address(int(matrix * 8 + lane / 4)) / 2);
                fragments[lane][matrix][i] = shared.at(row + lane % 4 * 2 + i);
            }
        }
    }
    return fragments;
}

// mma.m16n8k16 for one lane's value: a's and b's elements as the PTX ISA 9.0 lays them out (9.7.14.5.8).
double product(const Fragments& a, const Fragments& b, std::size_t firstOfB, int row, int column) {
    double sum = 0;
    for (int k = 0; k < 16; ++k) {
        const auto left = std::size_t(row % 8 * 4 + k % 8 / 2);
        const auto leftMatrix = std::size_t(row / 8 + k / 8 * 2);
        const auto right = std::size_t(column * 4 + k % 8 / 2);
        sum += a[left][leftMatrix][std::size_t(k % 2)] *
               b[right][firstOfB + std::size_t(k / 8)][std::size_t(k % 2)];
    }
    return sum;
}

// What the kernel does for one block, on the CPU.
template <int Outputs>
class BlockWalk {
public:
    using Tile = deformtile::Tile<Outputs>;

    BlockWalk(const DeformCall& call, const at::Tensor& weight)
        : m_call(call),
          m_packed(packDeformForCuda(weight, at::kHalf)),
          m_inputs(int(weight.size(1))),
          m_kernel(int(weight.size(2))) {}

    // [pixels, Outputs] of the tile at (y0, x0), outputs from `firstOutput` on.
    at::Tensor run(int y0, int x0, int firstOutput) const {
        const at::Tensor result = at::zeros({deformtile::kPixels, Outputs}, at::kDouble);
        const int stages = int(m_packed.size(0) * m_packed.size(1));
        for (int stage = 0; stage < stages; ++stage) {
            const std::vector<double> shared = load(stage, y0, x0, firstOutput);
            for (int warp = 0; warp < deformtile::kWarps; ++warp) {
                multiplyStage(result, shared, warp);
            }
        }
        return result;
    }

private:
    std::vector<double> load(int stage, int y0, int x0, int firstOutput) const {
        std::vector<double> shared(std::size_t(Tile::stageBytes) / 2, kNothing);
        const int parts = int(m_packed.size(1));
        for (int thread = 0; thread < deformtile::kThreads; ++thread) {
            const int pixel = thread / deformtile::kChunks;
            const int chunk = thread % deformtile::kChunks;
            const int y = y0 + pixel / deformtile::kSide;
            const int x = x0 + pixel % deformtile::kSide;
            for (int i = 0; i < 8; ++i) {
                const int channel = stage % parts * deformtile::kStageChannels + chunk * 8 + i;
                shared.at(std::size_t(Tile::sampleOffset(pixel, chunk) / 2 + i)) =
                    sample(stage / parts, y, x, channel);
            }
        }
        const float* weights = m_packed.const_data_ptr<float>() +
                               deformtile::packedIndex(stage, firstOutput, int(m_packed.size(2)));
        for (int output = 0; output < Outputs; ++output) {
            for (int i = 0; i < deformtile::kStageChannels; ++i) {
                shared.at(std::size_t(Tile::weightOffset(output, i / 8) / 2 + i % 8)) = double(*weights++);
            }
        }
        return shared;
    }

    double sample(int tap, int y, int x, int channel) const {
        if (y >= m_call.x.size(1) || x >= m_call.x.size(2) || channel >= m_inputs) {
            return 0;
        }
        const auto map = m_call.x.accessor<float, 4>()[0];
        const auto offset = m_call.offset.accessor<float, 4>()[0][y][x];
        const deformtile::Corners corners = deformtile::cornersAt(
            float(y - m_kernel / 2 + tap / m_kernel) + offset[2 * tap],
            float(x - m_kernel / 2 + tap % m_kernel) + offset[2 * tap + 1], int(m_call.x.size(1)),
            int(m_call.x.size(2)));
        double sum = 0;
        for (int corner = 0; corner < 4; ++corner) {
            sum += corners.down[corner / 2] * corners.across[corner % 2] *
                   map[corners.y[corner / 2]][corners.x[corner % 2]][channel];
        }
        return sum * m_call.modulator.accessor<float, 4>()[0][y][x][tap];
    }

    static void multiplyStage(const at::Tensor& result, const std::vector<double>& shared, int warp) {
        auto sums = result.accessor<double, 2>();
        for (int step = 0; step < deformtile::kStageChannels / 16; ++step) {
            for (int line = 0; line < Tile::lines; ++line) {
                const int pixel = Tile::firstPixel(warp) + line * 16;
                const Fragments samples =
                    loadMatrices(shared, [&](int lane) { return Tile::sampleAddress(lane, pixel, step); });
                for (int pair = 0; pair < Tile::pairs; ++pair) {
                    const int output = Tile::firstOutput(warp) + pair * 16;
                    const Fragments weights = loadMatrices(
                        shared, [&](int lane) { return Tile::weightAddress(lane, output, step); });
                    for (int i = 0; i < 16 * 16; ++i) {
                        sums[pixel + i / 16][output + i % 16] +=
                            product(samples, weights, std::size_t(i % 16 / 8 * 2), i / 16, i % 8);
                    }
                }
            }
        }
    }

    DeformCall m_call;
    at::Tensor m_packed;
    int m_inputs;
    int m_kernel;
};

// Quarters of small whole numbers: every sum is exact, in any order.
DeformCall exactCall(int height, int width, int inputs, int kernel) {
    const auto whole = [&](int channels) {
        return at::randint(-4, 5, {1, height, width, channels}, at::TensorOptions().dtype(at::kFloat));
    };
    return {
        .x = whole(inputs), .offset = whole(2 * kernel * kernel) * 1.5F, .modulator = whole(kernel * kernel)};
}

template <int Outputs>
void compareBlock(int inputs, int outputs, int kernel, int firstOutput) {
    DeformCall call = exactCall(13, 11, inputs, kernel);
    const at::Tensor weight =
        at::randint(-3, 4, {outputs, inputs, kernel, kernel}, at::TensorOptions().dtype(at::kFloat));
    call.out = at::empty({1, 13, 11, outputs});
    planDeformReference({}, weight, {})->run(call);
    const at::Tensor expected =
        at::constant_pad_nd(call.out[0], {0, (outputs / Outputs + 1) * Outputs - outputs, 0, 8, 0, 8});

    for (const int y : {0, 8}) {
        for (const int x : {0, 8}) {
            const at::Tensor got = BlockWalk<Outputs>(call, weight).run(y, x, firstOutput);

            const at::Tensor part = expected.slice(0, y, y + 8)
                                        .slice(1, x, x + 8)
                                        .slice(2, firstOutput, firstOutput + Outputs)
                                        .reshape({deformtile::kPixels, Outputs});
            QVERIFY(at::equal(got, part.to(at::kDouble)));
        }
    }
}

} // namespace

class DeformTileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { at::manual_seed(11); }

    void narrowBlocksGiveTheReferencesSums() { compareBlock<64>(40, 24, 3, 0); }
    void wideBlocksGiveTheReferencesSums() { compareBlock<256>(64, 256, 1, 0); }
    void laterBlocksGiveTheirOutputs() { compareBlock<256>(8, 300, 3, 256); }

    void everyReadOfEightRowsTouchesAllBanks() {
        using Tile = deformtile::Tile<256>;
        for (int first = 0; first < 64; first += 16) {
            for (int step = 0; step < 2; ++step) {
                for (int matrix = 0; matrix < 4; ++matrix) {
                    std::set<int> samples;
                    std::set<int> weights;
                    for (int lane = matrix * 8; lane < matrix * 8 + 8; ++lane) {
                        samples.insert(Tile::sampleAddress(lane, first, step) / 16 % 8);
                        weights.insert(Tile::weightAddress(lane, first, step) / 16 % 8);
                    }
                    QCOMPARE(samples.size(), std::size_t(8));
                    QCOMPARE(weights.size(), std::size_t(8));
                }
            }
        }
    }

    void cornersWeighAsTheDefinitionDoes() {
        constexpr int kSize = 5;
        for (float at = -3.0F; at <= 8.0F; at += 0.125F) {
            int index[2];
            float weight[2];
            deformtile::neighbours(at, kSize, index, weight);
            std::array<float, kSize> got{};
            for (int i = 0; i < 2; ++i) {
                QVERIFY(index[i] >= 0 && index[i] < kSize);
                got[std::size_t(index[i])] += weight[i];
            }
            for (int place = 0; place < kSize; ++place) {
                QCOMPARE(got[std::size_t(place)], std::max(0.0F, 1.0F - std::abs(at - float(place))));
            }
        }
    }

    void cornersStayInsideForAnyNumber() {
        for (const float at : {-1e30F, 1e30F, float(INFINITY), float(-INFINITY), float(NAN), -0.0F, 1e-30F}) {
            int index[2];
            float weight[2];
            deformtile::neighbours(at, 3, index, weight);
            QVERIFY(index[0] >= 0 && index[0] < 3 && index[1] >= 0 && index[1] < 3);
            QCOMPARE(std::isnan(weight[0] + weight[1]), std::isnan(at));
            if (std::abs(at) > 1) {
                QCOMPARE(weight[0] + weight[1], 0.0F);
            }
        }
    }
};

QTEST_GUILESS_MAIN(DeformTileTest)
#include "deform_tile_test.moc"
