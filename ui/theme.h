#pragma once

#include <QColor>
#include <QObject>
#include <QPalette>

class QDBusVariant;

namespace kerf::ui {

enum class ThemeChoice { system, light, dark };

// The colours that a palette has no role for. Text on `window`, `base`, `raised` and on its own back colour
// has a contrast of at least 4.5 : 1.
struct ThemeColors {
    QColor window;
    QColor base;   // lists and fields
    QColor raised; // buttons and cards
    QColor hairline;
    QColor text;
    QColor muted;
    QColor accent;
    QColor onAccent;
    QColor danger;
    QColor dangerBack;
    QColor warning;
    QColor warningBack;
    QColor success;
};

const ThemeColors& themeColors(bool isDark);
const ThemeColors& themeColors(const QPalette& palette); // the set that the palette was made from
bool isDark(const QPalette& palette);
QPalette themePalette(bool isDark);

// WCAG 2 contrast of two opaque colours, 1..21.
double contrast(const QColor& a, const QColor& b);

// Gives the application Kerf's style and, of its two palettes, the one that was chosen or that the system
// uses. Follows the system while the choice is `system`: its palette, and the desktop portal's colour scheme
// where there is one. One per application, made after QApplication and living shorter. GUI thread only.
class Theme final : public QObject {
    Q_OBJECT

public:
    explicit Theme(QObject* parent = nullptr);

    ThemeChoice choice() const { return m_choice; }
    bool isDark() const;
    void choose(ThemeChoice choice);

    // Asks the desktop for its colour scheme, without waiting, and listens for changes. Call it after the
    // first paint.
    void followDesktop();

    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void changed(bool isDark);

private Q_SLOTS:
    void onDesktopSetting(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void setSystemDark(bool isDark);
    void apply();

    ThemeChoice m_choice = ThemeChoice::system;
    bool m_systemIsDark = false;
    bool m_applied = false;
    bool m_isDark = false;
};

} // namespace kerf::ui
