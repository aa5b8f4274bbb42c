#pragma once

#include <QWidget>

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QTimer;
class QToolButton;

namespace kerf::ui {

class PhotoSortModel;

// What stands above the filmstrip: which photos are shown, in which order, and how many have which verdict.
// GUI thread only.
class FilmstripBar final : public QWidget {
    Q_OBJECT

public:
    explicit FilmstripBar(PhotoSortModel& sorted, QWidget* parent = nullptr);

    void focusFilter();
    void addButton(QToolButton* button); // takes it; at the end

Q_SIGNALS:
    void left(); // Esc or Enter in the filter's field

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildFilter();
    void buildLimit();
    void buildOrder();
    void applyFilter();
    void applyNumber(); // another one: its limit starts afresh
    void applyOrder();
    void showState(); // of the model, in the widgets
    void showLimit();
    void showCounts();

    PhotoSortModel& m_sorted;
    bool m_isShowing = false;
    QLineEdit* m_text;
    QComboBox* m_state;
    QComboBox* m_judged;
    QComboBox* m_number;
    QComboBox* m_bound;
    QDoubleSpinBox* m_limit;
    QComboBox* m_key;
    QToolButton* m_direction;
    QToolButton* m_showAll;
    QLabel* m_counts;
    QTimer* m_counting;
};

} // namespace kerf::ui
