#pragma once

#include "ui/theme.h"

#include <QString>

namespace kerf::test {

// The batch window in its states, over a fake session.
void takeBatch(const QString& out, ui::ThemeChoice choice);

} // namespace kerf::test
