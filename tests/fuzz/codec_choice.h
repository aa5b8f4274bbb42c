#pragma once

#include "core/io/codec.h"

#include <array>

namespace kerf::fuzz {

// In the order of the first byte of an input; append only, so that corpora stay useful.
inline std::array<const io::Codec*, 6> codecs() {
    return {&io::jpegCodec(), &io::pngCodec(),  &io::tiffCodec(),
            &io::webpCodec(), &io::heifCodec(), &io::rawCodec()};
}

} // namespace kerf::fuzz
