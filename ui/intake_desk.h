#pragma once

#include "ui/worker.h"

#include <QByteArray>
#include <QImage>
#include <QObject>

#include <filesystem>
#include <vector>

class QMimeData;

namespace kerf::ui {

// What was dropped or is to be pasted. At most one of the first three is there.
struct Intake {
    std::vector<std::filesystem::path> paths; // of this computer
    QByteArray encoded;                       // a picture as a file of some format
    QImage image;
    bool isRemote = false; // it names something on the network

    bool isEmpty() const { return paths.empty() && encoded.isEmpty() && image.isNull() && !isRemote; }
};

// Files first, from URLs or a text of them, one a line; then a picture.
Intake readIntake(const QMimeData& data);
// Whether it can be dropped: files or a picture, told from the kinds that are offered alone.
bool canTake(const QMimeData& data);

// Takes what is dropped or pasted: paths are told at once, a picture is saved as PNG into `folder` first, on
// a thread of its own, under the time as its name. Nothing is fetched from the network. GUI thread only.
class IntakeDesk final : public QObject {
    Q_OBJECT

public:
    explicit IntakeDesk(
        std::filesystem::path folder, QObject* parent = nullptr); // empty: pictures are refused

    void take(const QMimeData& data);

Q_SIGNALS:
    void came(const std::vector<std::filesystem::path>& paths);
    void refused(const QString& title, const QString& reason);

private:
    std::filesystem::path m_folder;
    Worker m_worker{Worker::AtEnd::finish};
};

} // namespace kerf::ui
