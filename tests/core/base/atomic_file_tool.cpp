// Writes a pattern to argv[1] under policy argv[2], for faults to be injected into: exit 0, or the ErrorCode.
#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <cstdio>
#include <string>
#include <vector>

int main(int argc, char** argv) {
    if (argc != 3) {
        return 99;
    }
    std::vector<std::uint8_t> bytes(2'500'000);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = std::uint8_t(i * 31 + 2);
    }
    const bool replaces = std::string(argv[2]) == "replace";
    try {
        kerf::writeFileAtomically(
            argv[1], bytes, replaces ? kerf::OnExisting::replace : kerf::OnExisting::fail);
    } catch (const kerf::Error& e) {
        return int(e.code());
    }
    return 0;
}
