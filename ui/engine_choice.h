#pragma once

#include "core/contract/engine_info.h"

class QComboBox;

namespace kerf::ui {

// Engines that can't run here are shown in the list, disabled, with the reason; back to their own help when
// they can run by now: a model may have come.
void showEngine(QComboBox* box, int engine, const EngineInfo& info);

} // namespace kerf::ui
