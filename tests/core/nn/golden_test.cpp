#include "core/nn/birefnet.h"
#include "core/nn/cpu_info.h"
#include "core/nn/cuda_devices.h"
#include "core/nn/deform_conv.h"
#include "core/nn/pil_resize.h"
#include "core/nn/rrdbnet.h"
#include "core/nn/srvggnet.h"
#include "core/nn/tiler.h"
#include "tests/support/golden_file.h"
#include "tests/support/ref_source.h"
#include "tests/support/ref_weights.h"

#include <ATen/ATen.h>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>

using namespace kerf;
using namespace kerf::nn;
using kerf::test::GoldenFile;
using kerf::test::RefSource;

namespace {

// One comparison: it holds when `error` <= `bound`.
struct Line {
    QString what;
    double error = 0.0;
    double bound = 0.0;
    QString unit = QStringLiteral("relative L2");
};
using Lines = std::vector<Line>;

struct Runner {
    QString name;
    Target target;
    double bound; // relative L2; 0: the kind's own
};

bool cpuHasBf16() {
    std::ifstream file("/proc/cpuinfo");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const std::vector<std::string> sets = parseCpuInfo(text).sets;
    return std::find(sets.begin(), sets.end(), "bf16") != sets.end();
}

// Where nets can run on this machine, in every type that a person may choose there.
const std::vector<Runner>& runners() {
    static const std::vector<Runner> all = [] {
        std::vector<Runner> list{{QStringLiteral("cpu fp32"), {}, 0.0}};
        if (cpuHasBf16()) {
            list.push_back({QStringLiteral("cpu bf16"), {at::kCPU, at::kBFloat16}, 2e-2});
        }
        const std::vector<DeviceInfo> devices = cudaDevices(installedCudaParts());
        if (!devices.empty() && devices.front().usable) {
            list.push_back({QStringLiteral("cuda fp32"), {at::kCUDA, at::kFloat}, 1e-4});
            list.push_back({QStringLiteral("cuda fp16"), {at::kCUDA, at::kHalf}, 5e-3});
        }
        return list;
    }();
    return all;
}

double relativeL2(const at::Tensor& got, const at::Tensor& expected) {
    const at::Tensor result = got.to(at::kCPU).to(at::kDouble);
    const at::Tensor reference = expected.to(at::kDouble);
    if (result.sizes() != reference.sizes()) {
        return std::numeric_limits<double>::infinity();
    }
    return (result - reference).norm().item<double>() / reference.norm().item<double>();
}

// [C, H, W] or [N, C, H, W] -> a map on the target.
at::Tensor mapOf(const at::Tensor& planes, const Target& target) {
    const at::Tensor batch = planes.dim() == 3 ? planes.unsqueeze(0) : planes;
    return batch.permute({0, 2, 3, 1}).contiguous().to(target.device);
}

at::Tensor planesOf(const at::Tensor& map) {
    return map.permute({0, 3, 1, 2});
}

template <typename Net, typename Shape>
Lines compareUpscaler(const GoldenFile& golden, const Shape& shape) {
    const RefSource source(shape, golden.text("salt"));
    Lines lines;
    for (const Runner& runner : runners()) {
        const Net net(Weights(source), shape, runner.target);
        const at::Tensor out = net.forward(mapOf(golden.tensor("image"), runner.target));
        lines.push_back(
            {runner.name, relativeL2(planesOf(out), golden.tensor("output")),
             runner.bound > 0.0 ? runner.bound : 1e-5});
    }
    return lines;
}

RrdbNetShape rrdbShape(const GoldenFile& golden) {
    RrdbNetShape shape;
    shape.scale = golden.number("scale", "x", 4);
    shape.unshuffle = golden.number("unshuffle", "us", shape.scale == 1 ? 4 : shape.scale == 2 ? 2 : 1);
    shape.blocks = golden.number("num_block", "nb", 23);
    shape.width = golden.number("num_feat", "nf", 64);
    shape.growth = golden.number("num_grow_ch", "gc", 32);
    return shape;
}

Lines compareRrdbNet(const GoldenFile& golden) {
    return compareUpscaler<RrdbNet>(golden, rrdbShape(golden));
}

Lines compareSrvggNet(const GoldenFile& golden) {
    SrvggNetShape shape;
    shape.scale = golden.number("scale", "x", 4);
    shape.depth = golden.number("num_conv", "nc", 32);
    shape.width = golden.number("num_feat", "nf", 64);
    return compareUpscaler<SrvggNet>(golden, shape);
}

// [H, W] or [H, W, C], as bytes.
at::Tensor bytesOf(const at::Tensor& picture) {
    return picture.to(at::kByte).contiguous();
}

int channelsOf(const at::Tensor& picture) {
    return picture.dim() == 3 ? int(picture.size(2)) : 1;
}

Raster rasterOf(const at::Tensor& picture) {
    const int channels = channelsOf(picture);
    const int width = int(picture.size(1));
    return {
        static_cast<const std::byte*>(picture.const_data_ptr()),
        width,
        int(picture.size(0)),
        channels,
        1,
        std::int64_t(width) * channels};
}

MutableRaster targetOf(at::Tensor& picture) {
    const int channels = channelsOf(picture);
    const int width = int(picture.size(1));
    return {
        static_cast<std::byte*>(picture.mutable_data_ptr()),
        width,
        int(picture.size(0)),
        channels,
        1,
        std::int64_t(width) * channels};
}

// "rows 0..119, columns 0..159", both ends included.
at::Tensor cropped(const at::Tensor& picture, const std::string& crop) {
    std::array<int, 4> at{};
    const int found =
        std::sscanf(crop.c_str(), "rows %d..%d, columns %d..%d", &at[0], &at[1], &at[2], &at[3]);
    return found != 4 ? at::Tensor()
                      : picture.narrow(0, at[0], at[1] - at[0] + 1).narrow(1, at[2], at[3] - at[2] + 1);
}

// Every tensor called SOURCE[_crop]_FILTER_WxH is what Pillow makes of SOURCE.
Lines comparePilResize(const GoldenFile& golden) {
    const QRegularExpression pattern(QStringLiteral("^(.+?)(_crop)?_(bilinear|bicubic)_(\\d+)x(\\d+)$"));
    Lines lines;
    for (const std::string& name : golden.tensors()) {
        const auto match = pattern.match(QString::fromStdString(name));
        if (!match.hasMatch()) {
            continue;
        }
        at::Tensor source = golden.tensor(match.captured(1).toStdString());
        if (match.hasCaptured(2) && !match.captured(2).isEmpty()) {
            source = cropped(source, golden.text("crop"));
        }
        const at::Tensor in = bytesOf(source);
        const at::Tensor expected = bytesOf(golden.tensor(name));
        at::Tensor out = at::zeros_like(expected);
        const bool isBicubic = match.captured(3) == QStringLiteral("bicubic");
        pilResize(rasterOf(in), targetOf(out), isBicubic ? PilFilter::bicubic : PilFilter::bilinear);
        const at::Tensor difference = (out.to(at::kInt) - expected.to(at::kInt)).abs();
        lines.push_back(
            {QString::fromStdString(name), difference.max().item<double>(), 1.0, QStringLiteral("of 255")});
    }
    return lines;
}

BiRefNetShape biRefNetShape(const GoldenFile& golden) {
    BiRefNetShape shape;
    shape.embed = golden.number("embed_dim", "embed", shape.embed);
    shape.window = golden.number("window_size", "window", shape.window);
    const std::vector<int> depths = golden.numbers("depths");
    const std::vector<int> heads = golden.numbers("num_heads");
    if (depths.size() == 4 && heads.size() == 4) {
        std::copy(depths.begin(), depths.end(), shape.depths.begin());
        std::copy(heads.begin(), heads.end(), shape.heads.begin());
    }
    return shape;
}

// What the net is given, where the file has only the picture, or only its name and size.
at::Tensor normalisedOf(const GoldenFile& golden) {
    if (golden.has("normalized")) {
        return golden.tensor("normalized");
    }
    at::Tensor image;
    if (golden.has("image")) {
        image = golden.tensor("image");
    } else {
        const at::Tensor logits = golden.tensor("logits_rows_first");
        const int step = golden.number("step", "step", 1);
        const int height = int(logits.size(2)) * step;
        const int width = int(logits.size(3)) * step;
        std::vector<float> values =
            test::refImage(golden.text("image_name", golden.name()), 3, height, width, golden.text("salt"));
        image = at::from_blob(values.data(), {3, height, width}, at::kFloat).clone();
    }
    const at::Tensor mean = at::tensor(at::ArrayRef<float>(kImageMean)).view({3, 1, 1});
    const at::Tensor deviation = at::tensor(at::ArrayRef<float>(kImageDeviation)).view({3, 1, 1});
    return (image - mean) / deviation;
}

// Every `step`th row and column of [N, C, H, W].
at::Tensor thinned(const at::Tensor& planes, int step) {
    return planes.slice(2, 0, std::nullopt, step).slice(3, 0, std::nullopt, step);
}

// The logits by both patch orders, and the stages and the squeezed map where the file has them (fp32).
Lines compareBiRefNet(const GoldenFile& golden) {
    const BiRefNetShape shape = biRefNetShape(golden);
    const RefSource source(shape, golden.text("salt"));
    const int step = golden.number("step", "step", 1);
    const double bound = golden.name().find("tiny") != std::string::npos ? 1e-5 : 2e-5;
    Lines lines;
    for (const Runner& runner : runners()) {
        const at::Tensor x = mapOf(normalisedOf(golden), runner.target);
        for (const auto order : {PatchOrder::rows_first, PatchOrder::columns_first}) {
            const std::string name = order == PatchOrder::rows_first ? "rows_first" : "columns_first";
            if (!golden.has("logits_" + name)) {
                continue;
            }
            const BiRefNet net(Weights(source), shape, order, runner.target);
            lines.push_back(
                {runner.name + ' ' + QString::fromStdString(name),
                 relativeL2(thinned(planesOf(net.forward(x)), step), golden.tensor("logits_" + name)),
                 runner.bound > 0.0 ? runner.bound : bound});
            if (runner.bound == 0.0 && order == PatchOrder::rows_first && golden.has("squeezed")) {
                const BiRefNet::Inner inner = net.forwardInner(x);
                lines.push_back(
                    {QStringLiteral("cpu fp32 squeezed"),
                     relativeL2(planesOf(inner.squeezed), golden.tensor("squeezed")), bound});
                for (std::size_t i = 0; i < 4; ++i) {
                    const std::string stage = "x" + std::to_string(i + 1);
                    lines.push_back(
                        {QStringLiteral("cpu fp32 ") + QString::fromStdString(stage),
                         relativeL2(planesOf(inner.stages[i]), golden.tensor(stage)), bound});
                }
            }
        }
    }
    return lines;
}

// Every NAME.input with its .offset, .mask, .weight and .output.
Lines compareDeformConv(const GoldenFile& golden) {
    Lines lines;
    for (const std::string& tensor : golden.tensors()) {
        const std::size_t dot = tensor.rfind(".input");
        if (dot == std::string::npos) {
            continue;
        }
        const std::string name = tensor.substr(0, dot);
        for (const Runner& runner : runners()) {
            const auto map = [&](const char* leaf) {
                return mapOf(golden.tensor(name + leaf), runner.target).to(runner.target.type);
            };
            const at::Tensor x = map(".input");
            const DeformConv conv(runner.target, golden.tensor(name + ".weight"), {});
            const at::Tensor expected = golden.tensor(name + ".output");
            const at::Tensor out = makeMap(runner.target, x.size(0), x.size(1), x.size(2), expected.size(1));
            const at::Tensor offset = mapOf(golden.tensor(name + ".offset"), runner.target);
            conv.into(out, x, offset, mapOf(golden.tensor(name + ".mask"), runner.target));
            const QString what = runner.name + QStringLiteral(" ") + QString::fromStdString(name);
            if (runner.target.type == at::kFloat) {
                const at::Tensor difference = planesOf(out).to(at::kCPU) - expected;
                const double bound = runner.bound > 0.0 ? runner.bound : 1e-5;
                lines.push_back(
                    {what, difference.abs().max().item<double>(), bound, QStringLiteral("absolute")});
            } else {
                lines.push_back({what, relativeL2(planesOf(out), expected), runner.bound});
            }
        }
    }
    return lines;
}

// Where fp32 sums differ, a byte may be off by one.
Lines compareAiForever(const GoldenFile& golden) {
    const RrdbNetShape shape = rrdbShape(golden);
    const RefSource source(shape, golden.text("salt"));
    const RrdbNet net(Weights(source), shape, {});
    TileEngines engines;
    engines.planned = [&](const at::Tensor& pixels, const Progress& progress) {
        const bool isBytes = pixels.scalar_type() == at::kByte;
        return net.forward(isBytes ? pixels.to(at::kFloat) / 255.0 : pixels, progress);
    };
    engines.type = "fp32";
    const at::Tensor in = bytesOf(golden.tensor("image"));
    const at::Tensor expected = bytesOf(golden.tensor("output"));
    at::Tensor out = at::zeros_like(expected);

    runAsAiForever(rasterOf(in), targetOf(out), shape.scale, engines, {});

    const at::Tensor difference = (out.to(at::kInt) - expected.to(at::kInt)).abs();
    const double differing = (difference > 0).sum().item<double>() / double(difference.numel());
    return {
        {QStringLiteral("cpu fp32, largest"), difference.max().item<double>(), 1.0, QStringLiteral("of 255")},
        {QStringLiteral("cpu fp32, bytes that differ"), differing, 1e-3, QStringLiteral("share")}};
}

struct Kind {
    const char* prefix;
    Lines (*compare)(const GoldenFile&); // null: by the test named in `elsewhere`
    const char* elsewhere = "";
};

constexpr std::array<Kind, 7> kKinds{
    {{"rrdbnet-", compareRrdbNet},
     {"srvggnet-", compareSrvggNet},
     {"pil-resize", comparePilResize},
     {"refine_foreground", nullptr, "refine_foreground_test"},
     {"birefnet-", compareBiRefNet},
     {"deform_conv2d", compareDeformConv},
     {"ai-forever-predict-", compareAiForever}}};

const Kind* kindOf(const std::string& name) {
    const auto it = std::find_if(
        kKinds.begin(), kKinds.end(), [&](const Kind& kind) { return name.starts_with(kind.prefix); });
    return it == kKinds.end() ? nullptr : &*it;
}

} // namespace

// Compares with what the official programs gave, for every golden that is there.
class GoldenTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (test::goldenFiles().empty()) {
            QSKIP("no goldens: neither $KERF_GOLDENS nor ../shared/goldens has any");
        }
        m_inference.emplace();
    }

    void agreesWithTheOfficialCode_data() {
        QTest::addColumn<QString>("path");
        for (const auto& path : test::goldenFiles()) {
            QTest::newRow(path.stem().c_str()) << QString::fromStdString(path.string());
        }
    }

    void agreesWithTheOfficialCode() {
        QFETCH(const QString, path);
        const GoldenFile golden(path.toStdString());
        const Kind* kind = kindOf(golden.name());
        QVERIFY2(kind != nullptr, "no kind of golden that this test knows");
        const QString file = QString::fromStdString(golden.name());
        if (kind->compare == nullptr) {
            m_table += QStringLiteral("%1 by %2\n").arg(file, -40).arg(QLatin1String(kind->elsewhere));
            return;
        }

        const Lines lines = kind->compare(golden);

        QVERIFY2(!lines.empty(), "nothing in the file was compared");
        int failures = 0;
        for (const Line& line : lines) {
            const bool holds = line.error <= line.bound;
            failures += holds ? 0 : 1;
            m_table += QStringLiteral("%1 %2 %3 %4  %5  %6\n")
                           .arg(file, -40)
                           .arg(line.what, -28)
                           .arg(line.error, 10, 'g', 3)
                           .arg(line.bound, 8, 'g', 3)
                           .arg(line.unit, -14)
                           .arg(holds ? QStringLiteral("ok") : QStringLiteral("TOO FAR"));
        }
        QVERIFY2(failures == 0, qPrintable(QStringLiteral("\n") + m_table));
    }

    void cleanupTestCase() {
        std::printf(
            "\n%-40s %-28s %10s %8s  %-14s  %s\n%s\n", "file", "what", "error", "bound", "measure", "verdict",
            qPrintable(m_table));
    }

private:
    QString m_table;
    std::optional<at::InferenceMode> m_inference;
};

QTEST_GUILESS_MAIN(GoldenTest)
#include "golden_test.moc"
