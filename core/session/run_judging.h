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

// Replaces the file; without anything to keep it goes. Throws as writeFileAtomically(); and corrupt_file
// where a file of that name is not to be understood.
void saveJudgements(const std::filesystem::path& b, const RunJudgements& judgements);

} // namespace kerf
