#pragma once

class QWidget;

namespace kerf::ui {

class Actions;

// The sheet of all keys, and the page about Kerf. Both open beside the work and block nothing.
void showShortcutSheet(QWidget* parent, const Actions& actions);
void showAbout(QWidget* parent);

} // namespace kerf::ui
