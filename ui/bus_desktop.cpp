#include "ui/bus_desktop.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusUnixFileDescriptor>
#include <QVariantMap>

#include <optional>
#include <utility>

namespace kerf::ui {
namespace {

constexpr const char* kPower = "org.freedesktop.PowerManagement.Inhibit";
constexpr const char* kPowerService = "org.freedesktop.PowerManagement";
constexpr const char* kPowerPath = "/org/freedesktop/PowerManagement/Inhibit";

QDBusMessage powerCall(const char* method) {
    return QDBusMessage::createMethodCall(
        QLatin1String(kPowerService), QLatin1String(kPowerPath), QLatin1String(kPower),
        QLatin1String(method));
}

} // namespace

struct BusDesktop::Held {
    QDBusUnixFileDescriptor descriptor; // logind's: held while it is open
    std::optional<uint> cookie;         // PowerManagement's
};

struct BusDesktop::Buses {
    QDBusConnection session;
    QDBusConnection system;
};

BusDesktop::BusDesktop(QObject* parent) : QObject(parent) {}

BusDesktop::BusDesktop(const QDBusConnection& session, const QDBusConnection& system, QObject* parent)
    : QObject(parent), m_buses(std::make_unique<Buses>(Buses{session, system})) {}

void BusDesktop::connectOnce() {
    if (!m_buses) {
        m_buses = std::make_unique<Buses>(Buses{QDBusConnection::sessionBus(), QDBusConnection::systemBus()});
    }
}

BusDesktop::~BusDesktop() {
    letSleep();
}

void BusDesktop::notify(const QString& title, const QString& body) {
    connectOnce();
    if (!m_buses->session.isConnected()) {
        return;
    }
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
        QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
    constexpr int kAsTheDesktopLikes = -1; // how long it stays
    call << QStringLiteral("Kerf") << 0U << QStringLiteral("kerf") << title << body.toHtmlEscaped()
         << QStringList() << QVariantMap{{QStringLiteral("desktop-entry"), QStringLiteral("kerf")}}
         << kAsTheDesktopLikes;
    m_buses->session.asyncCall(call);
}

void BusDesktop::holdSleep(const QString& why) {
    if (m_held) {
        return;
    }
    connectOnce();
    m_held = std::make_unique<Held>();
    if (!m_buses->system.isConnected()) {
        askPowerManagement(why);
        return;
    }
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.login1"), QStringLiteral("/org/freedesktop/login1"),
        QStringLiteral("org.freedesktop.login1.Manager"), QStringLiteral("Inhibit"));
    call << QStringLiteral("sleep:idle") << QStringLiteral("Kerf") << why << QStringLiteral("block");
    auto* watcher = new QDBusPendingCallWatcher(m_buses->system.asyncCall(call), this);
    connect(
        watcher, &QDBusPendingCallWatcher::finished, this, [this, why](QDBusPendingCallWatcher* answered) {
            const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *answered;
            answered->deleteLater();
            if (m_held && reply.isValid()) { // else it was let go meanwhile, and so is what has just come
                m_held->descriptor = reply.value();
            } else if (m_held) {
                askPowerManagement(why);
            }
        });
}

void BusDesktop::askPowerManagement(const QString& why) {
    if (!m_buses->session.isConnected()) {
        return;
    }
    QDBusMessage call = powerCall("Inhibit");
    call << QStringLiteral("Kerf") << why;
    auto* watcher = new QDBusPendingCallWatcher(m_buses->session.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* answered) {
        const QDBusPendingReply<uint> reply = *answered;
        answered->deleteLater();
        if (reply.isValid() && m_held) {
            m_held->cookie = reply.value();
        } else if (reply.isValid()) { // let go meanwhile
            QDBusMessage back = powerCall("UnInhibit");
            back << reply.value();
            m_buses->session.asyncCall(back);
        }
    });
}

void BusDesktop::letSleep() {
    if (m_held && m_held->cookie) {
        QDBusMessage call = powerCall("UnInhibit");
        call << *m_held->cookie;
        m_buses->session.asyncCall(call);
    }
    m_held.reset();
}

bool BusDesktop::isHeld() const {
    return m_held && (m_held->descriptor.isValid() || m_held->cookie);
}

} // namespace kerf::ui
