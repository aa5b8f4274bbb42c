#pragma once

#include "core/session/session.h"
#include "ui/alpha_legend.h"
#include "ui/alpha_style.h"
#include "ui/probe_readout.h"

#include <QObject>
#include <QPointer>

#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

class QWidget;

namespace kerf::ui {

class Actions;
class AlphaBar;
class Canvas;
class CanvasArea;
class FileDialogs;
class SessionBridge;
class Settings;
struct Pyramid;

// The window's dealings with how a result's alpha is shown: keeps actions, bar, canvas and settings at one
// style, loads the own background picture through the session, and shows legend and pixel read-out. Gain and
// gamma are not remembered, since a forgotten one would mislead. GUI thread only.
class AlphaDesk final : public QObject {
    Q_OBJECT

public:
    // All of it outlives the desk. `window`: for dialogs, and the desk's owner.
    struct Parts {
        Session& session;
        SessionBridge& bridge;
        Settings& settings;
        FileDialogs& dialogs;
        Actions& actions;
        CanvasArea& area;
    };
    AlphaDesk(const Parts& parts, QWidget* window);
    ~AlphaDesk() override;

    const AlphaStyle& alphaStyle() const { return m_style; }
    void setAlphaStyle(const AlphaStyle& style);

Q_SIGNALS:
    void pictureFailed(const kerf::JobFailure& failure); // the own picture could not be read

private:
    void connectActions();
    void describe(); // the legend in words
    void setView(AlphaView view);
    void cycle(int step);
    void toggleOverlay();
    void choosePicture();
    void loadPicture(const std::filesystem::path& file);
    void onJobChanged(const JobEvent& event);
    void convertPicture(const Image& image);

    Parts m_parts;
    QWidget* m_window;
    QPointer<Canvas> m_canvas;
    AlphaStyle m_style;
    AlphaView m_beforeOverlay = AlphaView::checkerboard;
    AlphaBar* m_bar; // the view strip's
    AlphaLegend m_legend;
    ProbeReadout m_readout;
    std::filesystem::path m_pictureFile; // chosen; may not be loaded
    std::optional<JobId> m_loading;
    int m_conversions = 0;
    std::jthread m_converter; // one picture at most
};

} // namespace kerf::ui
