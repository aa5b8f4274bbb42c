#pragma once

#include <QObject>

#include <filesystem>
#include <vector>

class QAction;
class QMenu;

namespace kerf::ui {

class Settings;

// The submenu with the files and folders that were opened last, newest first, and the way to clear it. GUI
// thread only; touches no file.
class RecentMenu final : public QObject {
    Q_OBJECT

public:
    // Inserted into `menu` before `before`.
    RecentMenu(QMenu& menu, QAction* before, Settings& settings, QObject* parent = nullptr);

    // What a person named; of many at once the folder that they lie in.
    void add(const std::vector<std::filesystem::path>& paths);
    void clear();

    static constexpr int kMost = 12;

Q_SIGNALS:
    void chosen(const std::filesystem::path& path);

private:
    void fill();

    Settings& m_settings;
    QMenu* m_menu;
};

} // namespace kerf::ui
