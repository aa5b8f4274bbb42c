#include "app/qt_fetcher.h"
#include "core/base/error.h"
#include "core/base/sha256.h"
#include "core/models/download.h"

#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>
#include <functional>
#include <future>
#include <mutex>
#include <random>

using namespace kerf;
using namespace kerf::models;

namespace {

// What the server does with one request: writes the whole answer, headers and all, into the connection.
using Answer = std::function<void(QTcpSocket& socket, const QByteArray& request)>;

// A server on the loopback with a thread of its own, over TLS or plain.
class LoopbackServer : public QTcpServer {
public:
    LoopbackServer(Answer answer, const QSslCertificate& certificate, const QSslKey& key)
        : m_answer(std::move(answer)), m_certificate(certificate), m_key(key) {
        moveToThread(&m_thread);
        m_thread.start();
        QMetaObject::invokeMethod(
            this, [this] { listen(QHostAddress::LocalHost); }, Qt::BlockingQueuedConnection);
    }
    ~LoopbackServer() override {
        QMetaObject::invokeMethod(
            this,
            [this] {
                close();
                qDeleteAll(findChildren<QTcpSocket*>(QString(), Qt::FindDirectChildrenOnly));
                moveToThread(nullptr);
            },
            Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

    QString url(const QString& path = QStringLiteral("/net.pth")) const {
        return QStringLiteral("%1://127.0.0.1:%2%3")
            .arg(m_key.isNull() ? QStringLiteral("http") : QStringLiteral("https"))
            .arg(serverPort())
            .arg(path);
    }
    int connections() const { return m_connections; }
    QList<QByteArray> requests() const {
        const std::scoped_lock lock(m_mutex);
        return m_requests;
    }

protected:
    void incomingConnection(qintptr handle) override {
        ++m_connections;
        auto* socket = new QSslSocket(this);
        socket->setSocketDescriptor(handle);
        connect(socket, &QSslSocket::readyRead, this, [this, socket] {
            QByteArray request = socket->property("request").toByteArray() + socket->readAll();
            socket->setProperty("request", request);
            if (request.endsWith("\r\n\r\n")) {
                socket->setProperty("request", QByteArray());
                {
                    const std::scoped_lock lock(m_mutex);
                    m_requests << request;
                }
                m_answer(*socket, request);
            }
        });
        if (!m_key.isNull()) {
            socket->setLocalCertificate(m_certificate);
            socket->setPrivateKey(m_key);
            socket->startServerEncryption();
        }
    }

private:
    Answer m_answer;
    QSslCertificate m_certificate;
    QSslKey m_key;
    QThread m_thread;
    std::atomic<int> m_connections = 0;
    mutable std::mutex m_mutex;
    QList<QByteArray> m_requests;
};

QByteArray head(const char* status, const QByteArray& headers, qsizetype length) {
    return QByteArray("HTTP/1.1 ") + status + "\r\n" + headers +
           "Content-Length: " + QByteArray::number(length) + "\r\n\r\n";
}

void cut(QTcpSocket& socket) {
    socket.flush();
    socket.disconnectFromHost();
}

// Gathers what comes.
struct Gathered : FetchSink {
    FetchResponse response;
    std::string bytes;

    void begin(const FetchResponse& r) override { response = r; }
    void write(std::span<const std::uint8_t> b) override {
        bytes.append(reinterpret_cast<const char*>(b.data()), b.size());
    }
};

QByteArray makeContents(qsizetype bytes) {
    std::mt19937 random(5);
    QByteArray contents(bytes, '\0');
    for (char& byte : contents) {
        byte = char(random() & 0xffU);
    }
    return contents;
}

} // namespace

class QtFetcherTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void bringsAFileAndWhatIsSaidAboutIt();
    void asksForTheRestOfAFile();
    void followsRedirectionsToHttps();
    void refusesRedirectionsElsewhere_data();
    void refusesRedirectionsElsewhere();
    void givesUpAfterFiveRedirections();
    void refusesOtherSchemesWithoutConnecting_data();
    void refusesOtherSchemesWithoutConnecting();
    void refusesACertificateThatIsNotTrusted();
    void returnsEarlyWhenTheConnectionIsCut();
    void saysWhenNobodyAnswers();
    void saysWhenTheServerStalls_data();
    void saysWhenTheServerStalls();
    void stopsWithinATenthOfASecond_data();
    void stopsWithinATenthOfASecond();
    void letsTheSinksErrorsThrough();
    void goesThroughTheProxyOfTheEnvironment();
    void downloadsThroughCutsAndLies();

private:
    std::unique_ptr<LoopbackServer> serve(Answer answer, bool isTls = true) const {
        return std::make_unique<LoopbackServer>(std::move(answer), m_certificate, isTls ? m_key : QSslKey());
    }
    QtFetcher makeFetcher(QtFetcherOptions options = {}) const {
        options.extraCertificates = {m_pem};
        return QtFetcher(options);
    }
    Gathered fetch(const QString& url, QtFetcherOptions options = {}) const {
        Gathered gathered;
        makeFetcher(std::move(options)).fetch({url.toStdString(), 0, {}}, gathered, {});
        return gathered;
    }
    QString failure(const QString& url, QtFetcherOptions options = {}) const {
        try {
            fetch(url, std::move(options));
        } catch (const Error& e) {
            return QStringLiteral("%1: %2").arg(errorName(e.code()), e.what());
        }
        return {};
    }

    QTemporaryDir m_dir;
    QSslCertificate m_certificate;
    QSslKey m_key;
    std::string m_pem;
};

void QtFetcherTest::initTestCase() {
    if (!QSslSocket::supportsSsl()) {
        QSKIP("Qt has no TLS here");
    }
    if (QStandardPaths::findExecutable("openssl").isEmpty()) {
        QSKIP("there is no openssl to make a certificate with");
    }
    QProcess openssl;
    openssl.start(
        "openssl", {"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-keyout", m_dir.filePath("key.pem"), "-out", m_dir.filePath("certificate.pem"), "-days",
                    "2", "-subj", "/CN=Kerf test", "-addext", "subjectAltName=IP:127.0.0.1"});
    QVERIFY(openssl.waitForFinished());
    QCOMPARE(openssl.exitCode(), 0);
    QFile key(m_dir.filePath("key.pem"));
    QFile certificate(m_dir.filePath("certificate.pem"));
    QVERIFY(key.open(QIODevice::ReadOnly) && certificate.open(QIODevice::ReadOnly));
    m_key = QSslKey(&key, QSsl::Ec);
    m_pem = certificate.readAll().toStdString();
    m_certificate = QSslCertificate(QByteArray::fromStdString(m_pem));
    QVERIFY(!m_key.isNull() && !m_certificate.isNull());
}

void QtFetcherTest::init() {
    for (const char* name :
         {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"}) {
        qunsetenv(name);
    }
}

void QtFetcherTest::bringsAFileAndWhatIsSaidAboutIt() {
    const QByteArray contents = makeContents(3'000'000);
    const auto server = serve([&](QTcpSocket& socket, const QByteArray& /*request*/) {
        socket.write(head(
            "200 OK", "ETag: \"v1\"\r\nLast-Modified: yesterday\r\nContent-Type: Application/X\r\n",
            contents.size()));
        socket.write(contents);
    });

    const Gathered got = fetch(server->url("/net.pth?signature=1"));

    QVERIFY(got.bytes == contents.toStdString());
    QCOMPARE(got.response.status, 200);
    QCOMPARE(*got.response.total, std::uint64_t{3'000'000});
    QCOMPARE(got.response.etag, std::string("\"v1\""));
    QCOMPARE(got.response.lastModified, std::string("yesterday"));
    QCOMPARE(got.response.contentType, std::string("application/x"));
    QCOMPARE(got.response.url, server->url().toStdString());
    const QByteArray request = server->requests().at(0);
    QVERIFY(request.contains("Accept-Encoding: identity"));
    QVERIFY(!request.contains("Range"));
    QVERIFY(!request.contains("Cookie"));
}

void QtFetcherTest::asksForTheRestOfAFile() {
    const auto server = serve([](QTcpSocket& socket, const QByteArray& /*request*/) {
        socket.write(head("206 Partial Content", "Content-Range: bytes 7-9/10\r\n", 3));
        socket.write("789");
    });
    Gathered got;

    makeFetcher().fetch({server->url().toStdString(), 7, "\"v1\""}, got, {});

    QCOMPARE(got.response.status, 206);
    QCOMPARE(got.response.begin, std::uint64_t{7});
    QCOMPARE(*got.response.total, std::uint64_t{10});
    QCOMPARE(got.bytes, std::string("789"));
    QVERIFY(server->requests().at(0).contains("Range: bytes=7-\r\n"));
    QVERIFY(server->requests().at(0).contains("If-Range: \"v1\"\r\n"));
}

void QtFetcherTest::followsRedirectionsToHttps() {
    const auto server = serve([](QTcpSocket& socket, const QByteArray& request) {
        if (request.startsWith("GET /net.pth ")) {
            socket.write(head("302 Found", "Location: /elsewhere\r\n", 4));
            socket.write("page");
        } else {
            socket.write(head("200 OK", "", 4));
            socket.write("file");
        }
    });

    const Gathered got = fetch(server->url());

    QCOMPARE(got.bytes, std::string("file"));
    QCOMPARE(got.response.url, server->url("/elsewhere").toStdString());
}

void QtFetcherTest::refusesRedirectionsElsewhere_data() {
    QTest::addColumn<QByteArray>("location");
    QTest::newRow("http") << QByteArray("http://127.0.0.1:PORT/net.pth");
    QTest::newRow("file") << QByteArray("file:///etc/passwd");
    QTest::newRow("data") << QByteArray("data:text/plain,x");
    QTest::newRow("nothing") << QByteArray("https://");
}

void QtFetcherTest::refusesRedirectionsElsewhere() {
    QFETCH(QByteArray, location);
    const auto plain = serve([](QTcpSocket& /*socket*/, const QByteArray& /*request*/) {}, false);
    location.replace("PORT", QByteArray::number(plain->serverPort()));
    const auto server = serve([&](QTcpSocket& socket, const QByteArray& /*request*/) {
        socket.write(head("301 Moved", "Location: " + location + "\r\n", 0));
    });

    const QString said = failure(server->url());

    QVERIFY2(said.contains("an address that isn't https"), qPrintable(said));
    QCOMPARE(plain->connections(), 0);
}

void QtFetcherTest::givesUpAfterFiveRedirections() {
    const auto server = serve([](QTcpSocket& socket, const QByteArray& /*request*/) {
        socket.write(head("307 Temporary Redirect", "Location: /net.pth\r\n", 0));
    });

    const QString said = failure(server->url());

    QVERIFY2(
        said.startsWith("network_failed: the server sends from one address to the next"), qPrintable(said));
    QCOMPARE(server->requests().size(), 6);
}

void QtFetcherTest::refusesOtherSchemesWithoutConnecting_data() {
    QTest::addColumn<QString>("url");
    QTest::newRow("http") << "http://127.0.0.1:PORT/net.pth";
    QTest::newRow("file") << "file:///etc/passwd";
    QTest::newRow("none") << "/etc/passwd";
    QTest::newRow("no host") << "https:///net.pth";
}

void QtFetcherTest::refusesOtherSchemesWithoutConnecting() {
    QFETCH(QString, url);
    const auto plain = serve([](QTcpSocket& /*socket*/, const QByteArray& /*request*/) {}, false);
    url.replace("PORT", QString::number(plain->serverPort()));

    const QString said = failure(url);

    QVERIFY2(said.startsWith("invalid_option: this is no https address"), qPrintable(said));
    QCOMPARE(plain->connections(), 0);
}

void QtFetcherTest::refusesACertificateThatIsNotTrusted() {
    const auto server =
        serve([](QTcpSocket& socket, const QByteArray& /*request*/) { socket.write(head("200 OK", "", 0)); });
    Gathered got;
    QString said;
    try {
        QtFetcher().fetch({server->url().toStdString(), 0, {}}, got, {});
    } catch (const Error& e) {
        said = e.what();
    }

    QVERIFY2(said.startsWith("the connection isn't safe: "), qPrintable(said));
    QVERIFY(server->requests().isEmpty());
}

void QtFetcherTest::returnsEarlyWhenTheConnectionIsCut() {
    const auto server = serve([](QTcpSocket& socket, const QByteArray& /*request*/) {
        socket.write(head("200 OK", "", 1000));
        socket.write(QByteArray(300, 'x'));
        cut(socket);
    });

    const Gathered got = fetch(server->url());

    QCOMPARE(got.bytes.size(), std::size_t{300});
    QCOMPARE(*got.response.total, std::uint64_t{1000});
}

void QtFetcherTest::saysWhenNobodyAnswers() {
    QString url;
    {
        const auto server = serve([](QTcpSocket& /*socket*/, const QByteArray& /*request*/) {});
        url = server->url();
    }
    QVERIFY2(
        failure(url).startsWith("network_failed: the server refuses the connection"),
        qPrintable(failure(url)));

    const auto server = serve([](QTcpSocket& socket, const QByteArray& /*request*/) { cut(socket); });
    QVERIFY2(
        failure(server->url())
            .startsWith("network_failed: the server closed the connection without an answer"),
        qPrintable(failure(server->url())));
}

void QtFetcherTest::saysWhenTheServerStalls_data() {
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QString>("said");
    QTest::newRow("before its answer") << QByteArray() << "network_failed: no answer within 1 s";
    QTest::newRow("after its headers") << head("200 OK", "", 10) << "network_failed: no byte came for 0.5 s";
    QTest::newRow("in the middle") << head("200 OK", "", 10) + "12345"
                                   << "network_failed: no byte came for 0.5 s";
}

void QtFetcherTest::saysWhenTheServerStalls() {
    QFETCH(const QByteArray, sent);
    QFETCH(const QString, said);
    const auto server = serve([&](QTcpSocket& socket, const QByteArray& /*request*/) { socket.write(sent); });

    const QString failed = failure(server->url(), {.connectTimeoutMs = 1000, .stallTimeoutMs = 500});

    QVERIFY2(failed.startsWith(said), qPrintable(failed));
}

void QtFetcherTest::stopsWithinATenthOfASecond_data() {
    QTest::addColumn<QByteArray>("sent");
    QTest::newRow("before its answer") << QByteArray();
    QTest::newRow("in the middle") << head("200 OK", "", 10) + "12345";
}

void QtFetcherTest::stopsWithinATenthOfASecond() {
    QFETCH(const QByteArray, sent);
    std::stop_source stop;
    std::promise<void> asked;
    const auto server = serve([&](QTcpSocket& socket, const QByteArray& /*request*/) {
        socket.write(sent);
        socket.flush();
        asked.set_value();
    });
    QElapsedTimer sinceStop;
    auto stopper = std::async(std::launch::async, [&] {
        asked.get_future().wait();
        sinceStop.start();
        stop.request_stop();
    });
    Gathered got;
    bool isCancelled = false;

    try {
        makeFetcher().fetch({server->url().toStdString(), 0, {}}, got, Progress(stop.get_token(), {}));
    } catch (const Cancelled&) {
        isCancelled = true;
    }

    stopper.get();
    QVERIFY(isCancelled);
    qInfo("stopped after %lld ms", sinceStop.elapsed());
    QVERIFY(sinceStop.elapsed() < 1000); // 100 are promised; sanitizers and loaded machines take longer
}

void QtFetcherTest::letsTheSinksErrorsThrough() {
    struct Refusing : FetchSink {
        void begin(const FetchResponse& /*response*/) override {}
        void write(std::span<const std::uint8_t> /*bytes*/) override {
            throw Error(ErrorCode::disk_full, "full");
        }
    };
    const auto server = serve([](QTcpSocket& socket, const QByteArray& /*request*/) {
        socket.write(head("200 OK", "", 100'000'000));
        socket.write(QByteArray(1'000'000, 'x'));
    });
    Refusing sink;
    bool isThrown = false;

    try {
        makeFetcher().fetch({server->url().toStdString(), 0, {}}, sink, {});
    } catch (const Error& e) {
        isThrown = e.code() == ErrorCode::disk_full;
    }

    QVERIFY(isThrown);
}

void QtFetcherTest::goesThroughTheProxyOfTheEnvironment() {
    const auto proxy = serve(
        [](QTcpSocket& socket, const QByteArray& /*request*/) {
            socket.write(head("403 Forbidden", "", 0));
            cut(socket);
        },
        false);
    qputenv("https_proxy", QStringLiteral("127.0.0.1:%1").arg(proxy->serverPort()).toUtf8());

    const QString said = failure("https://models.invalid/net.pth");

    QVERIFY2(said.contains("proxy") || said.contains("no connection"), qPrintable(said));
    QVERIFY(!proxy->requests().isEmpty());
    QVERIFY(proxy->requests().at(0).startsWith("CONNECT models.invalid:443 "));
    const auto server = serve([](QTcpSocket& socket, const QByteArray& /*request*/) {
        socket.write(head("200 OK", "", 2));
        socket.write("ok");
    });
    const qsizetype before = proxy->requests().size();
    qputenv("no_proxy", "example.org, 127.0.0.1");
    QCOMPARE(fetch(server->url()).bytes, std::string("ok"));
    QCOMPARE(proxy->requests().size(), before);
    qputenv("no_proxy", "");
    qputenv("https_proxy", "ftp://proxy");
    QVERIFY(failure(server->url()).startsWith("invalid_option: the proxy in https_proxy"));
}

// The whole way: a server that cuts twice, once lies about the length, and ignores the range once.
void QtFetcherTest::downloadsThroughCutsAndLies() {
    const QByteArray contents = makeContents(2'000'000);
    std::atomic<int> request = 0;
    const auto server = serve([&](QTcpSocket& socket, const QByteArray& text) {
        const int number = ++request;
        const qsizetype at = text.indexOf("Range: bytes=");
        const qsizetype end = at < 0 ? -1 : text.indexOf('-', at);
        const qsizetype offset = at < 0 ? 0 : text.mid(at + 13, end - at - 13).toLongLong();
        if (number == 3) { // the whole file, though only its rest was wanted
            socket.write(head("200 OK", "ETag: \"v1\"\r\n", contents.size()));
            socket.write(contents.left(1'500'000));
            cut(socket);
            return;
        }
        const QByteArray range = "Content-Range: bytes " + QByteArray::number(offset) + "-" +
                                 QByteArray::number(contents.size() - 1) + "/" +
                                 QByteArray::number(contents.size()) + "\r\n";
        const QByteArray rest = contents.mid(offset);
        socket.write(head(
            offset > 0 ? "206 Partial Content" : "200 OK",
            "ETag: \"v1\"\r\n" + (offset > 0 ? range : QByteArray()), rest.size()));
        socket.write(number < 3 ? rest.left(500'000) : rest);
        if (number < 3) {
            cut(socket);
        }
    });
    Sha256 sum;
    sum.update({reinterpret_cast<const std::uint8_t*>(contents.data()), std::size_t(contents.size())});
    ManifestEntry entry;
    entry.info.id = "net";
    entry.info.isDownloadable = true;
    entry.files = {{"net.pth", server->url().toStdString(), 2'000'000, toHex(sum.finish())}};
    entry.info.architecture = "RRDBNet x2";
    Manifest manifest;
    manifest.entries = {entry};
    const QTemporaryDir folder;
    const ModelStore store(folder.path().toStdString(), manifest);
    QtFetcher fetcher = makeFetcher();
    DownloadOptions options;
    options.pauseMs = 1;

    const InstalledModel model = Downloader(store, fetcher).download("net", options, {});

    QFile file(QString::fromStdString(model.file.native()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll() == contents);
    QCOMPARE(int(request), 4);
}

QTEST_GUILESS_MAIN(QtFetcherTest)
#include "qt_fetcher_test.moc"
