#pragma once

#include "core/contract/judgement.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace kerf {

// What a person says about a run's results, by the pairs' names (RunPair::name). A pin is in pixels of A's
// picture, or of B's where there is no A.
using RunJudgements = std::map<std::filesystem::path, Judgement>;

// As the file beside the run has it: names with all but printable ASCII as %XX. Empty judgements are left
// out. Reading leaves out entries that make no sense; Error(corrupt_file) for what is no such file or of a
// later version.
std::string toJson(const RunJudgements& judgements);
RunJudgements runJudgementsFromJson(std::string_view text);

} // namespace kerf
