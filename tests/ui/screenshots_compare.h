#pragma once

#include <functional>

namespace kerf::ui {
class MainWindow;
}

namespace kerf::test {

// Takes the ways of comparing, of the shown photo, which has a result. `take` saves the window under a name.
// Leaves the wipe on.
void takeCompare(ui::MainWindow& window, const std::function<void(const char*)>& take);

} // namespace kerf::test
