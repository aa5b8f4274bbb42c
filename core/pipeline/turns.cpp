#include "core/pipeline/turns.h"

#include "core/base/error.h"

namespace kerf {

Turns::Pass Turns::enter(Urgency urgency, const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    const bool isUrgent = urgency == Urgency::now;
    m_urgent += isUrgent ? 1 : 0;
    const bool hasTurn =
        m_changed.wait(lock, stop, [&] { return !m_isTaken && (isUrgent || m_urgent == 0); });
    m_urgent -= isUrgent ? 1 : 0;
    if (!hasTurn) {
        m_changed.notify_all(); // others may have waited for this one
        throw Cancelled{};
    }
    m_isTaken = true;
    return Pass(*this);
}

void Turns::leave() {
    {
        const std::scoped_lock lock(m_mutex);
        m_isTaken = false;
    }
    m_changed.notify_all();
}

} // namespace kerf
