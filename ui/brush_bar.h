#pragma once

#include "ui/brush_tool.h"

#include <QObject>

#include <vector>

class QCheckBox;
class QLabel;
class QSlider;
class QSpinBox;
class QToolButton;
class QWidget;

namespace kerf::ui {

class Strip;

// The brush's options, as groups of the canvas's strip: what it does, size, hardness, what it spares, and how
// to take everything off again. There while the brush is. GUI thread only.
class BrushBar final : public QObject {
    Q_OBJECT

public:
    explicit BrushBar(Strip* strip, QObject* parent = nullptr); // the strip takes the groups

    void setShown(bool isShown);
    void setSettings(const BrushSettings& settings); // shows them; tells nothing
    void setCounts(int strokes, int hints);          // of the shown photo
    void setNote(const QString& note);               // a word about the last line; empty: none

Q_SIGNALS:
    void settingsChanged(const kerf::ui::BrushSettings& settings); // by a person
    void clearClicked();                                           // strokes, or hints in a hint's mode
    void doneClicked();

private:
    void addModes();
    void addSizes();
    void addRules();
    void addEnd();
    QToolButton*
    addMode(QWidget* group, BrushMode mode, const char* name, const QString& text, const QString& help);
    struct Number {
        QSlider* slider = nullptr;
        QSpinBox* box = nullptr;
    };
    Number addNumber(
        const char* name,
        const QString& label,
        const QString& help,
        int least,
        int most,
        const QString& unit);
    QWidget* addGroup(const char* name);
    template <typename Change>
    void change(Change&& change);
    void showState();

    Strip* m_strip;
    BrushSettings m_settings;
    bool m_isShowing = false;
    bool m_isShown = false;
    int m_strokes = 0;
    int m_hints = 0;
    std::vector<QWidget*> m_groups; // the strip's children
    std::vector<std::pair<BrushMode, QToolButton*>> m_modes;
    Number m_size;
    Number m_hardness;
    QWidget* m_hardnessGroup = nullptr;
    QWidget* m_rules = nullptr;
    QCheckBox* m_uncertain = nullptr;
    QCheckBox* m_edgeAware = nullptr;
    QToolButton* m_clear = nullptr;
    QLabel* m_note = nullptr;
};

} // namespace kerf::ui
