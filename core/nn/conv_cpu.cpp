#include "core/nn/conv_plans.h"
#include "core/nn/cpu_work.h"
#include "core/nn/gemm_tile.h"

#include <ATen/ATen.h>

#include <cmath>
#include <cstring>
#include <vector>

namespace kerf::nn {
namespace {

constexpr int kBlock = 96;                     // pixels of a product: rows of register tiles, C stays in L1
constexpr std::int64_t kNearBytes = 384 << 10; // what a block of work reads again and again: part of L2
constexpr std::int64_t kItems = 16;            // at least so many, where there is enough work
// Behind a scratch: products read rows in whole steps.
constexpr std::int64_t kSlack = 64;
constexpr std::int64_t kSpare = 16; // pixels behind the last, for whole steps of rows
static_assert(kBlock % kSpare == 0);
constexpr std::int64_t kFewColumns = 16; // of the narrowest panel

std::int64_t divideUp(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

std::vector<float> padded(const at::Tensor& values, std::int64_t n) {
    std::vector<float> all(std::size_t(divideUp(n, kPanel) * kPanel), 0.0F);
    if (values.defined()) {
        const at::Tensor flat = values.to(at::kCPU, at::kFloat).contiguous();
        KERF_CHECK(flat.numel() == n);
        std::memcpy(all.data(), flat.const_data_ptr<float>(), std::size_t(n) * sizeof(float));
    }
    return all;
}

// What a thread has of its own.
struct Worker {
    Worker(const CpuKernels& kernels, std::size_t copyBytes) : scope(kernels), copy(copyBytes) {}

    GemmScope scope;
    Scratch copy;
    alignas(64) float sums[kBlock * kPanel];
};

// What happens behind the products of one call.
struct Ending {
    const Fusion* fusion;
    std::vector<float> slopes;
    MapView out;
    MapView residual; // data null: none
    const CpuKernels* kernels;
    const float* bias;

    // For `m` rows of a product, each of `group` pixels of row (image, y) from x on; `used` of them count.
    void
    runGroups(const float* c, int m, int used, int group, std::int64_t image, std::int64_t y, std::int64_t x)
        const {
        const bool hasResidual = residual.data != nullptr;
        const bool isDense = out.pixelStride == out.c && fusion->activation != Activation::prelu &&
                             (!hasResidual || residual.pixelStride == out.c);
        const int together = isDense ? used : 1;
        for (int pixel = 0; pixel < used; pixel += together) {
            FinishCall call{
                .c = c + pixel * out.c,
                .m = m,
                .n = int(together * out.c),
                .bias = bias + pixel * out.c,
                .activation = fusion->activation,
                .slope = fusion->slope,
                .slopes = slopes.data(),
                .gain = fusion->gain,
                .out = out.at(image, y, x + pixel),
                .outStride = out.pixelStride * group,
                .outType = out.type};
            if (hasResidual) {
                call.residual = residual.at(image, y, x + pixel);
                call.residualStride = residual.pixelStride * group;
                call.residualType = residual.type;
            }
            kernels->finish(call);
        }
    }

    // For `m` pixels of row (image, y) from x on, every `step`-th, and the channels of a panel.
    void
    run(const float* c,
        int m,
        int panel,
        std::int64_t image,
        std::int64_t y,
        std::int64_t x,
        std::int64_t step) const {
        const int first = panel * kPanel;
        FinishCall call{
            .c = c,
            .m = m,
            .n = int(std::min<std::int64_t>(kPanel, out.c - first)),
            .bias = bias + first,
            .activation = fusion->activation,
            .slope = fusion->slope,
            .slopes = slopes.data() + first,
            .gain = fusion->gain,
            .out = out.at(image, y, x) + first * out.bytes(),
            .outStride = out.pixelStride * step,
            .outType = out.type};
        if (residual.data != nullptr) {
            call.residual = residual.at(image, y, x) + first * residual.bytes();
            call.residualStride = residual.pixelStride * step;
            call.residualType = residual.type;
        }
        kernels->finish(call);
    }
};

// One matrix of a convolution over a zero-padded copy: where its taps start in the copy, and which of the
// outputs it makes when an input pixel makes scale x scale of them.
struct Phase {
    PackedMatrix matrix;
    int row;
    int column;
};

// `weight` [out, in, rows, columns] as [rows][columns * padded in][out].
std::vector<float> tapRows(const at::Tensor& weight, std::int64_t paddedInputs) {
    const at::Tensor taps = weight.permute({2, 3, 1, 0}); // [rows, columns, in, out]
    at::Tensor all = at::zeros({taps.size(0), taps.size(1), paddedInputs, taps.size(3)}, at::kFloat);
    all.narrow(2, 0, taps.size(2)).copy_(taps);
    const float* p = all.const_data_ptr<float>();
    return {p, p + all.numel()};
}

// Several pixels side by side as one row of a product, so that few outputs don't leave most of a panel's
// columns empty.
at::Tensor groupedTaps(const at::Tensor& weight, std::int64_t group) {
    const std::int64_t outputs = weight.size(0);
    const std::int64_t k = weight.size(3);
    const at::Tensor all =
        at::zeros({group * outputs, weight.size(1), weight.size(2), group + k - 1}, weight.options());
    for (std::int64_t pixel = 0; pixel < group; ++pixel) {
        all.narrow(0, pixel * outputs, outputs).narrow(3, pixel, k).copy_(weight);
    }
    return all;
}

class CpuConv final : public ConvPlan {
public:
    CpuConv(Element type, const at::Tensor& weight, const at::Tensor& bias, ConvInput input)
        : m_type(type),
          m_scale(input == ConvInput::nearest_2x ? 2 : 1),
          m_isFramed(input == ConvInput::framed),
          m_pad(int(weight.size(2) / 2)),
          m_inputs(weight.size(1)),
          m_group(m_scale == 1 && m_pad > 0 ? std::max<std::int64_t>(kFewColumns / weight.size(0), 1) : 1),
          m_bias(padded(bias.defined() ? bias.repeat({m_group}) : bias, weight.size(0) * m_group)) {
        // Pairs of bf16 are multiplied together.
        m_paddedInputs = type == Element::bf16 ? divideUp(m_inputs, 2) * 2 : m_inputs;
        if (m_scale == 1) {
            addPhase(m_group > 1 ? groupedTaps(weight, m_group) : weight, 0, 0);
            return;
        }
        KERF_CHECK(weight.size(2) == 3);
        for (int row = 0; row < 2; ++row) {
            for (int column = 0; column < 2; ++column) {
                addPhase(pairedTaps(pairedTaps(weight, 2, row), 3, column), row, column);
            }
        }
    }

    void run(const at::Tensor& out, const at::Tensor& x, const Fusion& fusion, const Progress& progress)
        const override {
        const bool hasResidual = fusion.residual.defined();
        const Ending ending{
            .fusion = &fusion,
            .slopes = padded(fusion.slopes, out.size(3)),
            .out = viewOf(out),
            .residual = hasResidual ? viewOf(fusion.residual) : MapView{},
            .kernels = &m_phases.front().matrix.kernels(),
            .bias = m_bias.data()};
        KERF_CHECK(!hasResidual || fusion.residual.sizes() == out.sizes());
        const MapView in = viewOf(isCpuMap(x) ? x : x.contiguous());
        if (m_isFramed && in.type == m_type && m_group == 1 &&
            (m_type == Element::f32 || m_inputs % 32 == 0)) {
            runOnFrame(in, ending, progress);
        } else if (m_pad == 0 && in.type == m_type && (m_type == Element::f32 || m_inputs % 32 == 0)) {
            runOnInput(in, ending, progress);
        } else {
            runOnCopies(in, ending, progress);
        }
    }

private:
    // On a map enlarged by nearest-x2, two of three taps along an axis meet the same pixel: their sum
    // meets it once. Phase 0 has taps (0) and (1 + 2), phase 1 (0 + 1) and (2).
    static at::Tensor pairedTaps(const at::Tensor& weight, std::int64_t axis, int phase) {
        const at::Tensor both = weight.narrow(axis, phase == 0 ? 1 : 0, 2).sum(axis, /*keepdim=*/true);
        const at::Tensor one = weight.narrow(axis, phase == 0 ? 0 : 2, 1);
        return phase == 0 ? at::cat({one, both}, axis) : at::cat({both, one}, axis);
    }

    void addPhase(const at::Tensor& weight, int row, int column) {
        const std::vector<float> taps = tapRows(weight, m_paddedInputs);
        m_phases.push_back(
            {PackedMatrix(
                 m_type, int(weight.size(2)), int(weight.size(3) * m_paddedInputs), int(weight.size(0)),
                 taps.data()),
             row, column});
    }

    void runOnInput(const MapView& in, const Ending& ending, const Progress& progress) const;
    void runOnCopies(const MapView& in, const Ending& ending, const Progress& progress) const;
    void runOnFrame(const MapView& in, const Ending& ending, const Progress& progress) const;

    // Of all products for a map, divided by `items`.
    double workOf(const MapView& in, std::int64_t items) const {
        const PackedMatrix& matrix = m_phases.front().matrix;
        const double pixel =
            2.0 * matrix.segments() * matrix.depth() * matrix.columns() * double(m_phases.size());
        return pixel * double(in.n * in.h * in.w) / double(m_group * items);
    }

    struct Piece;
    void fill(std::byte* copy, const MapView& in, const Piece& piece) const;
    void multiplyPiece(const std::byte* copy, float* c, const Piece& piece, const Ending& ending) const;
    void multiplyGroups(const std::byte* copy, float* c, const Piece& piece, const Ending& ending) const;
    void multiplyFramed(const MapView& in, float* c, const Piece& piece, const Ending& ending) const;
    void endBlock(
        const float* c,
        std::int64_t first,
        std::int64_t m,
        int panel,
        const Phase& phase,
        const Piece& piece,
        const Ending& ending) const;
    // Rows that nobody looks at cost less than a rest of other instructions.
    int wholeRows(std::int64_t m) const {
        const std::int64_t step = m_type == Element::bf16 ? m_phases.front().matrix.kernels().rowStep : 1;
        return int(divideUp(m, step) * step);
    }

    Element m_type;
    int m_scale;
    bool m_isFramed;
    int m_pad;
    std::int64_t m_inputs;
    std::int64_t m_group; // pixels that a row of the product makes
    std::int64_t m_paddedInputs = 0;
    std::vector<float> m_bias;
    std::vector<Phase> m_phases;
};

// 1 x 1: the map's own pixels are the rows of the product.
void CpuConv::runOnInput(const MapView& in, const Ending& ending, const Progress& progress) const {
    const PackedMatrix& matrix = m_phases.front().matrix;
    const MapView& out = ending.out;
    const bool noResidual = ending.residual.data == nullptr;
    const bool all =
        in.imagesJoined() && out.imagesJoined() && (noResidual || ending.residual.imagesJoined());
    const std::int64_t lines = all ? 1 : in.n * in.h;
    const std::int64_t length = all ? in.n * in.h * in.w : in.w;

    const std::int64_t fitting = kNearBytes / (m_inputs * in.bytes()) / kBlock;
    const std::int64_t span = std::clamp<std::int64_t>(fitting, 1, 8) * kBlock;
    const std::int64_t spans = divideUp(length, span);
    const std::int64_t panelRuns = std::min<std::int64_t>(matrix.panels(), divideUp(kItems, lines * spans));
    const std::int64_t panelsEach = divideUp(matrix.panels(), panelRuns);

    const auto work = [&](Worker& worker, std::int64_t item) {
        const std::int64_t line = item / spans % lines;
        const std::int64_t image = all ? 0 : line / in.h;
        const std::int64_t y = all ? 0 : line % in.h;
        const std::int64_t from = item % spans * span;
        const std::int64_t to = std::min(from + span, length);
        const std::int64_t firstPanel = item / (spans * lines) * panelsEach;
        const std::int64_t lastPanel = std::min<std::int64_t>(firstPanel + panelsEach, matrix.panels());
        for (std::int64_t panel = firstPanel; panel < lastPanel; ++panel) {
            for (std::int64_t x = from; x < to; x += kBlock) {
                const int m = int(std::min<std::int64_t>(kBlock, to - x));
                const void* a = in.at(image, y, x);
                matrix.multiply(int(panel), &a, in.pixelStride, m, worker.sums, kPanel);
                ending.run(worker.sums, m, int(panel), image, y, x, 1);
            }
        }
    };
    const std::int64_t items = lines * spans * panelRuns;
    forEachItem(
        items, workOf(in, items), progress, [&] { return Worker(matrix.kernels(), 0); }, work);
}

// A rectangle of input pixels, with its borders a copy of `pitch` pixels a row.
struct CpuConv::Piece {
    std::int64_t image;
    std::int64_t y;
    std::int64_t x;
    std::int64_t rows;
    std::int64_t columns;
    std::int64_t pitch;
};

void CpuConv::fill(std::byte* copy, const MapView& in, const Piece& piece) const {
    const CpuKernels& kernels = m_phases.front().matrix.kernels();
    const std::int64_t elementBytes = m_type == Element::f32 ? 4 : 2;
    const std::int64_t pixelBytes = m_paddedInputs * elementBytes;
    const std::int64_t fromX = std::max<std::int64_t>(piece.x - m_pad, 0);
    const std::int64_t toX = std::min(piece.x + piece.columns + m_pad, in.w);
    const std::int64_t left = fromX - (piece.x - m_pad);
    const std::int64_t right = piece.pitch - left - (toX - fromX);
    for (std::int64_t row = 0; row < piece.rows + 2 * m_pad; ++row) {
        std::byte* to = copy + row * piece.pitch * pixelBytes;
        const std::int64_t y = piece.y - m_pad + row;
        if (y < 0 || y >= in.h) {
            std::memset(to, 0, std::size_t(piece.pitch * pixelBytes));
            continue;
        }
        if (m_paddedInputs != m_inputs) {
            std::memset(to, 0, std::size_t(piece.pitch * pixelBytes));
        }
        std::memset(to, 0, std::size_t(left * pixelBytes));
        kernels.convert(
            {.from = in.at(piece.image, y, fromX),
             .fromType = in.type,
             .fromStride = in.pixelStride,
             .to = to + left * pixelBytes,
             .toType = m_type,
             .toStride = m_paddedInputs,
             .rows = toX - fromX,
             .count = m_inputs});
        std::memset(to + (piece.pitch - right) * pixelBytes, 0, std::size_t(right * pixelBytes));
    }
    std::memset(
        copy + (piece.rows + 2 * m_pad) * piece.pitch * pixelBytes, 0, std::size_t(kSlack * elementBytes));
}

void CpuConv::multiplyPiece(const std::byte* copy, float* c, const Piece& piece, const Ending& ending) const {
    const std::int64_t pixelBytes = m_paddedInputs * (m_type == Element::f32 ? 4 : 2);
    // The columns between the rows' ends and their next starts come out too; nobody looks at them.
    const std::int64_t count = (piece.rows - 1) * piece.pitch + piece.columns;
    std::vector<const void*> starts;
    for (const Phase& phase : m_phases) {
        starts.resize(std::size_t(phase.matrix.segments()));
        for (int panel = 0; panel < phase.matrix.panels(); ++panel) {
            for (std::int64_t i = 0; i < count; i += kBlock) {
                const std::int64_t m = std::min<std::int64_t>(kBlock, count - i);
                for (std::size_t s = 0; s < starts.size(); ++s) {
                    const std::int64_t pixel = (phase.row + std::int64_t(s)) * piece.pitch + phase.column + i;
                    starts[s] = copy + pixel * pixelBytes;
                }
                phase.matrix.multiply(panel, starts.data(), m_paddedInputs, wholeRows(m), c, kPanel);
                endBlock(c, i, m, panel, phase, piece, ending);
            }
        }
    }
}

// Stores a product's rows, whose first is place `first` of the piece's pixels row after row, those between
// the rows' ends and their next starts among them.
void CpuConv::endBlock(
    const float* c,
    std::int64_t first,
    std::int64_t m,
    int panel,
    const Phase& phase,
    const Piece& piece,
    const Ending& ending) const {
    for (std::int64_t done = 0; done < m;) {
        const std::int64_t row = (first + done) / piece.pitch;
        const std::int64_t column = (first + done) % piece.pitch;
        const std::int64_t inRow = std::min(piece.columns - column, m - done);
        if (inRow > 0) {
            ending.run(
                c + done * kPanel, int(inRow), panel, piece.image, (piece.y + row) * m_scale + phase.row,
                (piece.x + column) * m_scale + phase.column, m_scale);
        }
        done += std::min(piece.pitch - column, m - done);
    }
}

// Here a row of the product is m_group pixels; a row of the copy is a whole number of them.
void CpuConv::multiplyGroups(
    const std::byte* copy, float* c, const Piece& piece, const Ending& ending) const {
    const PackedMatrix& matrix = m_phases.front().matrix;
    const std::int64_t pixelBytes = m_paddedInputs * (m_type == Element::f32 ? 4 : 2);
    const int whole = int(piece.columns / m_group);
    const int rest = int(piece.columns % m_group);
    const std::int64_t groups = whole + (rest > 0 ? 1 : 0);
    std::vector<const void*> starts(std::size_t(matrix.segments()));
    for (std::int64_t row = 0; row < piece.rows; ++row) {
        for (std::size_t s = 0; s < starts.size(); ++s) {
            starts[s] = copy + (row + std::int64_t(s)) * piece.pitch * pixelBytes;
        }
        matrix.multiply(0, starts.data(), m_group * m_paddedInputs, int(groups), c, kPanel);
        const std::int64_t y = piece.y + row;
        if (whole > 0) {
            ending.runGroups(c, whole, int(m_group), int(m_group), piece.image, y, piece.x);
        }
        if (rest > 0) {
            ending.runGroups(
                c + std::ptrdiff_t(whole) * kPanel, 1, rest, int(m_group), piece.image, y,
                piece.x + whole * m_group);
        }
    }
}

// k x k, and whatever needs another type or padding: on zero-padded copies of pieces, whose taps of a kernel
// row lie behind each other.
void CpuConv::runOnCopies(const MapView& in, const Ending& ending, const Progress& progress) const {
    const std::int64_t pixelBytes = m_paddedInputs * (m_type == Element::f32 ? 4 : 2);
    const std::int64_t widest = m_group > 1 ? 192 : 64;
    const std::int64_t atMost = std::clamp<std::int64_t>(kNearBytes / 6 / pixelBytes, 16, widest);
    const std::int64_t columns = divideUp(divideUp(in.w, divideUp(in.w, atMost)), m_group) * m_group;
    const std::int64_t across = divideUp(in.w, columns);
    const std::int64_t pitch = columns + 2 * m_pad;
    const std::int64_t fitting = kNearBytes / (pitch * pixelBytes) - 2 * m_pad;
    const std::int64_t enough = divideUp(in.n * in.h * across, kItems);
    const std::int64_t rows =
        std::clamp<std::int64_t>(std::min(fitting, enough), std::min(in.h, std::int64_t(4)), 16);
    const std::int64_t down = divideUp(in.h, rows);
    const std::size_t copyBytes =
        std::size_t(((rows + 2 * m_pad) * pitch + kSpare) * pixelBytes + kSlack * 4);

    const auto work = [&](Worker& worker, std::int64_t item) {
        const std::int64_t x = item % across * columns;
        const std::int64_t y = item / across % down * rows;
        const Piece piece{
            .image = item / across / down,
            .y = y,
            .x = x,
            .rows = std::min(rows, in.h - y),
            .columns = std::min(columns, in.w - x),
            .pitch = pitch};
        fill(worker.copy.data(), in, piece);
        if (m_group > 1) {
            multiplyGroups(worker.copy.data(), worker.sums, piece, ending);
        } else {
            multiplyPiece(worker.copy.data(), worker.sums, piece, ending);
        }
    };
    const std::int64_t items = in.n * down * across;
    forEachItem(
        items, workOf(in, items), progress,
        [&] { return Worker(m_phases.front().matrix.kernels(), copyBytes); }, work);
}

// The frame's zeros are read in place: each tap is a matrix of its own, at the map's own strides.
void CpuConv::multiplyFramed(const MapView& in, float* c, const Piece& piece, const Ending& ending) const {
    const Phase& phase = m_phases.front();
    const int side = 2 * m_pad + 1;
    const std::int64_t count = (piece.rows - 1) * piece.pitch + piece.columns;
    std::vector<const void*> starts(std::size_t(side * side));
    for (std::int64_t i = 0; i < count; i += kBlock) {
        const std::int64_t m = std::min<std::int64_t>(kBlock, count - i);
        for (int tap = 0; tap < side * side; ++tap) {
            starts[std::size_t(tap)] =
                in.at(piece.image, piece.y - m_pad + tap / side, piece.x - m_pad + tap % side + i);
        }
        for (int panel = 0; panel < phase.matrix.panels(); ++panel) {
            phase.matrix.multiply(
                panel, starts.data(), in.pixelStride, wholeRows(m), c, kPanel, /*add=*/false, side);
            endBlock(c, i, m, panel, phase, piece, ending);
        }
    }
}

void CpuConv::runOnFrame(const MapView& in, const Ending& ending, const Progress& progress) const {
    const std::int64_t pitch = in.rowStride / in.pixelStride;
    KERF_CHECK(pitch >= in.w + 2 * m_pad && pitch * in.pixelStride == in.rowStride);
    // Whole blocks of as many pixels as three rows may take.
    const std::int64_t fitting = kNearBytes / (3 * in.pixelStride * in.bytes()) / kBlock * kBlock;
    const std::int64_t columns = std::min(in.w, std::max<std::int64_t>(fitting, kBlock));
    const std::int64_t across = divideUp(in.w, columns);
    const std::int64_t rows =
        std::clamp<std::int64_t>(divideUp(in.n * in.h * across, kItems), std::min(in.h, std::int64_t(4)), 16);
    const std::int64_t down = divideUp(in.h, rows);
    const auto work = [&](Worker& worker, std::int64_t item) {
        const std::int64_t x = item % across * columns;
        const std::int64_t y = item / across % down * rows;
        Piece piece{
            .image = item / across / down,
            .y = y,
            .x = x,
            .rows = std::min(rows, in.h - y),
            .columns = std::min(columns, in.w - x),
            .pitch = pitch};
        if (across == 1) {
            multiplyFramed(in, worker.sums, piece, ending);
            return;
        }
        for (piece.rows = 1; piece.y < std::min(y + rows, in.h); ++piece.y) {
            multiplyFramed(in, worker.sums, piece, ending);
        }
    };
    const std::int64_t items = in.n * down * across;
    forEachItem(
        items, workOf(in, items), progress, [&] { return Worker(m_phases.front().matrix.kernels(), 0); },
        work);
}

} // namespace

std::shared_ptr<const ConvPlan>
planCpu(const Target& target, const at::Tensor& weight, const at::Tensor& bias, ConvInput input) {
    const Element type = target.type == at::kBFloat16 ? Element::bf16 : Element::f32;
    return std::make_shared<CpuConv>(type, weight, bias, input);
}

} // namespace kerf::nn
