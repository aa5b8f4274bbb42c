#pragma once

#include <QFrame>

namespace kerf::ui {

class FlowLayout;

// A bar of options along an edge of the canvas: groups side by side, in further rows where the width ends. It
// is there only while one of its groups is; whoever adds a group shows and hides it. GUI thread only.
class Strip final : public QFrame {
    Q_OBJECT

public:
    explicit Strip(QWidget* parent = nullptr);

    void addGroup(QWidget* group); // takes it; nothing is said of its own visibility
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void heightChanged(); // it came, went, or has other groups

private:
    void settle();

    FlowLayout* m_flow;
};

} // namespace kerf::ui
