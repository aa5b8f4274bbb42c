#pragma once

#include <QTabWidget>

namespace kerf::ui {

// The right side of the window: the recipe, what there is to know about the shown matte, what a person says
// about it; one page each. GUI thread only.
class SidePanel final : public QTabWidget {
    Q_OBJECT

public:
    explicit SidePanel(QWidget* parent = nullptr);

    void addPage(QWidget* page, const QString& title); // takes it; its objectName names the page
    void showPage(const QWidget* page);
};

} // namespace kerf::ui
