#include "ui/settings.h"

#include "core/base/error.h"

namespace kerf::ui {
namespace {

constexpr const char* kTheme = "appearance/theme";
constexpr const char* kLanguage = "appearance/language";
constexpr const char* kGeometry = "window/geometry";
constexpr const char* kOpenFolder = "folders/open";
constexpr const char* kKeepsThumbnails = "privacy/keep-thumbnails";
constexpr const char* kExportFolder = "folders/export";

QString splitterKey(const QString& name) {
    return QStringLiteral("window/splitter-") + name;
}

} // namespace

ThemeChoice Settings::theme() const {
    const QString name = m_store.value(QLatin1String(kTheme)).toString();
    if (name == QLatin1String("light")) {
        return ThemeChoice::light;
    }
    return name == QLatin1String("dark") ? ThemeChoice::dark : ThemeChoice::system;
}

void Settings::setTheme(ThemeChoice choice) {
    const char* name = choice == ThemeChoice::system  ? "system"
                       : choice == ThemeChoice::light ? "light"
                                                      : "dark";
    m_store.setValue(QLatin1String(kTheme), QString::fromLatin1(name));
}

QString Settings::language() const {
    return m_store.value(QLatin1String(kLanguage)).toString();
}

void Settings::setLanguage(const QString& code) {
    m_store.setValue(QLatin1String(kLanguage), code);
}

QByteArray Settings::geometry() const {
    return m_store.value(QLatin1String(kGeometry)).toByteArray();
}

void Settings::setGeometry(const QByteArray& geometry) {
    m_store.setValue(QLatin1String(kGeometry), geometry);
}

QByteArray Settings::splitter(const QString& name) const {
    return m_store.value(splitterKey(name)).toByteArray();
}

void Settings::setSplitter(const QString& name, const QByteArray& state) {
    m_store.setValue(splitterKey(name), state);
}

QString Settings::openFolder() const {
    return m_store.value(QLatin1String(kOpenFolder)).toString();
}

void Settings::setOpenFolder(const QString& folder) {
    m_store.setValue(QLatin1String(kOpenFolder), folder);
}

QString Settings::exportFolder() const {
    return m_store.value(QLatin1String(kExportFolder)).toString();
}

void Settings::setExportFolder(const QString& folder) {
    m_store.setValue(QLatin1String(kExportFolder), folder);
}

bool Settings::keepsThumbnails() const {
    return m_store.value(QLatin1String(kKeepsThumbnails), true).toBool();
}

void Settings::setKeepsThumbnails(bool keeps) {
    m_store.setValue(QLatin1String(kKeepsThumbnails), keeps);
}

ExportOptions Settings::exportOptions() const {
    ExportOptions options;
    const std::string type = m_store.value(QStringLiteral("export/type")).toString().toStdString();
    options.type = parseFileType(type).value_or(options.type);
    options.depth = m_store.value(QStringLiteral("export/depth"), options.depth).toInt();
    options.quality = m_store.value(QStringLiteral("export/quality"), options.quality).toInt();
    options.keepMetadata = m_store.value(QStringLiteral("export/metadata"), options.keepMetadata).toBool();
    try {
        options.check();
    } catch (const Error&) {
        return {}; // a settings file that someone edited
    }
    return options;
}

void Settings::setExportOptions(const ExportOptions& options) {
    const std::string_view type = name(options.type);
    m_store.setValue(QStringLiteral("export/type"), QString::fromLatin1(type.data(), qsizetype(type.size())));
    m_store.setValue(QStringLiteral("export/depth"), options.depth);
    m_store.setValue(QStringLiteral("export/quality"), options.quality);
    m_store.setValue(QStringLiteral("export/metadata"), options.keepMetadata);
}

} // namespace kerf::ui
