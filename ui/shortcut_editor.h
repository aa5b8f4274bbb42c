#pragma once

#include "ui/actions.h"

#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace kerf::ui {

class NoticeBar;
class Settings;

// All actions by menu with their keys, which a person may change: they count at once and are remembered. A
// key that another action has is never taken silently. GUI thread only.
class ShortcutEditor final : public QWidget {
    Q_OBJECT

public:
    ShortcutEditor(Actions& actions, Settings& settings, QWidget* parent = nullptr); // both outlive it

    bool isRecording() const { return m_isRecording; }
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void showKeys(QTreeWidgetItem* item);
    void filter(const QString& text);
    std::optional<Act> current() const;
    void record(bool isOn);
    void take(const QKeySequence& key);
    void set(Act act, const QList<QKeySequence>& keys);
    void remove();
    void reset();
    void resetAll();
    void updateButtons();

    Actions& m_actions;
    Settings& m_settings;
    bool m_isRecording = false;
    QLineEdit* m_search;
    QTreeWidget* m_tree;
    NoticeBar* m_notice;
    QPushButton* m_record;
    QPushButton* m_remove;
    QPushButton* m_reset;
    QPushButton* m_resetAll;
};

} // namespace kerf::ui
