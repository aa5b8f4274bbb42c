#pragma once

#include <functional>

namespace kerf::ui {
class MainWindow;
}

namespace kerf::test {

// Mends the current photo's matte with the brush and the edges and calls `take` with a name for each state;
// takes all of it back at the end.
void takeEditing(ui::MainWindow& window, const std::function<void(const char*)>& take);

} // namespace kerf::test
