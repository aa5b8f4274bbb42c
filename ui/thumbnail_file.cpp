#include "ui/thumbnail_file.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QFile>
#include <QImageReader>
#include <QtEndian>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

namespace kerf::ui {
namespace {

namespace fs = std::filesystem;

constexpr qsizetype kMaxBytes = 4 << 20; // 512 x 512 pixels with 16 bit and alpha, hardly compressed
constexpr int kMaxChunks = 400;
constexpr qsizetype kMaxDetail = 600;
constexpr const char* kFailFolder = "fail/kerf-1";
constexpr const char* kSignature = "\x89PNG\r\n\x1a\n";
constexpr qsizetype kSignatureSize = 8;
constexpr qsizetype kHeaderSize = 25; // IHDR with length, name and check sum
constexpr std::array<std::pair<ThumbnailSize, const char*>, 3> kFolders{
    {{ThumbnailSize::normal, "normal"},
     {ThumbnailSize::large, "large"},
     {ThumbnailSize::x_large, "x-large"}}};
// What trying again does not change while the file is the same.
constexpr std::array<ErrorCode, 3> kLasting{
    ErrorCode::unsupported_format, ErrorCode::corrupt_file, ErrorCode::too_large};

fs::path folderOf(const fs::path& folder, ThumbnailSize size) {
    for (const auto& [each, name] : kFolders) {
        if (each == size) {
            return folder / name;
        }
    }
    return {};
}

// The whole of a regular file that is no link; empty for anything else.
QByteArray readAll(const fs::path& file) {
    const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (handle < 0) {
        return {};
    }
    QByteArray bytes;
    struct stat status {};
    if (::fstat(handle, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= kMaxBytes) {
        QFile opened;
        if (opened.open(handle, QIODevice::ReadOnly)) {
            bytes = opened.read(kMaxBytes);
        }
    }
    ::close(handle);
    return bytes;
}

quint32 numberAt(const QByteArray& bytes, qsizetype at) {
    return qFromBigEndian<quint32>(bytes.constData() + at);
}

// Walks the chunks, so that no decoder sees a picture that is larger than it may be.
bool isSmallPng(const QByteArray& bytes, quint32 side) {
    if (bytes.size() < kSignatureSize + kHeaderSize || !bytes.startsWith(kSignature) ||
        bytes.mid(kSignatureSize, 8) != QByteArray("\0\0\0\x0dIHDR", 8)) {
        return false;
    }
    const quint32 width = numberAt(bytes, kSignatureSize + 8);
    const quint32 height = numberAt(bytes, kSignatureSize + 12);
    if (width < 1 || height < 1 || width > side || height > side) {
        return false;
    }
    qsizetype at = kSignatureSize;
    for (int count = 0; count < kMaxChunks && at + 12 <= bytes.size(); ++count) {
        const qsizetype size = numberAt(bytes, at);
        if (size > bytes.size() - at - 12) {
            return false;
        }
        if (bytes.mid(at + 4, 4) == "IEND") {
            return true;
        }
        at += size + 12;
    }
    return false;
}

// A picture with its texts, if it belongs to that key.
QImage readChecked(const fs::path& file, const ThumbnailKey& key, quint32 side) {
    QByteArray bytes = readAll(file);
    if (!isSmallPng(bytes, side)) {
        return {};
    }
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QImageReader reader(&buffer, "png");
    QImage image = reader.read();
    if (image.isNull() || image.text(QStringLiteral("Thumb::URI")).toUtf8() != key.uri) {
        return {};
    }
    // Some programs write fractions of a second.
    const QString time = image.text(QStringLiteral("Thumb::MTIME")).section(QLatin1Char('.'), 0, 0);
    bool isNumber = false;
    if (time.toLongLong(&isNumber) != key.seconds || !isNumber) {
        return {};
    }
    const QString size = image.text(QStringLiteral("Thumb::Size"));
    return size.isEmpty() || size.toULongLong() == key.bytes ? image : QImage();
}

quint32 checkSum(const QByteArray& bytes) { // PNG's CRC
    quint32 sum = 0xffffffffU;
    for (const char byte : bytes) {
        sum ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum & 1U) != 0 ? (sum >> 1U) ^ 0xedb88320U : sum >> 1U;
        }
    }
    return ~sum;
}

void appendNumber(QByteArray& bytes, quint32 number) {
    std::array<char, 4> raw{};
    qToBigEndian(number, raw.data());
    bytes.append(raw.data(), raw.size());
}

// The standard asks for tEXt; Qt would compress whatever has 40 characters or more.
QByteArray encode(const QImage& image, const std::vector<std::pair<QByteArray, QByteArray>>& texts) {
    QImage bare = image;
    for (const QString& key : image.textKeys()) {
        bare.setText(key, {});
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!bare.save(&buffer, "png") || bytes.size() < kSignatureSize + kHeaderSize) {
        return {};
    }
    QByteArray chunks;
    for (const auto& [key, value] : texts) {
        const QByteArray body = "tEXt" + key + '\0' + value;
        appendNumber(chunks, quint32(body.size() - 4));
        chunks += body;
        appendNumber(chunks, checkSum(body));
    }
    return bytes.insert(kSignatureSize + kHeaderSize, chunks);
}

bool writePrivately(const fs::path& file, const QByteArray& bytes) {
    const fs::path folder = file.parent_path();
    fs::path made;
    for (const fs::path& part : folder) {
        made /= part;
        ::mkdir(made.c_str(), 0700); // those that are there stay as they are
    }
    std::string temporary = (folder / ".kerf-XXXXXX").native();
    const int handle = ::mkostemp(temporary.data(), O_CLOEXEC); // 0600
    if (handle < 0) {
        return false;
    }
    const bool isWritten = ::write(handle, bytes.constData(), std::size_t(bytes.size())) == bytes.size();
    const bool isClosed = ::close(handle) == 0;
    if (isWritten && isClosed && ::rename(temporary.c_str(), file.c_str()) == 0) {
        return true;
    }
    ::unlink(temporary.c_str());
    return false;
}

std::vector<std::pair<QByteArray, QByteArray>> textsOf(const ThumbnailKey& key) {
    return {
        {"Software", "Kerf"},
        {"Thumb::URI", key.uri},
        {"Thumb::MTIME", QByteArray::number(qlonglong(key.seconds))},
        {"Thumb::Size", QByteArray::number(qulonglong(key.bytes))}};
}

} // namespace

ThumbnailSize thumbnailSizeFor(int side) noexcept {
    return side <= int(ThumbnailSize::normal)  ? ThumbnailSize::normal
           : side <= int(ThumbnailSize::large) ? ThumbnailSize::large
                                               : ThumbnailSize::x_large;
}

QByteArray thumbnailUri(const fs::path& file) {
    return "file://" + QByteArray::fromStdString(file.native()).toPercentEncoding("!$&'()*+,/:=@");
}

fs::path thumbnailName(const QByteArray& uri) {
    return (QCryptographicHash::hash(uri, QCryptographicHash::Md5).toHex() + ".png").toStdString();
}

std::optional<ThumbnailKey> thumbnailKey(const fs::path& file, const fs::path& folder) {
    struct stat status {};
    if (folder.empty() || !file.is_absolute() || ::stat(file.c_str(), &status) != 0 ||
        !S_ISREG(status.st_mode)) {
        return std::nullopt;
    }
    const fs::path inside = file.lexically_normal().lexically_relative(folder.lexically_normal());
    if (!inside.empty() && *inside.begin() != "..") {
        return std::nullopt; // no thumbnails of thumbnails
    }
    return ThumbnailKey{
        .uri = thumbnailUri(file),
        .seconds = status.st_mtim.tv_sec,
        .bytes = static_cast<std::uint64_t>(status.st_size)};
}

QImage readThumbnail(const fs::path& folder, const ThumbnailKey& key, ThumbnailSize size) {
    const fs::path name = thumbnailName(key.uri);
    for (const auto& pair : kFolders) {
        if (pair.first >= size) {
            QImage image = readChecked(folderOf(folder, pair.first) / name, key, quint32(pair.first));
            if (!image.isNull()) {
                return image;
            }
        }
    }
    return {};
}

bool writeThumbnail(
    const fs::path& folder, const ThumbnailKey& key, ThumbnailSize size, const QImage& image) {
    const int side = int(size);
    if (image.isNull() || image.width() > side || image.height() > side) {
        return false;
    }
    const QByteArray bytes = encode(image, textsOf(key));
    return !bytes.isEmpty() && writePrivately(folderOf(folder, size) / thumbnailName(key.uri), bytes);
}

std::optional<JobFailure> readThumbnailFailure(const fs::path& folder, const ThumbnailKey& key) {
    const QImage image = readChecked(folder / kFailFolder / thumbnailName(key.uri), key, 1);
    const QString code = image.text(QStringLiteral("Kerf::Code"));
    for (const ErrorCode each : kLasting) {
        if (code == QLatin1String(errorName(each))) {
            return JobFailure{
                .code = each,
                .detail = image.text(QStringLiteral("Kerf::Detail")).left(kMaxDetail).toStdString()};
        }
    }
    return std::nullopt;
}

bool writeThumbnailFailure(const fs::path& folder, const ThumbnailKey& key, const JobFailure& failure) {
    if (std::find(kLasting.begin(), kLasting.end(), failure.code) == kLasting.end()) {
        return false;
    }
    QImage dot(1, 1, QImage::Format_ARGB32);
    dot.fill(Qt::transparent);
    auto texts = textsOf(key);
    texts.emplace_back("Kerf::Code", errorName(failure.code));
    // tEXt is Latin-1 without control characters.
    const QString detail = QString::fromStdString(failure.detail).left(kMaxDetail).simplified();
    texts.emplace_back("Kerf::Detail", detail.toLatin1());
    return writePrivately(folder / kFailFolder / thumbnailName(key.uri), encode(dot, texts));
}

} // namespace kerf::ui
