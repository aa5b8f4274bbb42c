#pragma once

#include <QFrame>

#include <functional>

class QLabel;
class QProgressBar;
class QPushButton;

namespace kerf::ui {

// A message inside a window, with what can be done about it: takes its room in the layout, hides nothing,
// asks for no answer. Hidden until it has something to say. GUI thread only.
class NoticeBar final : public QFrame {
    Q_OBJECT

public:
    enum class Kind { info, success, error };

    struct Button {
        QString text;
        std::function<void()> clicked;
    };

    // `name` is the objectName, and the start of those of its parts.
    explicit NoticeBar(const QString& name, QWidget* parent = nullptr);

    // Replaces what is shown; without a `second` button there is one that dismisses. `fraction` below 0: no
    // progress.
    void showMessage(
        Kind kind,
        const QString& title,
        const QString& body = {},
        const Button& first = {},
        const Button& second = {},
        double fraction = -1.0);
    QString text() const;

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void updateSign();

    Kind m_kind = Kind::info;
    Button m_firstDoes;
    Button m_secondDoes;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_body;
    QProgressBar* m_progress;
    QPushButton* m_first;
    QPushButton* m_second;
};

} // namespace kerf::ui
