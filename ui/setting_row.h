#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace kerf::ui {

// One value of the recipe: its name, its editor and a reset that is there while the value is not the default.
// A changed value's name is accented and bold. Turning the wheel over an editor that has no focus scrolls the
// panel instead of changing the value. GUI thread only.
class SettingRow final : public QWidget {
    Q_OBJECT

public:
    // `name` is the editor's objectName, too; `help` its tooltip. Takes the editor.
    SettingRow(
        const QString& name,
        const QString& label,
        const QString& help,
        QWidget* editor,
        QWidget* parent = nullptr);

    void setChanged(bool isChanged);
    bool isChanged() const { return m_isChanged; }
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void resetClicked();

protected:
    void changeEvent(QEvent* event) override;

private:
    void applyLook();

    bool m_isChanged = false;
    QLabel* m_label;
    QToolButton* m_reset;
};

} // namespace kerf::ui
