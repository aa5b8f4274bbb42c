#pragma once

#include <functional>

namespace kerf::ui {
class MainWindow;
}

namespace kerf::test {

// Lays backgrounds, shadows and frames around the current photo's result and calls `take` with a name for
// each; leaves the recipe as by default.
void takeLook(ui::MainWindow& window, const std::function<void(const char*)>& take);

} // namespace kerf::test
