#pragma once

#include "core/contract/run_judgements.h"

#include <filesystem>

namespace kerf {

// The file that verdicts about run B (a folder, or a file) are kept in: ".kerf-judgement.json" in that
// folder, or beside that file. It is a hidden one, so no run counts it among its pictures.
std::filesystem::path judgementFileOf(const std::filesystem::path& b);

// Empty where there is no such file. Throws Error: corrupt_file where it is another file or a damaged one,
// permission_denied.
RunJudgements loadJudgements(const std::filesystem::path& b);

// Reads the file again, takes these entries into it (an empty judgement takes one away) and writes it;
// without anything to keep it goes. What other programs wrote there in the meantime stays. Throws as
// loadJudgements() and writeFileAtomically() do: what can't be understood isn't replaced.
void changeJudgements(const std::filesystem::path& b, const RunJudgements& changes);

} // namespace kerf
