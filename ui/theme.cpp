#include "ui/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QEvent>
#include <QStyleFactory>

#include <algorithm>
#include <cmath>

namespace kerf::ui {
namespace {

constexpr const char* kPortalService = "org.freedesktop.portal.Desktop";
constexpr const char* kPortalPath = "/org/freedesktop/portal/desktop";
constexpr const char* kPortalSettings = "org.freedesktop.portal.Settings";
constexpr const char* kAppearance = "org.freedesktop.appearance";
constexpr const char* kColorScheme = "color-scheme";
constexpr uint kPrefersDark = 1;
constexpr uint kPrefersLight = 2;

double luminance(const QColor& color) {
    const auto linear = [](double v) {
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

// What palettes can't say: flat tool bar, one primary button, chips that look pressed in the accent colour.
QString styleSheet(const ThemeColors& c) {
    QString sheet = QStringLiteral(R"(
QToolTip { color: %text; background: %raised; border: 1px solid %hairline; padding: 4px 6px; }
QToolBar { background: %window; border: none; border-bottom: 1px solid %hairline; spacing: 2px; padding: 5px 8px; }
QToolBar::separator { background: %hairline; width: 1px; margin: 5px 7px; }
QToolBar QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 5px 8px; }
QToolBar QToolButton:hover:enabled { background: %raised; border-color: %hairline; }
QToolBar QToolButton:pressed { background: %hairline; }
QToolBar QToolButton:checked { background: %raised; border-color: %accent; }
QToolBar QToolButton:checked:disabled { background: transparent; border-color: %hairline; }
QToolBar QToolButton#qt_toolbar_ext_button { padding: 0px; }
QLabel[quiet="true"] { color: %muted; }
QToolBar QToolButton:focus { border-color: %text; }
QToolBar QToolButton#toolRun, QPushButton#addPhotosButton, QPushButton#batchStart {
  background: %accent; color: %onAccent; border: 1px solid %accent; border-radius: 6px; padding: 5px 12px; font-weight: 600; }
QPushButton#addPhotosButton { padding: 9px 22px; }
QPushButton#batchStart { padding: 6px 18px; }
QToolBar QToolButton#toolRun:hover:enabled, QPushButton#addPhotosButton:hover, QPushButton#batchStart:hover:enabled { background: %accentHover; border-color: %accentHover; }
QToolBar QToolButton#toolRun:disabled, QPushButton#batchStart:disabled { background: %raised; color: %muted; border-color: %hairline; }
QToolBar QToolButton#toolRun:focus, QPushButton#addPhotosButton:focus, QPushButton#batchStart:focus { border: 2px solid %text; }
QToolButton[chip="true"] { border: 1px solid %hairline; border-radius: 6px; padding: 4px 9px; }
QToolButton[chip="true"]:hover { background: %raised; }
QToolButton[chip="true"]:checked { background: %raised; border: 1px solid %accent; }
QToolButton[chip="true"]:focus { border: 1px solid %text; }
QPushButton:flat { border: 1px solid transparent; border-radius: 6px; padding: 5px 12px; }
QPushButton:flat:hover { background: %raised; border-color: %hairline; }
QPushButton:flat:focus { border-color: %accent; }
QCheckBox::indicator:unchecked { background: %base; border: 1px solid %muted; border-radius: 3px; }
QRadioButton::indicator { width: 14px; height: 14px; border-radius: 8px; background: %base; border: 1px solid %muted; }
QRadioButton::indicator:checked { border-color: %accent; background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5,
  fx: 0.5, fy: 0.5, stop: 0 %accent, stop: 0.52 %accent, stop: 0.6 %base, stop: 1 %base); }
QRadioButton::indicator:disabled { border-color: %hairline; }
QTreeView, QTableView, QListWidget { border: 1px solid %hairline; }
QTreeView:focus, QTableView:focus, QListWidget:focus { border-color: %accent; }
QMenuBar { background: %window; border: none; padding: 2px 6px; }
QStatusBar { background: %window; border-top: 1px solid %hairline; }
QStatusBar::item { border: none; }
QSplitter::handle { background: %hairline; }
QScrollArea#recipeScroll { border: none; background: %window; }
QWidget#recipeContent { background: %window; }
QProgressBar { border: none; border-radius: 3px; background: %hairline; }
QProgressBar::chunk { border-radius: 3px; background: %accent; }
)");
    const std::pair<const char*, QColor> names[] = {
        {"%onAccent", c.onAccent}, {"%accentHover", c.accent.lighter(112)},
        {"%accent", c.accent},     {"%window", c.window},
        {"%raised", c.raised},     {"%hairline", c.hairline},
        {"%muted", c.muted},       {"%text", c.text},
        {"%base", c.base},
    };
    for (const auto& [name, color] : names) {
        sheet.replace(QLatin1String(name), color.name());
    }
    return sheet;
}

} // namespace

const ThemeColors& themeColors(bool isDark) {
    static const ThemeColors dark{
        .window = QColor(0x202124),
        .base = QColor(0x18191b),
        .raised = QColor(0x2d2f33),
        .hairline = QColor(0x3c3f44),
        .text = QColor(0xececee),
        .muted = QColor(0xaeb2b8),
        .accent = QColor(0x45c4b0),
        .onAccent = QColor(0x06201c),
        .danger = QColor(0xff9a90),
        .dangerBack = QColor(0x3d2425),
        .warning = QColor(0xf2bd5a),
        .warningBack = QColor(0x39311f),
        .success = QColor(0x74d391)};
    static const ThemeColors light{
        .window = QColor(0xf4f4f5),
        .base = QColor(0xffffff),
        .raised = QColor(0xffffff),
        .hairline = QColor(0xd2d4d8),
        .text = QColor(0x1d1e20),
        .muted = QColor(0x585d64),
        .accent = QColor(0x0b7568),
        .onAccent = QColor(0xffffff),
        .danger = QColor(0xb3261e),
        .dangerBack = QColor(0xfbe9e7),
        .warning = QColor(0x7a5200),
        .warningBack = QColor(0xfdf3dc),
        .success = QColor(0x1b6e3c)};
    return isDark ? dark : light;
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

const ThemeColors& themeColors(const QPalette& palette) {
    return themeColors(isDark(palette));
}

QPalette themePalette(bool isDark) {
    const ThemeColors& c = themeColors(isDark);
    QPalette palette(c.raised, c.window);
    palette.setColor(QPalette::Window, c.window);
    palette.setColor(QPalette::WindowText, c.text);
    palette.setColor(QPalette::Base, c.base);
    palette.setColor(QPalette::AlternateBase, c.window);
    palette.setColor(QPalette::Text, c.text);
    palette.setColor(QPalette::Button, isDark ? c.raised : QColor(0xeaebed));
    palette.setColor(QPalette::ButtonText, c.text);
    palette.setColor(QPalette::BrightText, c.danger);
    palette.setColor(QPalette::ToolTipBase, c.raised);
    palette.setColor(QPalette::ToolTipText, c.text);
    palette.setColor(QPalette::PlaceholderText, c.muted);
    palette.setColor(QPalette::Highlight, c.accent);
    palette.setColor(QPalette::HighlightedText, c.onAccent);
    palette.setColor(QPalette::Link, c.accent);
    palette.setColor(QPalette::LinkVisited, c.accent);
    palette.setColor(QPalette::Mid, c.hairline);
    palette.setColor(QPalette::Midlight, c.hairline);
    palette.setColor(QPalette::Light, c.raised.lighter(isDark ? 120 : 100));
    palette.setColor(QPalette::Dark, c.hairline.darker(130));
    palette.setColor(QPalette::Shadow, QColor(Qt::black));
    const QColor faded = isDark ? QColor(0x85898f) : QColor(0x7b8087);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, faded);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, c.hairline);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, faded);
    return palette;
}

double contrast(const QColor& a, const QColor& b) {
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

Theme::Theme(QObject* parent) : QObject(parent) {
    m_systemIsDark = ui::isDark(QApplication::palette());
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    qApp->installEventFilter(this);
    apply();
}

bool Theme::isDark() const {
    return m_choice == ThemeChoice::system ? m_systemIsDark : m_choice == ThemeChoice::dark;
}

void Theme::choose(ThemeChoice choice) {
    m_choice = choice;
    apply();
}

void Theme::followDesktop() {
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected()) {
        return;
    }
    bus.connect(
        QLatin1String(kPortalService), QLatin1String(kPortalPath), QLatin1String(kPortalSettings),
        QStringLiteral("SettingChanged"), this, SLOT(onDesktopSetting(QString, QString, QDBusVariant)));
    QDBusMessage read = QDBusMessage::createMethodCall(
        QLatin1String(kPortalService), QLatin1String(kPortalPath), QLatin1String(kPortalSettings),
        QStringLiteral("Read"));
    read << QString::fromLatin1(kAppearance) << QString::fromLatin1(kColorScheme);
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(read), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* call) {
        const QDBusPendingReply<QDBusVariant> reply = *call;
        if (reply.isValid()) {
            onDesktopSetting(QLatin1String(kAppearance), QLatin1String(kColorScheme), reply.value());
        }
        call->deleteLater();
    });
}

void Theme::onDesktopSetting(const QString& group, const QString& key, const QDBusVariant& value) {
    if (group != QLatin1String(kAppearance) || key != QLatin1String(kColorScheme)) {
        return;
    }
    QVariant scheme = value.variant();
    if (scheme.canConvert<QDBusVariant>()) {
        scheme = scheme.value<QDBusVariant>().variant(); // Read wraps the value twice
    }
    if (scheme.toUInt() == kPrefersDark || scheme.toUInt() == kPrefersLight) {
        setSystemDark(scheme.toUInt() == kPrefersDark);
    }
}

bool Theme::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ThemeChange) {
        // Our own palette hides the system's: take it off to see what the system has now.
        QApplication::setPalette(QPalette());
        m_applied = false;
        setSystemDark(ui::isDark(QApplication::palette()));
    }
    return QObject::eventFilter(watched, event);
}

void Theme::setSystemDark(bool isDark) {
    m_systemIsDark = isDark;
    apply();
}

void Theme::apply() {
    if (m_applied && m_isDark == isDark()) {
        return;
    }
    m_applied = true;
    m_isDark = isDark();
    QApplication::setPalette(themePalette(m_isDark));
    qApp->setStyleSheet(styleSheet(themeColors(m_isDark)));
    Q_EMIT changed(m_isDark);
}

} // namespace kerf::ui
