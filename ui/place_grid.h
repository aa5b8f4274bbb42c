#pragma once

#include <QWidget>

class QButtonGroup;

namespace kerf::ui {

// Nine places of a frame as a square of buttons. A picture's left stays on the left whatever the direction of
// writing. GUI thread only.
class PlaceGrid final : public QWidget {
    Q_OBJECT

public:
    explicit PlaceGrid(QWidget* parent = nullptr);

    void setPlace(int x, int y); // per cent; between the nine none is marked

Q_SIGNALS:
    void placeChosen(int x, int y); // by a person; 0, 50 or 100 each

private:
    QButtonGroup* m_buttons;
};

} // namespace kerf::ui
