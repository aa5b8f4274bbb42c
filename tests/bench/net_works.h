#pragma once

#include <string>
#include <string_view>

namespace kerf::bench {

// What can be measured, by name: "lite" and "large" are BiRefNet for 1024 x 1024, "x2" Real-ESRGAN for
// 512 x 512, "deform" the 20 deformable convolutions of lite, "peak" a square matrix product by LibTorch,
// "load" the opening of a weight file.

// Multiplications and additions of one run, in 1e9; 0 for "load".
double gigaflop(std::string_view net);

// Whether this processor has instructions for bf16.
bool hasFastBf16();

// What a process of its own does for one of them, so that its peak memory is its own: builds it with test
// weights in `type` ("fp32" or "bf16"), then answers every line "run" on standard input as
// tests/bench/refs/rival.py does. `file` is what "load" opens. Returns the exit code.
int serveNetWork(std::string_view net, std::string_view type, int threads, const std::string& file);

} // namespace kerf::bench
