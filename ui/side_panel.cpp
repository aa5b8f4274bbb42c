#include "ui/side_panel.h"

#include <QTabBar>

namespace kerf::ui {

SidePanel::SidePanel(QWidget* parent) : QTabWidget(parent) {
    setObjectName(QStringLiteral("sidePanel"));
    setAccessibleName(tr("Side panel"));
    setDocumentMode(true);
    setFocusPolicy(
        Qt::NoFocus); // its tabs have it: hidden ones would hold the keyboard fast at what is before
    tabBar()->setObjectName(QStringLiteral("sideTabs"));
    tabBar()->setAccessibleName(tr("Pages of the side panel"));
    tabBar()->setExpanding(true);
    tabBar()->setDrawBase(false);
    tabBar()->setAutoHide(true);
}

void SidePanel::addPage(QWidget* page, const QString& title) {
    addTab(page, title);
}

void SidePanel::showPage(const QWidget* page) {
    setCurrentIndex(indexOf(page));
}

} // namespace kerf::ui
