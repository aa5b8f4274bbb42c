#pragma once

#include "ui/desktop.h"

#include <QObject>

#include <memory>

class QDBusConnection;

namespace kerf::ui {

// The desktop over D-Bus: org.freedesktop.Notifications; sleep by logind (system bus), else by
// org.freedesktop.PowerManagement. Asks for nothing before it is first needed.
class BusDesktop final : public QObject, public Desktop {
    Q_OBJECT

public:
    explicit BusDesktop(QObject* parent = nullptr);
    // Over these connections (tests).
    BusDesktop(const QDBusConnection& session, const QDBusConnection& system, QObject* parent = nullptr);
    ~BusDesktop() override;

    void notify(const QString& title, const QString& body) override;
    void holdSleep(const QString& why) override;
    void letSleep() override;

    bool isHeld() const; // the desktop has agreed to stay awake

private:
    struct Buses;
    struct Held;
    void connectOnce();
    void askPowerManagement(const QString& why);

    std::unique_ptr<Buses> m_buses; // null: not asked yet
    std::unique_ptr<Held> m_held;   // null: sleep is not held, nor asked for
};

} // namespace kerf::ui
