#pragma once

#include "core/contract/export_options.h"
#include "core/contract/finding.h"
#include "core/contract/recipe.h"
#include "ui/alpha_style.h"
#include "ui/theme.h"

#include <QByteArray>
#include <QKeySequence>
#include <QList>
#include <QSettings>
#include <QString>
#include <QUrl>

#include <cstdint>
#include <optional>

namespace kerf::ui {

// How Kerf computes unless a recipe says otherwise, and what it may use.
struct Preferences {
    DeviceChoice device = DeviceChoice::automatic;
    bool requireGpu = false;
    Precision precision = Precision::automatic;
    int threads = 0;            // as Recipe's
    int cacheMegabytes = 2048;  // decoded photos and results kept, 0..kMostCacheMegabytes
    QString modelFolder;        // from the next start on; empty: the user's data folder
    int interfacePercent = 100; // size of letters and controls, 100..200; from the next start on

    bool operator==(const Preferences&) const = default;
};
inline constexpr int kMostCacheMegabytes = 262'144;

// The recipe with the preferences in place of what it leaves to them.
Recipe withPreferences(Recipe recipe, const Preferences& preferences);

// What the window remembers between two starts, over a QSettings that outlives it. Values that are damaged or
// from another version read as their defaults. GUI thread only.
// How the window exports unless told otherwise.
ExportOptions windowExport();

class Settings final {
public:
    explicit Settings(QSettings& store) : m_store(store) {}

    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);

    QString language() const; // "de"; empty: the system's
    void setLanguage(const QString& code);

    QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);
    QByteArray splitter(const QString& name) const;
    void setSplitter(const QString& name, const QByteArray& state);

    QString openFolder() const; // empty: the system's pictures folder
    void setOpenFolder(const QString& folder);
    bool keepsThumbnails() const; // in the desktop's folder; on unless switched off
    void setKeepsThumbnails(bool keeps);

    bool goesOnAfterVerdict() const; // to the next photo
    void setGoesOnAfterVerdict(bool goesOn);

    bool restoresSitting() const; // photos, recipe and view of last time; on unless switched off
    void setRestoresSitting(bool restores);
    QStringList recentUrls() const; // files and folders that were opened, newest first
    void setRecentUrls(const QStringList& urls);

    QUrl runFolder(bool isA) const; // of the last comparison of two runs; empty: none yet
    void setRunFolder(bool isA, const QUrl& folder);

    QString exportFolder() const; // of "Export all"; empty: none yet
    void setExportFolder(const QString& folder);

    QStringList unfinishedBatches() const; // URLs of the folders that they write into
    void setUnfinishedBatches(const QStringList& urls);

    Preferences preferences() const;
    void setPreferences(const Preferences& preferences);

    QString mirror() const; // where models are downloaded from; empty: the official addresses
    void setMirror(const QString& mirror);
    bool isModelOfferOver() const; // the person has seen that there are models
    void setModelOfferOver();

    // Keys that a person gave to an action, by its objectName; nothing: the default ones.
    std::optional<QList<QKeySequence>> keys(const QString& action) const;
    void setKeys(const QString& action, const std::optional<QList<QKeySequence>>& keys);

    void forgetPlaces(); // folders, window layout
    QString file() const { return m_store.fileName(); }

    AlphaStyle alphaStyle() const; // without gain, gamma and the picture itself
    void setAlphaStyle(const AlphaStyle& style);
    QUrl alphaPicture() const; // the own background's file; empty: none
    void setAlphaPicture(const QUrl& file);
    bool isPixelReadoutShown() const;
    void setPixelReadoutShown(bool isShown);
    TriageThresholds triageThresholds() const;
    void setTriageThresholds(const TriageThresholds& thresholds); // keeps what differs from the defaults

    ExportOptions exportOptions() const;
    void setExportOptions(const ExportOptions& options);

private:
    QSettings& m_store;
};

} // namespace kerf::ui
