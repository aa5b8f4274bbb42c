#include "ui/settings.h"

#include "core/base/error.h"
#include "core/contract/export_json.h"

namespace kerf::ui {
namespace {

constexpr const char* kTheme = "appearance/theme";
constexpr const char* kLanguage = "appearance/language";
constexpr const char* kGeometry = "window/geometry";
constexpr const char* kOpenFolder = "folders/open";
constexpr const char* kKeepsThumbnails = "privacy/keep-thumbnails";
constexpr const char* kGoesOn = "judge/go-on";
constexpr const char* kRestoresSitting = "privacy/restore-photos";
constexpr const char* kRecent = "folders/recent";
constexpr const char* kExport = "export/options";
constexpr const char* kExportFolder = "folders/export";
constexpr const char* kUnfinished = "folders/unfinished-batches";
constexpr const char* kRunA = "folders/run-a";
constexpr const char* kRunB = "folders/run-b";
constexpr const char* kAlphaView = "alpha/view";
constexpr const char* kAlphaPicture = "folders/background-picture";
constexpr const char* kPixelReadout = "view/pixel-readout";

struct AlphaNumber {
    const char* key;
    int AlphaStyle::*member;
};
constexpr AlphaNumber kAlphaNumbers[] = {
    {"alpha/check-side", &AlphaStyle::checkSide},
    {"alpha/check-contrast", &AlphaStyle::checkContrast},
    {"alpha/overlay-color", &AlphaStyle::overlayColor},
    {"alpha/overlay-opacity", &AlphaStyle::overlayOpacity},
    {"alpha/band-dim", &AlphaStyle::bandDim}};

struct AlphaColor {
    const char* key;
    QColor AlphaStyle::*member;
};
constexpr AlphaColor kAlphaColors[] = {
    {"alpha/check-light", &AlphaStyle::checkLight},
    {"alpha/check-dark", &AlphaStyle::checkDark},
    {"alpha/color", &AlphaStyle::color},
    {"alpha/gradient-top", &AlphaStyle::gradientTop},
    {"alpha/gradient-bottom", &AlphaStyle::gradientBottom}};

constexpr int kMostThreads = 256;

QString keysKey(const QString& action) {
    return QStringLiteral("shortcuts/") + action;
}

template <typename Enum>
QString nameOf(Enum value) {
    const std::string_view text = kerf::name(value);
    return QString::fromLatin1(text.data(), qsizetype(text.size()));
}

QString thresholdKey(const TriageThreshold& threshold) {
    return QStringLiteral("triage/") +
           QString::fromLatin1(threshold.name.data(), qsizetype(threshold.name.size()));
}

QString splitterKey(const QString& name) {
    return QStringLiteral("window/splitter-") + name;
}

} // namespace

Recipe withPreferences(Recipe recipe, const Preferences& preferences) {
    if (recipe.device == DeviceChoice::automatic && !recipe.requireGpu) {
        recipe.device = preferences.device;
        recipe.requireGpu = preferences.requireGpu && preferences.device != DeviceChoice::cpu;
    }
    if (recipe.precision == Precision::automatic) {
        recipe.precision = preferences.precision;
    }
    if (recipe.threads == 0) {
        recipe.threads = preferences.threads;
    }
    return recipe;
}

Preferences Settings::preferences() const {
    const auto text = [this](const char* key) {
        return m_store.value(QLatin1String(key)).toString().toStdString();
    };
    const auto number = [this](const char* key, int usual, int least, int most) {
        bool isNumber = false;
        const int value = m_store.value(QLatin1String(key), usual).toInt(&isNumber);
        return isNumber && value >= least && value <= most ? value : usual;
    };
    Preferences p;
    p.device = parseDeviceChoice(text("compute/device")).value_or(p.device);
    p.requireGpu = m_store.value(QStringLiteral("compute/requireGpu"), p.requireGpu).toBool();
    p.precision = parsePrecision(text("compute/precision")).value_or(p.precision);
    p.threads = number("compute/threads", p.threads, 0, kMostThreads);
    p.cacheMegabytes = number("compute/cacheMegabytes", p.cacheMegabytes, 0, kMostCacheMegabytes);
    p.modelFolder = m_store.value(QStringLiteral("models/folder")).toString();
    p.interfacePercent = number("appearance/interfacePercent", p.interfacePercent, 100, 200);
    return p;
}

void Settings::setPreferences(const Preferences& p) {
    m_store.setValue(QStringLiteral("compute/device"), nameOf(p.device));
    m_store.setValue(QStringLiteral("compute/requireGpu"), p.requireGpu);
    m_store.setValue(QStringLiteral("compute/precision"), nameOf(p.precision));
    m_store.setValue(QStringLiteral("compute/threads"), p.threads);
    m_store.setValue(QStringLiteral("compute/cacheMegabytes"), p.cacheMegabytes);
    m_store.setValue(QStringLiteral("models/folder"), p.modelFolder);
    m_store.setValue(QStringLiteral("appearance/interfacePercent"), p.interfacePercent);
}

QString Settings::mirror() const {
    return m_store.value(QStringLiteral("models/mirror")).toString();
}

void Settings::setMirror(const QString& mirror) {
    m_store.setValue(QStringLiteral("models/mirror"), mirror);
}

bool Settings::isModelOfferOver() const {
    return m_store.value(QStringLiteral("models/offered")).toBool();
}

void Settings::setModelOfferOver() {
    m_store.setValue(QStringLiteral("models/offered"), true);
}

std::optional<QList<QKeySequence>> Settings::keys(const QString& action) const {
    const QVariant value = m_store.value(keysKey(action));
    if (!value.isValid()) {
        return std::nullopt;
    }
    QList<QKeySequence> keys = QKeySequence::listFromString(value.toString(), QKeySequence::PortableText);
    keys.removeAll(QKeySequence());
    return keys;
}

void Settings::setKeys(const QString& action, const std::optional<QList<QKeySequence>>& keys) {
    if (keys) {
        m_store.setValue(keysKey(action), QKeySequence::listToString(*keys, QKeySequence::PortableText));
    } else {
        m_store.remove(keysKey(action));
    }
}

void Settings::forgetPlaces() {
    m_store.remove(QStringLiteral("folders"));
    m_store.remove(QStringLiteral("window"));
}

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

QUrl Settings::runFolder(bool isA) const {
    return QUrl(m_store.value(QLatin1String(isA ? kRunA : kRunB)).toString(), QUrl::StrictMode);
}

void Settings::setRunFolder(bool isA, const QUrl& folder) {
    m_store.setValue(QLatin1String(isA ? kRunA : kRunB), folder.toString(QUrl::FullyEncoded));
}

QString Settings::exportFolder() const {
    return m_store.value(QLatin1String(kExportFolder)).toString();
}

void Settings::setExportFolder(const QString& folder) {
    m_store.setValue(QLatin1String(kExportFolder), folder);
}

QStringList Settings::unfinishedBatches() const {
    return m_store.value(QLatin1String(kUnfinished)).toStringList();
}

void Settings::setUnfinishedBatches(const QStringList& urls) {
    m_store.setValue(QLatin1String(kUnfinished), urls);
}

bool Settings::keepsThumbnails() const {
    return m_store.value(QLatin1String(kKeepsThumbnails), true).toBool();
}

void Settings::setKeepsThumbnails(bool keeps) {
    m_store.setValue(QLatin1String(kKeepsThumbnails), keeps);
}

AlphaStyle Settings::alphaStyle() const {
    AlphaStyle style;
    style.view = parseAlphaView(m_store.value(QLatin1String(kAlphaView)).toString()).value_or(style.view);
    for (const AlphaNumber& number : kAlphaNumbers) {
        bool isNumber = false;
        const int value = m_store.value(QLatin1String(number.key)).toInt(&isNumber);
        style.*number.member = isNumber ? value : style.*number.member;
    }
    for (const AlphaColor& color : kAlphaColors) {
        const QColor value(m_store.value(QLatin1String(color.key)).toString());
        style.*color.member = value.isValid() ? value : style.*color.member;
    }
    return clamped(style);
}

void Settings::setAlphaStyle(const AlphaStyle& style) {
    m_store.setValue(QLatin1String(kAlphaView), alphaViewKey(style.view));
    for (const AlphaNumber& number : kAlphaNumbers) {
        m_store.setValue(QLatin1String(number.key), style.*number.member);
    }
    for (const AlphaColor& color : kAlphaColors) {
        m_store.setValue(QLatin1String(color.key), (style.*color.member).name());
    }
}

QUrl Settings::alphaPicture() const {
    return QUrl(m_store.value(QLatin1String(kAlphaPicture)).toString());
}

void Settings::setAlphaPicture(const QUrl& file) {
    m_store.setValue(QLatin1String(kAlphaPicture), QString::fromLatin1(file.toEncoded()));
}

bool Settings::isPixelReadoutShown() const {
    return m_store.value(QLatin1String(kPixelReadout), false).toBool();
}

void Settings::setPixelReadoutShown(bool isShown) {
    m_store.setValue(QLatin1String(kPixelReadout), isShown);
}

bool Settings::goesOnAfterVerdict() const {
    return m_store.value(QLatin1String(kGoesOn), false).toBool();
}

void Settings::setGoesOnAfterVerdict(bool goesOn) {
    m_store.setValue(QLatin1String(kGoesOn), goesOn);
}

TriageThresholds Settings::triageThresholds() const {
    TriageThresholds thresholds;
    for (const TriageThreshold& threshold : kerf::triageThresholds()) {
        double& value = thresholds.*threshold.value;
        value = m_store.value(thresholdKey(threshold), value).toDouble();
    }
    try {
        thresholds.check();
    } catch (const Error&) {
        return {}; // a settings file that someone edited
    }
    return thresholds;
}

void Settings::setTriageThresholds(const TriageThresholds& thresholds) {
    const TriageThresholds defaults;
    for (const TriageThreshold& threshold : kerf::triageThresholds()) {
        const double value = thresholds.*threshold.value;
        if (value == defaults.*threshold.value) {
            m_store.remove(thresholdKey(threshold));
        } else {
            m_store.setValue(thresholdKey(threshold), value);
        }
    }
}

bool Settings::restoresSitting() const {
    return m_store.value(QLatin1String(kRestoresSitting), true).toBool();
}

void Settings::setRestoresSitting(bool restores) {
    m_store.setValue(QLatin1String(kRestoresSitting), restores);
}

QStringList Settings::recentUrls() const {
    return m_store.value(QLatin1String(kRecent)).toStringList();
}

void Settings::setRecentUrls(const QStringList& urls) {
    m_store.setValue(QLatin1String(kRecent), urls);
}

// The window offers to save beside the photos, so results are told from them by their names.
ExportOptions windowExport() {
    ExportOptions options;
    options.naming = "{name}-{stage}";
    return options;
}

ExportOptions Settings::exportOptions() const {
    try {
        const QByteArray text = m_store.value(QLatin1String(kExport)).toString().toUtf8();
        return text.isEmpty() ? windowExport() : exportFromJson(text.toStdString());
    } catch (const Error&) {
        return windowExport(); // a settings file that someone edited
    }
}

void Settings::setExportOptions(const ExportOptions& options) {
    m_store.setValue(QLatin1String(kExport), QString::fromStdString(toJson(options)));
}

} // namespace kerf::ui
