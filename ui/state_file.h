#pragma once

#include "ui/worker.h"

#include <QByteArray>
#include <QObject>

#include <filesystem>
#include <functional>

class QTimer;

namespace kerf::ui {

// A small file of the user's that is read once at the start and written anew after changes: whole or not at
// all, on a thread of its own, a moment after the last change and before this one is gone. GUI thread only.
class StateFile final : public QObject {
    Q_OBJECT

public:
    // What is to be written, made on the worker's thread from what the snapshot took along.
    using Contents = std::function<QByteArray()>;
    using Snapshot = std::function<Contents()>; // GUI thread; an empty one: nothing is to be written

    // `file` empty: nothing is read or written.
    StateFile(std::filesystem::path file, Snapshot snapshot, QObject* parent = nullptr);
    ~StateFile() override;

    // loaded() follows. `isGood` says on the worker's thread whether the file's bytes can be read; bytes that
    // can't are set aside as FILE.damaged, so that they are not written over, and count as none.
    void load(std::function<bool(const QByteArray&)> isGood);
    void changed();
    void flush(); // what has changed goes to the thread now

Q_SIGNALS:
    void loaded(const QByteArray& bytes); // empty: there is no file
    void damaged();                       // before loaded()
    void failed(const QString& reason);   // it could not be written

private:
    void write();

    std::filesystem::path m_file;
    Snapshot m_snapshot;
    QTimer* m_timer;
    Worker m_worker{Worker::AtEnd::finish};
};

} // namespace kerf::ui
