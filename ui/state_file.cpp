#include "ui/state_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "ui/core_text.h"
#include "ui/text.h"

#include <QFile>
#include <QTimer>

#include <span>
#include <system_error>
#include <utility>

namespace kerf::ui {
namespace {

namespace fs = std::filesystem;

constexpr int kDelayMs = 400;
constexpr qint64 kMaxBytes = 256 << 20;

QByteArray readAll(const fs::path& file) {
    QFile opened(QFile::decodeName(file.c_str()));
    return opened.open(QIODevice::ReadOnly) ? opened.read(kMaxBytes) : QByteArray();
}

// The reason where it could not be done.
QString writeAll(const fs::path& file, const QByteArray& bytes) {
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    try {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
        const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.constData());
        writeFileAtomically(file, std::span(data, std::size_t(bytes.size())), OnExisting::replace);
    } catch (const Error& e) {
        return QStringLiteral("%1: %2").arg(toText(file), coreText(e.what()));
    }
    return {};
}

} // namespace

StateFile::StateFile(fs::path file, Snapshot snapshot, QObject* parent)
    : QObject(parent), m_file(std::move(file)), m_snapshot(std::move(snapshot)), m_timer(new QTimer(this)) {
    m_timer->setSingleShot(true);
    m_timer->setInterval(kDelayMs);
    connect(m_timer, &QTimer::timeout, this, &StateFile::write);
}

StateFile::~StateFile() {
    flush();
}

void StateFile::load(std::function<bool(const QByteArray&)> isGood) {
    if (m_file.empty()) {
        return;
    }
    m_worker.post([this, file = m_file, isGood = std::move(isGood)] {
        QByteArray bytes = readAll(file);
        const bool isDamaged = !bytes.isEmpty() && !isGood(bytes);
        if (isDamaged) {
            std::error_code error;
            fs::rename(file, fs::path(file) += ".damaged", error);
            bytes.clear();
        }
        QMetaObject::invokeMethod(
            this,
            [this, bytes, isDamaged] {
                if (isDamaged) {
                    Q_EMIT damaged();
                }
                Q_EMIT loaded(bytes);
            },
            Qt::QueuedConnection);
    });
}

void StateFile::changed() {
    if (!m_file.empty() && !m_timer->isActive()) {
        m_timer->start(); // not started again: lasting work is kept, too
    }
}

void StateFile::flush() {
    if (m_timer->isActive()) {
        m_timer->stop();
        write();
    }
}

void StateFile::write() {
    Contents contents = m_snapshot();
    if (!contents) {
        return;
    }
    m_worker.post([this, file = m_file, contents = std::move(contents)] {
        const QString reason = writeAll(file, contents());
        if (!reason.isEmpty()) {
            QMetaObject::invokeMethod(
                this, [this, reason] { Q_EMIT failed(reason); }, Qt::QueuedConnection);
        }
    });
}

} // namespace kerf::ui
