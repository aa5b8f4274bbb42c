#pragma once

#include "ui/theme.h"

#include <QString>

namespace kerf::test {

// The windows beside the main one in their states, over a fake session, into `out`.
void takeDialogs(const QString& out, ui::ThemeChoice choice);

} // namespace kerf::test
