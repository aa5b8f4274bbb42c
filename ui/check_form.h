#pragma once

#include "core/contract/self_check.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QLabel;

namespace kerf::ui {

class NumberTable;

// The self-checks of a clean-up: their numbers, and which of them lies over the photo as a picture. GUI
// thread only.
class CheckForm final : public QWidget {
    Q_OBJECT

public:
    explicit CheckForm(QWidget* parent = nullptr);

    enum class State { nothing, busy, ready };
    void setChecks(State state, const SelfCheckNumbers& checks);

    std::optional<CheckView> view() const; // none: the photo as it is
    double gain() const;                   // of that picture
    QString viewName() const;              // as the picture's caption has it
    void clearView();                      // tells so

Q_SIGNALS:
    void viewChanged(); // view() or gain()

private:
    void addView(const QString& text, int id, const QString& help);
    void allow(int id, bool isAllowed);

    NumberTable* m_numbers;
    QLabel* m_note;
    QComboBox* m_view;
    QComboBox* m_gain;
};

} // namespace kerf::ui
