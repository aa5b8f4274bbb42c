#pragma once

#include <stdexcept>
#include <string>

namespace kerf::detail {

[[noreturn]] inline void checkFailed(const char* what, const char* file, int line) {
    throw std::logic_error(std::string(file) + ':' + std::to_string(line) + ": " + what);
}

} // namespace kerf::detail

// States what must be true if our own code is right. On in every build: next to inference it costs
// nothing. For bad input throw kerf::Error instead; in inner loops use assert().
#define KERF_CHECK(condition)                                                                                \
    ((condition) ? static_cast<void>(0) : ::kerf::detail::checkFailed(#condition, __FILE__, __LINE__))
