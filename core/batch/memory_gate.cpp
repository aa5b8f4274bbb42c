#include "core/batch/memory_gate.h"

#include <algorithm>
#include <fstream>
#include <string>
#include <utility>

namespace kerf::batch {

MemoryGate::Pass::Pass(Pass&& other) noexcept
    : m_gate(std::exchange(other.m_gate, nullptr)), m_bytes(std::exchange(other.m_bytes, 0)) {}

MemoryGate::Pass& MemoryGate::Pass::operator=(Pass&& other) noexcept {
    std::swap(m_gate, other.m_gate);
    std::swap(m_bytes, other.m_bytes);
    return *this;
}

MemoryGate::Pass::~Pass() {
    if (m_gate) {
        m_gate->leave(m_bytes);
    }
}

MemoryGate::Pass MemoryGate::enter(std::uint64_t bytes, const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    const auto hasRoom = [&] { return m_inside == 0 || m_used + bytes <= m_budget; };
    if (!m_changed.wait(lock, stop, hasRoom)) {
        return {};
    }
    m_used += bytes;
    ++m_inside;
    return {*this, bytes};
}

void MemoryGate::leave(std::uint64_t bytes) {
    {
        const std::scoped_lock lock(m_mutex);
        m_used -= bytes;
        --m_inside;
    }
    m_changed.notify_all();
}

std::uint64_t defaultMemoryBudget() {
    constexpr std::uint64_t kLeast = std::uint64_t{256} << 20U;
    std::ifstream file("/proc/meminfo");
    for (std::string word; file >> word;) {
        std::uint64_t kilobytes = 0;
        if (word == "MemAvailable:" && file >> kilobytes) {
            return std::max(kLeast, kilobytes * 1024 / 2);
        }
    }
    return kLeast;
}

} // namespace kerf::batch
