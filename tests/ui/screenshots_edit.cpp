#include "tests/ui/screenshots_edit.h"

#include "ui/canvas.h"
#include "ui/main_window.h"
#include "ui/viewport.h"

#include <QAction>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QMouseEvent>
#include <QScrollArea>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

namespace kerf::test {
namespace {

// What a person does, on the window's widgets.
class Hand {
public:
    explicit Hand(ui::MainWindow& window)
        : m_window(window), m_canvas(window.findChild<ui::Canvas*>(QStringLiteral("canvas"))) {}

    ui::Canvas* canvas() const { return m_canvas; }
    template <typename T>
    T* find(const char* name) const {
        return m_window.findChild<T*>(QString::fromLatin1(name));
    }
    void trigger(const char* name) const {
        find<QAction>(name)->trigger();
        QTest::qWait(300);
    }

    // Positions are shares of the photo.
    void move(QPointF share, Qt::MouseButtons buttons) const {
        const QPoint at = place(share);
        QMouseEvent event(
            QEvent::MouseMove, at, m_canvas->mapToGlobal(QPointF(at)), Qt::NoButton, buttons, Qt::NoModifier);
        QCoreApplication::sendEvent(m_canvas, &event);
    }
    void press(QPointF share) const {
        QTest::mousePress(m_canvas, Qt::LeftButton, Qt::NoModifier, place(share));
    }
    void release(QPointF share) const {
        QTest::mouseRelease(m_canvas, Qt::LeftButton, Qt::NoModifier, place(share));
    }

private:
    QPoint place(QPointF share) const {
        const QRectF photo = m_canvas->viewport().photoInView();
        const QPointF at(photo.x() + share.x() * photo.width(), photo.y() + share.y() * photo.height());
        return (at / m_canvas->devicePixelRatioF()).toPoint();
    }

    ui::MainWindow& m_window;
    ui::Canvas* m_canvas;
};

void paint(const Hand& hand, QPointF from, QPointF to) {
    hand.press(from);
    for (int i = 1; i <= 12; ++i) {
        hand.move(from + (to - from) * i / 12.0, Qt::LeftButton);
    }
    hand.release(to);
    QTest::qWait(1500);
}

} // namespace

void takeEditing(ui::MainWindow& window, const std::function<void(const char*)>& take) {
    const Hand hand(window);
    hand.trigger("actionAfter");
    hand.trigger("actionBrush");
    hand.find<QSpinBox>("brushSizeNumber")->setValue(60);
    hand.find<QCheckBox>("brushUncertain")->setChecked(false);
    hand.find<QCheckBox>("brushEdgeAware")->setChecked(true);
    hand.move({0.3, 0.3}, Qt::NoButton);
    take("edit-brush");
    hand.press({0.22, 0.25});
    for (int i = 1; i <= 12; ++i) {
        hand.move({0.22 + 0.02 * i, 0.25 + 0.012 * i}, Qt::LeftButton);
    }
    take("edit-painting");
    hand.release({0.46, 0.39});
    QTest::qWait(1500);
    take("edit-painted");
    hand.find<QToolButton>("brushMode_brush-remove")->click();
    paint(hand, {0.7, 0.75}, {0.95, 0.6});
    take("edit-removed");
    hand.find<QToolButton>("brushMode_hint-background")->click();
    paint(hand, {0.1, 0.1}, {0.2, 0.5});
    hand.find<QToolButton>("brushMode_hint-subject")->click();
    paint(hand, {0.5, 0.4}, {0.55, 0.7});
    take("edit-hints");
    hand.trigger("actionUndo");
    hand.trigger("actionUndo");
    hand.trigger("actionBrush");
    hand.find<QDoubleSpinBox>("edgeBlackNumber")->setValue(20.0);
    hand.find<QDoubleSpinBox>("edgeGrowNumber")->setValue(-2.5);
    hand.find<QDoubleSpinBox>("edgeFeatherNumber")->setValue(3.0);
    auto* scroll = hand.find<QScrollArea>("recipeScroll");
    scroll->ensureWidgetVisible(hand.find<QWidget>("edgeFeatherPair"));
    QTest::qWait(1500);
    take("edit-edges");
    while (hand.find<QAction>("actionUndo")->isEnabled()) {
        hand.find<QAction>("actionUndo")->trigger();
    }
    QTest::qWait(1500);
    hand.trigger("actionSplit");
}

} // namespace kerf::test
