#include "ui/icons.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDirIterator>
#include <QIcon>
#include <QTest>

using namespace kerf::ui;

class ThemeTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWellInBothThemes_data();
    void readsWellInBothThemes();
    void tellsDarkFromLight();
    void changesTheApplicationWhenChosen();
    void recoloursIconsForTheTheme();
    void drawsEveryIconAtEveryScale();
};

void ThemeTest::readsWellInBothThemes_data() {
    QTest::addColumn<bool>("isDark");
    QTest::addColumn<QColor>("text");
    QTest::addColumn<QColor>("back");
    for (const bool dark : {false, true}) {
        const char* theme = dark ? "dark" : "light";
        const ThemeColors& c = themeColors(dark);
        const QPalette p = themePalette(dark);
        const auto row = [&](const char* name, const QColor& text, const QColor& back) {
            QTest::addRow("%s: %s", theme, name) << dark << text << back;
        };
        for (const QColor& back : {c.window, c.base, c.raised}) {
            row("text", c.text, back);
            row("muted", c.muted, back);
            row("accent", c.accent, back);
            row("danger", c.danger, back);
            row("warning", c.warning, back);
            row("success", c.success, back);
        }
        row("on accent", c.onAccent, c.accent);
        row("on accent, hovered", c.onAccent, c.accent.lighter(112));
        row("on danger", c.text, c.dangerBack);
        row("on warning", c.text, c.warningBack);
        row("button", p.color(QPalette::ButtonText), p.color(QPalette::Button));
        row("tooltip", p.color(QPalette::ToolTipText), p.color(QPalette::ToolTipBase));
        row("field", p.color(QPalette::Text), p.color(QPalette::Base));
        row("placeholder", p.color(QPalette::PlaceholderText), p.color(QPalette::Base));
        row("selection", p.color(QPalette::HighlightedText), p.color(QPalette::Highlight));
        row("link", p.color(QPalette::Link), p.color(QPalette::Window));
    }
}

void ThemeTest::readsWellInBothThemes() {
    QFETCH(QColor, text);
    QFETCH(QColor, back);

    QVERIFY2(contrast(text, back) >= 4.5, qPrintable(QString::number(contrast(text, back))));
}

void ThemeTest::tellsDarkFromLight() {
    QVERIFY(isDark(themePalette(true)));
    QVERIFY(!isDark(themePalette(false)));
    QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21);
}

void ThemeTest::changesTheApplicationWhenChosen() {
    Theme theme;
    const bool system = theme.isDark();

    theme.choose(ThemeChoice::dark);
    QVERIFY(isDark(QApplication::palette()));
    theme.choose(ThemeChoice::light);
    QVERIFY(!isDark(QApplication::palette()));
    theme.choose(ThemeChoice::system);

    QCOMPARE(isDark(QApplication::palette()), system);
}

void ThemeTest::recoloursIconsForTheTheme() {
    Theme theme;
    const auto brightest = [] {
        int most = 0;
        const QImage drawn = icon(QStringLiteral("run")).pixmap(24, 24).toImage();
        for (int y = 0; y < drawn.height(); ++y) {
            for (int x = 0; x < drawn.width(); ++x) {
                if (qAlpha(drawn.pixel(x, y)) > 200) {
                    most = qMax(most, qGray(drawn.pixel(x, y)));
                }
            }
        }
        return most;
    };

    theme.choose(ThemeChoice::dark);
    QVERIFY(brightest() > 200);
    theme.choose(ThemeChoice::light);
    QVERIFY(brightest() < 80);
}

void ThemeTest::drawsEveryIconAtEveryScale() {
    icon(QStringLiteral("run")); // registers the resources
    QDirIterator files(QStringLiteral(":/icons"));
    int count = 0;
    while (files.hasNext()) {
        const QString name = QFileInfo(files.next()).baseName();
        for (const qreal scale : {1.0, 2.0}) {
            const QPixmap drawn = icon(name).pixmap(QSize(20, 20), scale);
            QCOMPARE(drawn.size(), QSize(20, 20) * scale);
            const QImage image = drawn.toImage();
            bool isEmpty = true;
            for (int y = 0; isEmpty && y < image.height(); ++y) {
                for (int x = 0; isEmpty && x < image.width(); ++x) {
                    isEmpty = qAlpha(image.pixel(x, y)) == 0;
                }
            }
            QVERIFY2(!isEmpty, qPrintable(name));
        }
        ++count;
    }
    QVERIFY(count >= 25);
}

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
