#pragma once

#include "core/contract/finding.h"
#include "core/session/session.h"
#include "ui/canvas.h"
#include "ui/triage_overlay.h"

#include <QObject>
#include <QPointer>

#include <optional>
#include <vector>

namespace kerf::ui {

class Actions;
class SessionBridge;
class Settings;
class SidePanel;
class TriagePanel;

// Keeps the Matte page and the canvas in step with the shown result: asks the session to inspect it, judges
// its numbers by the person's thresholds, outlines suspicious places and steps through them, lays self-checks
// over the photo. What takes long is asked for only while the page is in view. Holds the shown result (shared
// pixels). GUI thread only.
class TriageDesk final : public QObject {
    Q_OBJECT

public:
    // All of it outlives the desk, but for the canvas, which needn't.
    struct Parts {
        Canvas& canvas;
        SidePanel& side;
        Actions& actions;
        Session& session;
        SessionBridge& bridge;
        Settings& settings;
    };

    explicit TriageDesk(const Parts& parts, QObject* parent = nullptr);
    ~TriageDesk() override;

    void clear();                       // no result is shown
    void showPhoto(const Image& photo); // without a result: its own alpha, where it has one
    void showResult(const PhotoResult& result);
    void step(int by); // to the next (1) or previous (-1) suspicious place, around the ends

private:
    void onJobChanged(const JobEvent& event);
    void setThresholds(const TriageThresholds& thresholds);
    void inspect();
    void requestView();
    void stop(std::optional<JobId>& job);
    void judgeAgain();
    void showPlaces();
    void showPlace(const Finding& finding);
    void goToPlace(int place);
    QRectF toSource(const Rect& box) const;

    Parts m_parts;
    QPointer<Canvas> m_canvas;
    TriagePanel* m_panel; // the side panel's
    TriageOverlay m_overlay;
    TriageThresholds m_thresholds;
    std::optional<PhotoResult> m_result;
    std::shared_ptr<const MatteReport> m_report; // with the person's softDistance, once that is there
    std::optional<SelfCheckNumbers> m_checks;
    std::vector<MatteRegion> m_places;
    int m_current = -1;
    std::optional<JobId> m_inspecting;
    std::optional<JobId> m_drawing;
};

} // namespace kerf::ui
