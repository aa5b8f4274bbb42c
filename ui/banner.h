#pragma once

#include <QFrame>
#include <QString>

#include <functional>

class QLabel;
class QPushButton;
class QTimer;
class QToolButton;

namespace kerf::ui {

// A message in place over the canvas: what happened, why, what to do. It never takes the window away: it can
// be dismissed, and mere information leaves by itself. GUI thread only.
class Banner final : public QFrame {
    Q_OBJECT

public:
    enum class Kind { info, error };

    explicit Banner(QWidget* parent = nullptr);

    // Replaces what is shown. An empty `action` shows no button for it.
    void showMessage(Kind kind, const QString& title, const QString& body, const QString& action = {});
    // As information, but it stays until it is answered or dismissed; `accepted` is called once.
    void showOffer(
        const QString& title, const QString& body, const QString& action, std::function<void()> accepted);
    Kind kind() const { return m_kind; }
    QString text() const; // title and body

Q_SIGNALS:
    void actionClicked();
    void shown();
    void dismissed();

public Q_SLOTS:
    void dismiss();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void updateSign();

    Kind m_kind = Kind::info;
    std::function<void()> m_accepted; // of an offer
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_body;
    QPushButton* m_action;
    QToolButton* m_close;
    QTimer* m_timer;
};

} // namespace kerf::ui
