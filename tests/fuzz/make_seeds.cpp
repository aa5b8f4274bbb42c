#include "core/io/codec.h"
#include "tests/fuzz/weight_seeds.h"

#include <libheif/heif.h>

#include <filesystem>
#include <fstream>
#include <iostream>

using namespace kerf;
namespace fs = std::filesystem;

namespace {

Image smallImage(int channels, PixelType type) {
    ImageFormat format{.width = 19, .height = 13, .channels = channels, .type = type};
    format.alpha = channels == 4 ? AlphaKind::straight : AlphaKind::none;
    ImageBuffer buffer(format);
    for (std::size_t i = 0; i < buffer.pixels().size(); ++i) {
        buffer.pixels()[i] = std::byte(i * 7 + i / 57 * 31);
    }
    return Image(std::move(buffer));
}

void write(const fs::path& folder, const std::string& name, char codec, std::span<const std::uint8_t> bytes) {
    std::ofstream file(folder / name, std::ios::binary);
    file.put(codec);
    file.write(reinterpret_cast<const char*>(bytes.data()), std::streamsize(bytes.size()));
    if (!file.flush()) {
        throw std::runtime_error("can't write " + (folder / name).string());
    }
}

void require(const heif_error& result) {
    if (result.code != heif_error_Ok) {
        throw std::runtime_error(result.message);
    }
}

std::vector<std::uint8_t> encodeHeif(heif_compression_format kind) {
    heif_context* context = heif_context_alloc();
    heif_encoder* encoder = nullptr;
    require(heif_context_get_encoder_for_format(context, kind, &encoder));
    heif_image* image = nullptr;
    require(heif_image_create(64, 64, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image));
    require(heif_image_add_plane(image, heif_channel_interleaved, 64, 64, 8));
    int stride = 0;
    std::uint8_t* plane = heif_image_get_plane(image, heif_channel_interleaved, &stride);
    for (int i = 0; i < stride * 64; ++i) {
        plane[i] = std::uint8_t(i * 5);
    }
    require(heif_context_encode_image(context, image, encoder, nullptr, nullptr));
    std::vector<std::uint8_t> bytes;
    heif_writer writer{};
    writer.writer_api_version = 1;
    writer.write = [](heif_context*, const void* data, std::size_t size, void* to) {
        const auto* from = static_cast<const std::uint8_t*>(data);
        static_cast<std::vector<std::uint8_t>*>(to)->assign(from, from + size);
        return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
    };
    require(heif_context_write(context, &writer, &bytes));
    heif_image_release(image);
    heif_encoder_release(encoder);
    heif_context_free(context);
    return bytes;
}

} // namespace

// make_seeds FOLDER: FOLDER/fuzz_codecs, FOLDER/fuzz_options and the like, small inputs from which the
// fuzzers start.
int main(int count, char** arguments) {
    try {
        const fs::path codecs = fs::path(count > 1 ? arguments[1] : "seeds") / "fuzz_codecs";
        const fs::path options = codecs.parent_path() / "fuzz_options";
        fs::create_directories(codecs);
        fs::create_directories(options);
        for (const int channels : {1, 3, 4}) {
            const std::string name = std::to_string(channels);
            for (const PixelType type : {PixelType::u8, PixelType::u16}) {
                const Image image = smallImage(channels, type);
                const std::string depth = type == PixelType::u8 ? "_8" : "_16";
                write(codecs, "png" + name + depth, 1, io::encodePng(image, {}, {}));
                write(codecs, "tiff" + name + depth, 2, io::encodeTiff(image, {}, {}));
            }
        }
        for (const int channels : {3, 4}) {
            const Image image = smallImage(channels, PixelType::u8);
            write(codecs, "webp" + std::to_string(channels), 3, io::encodeWebp(image, 80, {}, {}));
        }
        const Image rgb = smallImage(3, PixelType::u8);
        write(codecs, "webp_lossless", 3, io::encodeWebp(rgb, 100, {}, {}));
        write(codecs, "jpeg", 0, io::encodeJpeg(rgb, 85, {}, {}));
        write(codecs, "heic", 4, encodeHeif(heif_compression_HEVC));
        write(codecs, "avif", 4, encodeHeif(heif_compression_AV1));
        write(codecs, "raw", 5, io::encodeTiff(rgb, {}, {}));
        fuzz::writeWeightSeeds(codecs.parent_path());
        int number = 0;
        for (const char* text :
             {"{name}-{date:YYYYMMDD}-{counter:4}|../../etc", "{{{stage}}}{width}x{height}", "no-location",
              "10,20,300,400", "#ff8000", "nlm-opencv", "grabcut", "auto", "tiff", "rename",
              "linear:#000000:#ffffff:90", "contain:#102030:sky.png", "blur:2.5",
              "angle=90,blur=1.5,color=#010203", "subject:40px", "30,70", "2000x1500", "16:9"}) {
            std::ofstream(options / std::to_string(number++)) << text;
        }
        return 0;
    } catch (const std::exception& e) {
        std::cerr << "make_seeds: " << e.what() << '\n';
        return 1;
    }
}
