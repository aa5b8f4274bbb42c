#include "core/base/check.h"
#include "core/base/error.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "core/io/png_chunks.h"
#include "core/io/png_pixels.h"

#include <fmt/format.h>
#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace kerf::io {
namespace {

constexpr int kRowsPerStep = 64;

// libpng's failures: a callback notes the message and jumps back into guarded().
struct Failure {
    std::array<char, 200> message{};
};

extern "C" {
static void onPngError(png_structp png, png_const_charp message) {
    auto* failure = static_cast<Failure*>(png_get_error_ptr(png));
    std::strncpy(failure->message.data(), message, failure->message.size() - 1);
    png_longjmp(png, 1);
}

static void onPngWarning(png_structp, png_const_charp) {}
}

// Runs a step of libpng; false when it failed. An error jumps out of `step`, so neither it nor what it calls
// may hold an object with a destructor while libpng runs.
template <typename Step>
bool guarded(png_structp png, const Step& step) {
    if (setjmp(png_jmpbuf(png))) { // NOLINT(cert-err52-cpp): libpng's way
        return false;
    }
    step();
    return true;
}

[[noreturn]] void throwCorrupt(const Failure& failure) {
    throw Error(
        ErrorCode::corrupt_file, fmt::format(
                                     "the PNG is damaged or not whole ({}); copy it again from where it came",
                                     failure.message.data()));
}

struct Input {
    std::span<const std::uint8_t> rest;
};

extern "C" {
static void readBytes(png_structp png, png_bytep to, std::size_t size) {
    auto* input = static_cast<Input*>(png_get_io_ptr(png));
    if (size > input->rest.size()) {
        png_error(png, "it ends too early");
    }
    std::copy_n(input->rest.begin(), size, to);
    input->rest = input->rest.subspan(size);
}
}

class Reader {
public:
    explicit Reader(const Source& source)
        : m_input{source.bytes},
          m_png(png_create_read_struct(PNG_LIBPNG_VER_STRING, &m_failure, onPngError, onPngWarning)),
          m_info(m_png ? png_create_info_struct(m_png) : nullptr) {
        if (!m_info) {
            png_destroy_read_struct(&m_png, nullptr, nullptr);
            throw std::bad_alloc();
        }
        png_set_read_fn(m_png, &m_input, readBytes);
    }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    ~Reader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }

    // Up to the first pixel: every picture becomes 8- or 16-bit RGB, with alpha where there is some.
    void begin(const Limits& limits) {
        const auto side = static_cast<png_uint_32>(limits.maxSide);
        const png_alloc_size_t chunk = limits.maxMetadataBytes;
        run([&] {
            png_set_user_limits(m_png, side, side);
            png_set_chunk_malloc_max(m_png, chunk);
            png_set_crc_action(m_png, PNG_CRC_ERROR_QUIT, PNG_CRC_WARN_DISCARD); // readPngChunks() saw tRNS
            png_set_keep_unknown_chunks(m_png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
            png_read_info(m_png, m_info);
            png_set_expand(m_png);
            png_set_gray_to_rgb(m_png);
            if (std::endian::native == std::endian::little) {
                png_set_swap(m_png);
            }
            m_passes = png_set_interlace_handling(m_png);
            png_read_update_info(m_png, m_info);
        });
    }

    ImageFormat format() const {
        ImageFormat format{
            .width = static_cast<int>(png_get_image_width(m_png, m_info)),
            .height = static_cast<int>(png_get_image_height(m_png, m_info)),
            .channels = png_get_channels(m_png, m_info),
            .type = png_get_bit_depth(m_png, m_info) == 16 ? PixelType::u16 : PixelType::u8};
        format.alpha = format.channels == 4 ? AlphaKind::straight : AlphaKind::none;
        return format;
    }

    Image pixels(const Progress& progress) {
        const ImageFormat wanted = format();
        KERF_CHECK(wanted.bytesPerRow() == png_get_rowbytes(m_png, m_info));
        ImageBuffer buffer(wanted);
        const auto rowBytes = static_cast<std::ptrdiff_t>(wanted.bytesPerRow());
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels
        auto* const first = reinterpret_cast<png_bytep>(buffer.pixels().data());
        for (int pass = 0; pass < m_passes; ++pass) {
            for (int y = 0; y < wanted.height; y += kRowsPerStep) {
                progress.step((pass + double(y) / wanted.height) / m_passes);
                const int last = std::min(wanted.height, y + kRowsPerStep);
                run([&] {
                    for (int row = y; row < last; ++row) {
                        png_read_row(m_png, first + rowBytes * row, nullptr);
                    }
                });
            }
        }
        run([&] { png_read_end(m_png, nullptr); });
        return Image(std::move(buffer));
    }

private:
    template <typename Step>
    void run(const Step& step) {
        if (!guarded(m_png, step)) {
            throwCorrupt(m_failure);
        }
    }

    Failure m_failure;
    Input m_input;
    png_structp m_png;
    png_infop m_info;
    int m_passes = 1;
};

bool isNear(double value, double wanted) {
    return std::abs(value - wanted) < 0.002;
}

// gAMA and cHRM as a profile; empty when they say sRGB or nothing of use.
std::string profileOfNumbers(const PngChunks& png) {
    const RgbSpace srgb;
    RgbSpace space;
    if (png.chromaticities) {
        const auto at = [&](std::size_t i) { return double((*png.chromaticities)[i]) / 100'000.0; };
        space.white = {at(0), at(1)};
        space.red = {at(2), at(3)};
        space.green = {at(4), at(5)};
        space.blue = {at(6), at(7)};
    }
    const auto same = [](const RgbSpace::Chromaticity& a, const RgbSpace::Chromaticity& b) {
        return isNear(a.x, b.x) && isNear(a.y, b.y);
    };
    const bool samePrimaries = same(space.white, srgb.white) && same(space.red, srgb.red) &&
                               same(space.green, srgb.green) && same(space.blue, srgb.blue);
    // 1/2.2 is how sRGB's own curve is written down in gAMA.
    if (png.gamma && *png.gamma > 0 && std::abs(double(*png.gamma) - 45455.0) > 500.0) {
        space.curve = RgbSpace::Curve::gamma;
        space.gamma = 100'000.0 / double(*png.gamma);
    }
    if (samePrimaries && space.curve == RgbSpace::Curve::srgb) {
        return {};
    }
    return makeRgbProfile(space, "PNG gamma and chromaticities");
}

// By the rules of the PNG specification: cICP before iCCP before sRGB before gAMA and cHRM.
void takeColor(PngChunks& png, Decoded& decoded) {
    if (png.cicp) {
        const auto& code = *png.cicp;
        decoded.icc = code[2] == 0 && code[3] == 1 ? makeCicpProfile(code[0], code[1]) : std::string();
        if (!decoded.icc.empty()) {
            return;
        }
        decoded.info.notices.emplace_back(
            code[1] == 16 || code[1] == 18 ? "an HDR picture (PQ or HLG): its brightness is not converted"
                                           : "the picture's colour code is not known and was left out");
    }
    if (png.isIccDamaged) {
        decoded.info.notices.emplace_back(
            "the embedded colour profile is damaged and was left out; the colours are taken as sRGB");
    } else if (!png.icc.empty()) {
        decoded.icc = std::move(png.icc);
    } else if (!png.isSrgb) {
        decoded.icc = profileOfNumbers(png);
    }
}

Decoded describeChunks(PngChunks& png) {
    Decoded decoded;
    PhotoInfo& info = decoded.info;
    info.format = "PNG";
    info.width = static_cast<int>(png.width);
    info.height = static_cast<int>(png.height);
    info.bitsPerSample = png.bitDepth;
    constexpr std::array<int, 7> kChannels{1, 0, 3, 1, 2, 0, 4};
    info.channels = kChannels[std::size_t(png.colorType)];
    info.hasAlpha = png.hasTransparency || png.colorType >= 4;
    info.colorModel = png.colorType == 3 ? "palette" : png.colorType % 4 == 0 ? "grey" : "RGB";
    info.notices = std::move(png.notices);
    if (png.frames > 1) {
        info.notices.push_back(
            fmt::format("an animation of {} pictures: only the first is read", png.frames));
    }
    takeColor(png, decoded);
    decoded.metadata.exif = std::move(png.exif);
    decoded.metadata.xmp = std::move(png.xmp);
    return decoded;
}

bool sniffPng(std::span<const std::uint8_t> head) {
    // The rest of the signature tells how a file was damaged, so that is read()'s to say.
    constexpr std::array<std::uint8_t, 4> kStart{0x89, 'P', 'N', 'G'};
    return head.size() >= kStart.size() && std::equal(kStart.begin(), kStart.end(), head.begin());
}

// Deflate packs at most 1032 to 1: a file that can't fill its size is refused before pixels are allocated.
void checkPlausible(const PngChunks& png) {
    constexpr std::array<unsigned, 7> kChannels{1, 0, 3, 1, 2, 0, 4};
    const std::uint64_t bits = std::uint64_t{kChannels[std::size_t(png.colorType)]} * unsigned(png.bitDepth);
    const std::uint64_t unpacked = (bits * png.width + 7) / 8 * png.height;
    if (unpacked / 1100 > png.dataBytes) {
        throw Error(
            ErrorCode::corrupt_file, fmt::format(
                                         "the PNG claims {} x {} pixels but holds data for far fewer; "
                                         "copy it again from where it came",
                                         png.width, png.height));
    }
}

Decoded readPngInfo(const Source& source, const Limits& limits) {
    PngChunks png = readPngChunks(source.bytes, limits);
    return describeChunks(png);
}

Decoded readPng(const Source& source, const Limits& limits, const Progress& progress) {
    PngChunks png = readPngChunks(source.bytes, limits);
    checkPlausible(png);
    Decoded decoded = describeChunks(png);
    Reader reader(source);
    reader.begin(limits);
    decoded.image = reader.pixels(progress);
    return decoded;
}

struct Output {
    std::vector<std::uint8_t> bytes;
    bool isOutOfMemory = false;
};

extern "C" {
static void writeBytes(png_structp png, png_bytep from, std::size_t size) {
    auto* output = static_cast<Output*>(png_get_io_ptr(png));
    try {
        output->bytes.insert(output->bytes.end(), from, from + size);
    } catch (const std::exception&) { // must not cross libpng's frames
        output->isOutOfMemory = true;
    }
    if (output->isOutOfMemory) {
        png_error(png, "out of memory");
    }
}

static void flushNothing(png_structp) {}
}

class Writer {
public:
    Writer()
        : m_png(png_create_write_struct(PNG_LIBPNG_VER_STRING, &m_failure, onPngError, onPngWarning)),
          m_info(m_png ? png_create_info_struct(m_png) : nullptr) {
        if (!m_info) {
            png_destroy_write_struct(&m_png, nullptr);
            throw std::bad_alloc();
        }
        png_set_write_fn(m_png, &m_output, writeBytes, flushNothing);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() { png_destroy_write_struct(&m_png, &m_info); }

    void begin(const ImageFormat& format, bool isSrgb) {
        const int type = format.channels == 1   ? PNG_COLOR_TYPE_GRAY
                         : format.channels == 2 ? PNG_COLOR_TYPE_GRAY_ALPHA
                         : format.channels == 3 ? PNG_COLOR_TYPE_RGB
                                                : PNG_COLOR_TYPE_RGB_ALPHA;
        const int depth = format.type == PixelType::u16 ? 16 : 8;
        run([&] {
            png_set_user_limits(m_png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
            png_set_IHDR(
                m_png, m_info, static_cast<png_uint_32>(format.width),
                static_cast<png_uint_32>(format.height), depth, type, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
            if (isSrgb) {
                png_set_sRGB(m_png, m_info, PNG_sRGB_INTENT_RELATIVE);
            }
            png_set_compression_level(m_png, Z_BEST_COMPRESSION); // of pixels()
            png_set_filter(m_png, PNG_FILTER_TYPE_BASE, PNG_ALL_FILTERS);
            png_write_info(m_png, m_info);
            if (depth == 16 && std::endian::native == std::endian::little) {
                png_set_swap(m_png);
            }
        });
    }

    // `name` of four letters.
    void chunk(const char* name, std::span<const std::uint8_t> data) {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
        run([&] {
            png_write_chunk(m_png, reinterpret_cast<png_const_bytep>(name), data.data(), data.size());
        });
    }

    // Chunks that are whole already; ends the file.
    void finish(const std::vector<std::vector<std::uint8_t>>& chunks) {
        for (const std::vector<std::uint8_t>& made : chunks) {
            m_output.bytes.insert(m_output.bytes.end(), made.begin(), made.end());
        }
        chunk("IEND", {});
    }

    void pixels(const Image& image, const Progress& progress) {
        const auto rowBytes = static_cast<std::ptrdiff_t>(image.format().bytesPerRow());
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels
        const auto* const first = reinterpret_cast<png_const_bytep>(image.pixels().data());
        const int height = image.format().height;
        for (int y = 0; y < height; y += kRowsPerStep) {
            progress.step(double(y) / height);
            const int last = std::min(height, y + kRowsPerStep);
            run([&] {
                for (int row = y; row < last; ++row) {
                    png_write_row(m_png, first + rowBytes * row);
                }
            });
        }
        run([&] { png_write_end(m_png, nullptr); });
    }

    std::vector<std::uint8_t> take() { return std::move(m_output.bytes); }

private:
    template <typename Step>
    void run(const Step& step) {
        if (guarded(m_png, step)) {
            return;
        }
        if (m_output.isOutOfMemory) {
            throw std::bad_alloc();
        }
        throw Error(
            ErrorCode::internal, fmt::format("the PNG could not be encoded: {}", m_failure.message.data()));
    }

    Failure m_failure;
    Output m_output;
    png_structp m_png;
    png_infop m_info;
};

void append(std::vector<std::uint8_t>& data, std::string_view text) {
    data.insert(data.end(), text.begin(), text.end());
}

// Name, NUL, method 0, packed profile.
std::vector<std::uint8_t> profileChunk(const std::string& icc) {
    std::vector<std::uint8_t> data;
    append(data, std::string_view("ICC profile\0\0", 13));
    const std::size_t start = data.size();
    uLongf size = compressBound(icc.size());
    data.resize(start + size);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    const auto* from = reinterpret_cast<const Bytef*>(icc.data());
    KERF_CHECK(compress2(data.data() + start, &size, from, icc.size(), Z_BEST_COMPRESSION) == Z_OK);
    data.resize(start + size);
    return data;
}

// Keyword, NUL, not packed, method, no language, no translated keyword, text.
std::vector<std::uint8_t> xmpChunk(const std::string& xmp) {
    std::vector<std::uint8_t> data;
    append(data, kPngXmpKeyword);
    append(data, std::string_view("\0\0\0\0\0", 5));
    append(data, xmp);
    return data;
}

} // namespace

const Codec& pngCodec() {
    static constexpr Codec codec{sniffPng, readPngInfo, readPng};
    return codec;
}

std::vector<std::uint8_t>
encodePng(const Image& image, const Extras& extras, const Progress& progress, PngEffort effort) {
    KERF_CHECK(!image.empty() && image.format().type != PixelType::f32);
    KERF_CHECK(image.format().alpha != AlphaKind::premultiplied);
    const bool isSrgb = !extras.icc.empty() && extras.icc == srgbProfile();
    Writer writer;
    writer.begin(image.format(), isSrgb);
    if (!extras.icc.empty() && !isSrgb) {
        writer.chunk("iCCP", profileChunk(extras.icc));
    }
    if (!extras.metadata.exif.empty()) {
        writer.chunk("eXIf", extras.metadata.exif);
    }
    if (!extras.metadata.xmp.empty()) {
        writer.chunk("iTXt", xmpChunk(extras.metadata.xmp));
    }
    if (effort == PngEffort::smallest) {
        writer.pixels(image, progress);
    } else {
        writer.finish(packPngPixels(image, 0, progress));
    }
    return writer.take();
}

} // namespace kerf::io
