#pragma once

#include "core/contract/matte_edits.h"

#include <QWidget>

#include <vector>

class QDoubleSpinBox;
class QSlider;

namespace kerf::ui {

class Section;
class SettingRow;

// The recipe's group of what is done to every matte's edge: levels, shrink or grow, feather. Each value has a
// slider, a number and a reset. GUI thread only.
class EdgeSection final : public QWidget {
    Q_OBJECT

public:
    explicit EdgeSection(QWidget* parent = nullptr);

    const EdgeSettings& settings() const { return m_settings; }
    void setSettings(const EdgeSettings& settings); // shows them; tells nothing

Q_SIGNALS:
    void settingsChanged(const kerf::EdgeSettings& settings); // by a person

private:
    struct Value {
        double (*get)(const EdgeSettings&);
        void (*set)(EdgeSettings&, double);
        double step = 1.0; // of the slider
        bool isGamma = false;
        SettingRow* row = nullptr;
        QSlider* slider = nullptr;
        QDoubleSpinBox* number = nullptr;
    };
    struct Spec {
        const char* name;
        QString label;
        QString help;
        QString unit;
        double least;
        double most;
        int decimals;
    };

    void addValue(const Spec& spec, Value value);
    void change(const Value& value, double to);
    static int toSlider(const Value& value, double number);
    static double fromSlider(const Value& value, int position);

    EdgeSettings m_settings;
    bool m_isShowing = false;
    Section* m_section;
    std::vector<Value> m_values;
};

} // namespace kerf::ui
