#pragma once

#include <ctime>

namespace kerf::test {

// Milliseconds of the processor since its making: other work on the machine doesn't count.
class Stopwatch {
public:
    double elapsed() const { return 1e3 * double(std::clock() - m_begun) / CLOCKS_PER_SEC; }
    // What a refusal may take; sanitizers make everything several times slower.
    bool isInTime() const {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        return elapsed() <= 1000;
#else
        return elapsed() <= 100;
#endif
    }

private:
    std::clock_t m_begun = std::clock();
};

} // namespace kerf::test
