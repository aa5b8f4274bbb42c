#include "app/single_instance.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QDir>
#include <QFileInfo>
#include <QLocalServer>
#include <QLocalSocket>
#include <QLockFile>
#include <QStandardPaths>
#include <QTimer>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <optional>

namespace kerf::app {
namespace {

constexpr quint32 kMagic = 0x4b455246; // "KERF"
constexpr int kWaitMs = 1000;
constexpr int kPatienceMs = 5000; // with one that connects and says nothing
constexpr const char* kTaken = "taken";
constexpr const char* kRefused = "refused";

// Windows on another screen belong to another person's work, be it the same user's.
QString displayTag() {
    QByteArray display = qgetenv("WAYLAND_DISPLAY");
    display = display.isEmpty() ? qgetenv("DISPLAY") : display;
    return QString::fromLatin1(
        QCryptographicHash::hash(display, QCryptographicHash::Sha256).toHex().left(12));
}

// Of this user and closed to others; nothing else is trusted.
bool isPrivate(const QString& folder) {
    struct stat status {};
    constexpr mode_t kOthers = 077;
    return lstat(QFile::encodeName(folder).constData(), &status) == 0 && S_ISDIR(status.st_mode) &&
           status.st_uid == getuid() && (status.st_mode & kOthers) == 0;
}

bool isOwnUser(const QLocalSocket& socket) {
    ucred peer{};
    socklen_t size = sizeof(peer);
    return getsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           peer.uid == getuid();
}

struct Message {
    QString version;
    std::vector<std::filesystem::path> paths;
};

// Nothing: it isn't whole yet. Sets `isBad` for what can never become a message.
std::optional<Message> unpack(const QByteArray& bytes, bool& isBad) {
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    quint32 magic = 0;
    quint32 size = 0;
    stream >> magic >> size;
    if (stream.status() != QDataStream::Ok) {
        return std::nullopt;
    }
    isBad = magic != kMagic || size > SingleInstance::kMostBytes;
    const qint64 head = 2 * qint64(sizeof(quint32));
    if (isBad || bytes.size() < head + qint64(size)) {
        return std::nullopt;
    }
    QByteArray body = bytes.mid(head, size);
    QDataStream in(body);
    in.setVersion(QDataStream::Qt_6_0);
    QByteArray version;
    quint32 count = 0;
    in >> version >> count;
    isBad = in.status() != QDataStream::Ok || count > quint32(SingleInstance::kMostPaths);
    Message message{QString::fromUtf8(version), {}};
    for (quint32 i = 0; i < count && !isBad; ++i) {
        QByteArray path;
        in >> path;
        isBad = in.status() != QDataStream::Ok || path.isEmpty() || path[0] != '/' || path.contains('\0');
        message.paths.emplace_back(path.toStdString());
    }
    return isBad ? std::nullopt : std::optional(std::move(message));
}

} // namespace

QByteArray packPaths(const QString& version, const std::vector<std::filesystem::path>& paths) {
    QByteArray body;
    QDataStream out(&body, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_0);
    out << version.toUtf8() << quint32(paths.size());
    for (const std::filesystem::path& path : paths) {
        out << QByteArray::fromStdString(path.native());
    }
    QByteArray message;
    QDataStream head(&message, QIODevice::WriteOnly);
    head.setVersion(QDataStream::Qt_6_0);
    head << kMagic << quint32(body.size());
    return message + body;
}

SingleInstance::SingleInstance(const QString& version, const QString& folder, QObject* parent)
    : QObject(parent), m_version(version) {
    const QString place =
        folder.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) : folder;
    if (!place.isEmpty() && isPrivate(place)) {
        m_name = place + QStringLiteral("/kerf-") + displayTag();
    }
}

SingleInstance::~SingleInstance() = default;

bool SingleInstance::handOver(const std::vector<std::filesystem::path>& paths) {
    const QByteArray message = packPaths(m_version, paths);
    if (m_name.isEmpty() || message.size() > kMostBytes || paths.size() > std::size_t(kMostPaths)) {
        return false;
    }
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(kWaitMs) || !isOwnUser(socket)) {
        return false;
    }
    socket.write(message);
    while (socket.bytesToWrite() > 0) {
        if (!socket.waitForBytesWritten(kWaitMs)) {
            return false;
        }
    }
    QByteArray word;
    while (!word.endsWith('\n')) {
        if (!socket.waitForReadyRead(kWaitMs)) {
            return false;
        }
        word += socket.readAll();
    }
    return word.trimmed() == kTaken;
}

bool SingleInstance::listen() {
    if (m_name.isEmpty()) {
        return false;
    }
    m_lock = std::make_unique<QLockFile>(m_name + QStringLiteral(".lock"));
    m_lock->setStaleLockTime(0); // held as long as the process lives, however long
    if (!m_lock->tryLock(0)) {
        m_lock.reset();
        return false;
    }
    QLocalServer::removeServer(m_name); // of one that crashed: the lock says that none is alive
    m_server = new QLocalServer(this);
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server, &QLocalServer::newConnection, this, &SingleInstance::onConnection);
    return m_server->listen(m_name);
}

void SingleInstance::onConnection() {
    while (QLocalSocket* socket = m_server->nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        if (!isOwnUser(*socket)) {
            socket->abort();
            continue;
        }
        socket->setReadBufferSize(kMostBytes);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] { onBytes(socket); });
        QTimer::singleShot(kPatienceMs, socket, [socket] { socket->abort(); });
        onBytes(socket);
    }
}

void SingleInstance::onBytes(QLocalSocket* socket) {
    QByteArray bytes = socket->property("bytes").toByteArray() + socket->readAll();
    bool isBad = false;
    const std::optional<Message> message = unpack(bytes, isBad);
    if (isBad || (message && message->version != m_version)) {
        answer(socket, kRefused);
    } else if (message) {
        answer(socket, kTaken);
        Q_EMIT received(message->paths);
    } else {
        socket->setProperty("bytes", bytes);
    }
}

void SingleInstance::answer(QLocalSocket* socket, const QByteArray& word) {
    disconnect(socket, &QLocalSocket::readyRead, this, nullptr);
    socket->write(word + '\n');
    socket->flush();
    socket->disconnectFromServer();
}

} // namespace kerf::app
