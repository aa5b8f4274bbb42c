#include "ui/strip.h"

#include "ui/flow_layout.h"

#include <QEvent>

namespace kerf::ui {
namespace {

constexpr int kGap = 18; // between groups
constexpr int kRowGap = 6;

} // namespace

Strip::Strip(QWidget* parent) : QFrame(parent), m_flow(new FlowLayout(kGap, kRowGap, this)) {
    m_flow->setContentsMargins(12, 6, 12, 6);
    setAutoFillBackground(true);
    hide();
}

void Strip::addGroup(QWidget* group) {
    group->installEventFilter(this);
    m_flow->addWidget(group);
    settle();
}

bool Strip::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent ||
        event->type() == QEvent::LayoutRequest) {
        settle();
    }
    return QFrame::eventFilter(watched, event);
}

void Strip::settle() {
    bool isNeeded = false;
    for (int i = 0; i < m_flow->count(); ++i) {
        isNeeded = isNeeded || !m_flow->itemAt(i)->widget()->isHidden();
    }
    setVisible(isNeeded);
    m_flow->invalidate();
    Q_EMIT heightChanged();
}

} // namespace kerf::ui
