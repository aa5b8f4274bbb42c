#include "core/base/error.h"
#include "core/image/pixels.h"
#include "core/image/resize.h"
#include "core/pipeline/mask_mini.h"
#include "core/pipeline/model_cache.h"
#include "core/pipeline/net_engines.h"
#include "tests/support/test_images.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <climits>
#include <cstring>
#include <utility>
#include <vector>

using namespace kerf;
using namespace kerf::test;

namespace {

// What the fake nets were asked, and what they answer.
struct Desk {
    std::vector<nn::ModelRequest> opened;
    nn::UpscaleOptions upscale;
    nn::MatteOptions matte;
    int seenWidth = 0;
    int seenHeight = 0;
    int netScale = 2;
    std::uint64_t modelBytes = 1000;
    int alive = 0;      // models
    int mostAlive = 0;  // ever
    int room = INT_MAX; // for so many; beyond it memory runs out
    std::vector<DeviceInfo> devices{{.id = "cpu", .name = "CPU", .usable = true}};
};

// Repeats every pixel.
class FakeUpscale final : public nn::UpscaleModel {
public:
    explicit FakeUpscale(Desk& desk) : m_desk(&desk) {
        m_facts.scale = desk.netScale;
        m_facts.bytes = desk.modelBytes;
        m_facts.note = "A note of the model.";
    }
    const nn::ModelFacts& facts() const override { return m_facts; }
    nn::RunReport
    run(const nn::Raster& in,
        const nn::MutableRaster& out,
        const nn::UpscaleOptions& options,
        const Progress& progress) const override {
        progress.step(0.5);
        m_desk->upscale = options;
        const auto pixel = std::size_t(in.channels) * std::size_t(in.bytesPerSample);
        for (int y = 0; y < out.height; ++y) {
            for (int x = 0; x < out.width; ++x) {
                std::memcpy(
                    out.data + y * out.bytesPerRow + std::ptrdiff_t(pixel) * x,
                    in.data + y / m_facts.scale * in.bytesPerRow +
                        std::ptrdiff_t(pixel) * (x / m_facts.scale),
                    pixel);
            }
        }
        return {.device = "cpu", .settings = "tile 64", .note = "A note of the run."};
    }

private:
    Desk* m_desk;
    nn::ModelFacts m_facts;
};

// The subject is what is bright.
class FakeMatte final : public nn::MatteModel {
public:
    explicit FakeMatte(Desk& desk) : m_desk(&desk) {
        m_facts.bytes = desk.modelBytes;
        desk.mostAlive = std::max(desk.mostAlive, ++desk.alive);
    }
    FakeMatte(const FakeMatte&) = delete;
    FakeMatte& operator=(const FakeMatte&) = delete;
    ~FakeMatte() override { --m_desk->alive; }
    const nn::ModelFacts& facts() const override { return m_facts; }
    nn::RunReport
    run(const nn::Raster& rgb,
        const nn::MutableRaster& matte,
        const nn::MatteOptions& options,
        const Progress& progress) const override {
        progress.step(0.5);
        m_desk->matte = options;
        m_desk->seenWidth = rgb.width;
        m_desk->seenHeight = rgb.height;
        for (int y = 0; y < matte.height; ++y) {
            for (int x = 0; x < matte.width; ++x) {
                const std::byte* red = rgb.data + y * rgb.height / matte.height * rgb.bytesPerRow +
                                       std::ptrdiff_t(x) * rgb.width / matte.width * 3 * rgb.bytesPerSample;
                const bool isSubject = red[rgb.bytesPerSample - 1] > std::byte{128};
                std::memset(
                    matte.data + y * matte.bytesPerRow + std::ptrdiff_t(x) * matte.bytesPerSample,
                    isSubject ? 0xFF : 0, std::size_t(matte.bytesPerSample));
            }
        }
        return {.device = "cpu", .settings = "1024 x 1024"};
    }

private:
    Desk* m_desk;
    nn::ModelFacts m_facts;
};

class FakeRuntime final : public nn::Runtime {
public:
    explicit FakeRuntime(Desk& desk) : m_desk(&desk) {}
    std::vector<DeviceInfo> devices() const override { return m_desk->devices; }
    std::string libtorchVersion() const override { return "0"; }
    std::unique_ptr<nn::UpscaleModel>
    openUpscale(const nn::ModelRequest& request, const Progress& /*progress*/) const override {
        m_desk->opened.push_back(request);
        return std::make_unique<FakeUpscale>(*m_desk);
    }
    std::unique_ptr<nn::MatteModel>
    openMatte(const nn::ModelRequest& request, const Progress& /*progress*/) const override {
        if (m_desk->alive >= m_desk->room) {
            throw Error(ErrorCode::out_of_memory, "no room");
        }
        m_desk->opened.push_back(request);
        return std::make_unique<FakeMatte>(*m_desk);
    }

private:
    Desk* m_desk;
};

// A bright disc on a dark ground, its middle at (30, 30) of 80 x 60.
Image disc(int channels = 3, PixelType type = PixelType::u8) {
    return makeImage(80, 60, channels, type, [](int x, int y) {
        const bool isInside = (x - 30) * (x - 30) + (y - 30) * (y - 30) < 200;
        const double v = isInside ? 0.9 : 0.1;
        return std::array<double, 4>{v, v, v, 0.5};
    });
}

double levelAt(const Image& matte, int x, int y) {
    return double(convertType(matte, PixelType::f32).row<float>(y)[std::size_t(x)]);
}

} // namespace

class NetEnginesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_mini = nullptr;
        m_shipped.reset();
        m_hasRuntime = true;
        m_folder = std::make_unique<QTemporaryDir>();
        m_desk = {};
        m_manifest = {};
        add("esrgan-a", ModelKind::cleanup);
        add("matte-a", ModelKind::mask);
        m_manifest.entries.back().info.width = 1024;
        m_manifest.entries.back().info.height = 1024;
    }

    void saysWhichModelToFetch() {
        const auto cleanup = esrgan();
        const auto mask = birefnet();

        QCOMPARE(
            cleanup->availability({.cleanup = CleanupEngine::esrgan}).reason,
            std::string("no Real-ESRGAN model is installed; fetch one: kerf-cli models fetch esrgan-a"));
        QCOMPARE(
            mask->availability({}).reason,
            std::string("no BiRefNet model is installed; fetch one: kerf-cli models fetch matte-a"));
        QCOMPARE(
            mask->availability({.maskModel = "other"}).reason,
            std::string("no model 'other' is installed; see kerf-cli models list"));
        QCOMPARE(
            mask->availability({.maskModel = "matte-a"}).reason,
            std::string("model 'matte-a' is not installed; fetch it: kerf-cli models fetch matte-a"));
        QVERIFY_THROWS_EXCEPTION(Error, cleanup->run(disc(), {}, Progress{}));
        QVERIFY_THROWS_EXCEPTION(Error, mask->run(disc(), 1.0, {}, Progress{}));
        QVERIFY(m_desk.opened.empty());
    }

    void stopsWhileItReadsANewModel() {
        install("matte-a");
        std::stop_source stop;
        stop.request_stop();
        const Progress stopped(stop.get_token(), {});
        const auto mask = birefnet();

        QVERIFY(mask->availability({}).available);
        QVERIFY_THROWS_EXCEPTION(Cancelled, mask->model({}, stopped));
        QVERIFY(!mask->model({}, {}).contents.empty());
    }

    void refusesAModelOfTheOtherKind() {
        install("matte-a");
        QCOMPARE(
            esrgan()->availability({.cleanup = CleanupEngine::esrgan, .cleanupModel = "matte-a"}).reason,
            std::string("'matte-a' is a model for the mask; see kerf-cli models list"));
    }

    void takesEsrganOfItselfOnAGpuOnly() {
        install("esrgan-a");
        const auto withoutGpu = esrgan();
        QVERIFY(withoutGpu->availability({.cleanup = CleanupEngine::esrgan}).available);
        const Availability automatic = withoutGpu->availability({});
        QVERIFY(!automatic.available);
        QVERIFY2(automatic.reason.starts_with("Real-ESRGAN is slow without a GPU"), automatic.reason.c_str());
        QVERIFY(!withoutGpu->availability({.cleanup = CleanupEngine::esrgan, .device = DeviceChoice::cuda})
                     .available);
        QVERIFY(!withoutGpu->availability({.cleanup = CleanupEngine::esrgan, .requireGpu = true}).available);

        m_desk.devices.insert(m_desk.devices.begin(), {.id = "cuda:0", .name = "GPU", .usable = true});
        const auto withGpu = esrgan();
        QVERIFY(withGpu->availability({}).available);
        QVERIFY(withGpu->availability({.requireGpu = true}).available);
        QVERIFY(!withGpu->availability({.device = DeviceChoice::cpu}).available);
        QVERIFY(!withGpu->availability({.device = DeviceChoice::cpu, .requireGpu = true}).available);
    }

    void runsBirefnetOfItselfOnTheCpuToo() {
        install("matte-a");
        const auto mask = birefnet();
        QVERIFY(mask->availability({}).available);
        QVERIFY(!mask->availability({.requireGpu = true}).available);
        QVERIFY2(
            mask->availability({.device = DeviceChoice::cuda}).reason.ends_with("; allow the CPU"),
            mask->availability({.device = DeviceChoice::cuda}).reason.c_str());
    }

    void enlargesToTheScaleThatIsWanted_data() {
        QTest::addColumn<int>("netScale");
        QTest::addColumn<int>("wanted"); // 0: not said
        QTest::addColumn<int>("scale");
        QTest::newRow("x2") << 2 << 0 << 2;
        QTest::newRow("x4 as usual") << 4 << 0 << 2;
        QTest::newRow("x4 whole") << 4 << 4 << 4;
        QTest::newRow("x2 to the photo's size") << 2 << 1 << 1;
    }
    void enlargesToTheScaleThatIsWanted() {
        QFETCH(int, netScale);
        QFETCH(int, wanted);
        QFETCH(int, scale);
        install("esrgan-a");
        m_desk.netScale = netScale;
        Recipe recipe{.cleanup = CleanupEngine::esrgan};
        if (wanted != 0) {
            recipe.scale = wanted;
        }
        const Image photo = disc(4, PixelType::u16);

        const EngineOutput output = esrgan()->run(photo, recipe, Progress{});

        ImageFormat expected = photo.format();
        expected.width *= scale;
        expected.height *= scale;
        QCOMPARE(output.image.format(), expected);
        QCOMPARE(levelAt(alphaOf(output.image), 7, 7), levelAt(alphaOf(photo), 3, 3));
        const bool isResampled = output.settings.find("resampled") != std::string::npos;
        QCOMPARE(isResampled, scale != netScale);
        QVERIFY(output.settings.starts_with("ESRGAN-A, tile 64"));
        QCOMPARE(output.reason, std::string("A note of the model. A note of the run."));
        QCOMPARE(output.device, std::string("cpu"));
    }

    void strengthPutsThePhotosTextureBack() {
        install("esrgan-a");
        const Image photo = addNoise(disc(), 6.0, 1);
        const Image plain = resize(photo, 160, 120);

        const EngineOutput half = esrgan()->run(photo, {.strength = 30}, Progress{});
        const EngineOutput all = esrgan()->run(photo, {}, Progress{});

        QVERIFY(half.settings.ends_with("strength 30 %"));
        QVERIFY(psnr(half.image, plain) > psnr(all.image, plain));
    }

    void handsTheRecipesChoicesOn() {
        install("esrgan-a");
        install("matte-a");
        const Recipe recipe{
            .tile = 128,
            .tileScheme = TileScheme::ai_forever,
            .device = DeviceChoice::cpu,
            .precision = Precision::bf16,
            .threads = 3};
        esrgan()->run(disc(), recipe, Progress{});
        birefnet()->run(disc(), 1.0, recipe, Progress{});

        QCOMPARE(m_desk.upscale.tile, 128);
        QVERIFY(m_desk.upscale.scheme == TileScheme::ai_forever);
        QVERIFY(!m_desk.upscale.mayUseCpu); // a device was named
        QCOMPARE(m_desk.matte.width, 1024);
        QCOMPARE(m_desk.opened.size(), std::size_t{2});
        for (const nn::ModelRequest& request : m_desk.opened) {
            QVERIFY(request.precision == Precision::bf16 && request.threads == 3);
            QVERIFY(request.device == DeviceChoice::cpu);
        }
    }

    void cutsTheDiscOut_data() {
        QTest::addColumn<int>("upsampling");
        QTest::addColumn<int>("type");
        for (const auto upsampling : {MaskUpsampling::bicubic, MaskUpsampling::guided}) {
            for (const auto type : {PixelType::u8, PixelType::u16}) {
                QTest::addRow("%s %d", std::string(name(upsampling)).c_str(), int(type))
                    << int(upsampling) << int(type);
            }
        }
    }
    void cutsTheDiscOut() {
        QFETCH(int, upsampling);
        QFETCH(int, type);
        install("matte-a");
        const Image photo = disc(4, PixelType(type));

        const EngineOutput output =
            birefnet()->run(photo, 1.0, {.maskUpsampling = MaskUpsampling(upsampling)}, Progress{});

        QCOMPARE(output.image.format().channels, 1);
        QCOMPARE(output.image.format().type, PixelType(type));
        QCOMPARE(output.image.format().width, 80);
        QCOMPARE(levelAt(output.image, 30, 30), 1.0);
        QCOMPARE(levelAt(output.image, 70, 10), 0.0);
        QVERIFY(output.settings.starts_with("MATTE-A, 1024 x 1024"));
    }

    void aBoxCropsWhatTheNetSees() {
        install("matte-a");
        const Image twice = resize(disc(), 160, 120);
        const Recipe recipe{.subject = Rect{20, 20, 16, 16}}; // source pixels; margin 2

        const EngineOutput output = birefnet()->run(twice, 2.0, recipe, Progress{});

        QCOMPARE(m_desk.seenWidth, 40);
        QCOMPARE(m_desk.seenHeight, 40);
        QCOMPARE(output.image.format().width, 160);
        QCOMPARE(levelAt(output.image, 60, 60), 1.0);
        QCOMPARE(levelAt(output.image, 80, 60), 0.0); // the disc, but outside the box
        QVERIFY(output.settings.ends_with("within the box"));
        QVERIFY_THROWS_EXCEPTION(
            Error, birefnet()->run(twice, 2.0, {.subject = Rect{200, 20, 16, 16}}, Progress{}));
    }

    void strokesOverrideTheNet() {
        install("matte-a");
        Recipe recipe;
        recipe.strokes = {
            {.isSubject = true, .radius = 4.0, .points = {{60, 10}, {70, 10}}},
            {.isSubject = false, .radius = 3.0, .points = {{30, 30}}}};

        const EngineOutput output = birefnet()->run(disc(), 1.0, recipe, Progress{});

        QCOMPARE(levelAt(output.image, 65, 10), 1.0);
        QCOMPARE(levelAt(output.image, 65, 20), 0.0);
        QCOMPARE(levelAt(output.image, 30, 30), 0.0);
        QCOMPARE(levelAt(output.image, 30, 38), 1.0);
        QVERIFY(output.reason.find("Strokes override") != std::string::npos);
    }

    void theSmallNetCutsTheDiscOut() {
        shipMini();
        for (const PixelType type : {PixelType::u8, PixelType::u16}) {
            const Image photo = disc(4, type);
            const EngineOutput output = mini()->run(photo, 1.0, {}, Progress{});
            QCOMPARE(output.image.format().channels, 1);
            QCOMPARE(output.image.format().type, type);
            QCOMPARE(output.image.format().width, 80);
            QVERIFY(levelAt(output.image, 30, 30) > 0.99);
            QVERIFY(levelAt(output.image, 70, 10) < 0.01);
            QVERIFY(output.settings.starts_with("Kerf Mini, "));
            QVERIFY(output.reason.starts_with("Kerf's small net found the subject; "));
            QVERIFY(output.reason.find("BiRefNet does better") != std::string::npos);
        }
        QCOMPARE(m_desk.matte.width % 32, 0);
        QCOMPARE(m_desk.opened.size(), std::size_t{1}); // once for both
    }

    void theSmallNetLeavesNothingOfAnEmptyPhoto() {
        shipMini();
        const Image empty = makeImage(80, 60, 3, PixelType::u8, [](int, int) {
            return std::array<double, 4>{0.2, 0.2, 0.2, 1};
        });
        const EngineOutput output = mini()->run(empty, 1.0, {}, Progress{});
        QVERIFY(std::ranges::all_of(output.image.pixels(), [](std::byte b) { return b == std::byte{0}; }));
        QVERIFY(output.reason.starts_with("Kerf's small net found no subject, so all is background; "));
    }

    void theSmallNetSeesTheBoxAndObeysStrokes() {
        shipMini();
        const Recipe recipe{
            .subject = Rect{24, 24, 16, 16},
            .strokes = {
                {.isSubject = true, .radius = 4, .points = {{5, 5}}},
                {.isSubject = false, .radius = 4, .points = {{30, 30}}}}};
        const EngineOutput output = mini()->run(disc(), 1.0, recipe, Progress{});
        QCOMPARE(m_desk.seenWidth, 20); // the box and an eighth around it
        QCOMPARE(levelAt(output.image, 5, 5), 1.0);
        QCOMPARE(levelAt(output.image, 30, 30), 0.0);
        QVERIFY(levelAt(output.image, 26, 38) > 0.9);
        QVERIFY(levelAt(output.image, 22, 34) < 0.1); // the net found the disc there too, but outside the box
        QVERIFY(output.reason.ends_with("Strokes override the net where they were drawn."));
    }

    void theSmallNetTakesABoxLargerThanThePhoto() {
        shipMini();
        const int most = INT_MAX;
        const EngineOutput around = mini()->run(disc(), 2.0, {.subject = Rect{5, 5, most, most}}, Progress{});
        QVERIFY(levelAt(around.image, 30, 30) > 0.99);
        // Only its margin reaches the photo.
        const EngineOutput beside =
            mini()->run(disc(), 1.0, {.subject = Rect{-most, -most, most, most}}, Progress{});
        QVERIFY(std::ranges::all_of(beside.image.pixels(), [](std::byte b) { return b == std::byte{0}; }));
        QVERIFY(beside.reason.starts_with("Kerf's small net found no subject within the box; "));
    }

    void theSmallNetStaysOnOneThreadOfTheCpu() {
        shipMini();
        mini()->run(disc(), 1.0, {.threads = 3}, Progress{});
        QVERIFY(m_desk.opened.front().device == DeviceChoice::cpu);
        QCOMPARE(m_desk.opened.front().threads, 1);
        QVERIFY(!mini()->canUseGpu());
    }

    void withoutItsFileTheSmallNetSaysSo() {
        const Availability there = mini()->availability({});
        QVERIFY(!there.available);
        QCOMPARE(there.reason, std::string("Kerf's small net is not in this build; choose auto"));
        QVERIFY_THROWS_EXCEPTION(Error, mini()->run(disc(), 1.0, {}, Progress{}));
    }

    void aDamagedFileOfTheSmallNetIsNotOpened() {
        shipMini();
        QFile file(QString::fromStdString(m_shipped->file.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("WEIGHTS");
        file.close();

        const Availability there = mini()->availability({});
        QVERIFY(!there.available);
        QVERIFY(there.reason.starts_with("Kerf's small net is damaged or was replaced"));
        QVERIFY_THROWS_EXCEPTION(Error, mini()->run(disc(), 1.0, {}, Progress{}));
        QVERIFY(m_desk.opened.empty());
        QVERIFY(file.remove());
        QCOMPARE(
            mini()->availability({}).reason,
            std::string("Kerf's small net is missing from this installation; install Kerf again"));
    }

    void withoutTheNetsEngineTheSmallNetIsNotThere() {
        shipMini();
        QVERIFY(mini()->availability({}).available);
        m_hasRuntime = false;
        QVERIFY(!mini()->availability({}).available);
    }

    void theSmallNetIsNoModelForBiRefNet() {
        shipMini();
        const Availability there = birefnet()->availability({.maskModel = "kerf-mini"});
        QVERIFY(!there.available);
        QVERIFY(there.reason.find("engine of its own") != std::string::npos);
    }

    void loadsAModelOnce() {
        install("matte-a");
        const auto mask = birefnet();
        mask->run(disc(), 1.0, {}, Progress{});
        mask->run(disc(), 1.0, {}, Progress{});
        QCOMPARE(m_desk.opened.size(), std::size_t{1});

        mask->run(disc(), 1.0, {.precision = Precision::fp32}, Progress{});
        QCOMPARE(m_desk.opened.size(), std::size_t{2});
        mask->run(disc(), 1.0, {}, Progress{}); // both fit the budget
        QCOMPARE(m_desk.opened.size(), std::size_t{2});
    }

    void forgetsTheOldestModelOverTheBudget() {
        install("matte-a");
        m_desk.modelBytes = 4000;
        const auto mask = birefnet(); // budget 5000 beside the one in use
        mask->run(disc(), 1.0, {.threads = 1}, Progress{});
        mask->run(disc(), 1.0, {.threads = 2}, Progress{});
        mask->run(disc(), 1.0, {.threads = 3}, Progress{}); // pushes the first one out
        mask->run(disc(), 1.0, {.threads = 2}, Progress{});
        QCOMPARE(m_desk.opened.size(), std::size_t{3});
        mask->run(disc(), 1.0, {.threads = 1}, Progress{});
        QCOMPARE(m_desk.opened.size(), std::size_t{4});
    }

    void unloadsBeforeItLoads() {
        install("matte-a");
        m_desk.modelBytes = 6000; // none fits the budget beside another
        const auto mask = birefnet();

        mask->run(disc(), 1.0, {.threads = 1}, Progress{});
        mask->run(disc(), 1.0, {.threads = 2}, Progress{});

        QCOMPARE(m_desk.opened.size(), std::size_t{2});
        QCOMPARE(m_desk.mostAlive, 1);
    }

    void unloadsAllWhenMemoryRunsOut() {
        install("matte-a");
        m_desk.room = 2;
        const auto mask = birefnet();
        mask->run(disc(), 1.0, {.threads = 1}, Progress{});
        mask->run(disc(), 1.0, {.threads = 2}, Progress{});

        mask->run(disc(), 1.0, {.threads = 3}, Progress{});

        QCOMPARE(m_desk.alive, 1);
        m_desk.room = 0;
        QVERIFY_THROWS_EXCEPTION(Error, mask->run(disc(), 1.0, {.threads = 1}, Progress{}));
    }

    void stopsWhenAsked() {
        install("esrgan-a");
        install("matte-a");
        std::stop_source stop;
        stop.request_stop();
        const Progress stopped(stop.get_token(), {});
        QVERIFY_THROWS_EXCEPTION(Cancelled, esrgan()->run(disc(), {}, stopped));
        QVERIFY_THROWS_EXCEPTION(Cancelled, birefnet()->run(disc(), 1.0, {}, stopped));
        QVERIFY(m_desk.opened.empty());
    }

private:
    static QByteArray contentsOf(const std::string& id) { return QByteArray("weights of ") + id.c_str(); }

    void add(const std::string& id, ModelKind kind) {
        const QByteArray contents = contentsOf(id);
        models::ManifestEntry entry;
        entry.info.id = id;
        entry.info.kind = kind;
        entry.info.architecture = "a net";
        std::ranges::transform(
            id, std::back_inserter(entry.info.title), [](unsigned char c) { return char(std::toupper(c)); });
        entry.files.push_back(
            {.name = id + ".safetensors",
             .url = "https://example.org/" + id,
             .bytes = std::uint64_t(contents.size()),
             .sha256 = QCryptographicHash::hash(contents, QCryptographicHash::Sha256).toHex().toStdString()});
        m_manifest.entries.push_back(entry);
    }

    void install(const std::string& id) const {
        QFile file(m_folder->filePath(QString::fromStdString(id + ".safetensors")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contentsOf(id));
    }

    std::shared_ptr<ModelCache> cache() {
        return std::make_shared<ModelCache>(NetParts{
            .store =
                std::make_shared<models::ModelStore>(m_folder->path().toStdString(), m_manifest, m_shipped),
            .openRuntime = [this] { return std::make_shared<const FakeRuntime>(m_desk); },
            .mayHaveCuda = [] { return true; },
            .hasRuntime = [this] { return m_hasRuntime; },
            .maxBytes = 5000});
    }
    std::unique_ptr<CleanupStage> esrgan() { return makeEsrganCleanup(cache()); }
    void shipMini() {
        const QByteArray contents = "weights";
        m_shipped = models::ShippedModel{
            .info =
                {.id = "kerf-mini",
                 .kind = ModelKind::mask,
                 .title = "Kerf Mini",
                 .width = 192,
                 .height = 192},
            .file = m_folder->filePath(QStringLiteral("shipped.part")).toStdString(),
            .sha256 = QCryptographicHash::hash(contents, QCryptographicHash::Sha256).toHex().toStdString()};
        QFile file(QString::fromStdString(m_shipped->file.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(contents);
        m_mini = makeMiniMask(cache());
    }
    MaskStage* mini() {
        if (!m_mini) {
            m_mini = makeMiniMask(cache());
        }
        return m_mini.get();
    }
    std::unique_ptr<MaskStage> birefnet() { return makeBirefnetMask(cache()); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::optional<models::ShippedModel> m_shipped;
    bool m_hasRuntime = true;
    std::unique_ptr<MaskStage> m_mini;
    Desk m_desk;
    models::Manifest m_manifest;
};

QTEST_GUILESS_MAIN(NetEnginesTest)
#include "net_engines_test.moc"
