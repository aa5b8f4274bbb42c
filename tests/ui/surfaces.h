#pragma once

#include "tests/ui/window_rig.h"

#include <QWidget>

#include <functional>
#include <vector>

namespace kerf::test {

// One window in one state, for tests that look at every widget that a person can meet. Whoever adds a window,
// a page or a state adds a row in surfaces.cpp.
struct Surface {
    const char* name;
    // Brings it onto the screen over a fresh rig; null when that fails.
    std::function<QWidget*(WindowRig& rig)> open;
};

const std::vector<Surface>& surfaces();

} // namespace kerf::test
