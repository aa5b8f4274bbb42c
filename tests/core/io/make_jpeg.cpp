#include "tests/core/io/make_jpeg.h"

#include <cstdlib>
#include <memory>

namespace kerf::test {
namespace {

// All of DC at once, then all of AC: the DC scan may be repeated without a contradiction.
void setScans(jpeg_compress_struct& jpeg, std::vector<jpeg_scan_info>& scans) {
    jpeg_scan_info dc{};
    dc.comps_in_scan = jpeg.num_components;
    for (int c = 0; c < jpeg.num_components; ++c) {
        dc.component_index[c] = c;
    }
    scans.push_back(dc);
    for (int c = 0; c < jpeg.num_components; ++c) {
        jpeg_scan_info ac{};
        ac.comps_in_scan = 1;
        ac.component_index[0] = c;
        ac.Ss = 1;
        ac.Se = 63;
        scans.push_back(ac);
    }
    jpeg.scan_info = scans.data();
    jpeg.num_scans = static_cast<int>(scans.size());
}

void configure(jpeg_compress_struct& jpeg, const JpegRecipe& recipe) {
    jpeg.image_width = static_cast<JDIMENSION>(recipe.width);
    jpeg.image_height = static_cast<JDIMENSION>(recipe.height);
    jpeg.in_color_space = recipe.samples;
    jpeg.input_components = recipe.samples == JCS_GRAYSCALE ? 1 : recipe.samples == JCS_CMYK ? 4 : 3;
    jpeg_set_defaults(&jpeg);
    jpeg_set_colorspace(&jpeg, recipe.stored);
    jpeg_set_quality(&jpeg, recipe.quality, TRUE);
    jpeg.write_Adobe_marker = recipe.hasAdobeMarker ? TRUE : FALSE;
    jpeg.arith_code = recipe.isArithmetic ? TRUE : FALSE;
    jpeg.restart_in_rows = recipe.restartRows;
    for (int c = 0; c < jpeg.num_components; ++c) {
        const bool isFull = c == 0 || c == 3;
        jpeg.comp_info[c].h_samp_factor = isFull ? recipe.horizontal : 1;
        jpeg.comp_info[c].v_samp_factor = isFull ? recipe.vertical : 1;
    }
    if (recipe.isProgressive) {
        jpeg_simple_progression(&jpeg);
    }
}

} // namespace

std::vector<std::uint8_t> makeJpeg(const JpegRecipe& recipe, const Samples& samples) {
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{}; // the library's own: a mistake in a test ends it
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&jpeg, &bytes, &size);
    configure(jpeg, recipe);
    std::vector<jpeg_scan_info> scans;
    if (recipe.hasSingleDcScan) {
        setScans(jpeg, scans);
    }
    jpeg_start_compress(&jpeg, TRUE);
    for (const auto& [number, contents] : recipe.markers) {
        jpeg_write_marker(
            &jpeg, JPEG_APP0 + number, reinterpret_cast<const JOCTET*>(contents.data()),
            static_cast<unsigned>(contents.size()));
    }
    std::vector<std::uint8_t> row(std::size_t(recipe.width * jpeg.input_components));
    for (int y = 0; y < recipe.height; ++y) {
        for (int x = 0; x < recipe.width; ++x) {
            const auto pixel = samples(x, y);
            for (int c = 0; c < jpeg.input_components; ++c) {
                row[std::size_t(x * jpeg.input_components + c)] = pixel[std::size_t(c)];
            }
        }
        JSAMPROW line = row.data();
        jpeg_write_scanlines(&jpeg, &line, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    std::vector<std::uint8_t> result(bytes, bytes + size);
    std::free(bytes);
    return result;
}

std::vector<std::uint8_t> makeExif(int orientation) {
    const std::string text = std::string("II*\0\x08\0\0\0", 8) +                // header, directory at 8
                             std::string("\x02\0", 2) +                         // two entries
                             std::string("\x0f\x01\x02\0\x04\0\0\0Cam\0", 12) + // Make, ASCII
                             std::string("\x12\x01\x03\0\x01\0\0\0", 8) +       // Orientation, SHORT
                             std::string(1, char(orientation)) + std::string(3, '\0') +
                             std::string(4, '\0'); // no further directory
    return {text.begin(), text.end()};
}

} // namespace kerf::test
