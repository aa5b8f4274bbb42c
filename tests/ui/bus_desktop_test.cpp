#include "ui/bus_desktop.h"

#include <QDBusConnection>
#include <QDBusUnixFileDescriptor>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <QVariantMap>
#include <fcntl.h>
#include <unistd.h>

#include <memory>
#include <utility>

namespace {

// What a desktop offers, as far as Kerf asks for it.
class Notifications final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    QStringList said;

public Q_SLOTS:
    uint Notify(
        const QString& app,
        uint,
        const QString&,
        const QString& title,
        const QString& body,
        const QStringList&,
        const QVariantMap&,
        int) {
        said = {app, title, body};
        return 1;
    }
};

class PowerManagement final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.PowerManagement.Inhibit")

public:
    QList<uint> held;

public Q_SLOTS:
    uint Inhibit(const QString&, const QString&) {
        held.append(7);
        return 7;
    }
    void UnInhibit(uint cookie) { held.removeAll(cookie); }
};

class Login final : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    QString what;
    int reading = -1; // the other end of what was given: ends when it is let go

    ~Login() override { close(reading); }

public Q_SLOTS:
    QDBusUnixFileDescriptor Inhibit(const QString& kinds, const QString&, const QString&, const QString&) {
        what = kinds;
        int ends[2] = {-1, -1};
        if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
            return {};
        }
        reading = ends[0];
        const QDBusUnixFileDescriptor given(ends[1]);
        close(ends[1]);
        return given;
    }

public:
    bool isLetGo() const {
        char byte = 0;
        return read(reading, &byte, 1) == 0;
    }
};

} // namespace

class BusDesktopTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void sendsAMessage();
    void holdsSleepByLogind();
    void holdsSleepByPowerManagement();
    void doesNothingWithoutADesktop();

private:
    QDBusConnection connected(const char* name) {
        m_names.append(QString::fromLatin1(name));
        return QDBusConnection::connectToBus(m_address, QString::fromLatin1(name));
    }

    std::unique_ptr<QProcess> m_bus; // one of its own
    QString m_address;
    QStringList m_names;
};

void BusDesktopTest::init() {
    const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
    if (daemon.isEmpty()) {
        QSKIP("there is no dbus-daemon here");
    }
    m_bus = std::make_unique<QProcess>();
    m_bus->start(
        daemon, {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address"),
                 QStringLiteral("--address=unix:tmpdir=/tmp")});
    QVERIFY(m_bus->waitForStarted());
    QVERIFY(m_bus->waitForReadyRead(10'000));
    m_address = QString::fromUtf8(m_bus->readLine()).trimmed();
}

void BusDesktopTest::cleanup() {
    for (const QString& name : std::exchange(m_names, {})) {
        QDBusConnection::disconnectFromBus(name);
    }
    if (m_bus) {
        m_bus->kill();
        m_bus->waitForFinished();
        m_bus.reset();
    }
}

void BusDesktopTest::sendsAMessage() {
    QDBusConnection service = connected("service");
    Notifications notifications;
    QVERIFY(service.registerService(QStringLiteral("org.freedesktop.Notifications")));
    QVERIFY(service.registerObject(
        QStringLiteral("/org/freedesktop/Notifications"), &notifications, QDBusConnection::ExportAllSlots));
    kerf::ui::BusDesktop desktop(connected("session"), connected("system"));

    desktop.notify(QStringLiteral("Batch finished"), QStringLiteral("In “a<b>”"));

    QTRY_COMPARE(
        notifications.said,
        (QStringList{
            QStringLiteral("Kerf"), QStringLiteral("Batch finished"), QStringLiteral("In “a&lt;b&gt;”")}));
}

void BusDesktopTest::holdsSleepByLogind() {
    QDBusConnection service = connected("service");
    Login login;
    QVERIFY(service.registerService(QStringLiteral("org.freedesktop.login1")));
    QVERIFY(service.registerObject(
        QStringLiteral("/org/freedesktop/login1"), &login, QDBusConnection::ExportAllSlots));
    kerf::ui::BusDesktop desktop(connected("session"), connected("system"));

    desktop.holdSleep(QStringLiteral("work"));
    QTRY_VERIFY(desktop.isHeld());
    QCOMPARE(login.what, QStringLiteral("sleep:idle"));
    QVERIFY(!login.isLetGo());
    desktop.letSleep();

    QVERIFY(!desktop.isHeld());
    QTRY_VERIFY(login.isLetGo());
}

void BusDesktopTest::holdsSleepByPowerManagement() {
    QDBusConnection service = connected("service");
    PowerManagement power;
    QVERIFY(service.registerService(QStringLiteral("org.freedesktop.PowerManagement")));
    QVERIFY(service.registerObject(
        QStringLiteral("/org/freedesktop/PowerManagement/Inhibit"), &power, QDBusConnection::ExportAllSlots));
    {
        kerf::ui::BusDesktop desktop(connected("session"), connected("system")); // without logind
        desktop.holdSleep(QStringLiteral("work"));
        QTRY_VERIFY(desktop.isHeld());
        QCOMPARE(power.held.size(), 1);
        desktop.letSleep();
        QTRY_VERIFY(power.held.isEmpty());
        desktop.holdSleep(QStringLiteral("work"));
        desktop.letSleep(); // before there was an answer
    }
    QTRY_VERIFY(power.held.isEmpty());
}

void BusDesktopTest::doesNothingWithoutADesktop() {
    const QDBusConnection none(QStringLiteral("there is no such connection"));
    kerf::ui::BusDesktop desktop(none, none);

    desktop.notify(QStringLiteral("a"), QStringLiteral("b"));
    desktop.holdSleep(QStringLiteral("work"));
    QVERIFY(!desktop.isHeld());
    desktop.letSleep();
}

QTEST_GUILESS_MAIN(BusDesktopTest)
#include "bus_desktop_test.moc"
