#pragma once

#include "core/contract/finding.h"

#include <QWidget>

#include <vector>

class QDoubleSpinBox;

namespace kerf::ui {

class SettingRow;

// Every threshold of the flags, each with its default and a reset. GUI thread only.
class ThresholdForm final : public QWidget {
    Q_OBJECT

public:
    explicit ThresholdForm(QWidget* parent = nullptr);

    const TriageThresholds& thresholds() const { return m_thresholds; }
    void setThresholds(const TriageThresholds& thresholds); // tells nobody
    bool isChanged() const { return m_thresholds != TriageThresholds(); }

Q_SIGNALS:
    void thresholdsChanged(const kerf::TriageThresholds& thresholds); // by the person

private:
    struct Editor {
        const TriageThreshold* threshold;
        QDoubleSpinBox* box;
        SettingRow* row;
    };

    void addEditor(const TriageThreshold& threshold);
    void show(const Editor& editor);
    void change(const Editor& editor, double value);

    TriageThresholds m_thresholds;
    std::vector<Editor> m_editors;
};

} // namespace kerf::ui
