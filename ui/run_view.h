#pragma once

#include "core/contract/run_comparison.h"
#include "core/session/session.h"
#include "ui/compare_view.h"
#include "ui/pin_overlay.h"

#include <QWidget>

#include <array>
#include <optional>
#include <utility>
#include <vector>

class QComboBox;
class QLabel;
class QSpinBox;
class QToolButton;

namespace kerf::ui {

class Canvas;
class SessionBridge;

// The two pictures of a pair on a canvas, with the ways of comparing and what B lies on above it. Pictures
// come from the session; what can't be opened is said in the place of them. GUI thread only.
class RunView final : public QWidget {
    Q_OBJECT

public:
    RunView(Session& session, SessionBridge& bridge, QWidget* parent = nullptr);
    ~RunView() override;

    void showPair(const RunPair& pair);
    void clear();
    void setHint(const QString& hint); // said while there is no pair
    void setMode(CompareMode mode);
    CompareMode mode() const;
    void flip();  // between A and B, where they are
    void cycle(); // wipe, side by side, difference in turn
    Canvas* canvas() const { return m_canvas; }
    PinOverlay& pin() { return m_pin; }

Q_SIGNALS:
    void opened(); // what can be shown of the pair is on its way to the screen

private:
    QWidget* buildBar();
    QToolButton*
    addMode(CompareMode mode, const char* name, const QString& text, const QString& help, const char* icon);
    void open(bool isA, const PairSide& side);
    void onJobChanged(const JobEvent& event);
    void show();
    void say(const QString& text);

    Session& m_session;
    Canvas* m_canvas;
    std::vector<std::pair<CompareMode, QToolButton*>>
        m_modes; // no QButtonGroup: Tab would reach one of them only
    QSpinBox* m_gain;
    QComboBox* m_backdrop;
    QLabel* m_caption;
    QLabel* m_note;
    QString m_hint;
    PinOverlay m_pin;
    RunPair m_pair;
    std::array<std::optional<JobId>, 2> m_jobs; // A, B
    std::array<Image, 2> m_images;
    CompareMode m_wanted = CompareMode::split; // with both pictures there
};

} // namespace kerf::ui
