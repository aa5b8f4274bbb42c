#pragma once

#include <QString>

namespace kerf::test {

// The filmstrip as row and grid, sorted, filtered and judged, with forty photos: PNGs into `out`, whose names
// end in `suffix`. Nothing is run, so that it takes seconds.
void takeFilmstrip(const QString& out, const QString& suffix);

} // namespace kerf::test
