#pragma once

#include <functional>

namespace kerf::ui {
class MainWindow;
}

namespace kerf::test {

// Gives the current photo, which has a result, black and white finishes, and calls `take` with a name for
// each state of the recipe panel; leaves the recipe as by default.
void takeRecipe(ui::MainWindow& window, const std::function<void(const char*)>& take);

} // namespace kerf::test
