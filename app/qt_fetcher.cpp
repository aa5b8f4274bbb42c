#include "app/qt_fetcher.h"

#include "core/base/check.h"
#include "core/base/error.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTimer>
#include <QUrl>
#include <fmt/format.h>

#include <exception>
#include <optional>
#include <stop_token>
#include <utility>

namespace kerf {
namespace {

using models::FetchRequest;
using models::FetchResponse;
using models::FetchSink;

constexpr qint64 kReadBuffer = qint64{1} << 20U; // what Qt may hold before the server has to wait

// Without the query, which holds a signature of a kilobyte at the large hosts.
std::string shown(const QUrl& url) {
    return url.toDisplayString(QUrl::RemoveQuery | QUrl::RemoveUserInfo).toStdString();
}

QUrl checkedUrl(const QUrl& url, const char* otherwise) {
    if (!url.isValid() || url.scheme() != QLatin1String("https") || url.host().isEmpty()) {
        throw Error(ErrorCode::invalid_option, otherwise, shown(url));
    }
    return url;
}

QString variable(const char* small, const char* large) {
    const QString value = qEnvironmentVariable(small);
    return value.isEmpty() ? qEnvironmentVariable(large) : value;
}

// $no_proxy: names and ends of names, with or without the dot, and "*".
bool isExempt(const QString& host, const QString& noProxy) {
    for (const QString& part : noProxy.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        QString end = part.trimmed();
        while (end.startsWith(QLatin1Char('.'))) {
            end.remove(0, 1);
        }
        if (end == QLatin1String("*") || host.compare(end, Qt::CaseInsensitive) == 0 ||
            (!end.isEmpty() && host.endsWith(QLatin1Char('.') + end, Qt::CaseInsensitive))) {
            return true;
        }
    }
    return false;
}

QNetworkProxy proxyFor(const QUrl& url) {
    QString value = variable("https_proxy", "HTTPS_PROXY");
    if (value.isEmpty()) {
        value = variable("all_proxy", "ALL_PROXY");
    }
    if (value.isEmpty() || isExempt(url.host(), variable("no_proxy", "NO_PROXY"))) {
        return QNetworkProxy(QNetworkProxy::NoProxy);
    }
    if (!value.contains(QLatin1String("://"))) {
        value.prepend(QLatin1String("http://"));
    }
    const QUrl proxy(value);
    const bool isHttp = proxy.scheme() == QLatin1String("http");
    const bool isSocks =
        proxy.scheme() == QLatin1String("socks5") || proxy.scheme() == QLatin1String("socks5h");
    if ((!isHttp && !isSocks) || proxy.host().isEmpty()) {
        throw Error(
            ErrorCode::invalid_option,
            "the proxy in https_proxy or all_proxy is neither http://HOST:PORT nor socks5://HOST:PORT; "
            "correct the variable",
            shown(proxy));
    }
    return QNetworkProxy(
        isHttp ? QNetworkProxy::HttpProxy : QNetworkProxy::Socks5Proxy, proxy.host(),
        quint16(proxy.port(isHttp ? 8080 : 1080)), proxy.userName(), proxy.password());
}

std::string causeOf(QNetworkReply::NetworkError error, const QString& text) {
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return "the server's name can't be resolved; check the network, or use a mirror (--mirror)";
    case QNetworkReply::ConnectionRefusedError:
        return "the server refuses the connection; try again later, or use a mirror (--mirror)";
    case QNetworkReply::RemoteHostClosedError:
        return "the server closed the connection without an answer; try again later";
    case QNetworkReply::SslHandshakeFailedError:
        return fmt::format(
            "the connection isn't safe: {}; nothing was taken. Somebody may be in between, or this machine's "
            "clock or certificates (package ca-certificates) are wrong",
            text.toStdString());
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return fmt::format(
            "the proxy of the environment (https_proxy, all_proxy) fails: {}; correct it or unset it",
            text.toStdString());
    default:
        return fmt::format("no connection ({}); check the network and try again", text.toStdString());
    }
}

std::optional<std::uint64_t> parseNumber(const QByteArray& text) {
    bool isNumber = false;
    const qulonglong value = text.trimmed().toULongLong(&isNumber);
    return isNumber ? std::optional<std::uint64_t>(value) : std::nullopt;
}

FetchResponse responseOf(const QNetworkReply& reply, int status) {
    FetchResponse response{
        .status = status,
        .etag = reply.rawHeader("ETag").toStdString(),
        .lastModified = reply.rawHeader("Last-Modified").toStdString(),
        .contentType = reply.rawHeader("Content-Type").toLower().toStdString(),
        .url = shown(reply.url())};
    if (status == 206) { // "bytes 100-199/200"
        const QByteArray range = reply.rawHeader("Content-Range");
        const qsizetype space = range.indexOf(' ');
        const qsizetype dash = range.indexOf('-');
        const qsizetype slash = range.indexOf('/');
        response.begin = parseNumber(range.mid(space + 1, dash - space - 1)).value_or(UINT64_MAX);
        response.total = slash < 0 ? std::nullopt : parseNumber(range.mid(slash + 1));
    } else {
        response.total = parseNumber(reply.rawHeader("Content-Length"));
    }
    return response;
}

bool isRedirection(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// One request and its answer.
class Exchange : public QObject {
public:
    Exchange(
        QNetworkAccessManager& manager,
        const QNetworkRequest& request,
        const QtFetcherOptions& options,
        FetchSink& sink)
        : m_options(options), m_sink(sink), m_reply(manager.get(request)) {
        m_reply->setReadBufferSize(kReadBuffer);
        m_timer.setSingleShot(true);
        connect(
            m_reply.get(), &QNetworkReply::metaDataChanged, this, [this] { guard([this] { takeHead(); }); });
        connect(m_reply.get(), &QNetworkReply::readyRead, this, [this] { guard([this] { takeBytes(); }); });
        connect(m_reply.get(), &QNetworkReply::finished, &m_loop, &QEventLoop::quit);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_isTimedOut = true;
            m_loop.quit();
        });
    }
    ~Exchange() override {
        m_reply->disconnect();
        m_reply->abort();
    }
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    // Where it leads instead; nothing when the answer has been taken.
    std::optional<QUrl> run(const Progress& progress) {
        m_timer.start(m_options.connectTimeoutMs);
        const std::stop_callback quit(progress.stop(), [this] {
            QMetaObject::invokeMethod(&m_loop, &QEventLoop::quit, Qt::QueuedConnection);
        });
        if (!m_reply->isFinished()) {
            m_loop.exec();
        }
        progress.throwIfStopped();
        if (m_thrown) {
            std::rethrow_exception(m_thrown);
        }
        if (m_isTimedOut) {
            fail(
                m_hasHead ? fmt::format("no byte came for {} s; try again", m_options.stallTimeoutMs / 1000.0)
                          : fmt::format(
                                "no answer within {} s; check the network, or use a mirror (--mirror)",
                                m_options.connectTimeoutMs / 1000.0));
        }
        if (!m_isRedirected) {
            takeHead();
            if (!m_hasHead) {
                fail(causeOf(m_reply->error(), m_reply->errorString()));
            }
            takeBytes();
        }
        return m_isRedirected ? std::optional(m_next) : std::nullopt;
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(ErrorCode::network_failed, what, shown(m_reply->url()));
    }

    // Exceptions can't pass through Qt's event loop.
    template <typename F>
    void guard(F&& f) {
        if (m_thrown || m_isRedirected) {
            return;
        }
        try {
            f();
        } catch (...) {
            m_thrown = std::current_exception();
        }
        if (m_thrown || m_isRedirected) {
            m_loop.quit();
        }
    }

    void takeHead() {
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (m_hasHead || status == 0) {
            return;
        }
        m_hasHead = true;
        m_timer.start(m_options.stallTimeoutMs);
        if (isRedirection(status) && m_reply->hasRawHeader("Location")) {
            m_isRedirected = true;
            m_next = m_reply->url().resolved(QUrl::fromEncoded(m_reply->rawHeader("Location")));
        } else {
            m_sink.begin(responseOf(*m_reply, status));
        }
    }

    void takeBytes() {
        takeHead();
        for (QByteArray bytes = m_reply->read(kReadBuffer); !bytes.isEmpty();
             bytes = m_reply->read(kReadBuffer)) {
            m_timer.start(m_options.stallTimeoutMs);
            m_sink.write(
                {reinterpret_cast<const std::uint8_t*>(bytes.constData()), std::size_t(bytes.size())});
        }
    }

    const QtFetcherOptions& m_options;
    FetchSink& m_sink;
    QEventLoop m_loop;
    QTimer m_timer;
    std::unique_ptr<QNetworkReply> m_reply;
    std::exception_ptr m_thrown;
    bool m_hasHead = false;
    bool m_isTimedOut = false;
    bool m_isRedirected = false;
    QUrl m_next;
};

QNetworkRequest makeRequest(const QUrl& url, const FetchRequest& wanted, const QSslConfiguration& tls) {
    QNetworkRequest request(url);
    request.setSslConfiguration(tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(
        QNetworkRequest::Http2AllowedAttribute, false); // one stream: no use, more to go wrong
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("kerf"));
    request.setRawHeader("Accept-Encoding", "identity"); // hashes and ranges are of the file itself
    if (wanted.offset > 0) {
        request.setRawHeader("Range", "bytes=" + QByteArray::number(qulonglong(wanted.offset)) + "-");
        request.setRawHeader("If-Range", QByteArray::fromStdString(wanted.validator));
    }
    return request;
}

} // namespace

QtFetcher::QtFetcher(QtFetcherOptions options) : m_options(std::move(options)) {}

void QtFetcher::fetch(const FetchRequest& request, FetchSink& sink, const Progress& progress) {
    KERF_CHECK(QCoreApplication::instance() != nullptr);
    progress.throwIfStopped();
    QUrl url = checkedUrl(
        QUrl(QString::fromStdString(request.url)), "this is no https address; models come over https only");
    if (!QSslSocket::supportsSsl()) {
        throw Error(
            ErrorCode::engine_missing,
            "Qt finds no TLS on this machine; install libqt6network6 with its plug-ins and libssl3",
            shown(url));
    }
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    for (const std::string& pem : m_options.extraCertificates) {
        tls.addCaCertificates(QSslCertificate::fromData(QByteArray::fromStdString(pem), QSsl::Pem));
    }
    QNetworkAccessManager manager;
    for (int hop = 0;; ++hop) {
        manager.setProxy(proxyFor(url));
        Exchange exchange(manager, makeRequest(url, request, tls), m_options, sink);
        const std::optional<QUrl> next = exchange.run(progress);
        if (!next) {
            return;
        }
        if (hop == m_options.redirects) {
            throw Error(
                ErrorCode::network_failed,
                fmt::format(
                    "the server sends from one address to the next, more than {} times; use a mirror "
                    "(--mirror)",
                    m_options.redirects),
                request.url);
        }
        url = checkedUrl(
            *next,
            "the server sends to an address that isn't https, which isn't followed; use a mirror (--mirror)");
    }
}

} // namespace kerf
