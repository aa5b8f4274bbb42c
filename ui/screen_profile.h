#pragma once

#include <QByteArray>
#include <QColorSpace>
#include <QObject>

#include <functional>

class QScreen;
class QWidget;

namespace kerf::ui {

// The ICC profile that the desktop has set for a screen (X11's _ICC_PROFILE); empty where there is none or
// no way to ask.
QByteArray readScreenProfile(const QScreen& screen);

// Which colours the screen shows that a window is on: sRGB where no profile is set or Qt can't use it. Looks
// again when the window goes to another screen and when it is activated, since profiles are set elsewhere.
// GUI thread only.
class ScreenProfile final : public QObject {
    Q_OBJECT

public:
    using Reader = std::function<QByteArray(const QScreen&)>;

    // `window` outlives it.
    explicit ScreenProfile(QWidget& window, Reader read = readScreenProfile, QObject* parent = nullptr);

    const QColorSpace& colors() const { return m_colors; }
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void changed(const QColorSpace& colors);

private:
    void look();

    QWidget& m_window;
    Reader m_read;
    QByteArray m_profile;
    QColorSpace m_colors{QColorSpace::SRgb};
    bool m_isWatching = false; // the window's screen
};

} // namespace kerf::ui
