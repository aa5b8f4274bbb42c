#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <vector>

class QLocalServer;
class QLocalSocket;
class QLockFile;

namespace kerf::app {

// One window a user and display: a second start hands its files to the first and ends. The meeting place is a
// socket in the user's run-time folder that nobody else can open; a lock beside it decides who listens, so
// that a socket that a crash left behind is never mistaken for a running program. Messages from another
// version, from another user, or beyond the limits are refused. GUI thread only.
class SingleInstance final : public QObject {
    Q_OBJECT

public:
    static constexpr int kMostPaths = 100'000;
    static constexpr qint64 kMostBytes = qint64{16} << 20U;

    // `folder` for socket and lock; by default the user's run-time folder. `version` of the program.
    explicit SingleInstance(const QString& version, const QString& folder = {}, QObject* parent = nullptr);
    ~SingleInstance() override;

    // Gives the paths, byte for byte, to the one that runs; true when it took them, so that this process may
    // end. Waits no longer than 3 s.
    bool handOver(const std::vector<std::filesystem::path>& paths);

    // From now on others hand over to this process. False when another one does that already, or the folder
    // can't be used; then this process is one of several.
    bool listen();

    const QString& socketName() const { return m_name; }

Q_SIGNALS:
    void received(const std::vector<std::filesystem::path>& paths); // may be empty: just come to the front

private:
    void onConnection();
    void onBytes(QLocalSocket* socket);
    void answer(QLocalSocket* socket, const QByteArray& word);

    QString m_version;
    QString m_name; // of the socket: a path; empty: there is no folder for it
    std::unique_ptr<QLockFile> m_lock;
    QLocalServer* m_server = nullptr;
};

// The message's bytes: a magic word, the version, the paths with their lengths. Exposed for tests.
QByteArray packPaths(const QString& version, const std::vector<std::filesystem::path>& paths);

} // namespace kerf::app
