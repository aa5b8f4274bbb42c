#pragma once

class QWidget;

namespace kerf::ui {

class Actions;

// The sheet of all keys as they are now. Opens beside the work and blocks nothing.
void showShortcutSheet(QWidget* parent, const Actions& actions);

} // namespace kerf::ui
