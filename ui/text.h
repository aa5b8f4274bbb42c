#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>
#include <QUrl>

#include <filesystem>

namespace kerf::ui {

// A path for people to read. Bytes that are no UTF-8 are shown as replacement characters, so never turn the
// text back into a path.
inline QString toText(const std::filesystem::path& path) {
    return QString::fromUtf8(path.native().c_str());
}

inline QString nameText(const std::filesystem::path& path) {
    return toText(path.filename());
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
