#pragma once

#include <span>
#include <string>

namespace kerf::bench {

// One kind of measurement: prints its table and returns the exit code: 0, or 2 for wrong arguments. Each has
// a file of its own; main.cpp lists them.
using Arguments = std::span<const std::string>;

int runDeform(Arguments arguments); // only with the nets
int runLayers(Arguments arguments); // only with the nets
int runMask(Arguments arguments);
int runMatte(Arguments arguments);
int runNets(Arguments arguments); // only with the nets
int runNlm(Arguments arguments);
int runPng(Arguments arguments);

} // namespace kerf::bench
