#pragma once

#include <span>

namespace kerf::ui {

// What core says in sentences of its own: causes, remedies, notices, reasons, settings, and the models' uses;
// English, each clause once, %1, %2 ... where core puts names and numbers. For coreText().
std::span<const char* const> coreSentences();

} // namespace kerf::ui
