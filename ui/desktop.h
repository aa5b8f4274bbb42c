#pragma once

#include <QString>

#include <chrono>

namespace kerf::ui {

// What Kerf asks of the desktop around it. No call waits or fails: where there is nobody to ask, nothing
// happens. GUI thread only.
class Desktop {
public:
    virtual ~Desktop() = default;

    virtual void notify(const QString& title, const QString& body) = 0; // a message outside the window
    virtual void holdSleep(const QString& why) = 0; // keeps the machine awake until letSleep()
    virtual void letSleep() = 0;
    virtual std::chrono::milliseconds longWork() const { return std::chrono::seconds(20); } // worth a message
};

} // namespace kerf::ui
