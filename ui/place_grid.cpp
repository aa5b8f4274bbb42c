#include "ui/place_grid.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QToolButton>

#include <array>

namespace kerf::ui {
namespace {

constexpr int kSide = 3;
constexpr int kStep = 50; // per cent

constexpr std::array kNames{"top-left", "top",         "top-right", "left",        "center",
                            "right",    "bottom-left", "bottom",    "bottom-right"};

} // namespace

PlaceGrid::PlaceGrid(QWidget* parent) : QWidget(parent), m_buttons(new QButtonGroup(this)) {
    setObjectName(QStringLiteral("framePlaceGrid"));
    setLayoutDirection(Qt::LeftToRight);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    const std::array texts{tr("Top left"),    tr("Top"),    tr("Top right"),
                           tr("Left"),        tr("Middle"), tr("Right"),
                           tr("Bottom left"), tr("Bottom"), tr("Bottom right")};
    setStyleSheet(QStringLiteral(
        "QToolButton { min-width: 1.5em; padding: 1px; border: 1px solid palette(mid); border-radius: 4px; }"
        "QToolButton:checked { background: palette(highlight); color: palette(highlighted-text); }"
        "QToolButton:focus { border: 2px solid palette(highlight); }"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(2);
    for (int i = 0; i < int(kNames.size()); ++i) {
        auto* button = new QToolButton(this);
        button->setObjectName(QStringLiteral("framePlace-") + QLatin1String(kNames[std::size_t(i)]));
        button->setAccessibleName(texts[std::size_t(i)]);
        button->setToolTip(texts[std::size_t(i)]);
        button->setCheckable(true);
        button->setText(QStringLiteral("\u25AA")); // a small square
        m_buttons->addButton(button, i);
        grid->addWidget(button, i / kSide, i % kSide);
    }
    connect(m_buttons, &QButtonGroup::idClicked, this, [this](int id) {
        Q_EMIT placeChosen(id % kSide * kStep, id / kSide * kStep);
    });
}

void PlaceGrid::setPlace(int x, int y) {
    m_buttons->setExclusive(false); // else none could be marked
    for (int i = 0; i < int(kNames.size()); ++i) {
        m_buttons->button(i)->setChecked(x == i % kSide * kStep && y == i / kSide * kStep);
    }
    m_buttons->setExclusive(m_buttons->checkedButton() != nullptr);
}

} // namespace kerf::ui
