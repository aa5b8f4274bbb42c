#pragma once

#include "core/contract/judgement.h"

#include <QWidget>

#include <array>
#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace kerf::ui {

// The side panel's page for judging results: verdict, reason, a note that can be pinned to the photo, and how
// far one is. Shows what it is given, tells what a person does. GUI thread only.
class JudgePanel final : public QWidget {
    Q_OBJECT

public:
    explicit JudgePanel(QWidget* parent = nullptr);

    void showJudgement(const Judgement& judgement); // of the shown photo
    void showNoPhoto();
    void showCounts(const std::array<int, 4>& counts); // by Verdict
    void setPlacing(bool isPlacing);
    void setGoingOn(bool isOn);
    void editNote();

Q_SIGNALS:
    void verdictChosen(kerf::Verdict verdict);
    void reasonEdited(const QString& reason);
    void noteEdited(const QString& note);
    void placingToggled(bool isPlacing);
    void pinRemoved();
    void goingOnToggled(bool isOn); // to the next photo after a verdict

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildVerdicts();
    QWidget* buildReason();
    QWidget* buildNote();
    QWidget* buildCounts();
    void showVerdict(Verdict verdict);
    void tellReason();
    void applyTheme();
    void layNote();

    bool m_isShowing = false;
    Judgement m_shown;
    QWidget* m_form;
    std::array<QToolButton*, 4> m_verdicts{}; // by Verdict
    QComboBox* m_reason;
    QPlainTextEdit* m_note;
    QPushButton* m_place;
    QPushButton* m_unpin;
    QCheckBox* m_goOn;
    QProgressBar* m_bar;
    QLabel* m_progress;
    QLabel* m_counts;
};

} // namespace kerf::ui
