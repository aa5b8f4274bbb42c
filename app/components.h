#pragma once

#include "ui/app_facts.h"

namespace kerf::app {

// The version and the libraries of this build, for the page about Kerf; without log and folders.
ui::AppFacts buildFacts();

} // namespace kerf::app
