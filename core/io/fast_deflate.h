#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace kerf::io {

// Appends `bytes` to `out` as part of a raw deflate stream (RFC 1951): one block with Huffman codes of its
// own, then an empty stored block, so that it ends on a whole byte and such parts can be made side by side
// and put one behind the other. None is the stream's last: kDeflateEnd is that.
//
// For filtered photographs, whose bytes repeat in no pattern: of matches only runs of zeros are looked for,
// which are all of a transparent or even area. Many times as fast as zlib for that, and no good for text.
// `bytes` holds at most 16 MiB. Throws std::bad_alloc.
void deflateQuickly(std::span<const std::uint8_t> bytes, std::vector<std::uint8_t>& out);

inline constexpr std::uint8_t kDeflateEnd[] = {0x03, 0x00}; // an empty last block

} // namespace kerf::io
