#include "core/base/error.h"
#include "core/image/pixels.h"
#include "core/io/codec.h"
#include "core/io/png_pixels.h"
#include "tests/bench/measure.h"
#include "tests/bench/subcommands.h"

#include <fmt/format.h>
#include <png.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <functional>
#include <vector>

namespace kerf::bench {
namespace {

struct Options {
    double megapixels = 12.0;
    int threads = 1;
    int rounds = 5;
};

bool parseOptions(Arguments arguments, Options& options) {
    for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
        const std::string& text = arguments[i + 1];
        const auto parse = [&](auto& value) {
            return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc();
        };
        const bool isValid = arguments[i] == "--megapixels" ? parse(options.megapixels)
                             : arguments[i] == "--threads"  ? parse(options.threads)
                             : arguments[i] == "--rounds"   ? parse(options.rounds)
                                                            : false;
        if (!isValid) {
            return false;
        }
    }
    return arguments.size() % 2 == 0 && options.rounds > 0;
}

// As libpng writes it when nothing is said: level 6, filters of its own choice.
std::size_t writeWithLibpng(const Image& image) {
    const ImageFormat& format = image.format();
    std::vector<std::uint8_t> out;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(
        png, &out,
        [](png_structp p, png_bytep from, std::size_t size) {
            auto* bytes = static_cast<std::vector<std::uint8_t>*>(png_get_io_ptr(p));
            bytes->insert(bytes->end(), from, from + size);
        },
        nullptr);
    const bool isDeep = format.type == PixelType::u16;
    png_set_IHDR(
        png, info, png_uint_32(format.width), png_uint_32(format.height), isDeep ? 16 : 8,
        format.channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
        PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(png, 6);
    png_write_info(png, info);
    if (isDeep) {
        png_set_swap(png);
    }
    for (int y = 0; y < format.height; ++y) {
        const auto* row = reinterpret_cast<png_const_bytep>( // pixels
            image.pixels().data() + format.bytesPerRow() * std::size_t(y));
        png_write_row(png, row);
    }
    png_write_end(png, nullptr);
    png_destroy_write_struct(&png, &info);
    return out.size();
}

// The photo with a soft round alpha, its colours zeroed outside: a cut-out.
Image cutOut(const Image& photo) {
    ImageFormat format = photo.format();
    format.channels = 4;
    format.alpha = AlphaKind::straight;
    ImageBuffer out(format);
    for (int y = 0; y < format.height; ++y) {
        const auto from = photo.row<std::uint8_t>(y);
        const auto to = out.row<std::uint8_t>(y);
        for (int x = 0; x < format.width; ++x) {
            const double dx = 2.0 * x / format.width - 1.0;
            const double dy = 2.0 * y / format.height - 1.0;
            const double alpha = std::clamp((0.7 - dx * dx - dy * dy) * 8.0, 0.0, 1.0);
            const auto at = std::size_t(x);
            for (std::size_t c = 0; c < 3; ++c) {
                to[at * 4 + c] = alpha > 0.0 ? from[at * 3 + c] : std::uint8_t(0);
            }
            to[at * 4 + 3] = std::uint8_t(alpha * 255.0 + 0.5);
        }
    }
    return Image(std::move(out));
}

// 16 bits as a camera gives them: the lower eight are mostly noise.
Image deepened(const Image& photo) {
    const Image wide = convertType(photo, PixelType::u16);
    ImageBuffer out(wide.format());
    std::uint32_t state = 1;
    for (int y = 0; y < wide.format().height; ++y) {
        const auto from = wide.row<std::uint16_t>(y);
        const auto to = out.row<std::uint16_t>(y);
        for (std::size_t i = 0; i < from.size(); ++i) {
            state = state * 1664525U + 1013904223U;
            to[i] = std::uint16_t(std::clamp(int(from[i]) + int(state >> 24U) - 128, 0, 65535));
        }
    }
    return Image(std::move(out));
}

// The photo again and again until there are so many megapixels: put side by side, zlib would find every copy.
void measure(const std::string& name, const Image& image, const Options& options) {
    const int copies = std::max(1, int(options.megapixels / megapixels(image) + 0.5));
    std::size_t theirs = 0;
    std::size_t ours = 0;
    const std::vector<Times> times = timeInterleaved(
        {[&] {
             for (int i = 0; i < copies; ++i) {
                 theirs = writeWithLibpng(image);
             }
         },
         [&] {
             for (int i = 0; i < copies; ++i) {
                 ours = 0;
                 for (const auto& chunk : io::packPngPixels(image, options.threads, {})) {
                     ours += chunk.size();
                 }
             }
         }},
        options.rounds);
    fmt::print(
        "{:<22} {:>8.3f} {:>8.3f} {:>9.4f} {:>9.4f} {:>7.1f} x {:>9.3f}\n", name, times[0].least(),
        times[0].median(), times[1].least(), times[1].median(), times[0].least() / times[1].least(),
        double(ours) / double(theirs));
}

} // namespace

int runPng(Arguments arguments) {
    Options options;
    if (!parseOptions(arguments, options)) {
        return 2;
    }
    fmt::print(
        "{}\n{} megapixels, {} threads, {} rounds in turn; seconds\n\n{:<22} {:>17} {:>19} {:>9} {:>9}\n",
        machineLine(), options.megapixels, options.threads, options.rounds, "picture", "libpng 6 (median)",
        "Kerf (median)", "ratio", "size");
    for (const std::string& name : sampleNames()) {
        const Image photo = sample(name);
        measure(name, photo, options);
        measure(name + ", cut out", cutOut(photo), options);
        measure(name + ", 16 bit", deepened(photo), options);
    }
    return 0;
}

} // namespace kerf::bench
