#include "tests/ui/surfaces.h"
#include "ui/translation.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSet>
#include <QSplitterHandle>
#include <QTabBar>
#include <QTest>

#include <optional>

using namespace kerf;
using kerf::test::Surface;
using kerf::test::surfaces;
using kerf::test::WindowRig;

// What a person without a mouse, without good eyes or without eyes meets in each window.
class AccessibilityTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void everyControlHasANameAndARole_data() { rows(); }
    void everyControlHasANameAndARole();
    void tabReachesEveryControl_data() { rows(); }
    void tabReachesEveryControl();
    void focusCanBeSeen_data();
    void focusCanBeSeen();
    void nothingIsClippedWithLargeLetters_data() { rows(); }
    void nothingIsClippedWithLargeLetters();

private:
    static void rows();
    static QWidget* open(WindowRig& rig, int surface) { return surfaces()[std::size_t(surface)].open(rig); }

    const QFont m_font = QApplication::font();
    std::optional<ui::Translation> m_translation;
};

// CTest runs it in the longest language and from right to left, too.
void AccessibilityTest::initTestCase() {
    m_translation.emplace(qEnvironmentVariable("KERF_TEST_LANGUAGE", QStringLiteral("en")));
    if (qEnvironmentVariableIsSet("KERF_TEST_RIGHT_TO_LEFT")) {
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    }
}

namespace {

QString nameOf(const QWidget* widget) {
    const QWidget* parent = widget->parentWidget();
    return QStringLiteral("%1 “%2” in %3")
        .arg(
            QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
            parent ? parent->objectName() : QString());
}

// Parts that Qt makes inside its own widgets: the widget speaks for them.
bool isQts(const QWidget* widget) {
    const QWidget* parent = widget->parentWidget();
    return widget->objectName().startsWith(QLatin1String("qt_")) || qobject_cast<const QScrollBar*>(widget) ||
           qobject_cast<const QSplitterHandle*>(widget) || widget->inherits("QHeaderView") ||
           widget->inherits("QLineEditIconButton") || widget->inherits("QTableCornerButton") ||
           widget->inherits("QComboBoxPrivateContainer") ||
           (qobject_cast<const QLineEdit*>(widget) &&
            (qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QComboBox*>(parent))) ||
           (qobject_cast<const QTabBar*>(parent) && qobject_cast<const QAbstractButton*>(widget));
}

bool isControl(const QWidget* widget) {
    const bool isKnown =
        qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QComboBox*>(widget) ||
        qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QAbstractSlider*>(widget) ||
        qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractItemView*>(widget);
    return !isQts(widget) && (isKnown || (widget->focusPolicy() & Qt::TabFocus) != 0);
}

QList<QWidget*> shown(QWidget* window, bool (*isWanted)(const QWidget*)) {
    QList<QWidget*> found;
    for (QWidget* widget : window->findChildren<QWidget*>()) {
        if (widget->window() == window && widget->isVisible() && isWanted(widget)) {
            found << widget;
        }
    }
    return found;
}

bool isFocusable(const QWidget* widget) {
    return isControl(widget) && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0 &&
           widget->focusProxy() == nullptr;
}

QString report(const QStringList& problems) {
    return QLatin1Char('\n') + problems.join(QLatin1Char('\n'));
}

} // namespace

void AccessibilityTest::rows() {
    QTest::addColumn<int>("surface");
    for (std::size_t i = 0; i < surfaces().size(); ++i) {
        QTest::newRow(surfaces()[i].name) << int(i);
    }
}

void AccessibilityTest::cleanup() {
    QApplication::setFont(m_font);
}

void AccessibilityTest::everyControlHasANameAndARole() {
    QFETCH(int, surface);
    WindowRig rig;
    QWidget* window = open(rig, surface);
    QVERIFY(window);
    QStringList problems;
    int count = 0;

    for (QWidget* widget : shown(window, isControl)) {
        ++count;
        const QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(widget);
        if (widget->objectName().isEmpty()) {
            problems << nameOf(widget) + QStringLiteral(": no objectName");
        }
        if (!spoken || spoken->text(QAccessible::Name).trimmed().isEmpty()) {
            problems << nameOf(widget) + QStringLiteral(": no accessible name");
        }
        if (!spoken || spoken->role() == QAccessible::NoRole) {
            problems << nameOf(widget) + QStringLiteral(": no role");
        }
    }

    QVERIFY(count > 0);
    QVERIFY2(problems.isEmpty(), qPrintable(report(problems)));
}

void AccessibilityTest::tabReachesEveryControl() {
    QFETCH(int, surface);
    WindowRig rig;
    QWidget* window = open(rig, surface);
    QVERIFY(window);
    const QList<QWidget*> controls = shown(window, isFocusable);
    QVERIFY(!controls.isEmpty());
    QSet<QWidget*> reached;

    controls.first()->setFocus(Qt::TabFocusReason);
    for (qsizetype i = 0; i < 3 * controls.size() + 20; ++i) {
        QWidget* now = window->focusWidget();
        reached << now;
        QTest::keyClick(now, Qt::Key_Tab);
    }

    QStringList problems;
    if (!reached.contains(controls.last())) {
        problems << QStringLiteral("ends at ") + nameOf(window->focusWidget());
    }
    for (QWidget* control : controls) {
        if (!reached.contains(control) && control->isVisible() && control->isEnabled()) {
            problems << nameOf(control);
        }
    }
    QVERIFY2(problems.isEmpty(), qPrintable(report(problems)));
}

void AccessibilityTest::focusCanBeSeen_data() {
    QTest::addColumn<int>("surface");
    QTest::addColumn<bool>("isDark");
    for (std::size_t i = 0; i < surfaces().size(); ++i) {
        QTest::addRow("%s, light", surfaces()[i].name) << int(i) << false;
        QTest::addRow("%s, dark", surfaces()[i].name) << int(i) << true;
    }
}

void AccessibilityTest::focusCanBeSeen() {
    QFETCH(int, surface);
    QFETCH(bool, isDark);
    WindowRig rig;
    rig.theme.choose(isDark ? ui::ThemeChoice::dark : ui::ThemeChoice::light);
    QWidget* window = open(rig, surface);
    QVERIFY(window);
    QStringList problems;
    window->setAttribute(Qt::WA_KeyboardFocusChange); // as Tab does

    for (QWidget* control : shown(window, isFocusable)) {
        if (!control->isVisible()) {
            continue; // another one's focus has hidden it
        }
        if (QWidget* before = window->focusWidget()) {
            before->clearFocus();
        }
        const QImage without = control->grab().toImage();
        control->setFocus(Qt::TabFocusReason);
        QCoreApplication::processEvents();
        if (control->grab().toImage() == without) {
            problems << nameOf(control);
        }
    }

    QVERIFY2(problems.isEmpty(), qPrintable(report(problems)));
}

void AccessibilityTest::nothingIsClippedWithLargeLetters() {
    QFETCH(int, surface);
    QFont large = m_font;
    large.setPointSizeF(large.pointSizeF() * 2.0);
    QApplication::setFont(large);
    WindowRig rig;
    QWidget* window = open(rig, surface);
    QVERIFY(window);
    QCoreApplication::processEvents();
    QStringList problems;

    const auto holdsText = [](const QWidget* widget) {
        const auto* label = qobject_cast<const QLabel*>(widget);
        return !isQts(widget) &&
               ((label && !label->text().isEmpty()) || qobject_cast<const QAbstractButton*>(widget) ||
                qobject_cast<const QComboBox*>(widget));
    };
    for (const QWidget* widget : shown(window, holdsText)) {
        const auto* label = qobject_cast<const QLabel*>(widget);
        const bool wraps = label && label->wordWrap();
        const QSize least =
            wraps ? QSize(0, widget->heightForWidth(widget->width())) : widget->minimumSizeHint();
        if (widget->width() < least.width() || widget->height() < least.height()) {
            problems << QStringLiteral("%1: %2 x %3, needs %4 x %5")
                            .arg(nameOf(widget))
                            .arg(widget->width())
                            .arg(widget->height())
                            .arg(least.width())
                            .arg(least.height());
        }
    }

    QVERIFY2(problems.isEmpty(), qPrintable(report(problems)));
}

QTEST_MAIN(AccessibilityTest)
#include "accessibility_test.moc"
