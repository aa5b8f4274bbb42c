#include "core/contract/judgement.h"

#include <array>

namespace kerf {
namespace {

constexpr std::array<std::string_view, 4> kNames{"none", "pass", "fail", "touch-up"}; // by Verdict

} // namespace

std::string_view name(Verdict verdict) noexcept {
    return kNames[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> parseVerdict(std::string_view text) noexcept {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == text) {
            return static_cast<Verdict>(i);
        }
    }
    return std::nullopt;
}

} // namespace kerf
