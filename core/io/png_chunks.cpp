#include "core/io/png_chunks.h"

#include "core/base/error.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace kerf::io {
namespace {

using Bytes = std::span<const std::uint8_t>;

[[noreturn]] void throwCorrupt(const std::string& cause) {
    throw Error(ErrorCode::corrupt_file, cause + "; copy it again from where it came");
}

std::uint32_t bigEndian(Bytes bytes, std::size_t at = 0) {
    return std::uint32_t(bytes[at]) << 24U | std::uint32_t(bytes[at + 1]) << 16U |
           std::uint32_t(bytes[at + 2]) << 8U | bytes[at + 3];
}

std::string_view text(Bytes bytes) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// How long a zlib stream is unpacked; nothing when it is broken or longer than `limit`. Keeps none of it, so
// a bomb takes no memory.
std::optional<std::size_t> unpackedSize(Bytes packed, std::uint64_t limit) {
    z_stream stream{};
    if (inflateInit(&stream) != Z_OK) {
        throw std::bad_alloc();
    }
    std::array<unsigned char, 65536> block{};
    stream.next_in = const_cast<Bytef*>(packed.data()); // NOLINT: zlib's interface; it only reads
    stream.avail_in = static_cast<uInt>(packed.size());
    int status = Z_OK;
    while (status == Z_OK && stream.total_out <= limit) {
        stream.next_out = block.data();
        stream.avail_out = static_cast<uInt>(block.size());
        status = inflate(&stream, Z_NO_FLUSH);
    }
    const std::size_t size = stream.total_out;
    inflateEnd(&stream);
    return status == Z_STREAM_END && size <= limit ? std::optional(size) : std::nullopt;
}

// The zlib stream unpacked; nothing when it is broken or larger than `limit`.
std::optional<std::string> unpack(Bytes packed, std::uint64_t limit) {
    const std::optional<std::size_t> size = unpackedSize(packed, limit);
    if (!size) {
        return std::nullopt;
    }
    std::string out(*size, '\0');
    uLongf length = out.size();
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    auto* const to = reinterpret_cast<Bytef*>(out.data());
    const int status = uncompress(to, &length, packed.data(), packed.size());
    return status == Z_OK && length == out.size() ? std::optional(std::move(out)) : std::nullopt;
}

// Takes what stands before the next NUL.
std::optional<std::string_view> takeString(Bytes& rest) {
    const auto end = std::ranges::find(rest, 0);
    if (end == rest.end()) {
        return std::nullopt;
    }
    const auto length = static_cast<std::size_t>(end - rest.begin());
    const std::string_view taken = text(rest.first(length));
    rest = rest.subspan(length + 1);
    return taken;
}

void readHeader(Bytes data, const Limits& limits, PngChunks& png) {
    if (data.size() != 13) {
        throwCorrupt("the PNG's header is damaged");
    }
    png.width = bigEndian(data);
    png.height = bigEndian(data, 4);
    png.bitDepth = data[8];
    png.colorType = data[9];
    png.interlaced = data[12] == 1;
    const bool isDepthValid = png.colorType == 0   ? png.bitDepth <= 16
                              : png.colorType == 3 ? png.bitDepth <= 8
                                                   : png.bitDepth == 8 || png.bitDepth == 16;
    const bool isPowerOfTwo = png.bitDepth > 0 && (png.bitDepth & (png.bitDepth - 1)) == 0;
    const bool isColorValid = png.colorType == 0 || png.colorType == 2 || png.colorType == 3 ||
                              png.colorType == 4 || png.colorType == 6;
    if (!isColorValid || !isDepthValid || !isPowerOfTwo || data[10] != 0 || data[11] != 0 || data[12] > 1) {
        throwCorrupt("the PNG's header asks for what PNG does not have");
    }
    checkSize(png.width, png.height, limits);
}

void readProfile(Bytes data, const Limits& limits, PngChunks& png) {
    if (png.hasIcc) { // one is allowed; to unpack them all would cost a hostile file nothing, and us hours
        return;
    }
    png.hasIcc = true;
    png.isIccDamaged = true;
    if (!takeString(data) || data.empty() || data[0] != 0) {
        return;
    }
    if (auto icc = unpack(data.subspan(1), limits.maxProfileBytes)) {
        png.icc = std::move(*icc);
        png.isIccDamaged = false;
    }
}

// iTXt: keyword, flag, method, language, translated keyword, text.
void readInternationalText(Bytes data, const Limits& limits, PngChunks& png) {
    const auto keyword = takeString(data);
    if (keyword != kPngXmpKeyword || data.size() < 2 || png.hasXmp) {
        return;
    }
    png.hasXmp = true;
    const bool isPacked = data[0] == 1;
    data = data.subspan(2);
    if (!takeString(data) || !takeString(data)) {
        return;
    }
    const auto xmp = isPacked ? unpack(data, limits.maxMetadataBytes)
                              : std::optional<std::string>(std::string(text(data)));
    if (xmp && xmp->size() <= limits.maxMetadataBytes) {
        png.xmp = *xmp;
    } else {
        png.notices.emplace_back("the XMP metadata is damaged or too large and was left out");
    }
}

void readExif(Bytes data, const Limits& limits, PngChunks& png) {
    constexpr std::string_view kPrefix("Exif\0\0", 6);
    if (text(data).starts_with(kPrefix)) { // some writers take it over from JPEG
        data = data.subspan(kPrefix.size());
    }
    if (data.size() <= limits.maxMetadataBytes) {
        png.exif.assign(data.begin(), data.end());
    } else {
        png.notices.emplace_back("the EXIF metadata is too large and was left out");
    }
}

void readAncillary(std::string_view type, Bytes data, const Limits& limits, PngChunks& png) {
    if (type == "tRNS") {
        png.hasTransparency = true;
    } else if (type == "acTL" && data.size() == 8) {
        png.frames = bigEndian(data);
    } else if (type == "iCCP") {
        readProfile(data, limits, png);
    } else if (type == "sRGB") {
        png.isSrgb = true;
    } else if (type == "gAMA" && data.size() == 4) {
        png.gamma = bigEndian(data);
    } else if (type == "cHRM" && data.size() == 32) {
        png.chromaticities.emplace();
        for (std::size_t i = 0; i < 8; ++i) {
            png.chromaticities->push_back(bigEndian(data, i * 4));
        }
    } else if (type == "cICP" && data.size() == 4) {
        png.cicp.emplace(data.begin(), data.end());
    } else if (type == "eXIf") {
        readExif(data, limits, png);
    } else if (type == "iTXt") {
        readInternationalText(data, limits, png);
    }
}

// Critical chunks, which begin with a capital, and transparency.
bool changesPixels(std::string_view type) {
    return (type[0] >= 'A' && type[0] <= 'Z') || type == "tRNS";
}

void checkSignature(Bytes bytes) {
    if (bytes.size() >= kPngSignature.size() && text(bytes).starts_with(kPngSignature)) {
        return;
    }
    if (bytes.size() > kPngSignature.size() && text(bytes).starts_with(kPngSignature.substr(0, 4))) {
        throwCorrupt("the PNG's first bytes were changed, as a transfer in text mode does");
    }
    throwCorrupt("the file does not begin as a PNG does");
}

} // namespace

PngChunks readPngChunks(Bytes bytes, const Limits& limits) {
    constexpr std::size_t kAround = 12; // length, type and CRC
    checkSignature(bytes);
    PngChunks png;
    bool isFirst = true;
    bool hasDamagedPart = false;
    for (Bytes rest = bytes.subspan(kPngSignature.size());; isFirst = false) {
        if (rest.size() < kAround || bigEndian(rest) > rest.size() - kAround) {
            throwCorrupt(
                png.dataBytes == 0 ? "the PNG ends before its picture" : "the PNG ends before its last part");
        }
        const std::size_t length = bigEndian(rest);
        const std::string_view type = text(rest.subspan(4, 4));
        const Bytes data = rest.subspan(8, length);
        if (isFirst != (type == "IHDR")) {
            throwCorrupt("the PNG's parts are out of order");
        }
        if (type == "IDAT") {
            png.dataBytes += length;
        } else if (crc32(0, rest.data() + 4, static_cast<uInt>(length + 4)) == bigEndian(rest, 8 + length)) {
            if (isFirst) {
                readHeader(data, limits, png);
            } else if (type == "IEND") {
                break;
            }
            readAncillary(type, data, limits, png);
        } else if (changesPixels(type)) {
            throwCorrupt("a checksum in the PNG is wrong");
        } else {
            hasDamagedPart = true;
        }
        rest = rest.subspan(length + kAround);
    }
    if (png.dataBytes == 0) {
        throwCorrupt("the PNG holds no picture");
    }
    if (hasDamagedPart) { // once, however many
        png.notices.emplace_back("a damaged part of the PNG that holds no pixels was left out");
    }
    return png;
}

} // namespace kerf::io
