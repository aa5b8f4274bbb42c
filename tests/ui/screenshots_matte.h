#pragma once

#include <functional>

namespace kerf::ui {
class MainWindow;
}

namespace kerf::test {

// The Matte page of a window whose shown photo has a result: flags, numbers, places and self-checks, with
// small and large letters. `take` saves what the window shows.
void takeMattePage(ui::MainWindow& window, const std::function<void(const char* what)>& take);

} // namespace kerf::test
