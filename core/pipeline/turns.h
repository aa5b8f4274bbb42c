#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace kerf {

// Somebody is waiting for it, or nobody sits there and looks.
enum class Urgency : std::uint8_t { now, later };

// Lets one in at a time: of those who wait the urgent ones first. Thread-safe.
class Turns {
public:
    // The turn, while it lives.
    class Pass {
    public:
        explicit Pass(Turns& turns) : m_turns(turns) {}
        ~Pass() { m_turns.leave(); }
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;

    private:
        Turns& m_turns;
    };

    Pass enter(Urgency urgency, const std::stop_token& stop); // throws Cancelled

private:
    void leave();

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    bool m_isTaken = false; // guarded by m_mutex
    int m_urgent = 0;       // waiting; guarded by m_mutex
};

} // namespace kerf
