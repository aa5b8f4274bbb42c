#pragma once

namespace kerf {

// CIE L*a*b*, L 0..100, for whatever white it was made with.
struct Lab {
    double l = 0.0;
    double a = 0.0;
    double b = 0.0;
};

// The colour difference CIEDE2000 with kL = kC = kH = 1 (CIE 142-2001; Sharma, Wu and Dalal 2005): 1 is about
// what is just seen side by side.
double ciede2000(const Lab& one, const Lab& other) noexcept;

} // namespace kerf
