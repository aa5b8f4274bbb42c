#include "core/io/png_pixels.h"

#include "core/base/parallel.h"
#include "core/io/fast_deflate.h"
#include "core/io/png_filter.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <utility>

namespace kerf::io {
namespace {

constexpr std::size_t kStripBytes = std::size_t{512} << 10U; // a few milliseconds' work
constexpr std::size_t kHeadBytes = 8;                        // length and name
constexpr std::array<std::uint8_t, 2> kZlibHead{0x78, 0x01};

void put32(std::uint8_t* at, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) {
        at[i] = std::uint8_t(value >> unsigned(24 - 8 * i));
    }
}

// Fills the room for the head in, adds the checksum.
void close(std::vector<std::uint8_t>& chunk) {
    put32(chunk.data(), std::uint32_t(chunk.size() - kHeadBytes));
    std::memcpy(chunk.data() + 4, "IDAT", 4);
    const std::uint32_t sum = libdeflate_crc32(0, chunk.data() + 4, chunk.size() - 4);
    chunk.resize(chunk.size() + 4);
    put32(chunk.data() + chunk.size() - 4, sum);
}

// A row's bytes as the file has them: the larger half of a sample first.
void bytesOf(const Image& image, int y, std::uint8_t* to) {
    const std::size_t length = image.format().bytesPerRow();
    if (image.format().type == PixelType::u8) {
        std::memcpy(to, image.row<std::uint8_t>(y).data(), length);
        return;
    }
    for (const std::uint16_t sample : image.row<std::uint16_t>(y)) {
        *to++ = std::uint8_t(sample >> 8U);
        *to++ = std::uint8_t(sample & 0xffU);
    }
}

struct Strip {
    std::vector<std::uint8_t> chunk;
    std::uint32_t adler = 0;
    std::size_t bytes = 0; // that were packed
};

Strip makeStrip(const Image& image, int first, int last) {
    const std::size_t length = image.format().bytesPerRow();
    const std::size_t step = image.format().bytesPerSample() * std::size_t(image.format().channels);
    std::vector<std::uint8_t> above(length);
    std::vector<std::uint8_t> row(length);
    std::vector<std::uint8_t> scratch(2 * length);
    std::vector<std::uint8_t> filtered(std::size_t(last - first) * (length + 1));
    if (first > 0) {
        bytesOf(image, first - 1, above.data());
    }
    for (int y = first; y < last; ++y) {
        bytesOf(image, y, row.data());
        const std::span out(filtered.data() + std::size_t(y - first) * (length + 1), length + 1);
        filterPngRow(row, above, step, out, scratch);
        std::swap(row, above);
    }
    Strip strip;
    strip.bytes = filtered.size();
    strip.adler = libdeflate_adler32(1, filtered.data(), filtered.size());
    strip.chunk.resize(kHeadBytes);
    if (first == 0) {
        strip.chunk.insert(strip.chunk.end(), kZlibHead.begin(), kZlibHead.end());
    }
    constexpr std::size_t kBlock = std::size_t{16} << 20U; // rows may be as long as 65,535 pixels of 8 bytes
    for (std::size_t at = 0; at < filtered.size(); at += kBlock) {
        const std::size_t count = std::min(kBlock, filtered.size() - at);
        deflateQuickly(std::span(filtered).subspan(at, count), strip.chunk);
    }
    return strip;
}

} // namespace

std::vector<std::vector<std::uint8_t>>
packPngPixels(const Image& image, int threads, const Progress& progress) {
    const int height = image.format().height;
    const std::size_t rowBytes = image.format().bytesPerRow() + 1;
    const int rows = int(std::clamp<std::size_t>(kStripBytes / rowBytes, 1, std::size_t(height)));
    const int count = (height + rows - 1) / rows;
    std::vector<Strip> strips{std::size_t(count)};
    parallelFor(count, threads, progress, [&](int i) {
        strips[std::size_t(i)] = makeStrip(image, i * rows, std::min(height, (i + 1) * rows));
    });
    progress.step(1.0); // a small picture is one strip: this is its chance to stop
    std::vector<std::vector<std::uint8_t>> chunks;
    chunks.reserve(strips.size());
    uLong adler = 1;
    for (Strip& strip : strips) {
        adler = adler32_combine(adler, strip.adler, z_off_t(strip.bytes));
        if (&strip == &strips.back()) {
            std::vector<std::uint8_t>& chunk = strip.chunk;
            chunk.insert(chunk.end(), std::begin(kDeflateEnd), std::end(kDeflateEnd));
            chunk.resize(chunk.size() + 4);
            put32(chunk.data() + chunk.size() - 4, std::uint32_t(adler));
        }
        close(strip.chunk);
        chunks.push_back(std::move(strip.chunk));
    }
    return chunks;
}

} // namespace kerf::io
