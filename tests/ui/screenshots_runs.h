#pragma once

#include "ui/theme.h"

#include <QString>

namespace kerf::test {

// The window for two runs, empty and with runs that are made of the sample photos, into the folder `out`.
void takeRuns(const QString& out, ui::ThemeChoice choice);

} // namespace kerf::test
