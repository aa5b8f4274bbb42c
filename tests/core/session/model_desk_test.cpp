#include "core/base/error.h"
#include "core/session/model_desk.h"
#include "tests/support/sha256_of.h"
#include "tests/support/weight_writer.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <mutex>
#include <vector>

using namespace kerf;

namespace {

constexpr std::size_t kBytes = 5'000'000;

// Sends the first half at once and the rest when it may.
class SlowFetcher final : public models::Fetcher {
public:
    explicit SlowFetcher(std::string contents) : m_contents(std::move(contents)) {}

    void
    fetch(const models::FetchRequest& request, models::FetchSink& sink, const Progress& progress) override {
        const std::size_t begin = request.validator == "\"1\"" ? std::size_t(request.offset) : 0;
        sink.begin(
            {.status = begin > 0 ? 206 : 200,
             .begin = begin,
             .total = m_contents.size(),
             .etag = "\"1\"",
             .contentType = {},
             .url = request.url});
        const std::size_t half = std::max(begin, m_contents.size() / 2);
        send(sink, begin, half);
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any never;
        if (begin == 0) {
            never.wait(lock, progress.stop(), [] { return false; });
            progress.throwIfStopped();
        }
        send(sink, half, m_contents.size());
    }

private:
    void send(models::FetchSink& sink, std::size_t from, std::size_t to) const {
        sink.write({reinterpret_cast<const std::uint8_t*>(m_contents.data()) + from, to - from});
    }

    std::string m_contents;
};

} // namespace

class ModelDeskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void listsOfficialModelsAndTheFolder();
    void listsTheOneThatComesWithKerf();
    void fetchesFromAMirrorFolderAndTellsHowFarItIs();
    void cancelsAndGoesOn();
    void cancelsOneThatWaitsWhileAnotherDownloads();
    void listsWhileADownloadRuns();
    void opensTheConnectionForAFetchOnly();
    void importsVerifiesAndRemoves();
    void tellsFailuresAsValues_data();
    void tellsFailuresAsValues();
    void writesTheLog();
    void endsWhileADownloadRuns();

private:
    void make();
    // The task's last event, once it is there.
    ModelEvent last(JobId job) {
        ModelEvent found;
        const bool isThere = QTest::qWaitFor(
            [&] {
                const std::scoped_lock lock(m_mutex);
                for (const ModelEvent& event : m_events) {
                    if (event.job == job && event.state != JobState::running) {
                        found = event;
                        return true;
                    }
                }
                return false;
            },
            20000);
        return isThere ? found : ModelEvent{};
    }
    bool waitForBytes() {
        return QTest::qWaitFor([&] {
            const std::scoped_lock lock(m_mutex);
            return std::ranges::any_of(
                m_events, [](const ModelEvent& e) { return e.transfer && e.transfer->bytes > 0; });
        });
    }
    std::filesystem::path path(const char* name) const { return m_dir->filePath(name).toStdString(); }
    void save(const char* name, const std::string& contents) const {
        QFile out(m_dir->filePath(name));
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(contents.data(), qint64(contents.size()));
    }
    const ModelEntry* entry(const ModelEvent& event, const std::string& id) const {
        const auto found =
            std::ranges::find_if(event.listing->models, [&](const ModelEntry& e) { return e.info.id == id; });
        return found == event.listing->models.end() ? nullptr : &*found;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::string m_contents = std::string(kBytes, 'k');
    models::Manifest m_manifest;
    std::optional<models::ShippedModel> m_shipped;
    std::mutex m_mutex;
    std::vector<ModelEvent> m_events;
    int m_opened = 0;
    std::unique_ptr<Log> m_log;
    std::unique_ptr<ModelDesk> m_desk;
};

void ModelDeskTest::init() {
    m_desk.reset();
    m_log = std::make_unique<Log>();
    m_dir = std::make_unique<QTemporaryDir>();
    m_events.clear();
    m_opened = 0;
    m_manifest = {};
    m_shipped.reset();
    for (const char* id : {"net", "other"}) {
        models::ManifestEntry entry;
        entry.info = {.id = id, .title = id, .architecture = "RRDBNet x2", .isDownloadable = true};
        const std::string contents = std::string(id) == "net" ? m_contents : "other" + m_contents;
        entry.info.bytes = contents.size();
        entry.files = {
            {std::string(id) + ".pth", std::string("https://host/") + id, contents.size(),
             test::sha256Of(contents)}};
        m_manifest.entries.push_back(entry);
    }
    make();
}

void ModelDeskTest::make() {
    m_desk = std::make_unique<ModelDesk>(ModelDeskParts{
        .store = std::make_shared<models::ModelStore>(path("models"), m_manifest, m_shipped),
        .openFetcher =
            [this] {
                ++m_opened;
                return std::make_unique<SlowFetcher>(m_contents);
            },
        .onEvent =
            [this](const ModelEvent& event) {
                const std::scoped_lock lock(m_mutex);
                m_events.push_back(event);
            },
        .log = m_log.get(),
        .mirror = {}});
}

void ModelDeskTest::listsOfficialModelsAndTheFolder() {
    const ModelEvent event = last(m_desk->list());

    QCOMPARE(event.state, JobState::done);
    QCOMPARE(event.listing->folder, path("models"));
    QVERIFY(event.listing->freeBytes > 0);
    QCOMPARE(event.listing->models.size(), std::size_t{2});
    QVERIFY(event.listing->models[0].isOfficial);
    QVERIFY(!event.listing->models[0].info.isInstalled);
    QCOMPARE(event.listing->models[0].url, std::string("https://host/net"));
    QCOMPARE(m_opened, 0);
}

void ModelDeskTest::listsTheOneThatComesWithKerf() {
    save("mini.safetensors", "shipped");
    m_shipped = models::ShippedModel{
        .info = {.id = "kerf-mini", .kind = ModelKind::mask, .title = "Kerf Mini"},
        .file = path("mini.safetensors"),
        .sha256 = test::sha256Of("shipped")};
    make();

    const ModelEvent event = last(m_desk->list());

    const ModelEntry* mini = entry(event, "kerf-mini");
    QVERIFY(mini && mini->isShipped && mini->info.isInstalled && !mini->info.isDownloadable);
    QVERIFY(mini->isAutomatic); // there is no other mask
    QCOMPARE(mini->file, path("mini.safetensors"));
    QCOMPARE(mini->sha256, test::sha256Of("shipped"));
    QVERIFY(mini->url.empty());
    QCOMPARE(last(m_desk->verify({})).verdicts.size(), std::size_t{1});
    QCOMPARE(last(m_desk->remove("kerf-mini")).failure->code, ErrorCode::invalid_option);

    save("mini.safetensors", "SHIPPED");
    const ModelEvent again = last(m_desk->list());
    mini = entry(again, "kerf-mini");
    QVERIFY(mini && !mini->info.isInstalled && !mini->isAutomatic);
    QVERIFY(mini->problem.ends_with("install Kerf again"));
    QVERIFY(!last(m_desk->verify({"kerf-mini"})).verdicts.at(0).isGood);
}

void ModelDeskTest::fetchesFromAMirrorFolderAndTellsHowFarItIs() {
    QVERIFY(QDir().mkpath(m_dir->filePath("mirror")));
    save("mirror/net.pth", m_contents);
    m_desk->setMirror(path("mirror").native());

    const ModelEvent event = last(m_desk->fetch("net"));

    QCOMPARE(event.state, JobState::done);
    QCOMPARE(event.id, std::string("net"));
    QVERIFY(!event.transfer);
    const ModelEntry* net = entry(event, "net");
    QVERIFY(net->info.isInstalled);
    QVERIFY(net->isAutomatic);
    QCOMPARE(net->file, path("models/net.pth"));
    QCOMPARE(m_opened, 0);
    const std::scoped_lock lock(m_mutex);
    QVERIFY(std::ranges::any_of(m_events, [](const ModelEvent& e) {
        return e.transfer && e.transfer->totalBytes == kBytes && e.transfer->isVerifying;
    }));
}

void ModelDeskTest::cancelsAndGoesOn() {
    const JobId job = m_desk->fetch("net");
    QVERIFY(waitForBytes());

    m_desk->cancel(job);
    const ModelEvent cancelled = last(job);
    const ModelEvent listed = last(m_desk->list());
    const std::uint64_t part = entry(listed, "net")->partBytes;
    const ModelEvent done = last(m_desk->fetch("net"));

    QCOMPARE(cancelled.state, JobState::cancelled);
    QCOMPARE(part, std::uint64_t{kBytes / 2});
    QCOMPARE(done.state, JobState::done);
    const std::scoped_lock lock(m_mutex);
    QVERIFY(std::ranges::any_of(m_events, [&](const ModelEvent& e) {
        return e.job == done.job && e.transfer && e.transfer->isResumed;
    }));
}

void ModelDeskTest::cancelsOneThatWaitsWhileAnotherDownloads() {
    const JobId first = m_desk->fetch("net");
    QVERIFY(waitForBytes());
    const JobId second = m_desk->fetch("other");

    m_desk->cancel(second);

    QCOMPARE(last(second).state, JobState::cancelled);
    m_desk->cancel(first);
    QCOMPARE(last(first).state, JobState::cancelled);
}

void ModelDeskTest::listsWhileADownloadRuns() {
    const JobId job = m_desk->fetch("net");
    QVERIFY(waitForBytes());

    QCOMPARE(last(m_desk->list()).state, JobState::done);

    m_desk->cancel(job);
    QCOMPARE(last(job).state, JobState::cancelled);
}

void ModelDeskTest::opensTheConnectionForAFetchOnly() {
    last(m_desk->list());
    last(m_desk->verify({}));
    QCOMPARE(m_opened, 0);

    const JobId job = m_desk->fetch("net");
    QVERIFY(waitForBytes());

    QCOMPARE(m_opened, 1);
    m_desk->cancel(job);
    last(job);
}

void ModelDeskTest::importsVerifiesAndRemoves() {
    // The smallest net that Kerf takes for one: an SRVGGNetCompact of two convolutions.
    const auto tensor = [](const char* name, std::vector<std::int64_t> shape) {
        test::WriteTensor made{.name = name, .shape = std::move(shape), .values = {}};
        made.values = [n = made.elements()] { return std::vector<float>(n, 0.25F); };
        return made;
    };
    test::writeSafetensors(
        path("mine.safetensors"),
        {tensor("body.0.weight", {8, 3, 3, 3}), tensor("body.0.bias", {8}), tensor("body.1.weight", {8}),
         tensor("body.2.weight", {12, 8, 3, 3}), tensor("body.2.bias", {12})});

    const ModelEvent imported = last(m_desk->import(path("mine.safetensors")));
    QCOMPARE(imported.failure ? QString::fromStdString(imported.failure->detail) : QString(), QString());
    QVERIFY(!imported.id.empty());
    const ModelEvent verified = last(m_desk->verify({imported.id}));
    const ModelEvent removed = last(m_desk->remove(imported.id));

    QVERIFY(entry(imported, imported.id)->info.isInstalled);
    QVERIFY(!entry(imported, imported.id)->isOfficial);
    QCOMPARE(verified.verdicts.size(), std::size_t{1});
    QVERIFY(verified.verdicts[0].isGood);
    QCOMPARE(removed.state, JobState::done);
    QVERIFY(entry(removed, imported.id) == nullptr);
}

void ModelDeskTest::tellsFailuresAsValues_data() {
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("code");
    QTest::newRow("unknown model") << "fetch" << int(ErrorCode::model_missing);
    QTest::newRow("nothing to remove") << "remove" << int(ErrorCode::model_missing);
    QTest::newRow("no such file") << "import" << int(ErrorCode::file_not_found);
    QTest::newRow("mirror lacks it") << "mirror" << int(ErrorCode::file_not_found);
}

void ModelDeskTest::tellsFailuresAsValues() {
    QFETCH(QString, what);
    QFETCH(int, code);
    QVERIFY(QDir().mkpath(m_dir->filePath("empty")));
    m_desk->setMirror(what == "mirror" ? path("empty").native() : std::string());

    const ModelEvent event = last(
        what == "remove"   ? m_desk->remove("net")
        : what == "import" ? m_desk->import(path("gone.pth"))
                           : m_desk->fetch(what == "fetch" ? "nobody" : "net"));

    QCOMPARE(event.state, JobState::failed);
    QVERIFY(event.failure);
    QCOMPARE(int(event.failure->code), code);
    QVERIFY(!event.failure->detail.empty());
    QVERIFY(event.listing);
}

void ModelDeskTest::writesTheLog() {
    std::mutex mutex;
    std::vector<std::string> lines;
    m_log->addSink([&](const LogRecord& record) {
        const std::scoped_lock lock(mutex);
        lines.push_back(toLine(record));
    });

    last(m_desk->import(path("gone.pth")));
    m_desk.reset(); // before what the sink refers to

    const std::scoped_lock lock(mutex);
    QCOMPARE(lines.size(), std::size_t{1});
    QVERIFY2(
        lines[0].find(" error models: import " + path("gone.pth").native()) != std::string::npos,
        lines[0].c_str());
}

void ModelDeskTest::endsWhileADownloadRuns() {
    m_desk->fetch("net");
    QVERIFY(waitForBytes());

    m_desk.reset();

    QVERIFY(QFile::exists(m_dir->filePath("models/net.pth.part")));
}

QTEST_GUILESS_MAIN(ModelDeskTest)
#include "model_desk_test.moc"
