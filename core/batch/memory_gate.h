#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

namespace kerf::batch {

// Keeps the pictures that are under way within a budget of bytes: who wants to start on one waits until there
// is room. One is always let in, however large. Thread-safe.
class MemoryGate {
public:
    explicit MemoryGate(std::uint64_t budget) : m_budget(budget) {}

    // Room that is held while it lives; an empty one holds none.
    class Pass {
    public:
        Pass() = default;
        Pass(MemoryGate& gate, std::uint64_t bytes) : m_gate(&gate), m_bytes(bytes) {}
        Pass(Pass&& other) noexcept;
        Pass& operator=(Pass&& other) noexcept;
        ~Pass();

        explicit operator bool() const { return m_gate != nullptr; }

    private:
        MemoryGate* m_gate = nullptr;
        std::uint64_t m_bytes = 0;
    };

    Pass enter(std::uint64_t bytes, const std::stop_token& stop); // empty when stopped

private:
    void leave(std::uint64_t bytes);

    const std::uint64_t m_budget;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::uint64_t m_used = 0; // guarded by m_mutex
    int m_inside = 0;         // guarded by m_mutex
};

// Half of what the system says is free now; at least 256 MiB.
std::uint64_t defaultMemoryBudget();

} // namespace kerf::batch
