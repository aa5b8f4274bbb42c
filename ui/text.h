#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QUrl>

#include <filesystem>

namespace kerf::ui {

// A path for people to read, on one line. Bytes that are no UTF-8, and characters that break lines or turn
// the direction of writing around, are shown as replacement characters, so never turn the text back into a
// path.
inline QString toText(const std::filesystem::path& path) {
    QString text = QString::fromUtf8(path.native().c_str());
    for (QChar& c : text) {
        const ushort code = c.unicode();
        const bool isTurning = code == 0x200e || code == 0x200f || (code >= 0x2028 && code <= 0x202e) ||
                               (code >= 0x2066 && code <= 0x2069);
        if (isTurning || c.category() == QChar::Other_Control) {
            c = QChar::ReplacementCharacter;
        }
    }
    return text;
}

inline QString nameText(const std::filesystem::path& path) {
    return toText(path.filename());
}

// For sentences: of a very long name the start and the end.
inline QString shortNameText(const std::filesystem::path& path) {
    constexpr qsizetype kStart = 28;
    constexpr qsizetype kEnd = 18;
    const QString name = nameText(path);
    return name.size() <= kStart + kEnd ? name : name.left(kStart) + QChar(0x2026) + name.right(kEnd);
}

// A path that a dialog gave.
inline std::filesystem::path toPath(const QString& text) {
    return {QFile::encodeName(text).toStdString()};
}

// The file that a local URL names, byte for byte; empty for other URLs.
inline std::filesystem::path toPath(const QUrl& url) {
    if (!url.isLocalFile()) {
        return {};
    }
    return {QByteArray::fromPercentEncoding(url.path(QUrl::FullyEncoded).toLatin1()).toStdString()};
}

inline QUrl toUrl(const std::filesystem::path& path) {
    QUrl url;
    url.setScheme(QStringLiteral("file"));
    url.setPath(
        QString::fromLatin1(QByteArray::fromStdString(path.native()).toPercentEncoding("/")),
        QUrl::StrictMode);
    return url;
}

} // namespace kerf::ui
