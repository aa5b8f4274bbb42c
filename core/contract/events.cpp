#include "core/contract/events.h"

#include "core/contract/names.h"

namespace kerf {
namespace {

constexpr Names<JobState, 6> kStates{{
    {JobState::queued, "queued"},
    {JobState::running, "running"},
    {JobState::done, "done"},
    {JobState::failed, "failed"},
    {JobState::cancelled, "cancelled"},
    {JobState::skipped, "skipped"},
}};

} // namespace

bool hasEnded(JobState state) noexcept {
    return state != JobState::queued && state != JobState::running;
}

std::string_view name(JobState state) noexcept {
    return nameIn(kStates, state);
}

std::optional<JobState> parseJobState(std::string_view text) noexcept {
    return parseIn(kStates, text);
}

} // namespace kerf
