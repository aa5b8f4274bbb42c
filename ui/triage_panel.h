#pragma once

#include "core/contract/finding.h"

#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QPushButton;

namespace kerf::ui {

class AlphaHistogram;
class CheckForm;
class FlagList;
class NumberTable;
class Section;
class ThresholdForm;

// The page about the shown matte: what is flagged and where, the alpha histogram, all numbers, the
// self-checks and the thresholds. Shows what it is given. GUI thread only.
class TriagePanel final : public QWidget {
    Q_OBJECT

public:
    explicit TriagePanel(QWidget* parent = nullptr);

    // What there is to show: nothing was made yet; a result without a mask; a report.
    enum class State { nothing, unmasked, measured };
    void setReport(State state, std::shared_ptr<const MatteReport> report);
    void setFindings(const std::vector<Finding>& findings);
    void setPlaces(int count, int current, const QString& name); // -1: none is current

    CheckForm* checks() const { return m_checks; }
    ThresholdForm* thresholds() const { return m_thresholds; }

Q_SIGNALS:
    void nextClicked();
    void previousClicked();
    void placeWanted(const kerf::Finding& finding);
    void visibleChanged(bool isVisible);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeSteps();
    void showNumbers(const MatteNumbers& numbers);
    void showHeadline();
    void applyTheme();

    State m_state = State::nothing;
    std::vector<Finding> m_findings;
    QWidget* m_content;
    QLabel* m_headline;
    FlagList* m_flags;
    QWidget* m_steps;
    QPushButton* m_previous;
    QPushButton* m_next;
    QLabel* m_place;
    Section* m_histogramSection;
    Section* m_numberSection;
    Section* m_checkSection;
    Section* m_thresholdSection;
    AlphaHistogram* m_histogram;
    NumberTable* m_numbers;
    CheckForm* m_checks;
    ThresholdForm* m_thresholds;
};

} // namespace kerf::ui
