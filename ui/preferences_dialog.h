#pragma once

#include "ui/file_dialogs.h"
#include "ui/settings.h"

#include <QDialog>

#include <filesystem>
#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QSpinBox;
class QStackedWidget;
class QVBoxLayout;

namespace kerf::ui {

class Actions;
class SettingRow;
class Theme;

// Something that Kerf keeps of what a person did, and how to be rid of it.
struct PrivateData {
    QString name;                      // "log", for objectNames
    QString title;                     // "Log"
    QString what;                      // one sentence: what is in it and what it is for
    QString where;                     // folder or file, for people to read
    std::function<void()> clear;       // empty: it can't be cleared here
    std::function<bool()> isKept;      // with setKept: whether it is kept from now on
    std::function<void(bool)> setKept; // empty: that can't be switched off
};

// What Kerf does unless told otherwise, in pages. Every value counts at once, or from the next start on where
// it says so; every one has a reset. Blocks nothing. GUI thread only.
class PreferencesDialog final : public QDialog {
    Q_OBJECT

public:
    enum class Page { computing, folders, appearance, shortcuts, privacy };

    struct Parts { // all outlive it
        Settings& settings;
        Theme& theme;
        Actions& actions;
        FileDialogs& dialogs;
        std::filesystem::path modelFolder; // that is used now
        std::vector<PrivateData> privateData;
    };

    PreferencesDialog(const Parts& parts, QWidget* parent);

    void showPage(Page page);
    void setMachine(const QString& text); // what there is to compute with

Q_SIGNALS:
    void preferencesChanged();

private:
    QVBoxLayout* addPage(const char* name, const QString& title, const QString& intro);
    SettingRow* addRow(
        QVBoxLayout* page,
        const char* name,
        const QString& label,
        const QString& help,
        QWidget* editor,
        std::function<void()> reset);
    void buildComputing();
    void buildFolders();
    void buildAppearance();
    void buildShortcuts();
    void buildPrivacy();
    void addPrivateData(QVBoxLayout* page, const PrivateData& data);
    QWidget* makeFolderEditor(
        const char* name, const QString& title, QLineEdit*& edit, std::function<void(const QString&)> chosen);
    void change(const std::function<void(Preferences&)>& change);
    void showValues();

    Parts m_parts;
    bool m_isShowing = false;
    QListWidget* m_list;
    QStackedWidget* m_pages;
    QLabel* m_machine = nullptr;
    QComboBox* m_device = nullptr;
    QCheckBox* m_requireGpu = nullptr;
    QComboBox* m_precision = nullptr;
    QSpinBox* m_threads = nullptr;
    QSpinBox* m_cache = nullptr;
    QLineEdit* m_modelFolder = nullptr;
    QLineEdit* m_exportFolder = nullptr;
    QComboBox* m_theme = nullptr;
    QComboBox* m_size = nullptr;
    QComboBox* m_language = nullptr;
    SettingRow* m_deviceRow = nullptr;
    SettingRow* m_requireRow = nullptr;
    SettingRow* m_precisionRow = nullptr;
    SettingRow* m_threadsRow = nullptr;
    SettingRow* m_cacheRow = nullptr;
    SettingRow* m_modelFolderRow = nullptr;
    SettingRow* m_exportFolderRow = nullptr;
    SettingRow* m_themeRow = nullptr;
    SettingRow* m_sizeRow = nullptr;
    SettingRow* m_languageRow = nullptr;
};

} // namespace kerf::ui
