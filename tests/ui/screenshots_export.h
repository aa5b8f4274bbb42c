#pragma once

#include <functional>

namespace kerf::ui {
class MainWindow;
}

namespace kerf::test {

// The panel's export group: as it is, with several pictures, with a bad template.
void takeExport(ui::MainWindow& window, const std::function<void(const char*)>& take);

} // namespace kerf::test
