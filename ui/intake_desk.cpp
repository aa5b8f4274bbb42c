#include "ui/intake_desk.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "ui/core_text.h"
#include "ui/text.h"

#include <QBuffer>
#include <QDateTime>
#include <QImageReader>
#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <array>
#include <span>
#include <system_error>
#include <utility>

namespace kerf::ui {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 5> kFormats{
    "image/png", "image/tiff", "image/webp", "image/bmp", "image/jpeg"}; // best first
constexpr qsizetype kMaxText = 1 << 20;
constexpr int kMaxNames = 1000;

void addUrl(const QUrl& url, Intake& intake) {
    fs::path path = toPath(url);
    if (!path.empty()) {
        intake.paths.push_back(std::move(path));
    } else if (url.scheme().startsWith(QLatin1String("http")) || url.scheme() == QLatin1String("ftp")) {
        intake.isRemote = true;
    }
}

void addText(const QString& text, Intake& intake) {
    if (text.size() > kMaxText) {
        return;
    }
    for (const QString& line : text.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QString word = line.trimmed();
        if (word.startsWith(QLatin1Char('/'))) {
            intake.paths.push_back(toPath(word));
        } else if (word.contains(QLatin1String("://"))) {
            addUrl(QUrl(word, QUrl::StrictMode), intake);
        }
    }
}

// The picture as a PNG file's bytes; empty where it can't be read.
QByteArray toPng(const QByteArray& encoded, QImage image) {
    if (!encoded.isEmpty()) {
        QByteArray bytes = encoded;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::ReadOnly);
        QImageReader reader(&buffer); // with Qt's limit on memory
        const bool isPng = reader.format() == "png";
        image = reader.read();
        if (image.isNull() || isPng) {
            return image.isNull() ? QByteArray() : encoded; // with the profile that it came with
        }
    }
    QByteArray png;
    QBuffer buffer(&png);
    buffer.open(QIODevice::WriteOnly);
    return image.save(&buffer, "png") ? png : QByteArray();
}

// Throws Error.
fs::path saveNew(const fs::path& folder, const QByteArray& bytes, const QString& stem) {
    std::error_code error;
    fs::create_directories(folder, error);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.constData());
    for (int count = 1;; ++count) {
        const QString number = count == 1 ? QString() : QStringLiteral(" (%1)").arg(count);
        fs::path file = folder / toPath(stem + number + QStringLiteral(".png"));
        try {
            writeFileAtomically(file, std::span(data, std::size_t(bytes.size())), OnExisting::fail);
            return file;
        } catch (const Error& e) {
            if (e.code() != ErrorCode::already_exists || count == kMaxNames) {
                throw;
            }
        }
    }
}

} // namespace

Intake readIntake(const QMimeData& data) {
    Intake intake;
    for (const QUrl& url : data.urls()) {
        addUrl(url, intake);
    }
    if (!intake.paths.empty()) {
        intake.isRemote = false;
        return intake;
    }
    for (const char* format : kFormats) {
        intake.encoded = data.data(QString::fromLatin1(format));
        if (!intake.encoded.isEmpty()) {
            intake.isRemote = false;
            return intake;
        }
    }
    if (data.hasImage()) {
        intake.image = qvariant_cast<QImage>(data.imageData());
        intake.isRemote = intake.isRemote && intake.image.isNull();
    } else if (data.urls().isEmpty() && data.hasText()) {
        addText(data.text(), intake);
    }
    return intake;
}

bool canTake(const QMimeData& data) {
    return data.hasUrls() || data.hasImage() ||
           std::any_of(kFormats.begin(), kFormats.end(), [&](const char* format) {
               return data.hasFormat(QString::fromLatin1(format));
           });
}

IntakeDesk::IntakeDesk(fs::path folder, QObject* parent) : QObject(parent), m_folder(std::move(folder)) {}

void IntakeDesk::take(const QMimeData& data) {
    Intake intake = readIntake(data);
    if (!intake.paths.empty()) {
        Q_EMIT came(intake.paths);
        return;
    }
    if (intake.isRemote) {
        Q_EMIT refused(
            tr("Kerf takes files that are on this computer"),
            tr("It never connects to the network for a photo. Save the picture first, or copy the picture "
               "itself, and paste that."));
        return;
    }
    if (intake.isEmpty()) {
        Q_EMIT refused(
            tr("There is no picture to paste"),
            tr("Copy a picture, or photos and folders in the file manager, and paste again."));
        return;
    }
    if (m_folder.empty()) {
        Q_EMIT refused(tr("The picture could not be kept"), tr("There is no folder to save it in."));
        return;
    }
    const QString stem =
        tr("Pasted %1").arg(QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH.mm.ss")));
    m_worker.post([this, folder = m_folder, intake = std::move(intake), stem] {
        fs::path file;
        QString reason;
        try {
            const QByteArray png = toPng(intake.encoded, intake.image);
            if (png.isEmpty()) {
                reason =
                    tr("It is damaged, larger than 64 megapixels, or of a kind that Kerf does not read.");
            } else {
                file = saveNew(folder, png, stem);
            }
        } catch (const Error& e) {
            reason = QStringLiteral("%1: %2").arg(toText(folder), coreText(e.what()));
        }
        QMetaObject::invokeMethod(
            this,
            [this, file, reason] {
                if (reason.isEmpty()) {
                    Q_EMIT came({file});
                } else {
                    Q_EMIT refused(tr("The picture could not be kept"), reason);
                }
            },
            Qt::QueuedConnection);
    });
}

} // namespace kerf::ui
