#pragma once

#include "core/contract/export_options.h"
#include "ui/theme.h"

#include <QByteArray>
#include <QSettings>
#include <QString>

namespace kerf::ui {

// What the window remembers between two starts, over a QSettings that outlives it. Values that are damaged or
// from another version read as their defaults. GUI thread only.
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

    QString exportFolder() const; // of "Export all"; empty: none yet
    void setExportFolder(const QString& folder);

    ExportOptions exportOptions() const;
    void setExportOptions(const ExportOptions& options);

private:
    QSettings& m_store;
};

} // namespace kerf::ui
