#pragma once

#include <functional>

namespace kerf::ui {
class MainWindow;
}

namespace kerf::test {

// The settings must name an own background picture. Shows the current photo's result in every alpha view and
// calls `take` with a name for each; leaves the view as it was at first.
void takeAlphaViews(ui::MainWindow& window, const std::function<void(const char*)>& take);

} // namespace kerf::test
