#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/io/codec.h"
#include "core/io/color.h"

#include <fmt/format.h>
#include <libheif/heif.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <string_view>

namespace kerf::io {
namespace {

using namespace std::string_view_literals;

struct Deleter {
    void operator()(heif_context* context) const { heif_context_free(context); }
    void operator()(heif_image_handle* handle) const { heif_image_handle_release(handle); }
    void operator()(heif_image* image) const { heif_image_release(image); }
    void operator()(heif_decoding_options* options) const { heif_decoding_options_free(options); }
    void operator()(heif_color_profile_nclx* nclx) const { heif_nclx_color_profile_free(nclx); }
};

void require(const heif_error& error) {
    const char* message = error.message != nullptr ? error.message : "";
    switch (error.code) {
    case heif_error_Ok:
        return;
    case heif_error_Unsupported_filetype:
    case heif_error_Unsupported_feature:
    case heif_error_Plugin_loading_error:
        throw Error(
            ErrorCode::unsupported_format,
            fmt::format(
                "a kind of HEIF that can't be read here ({}); save it as JPEG or PNG first", message));
    case heif_error_Memory_allocation_error:
        if (error.subcode == heif_suberror_Security_limit_exceeded) {
            throw Error(ErrorCode::too_large, fmt::format("the HEIF is beyond safe limits ({})", message));
        }
        throw std::bad_alloc();
    default:
        throw Error(
            ErrorCode::corrupt_file,
            fmt::format("the HEIF is damaged or cut off ({}); copy it again from where it came", message));
    }
}

struct Opened {
    std::unique_ptr<heif_context, Deleter> context;
    std::unique_ptr<heif_image_handle, Deleter> handle; // of the primary picture
};

Opened openFile(const Source& source, const Limits& limits) {
    Opened opened;
    opened.context.reset(heif_context_alloc());
    if (!opened.context) {
        throw std::bad_alloc();
    }
    heif_context_set_maximum_image_size_limit(opened.context.get(), limits.maxSide);
    heif_context_set_max_decoding_threads(opened.context.get(), hardwareThreads());
    require(heif_context_read_from_memory_without_copy(
        opened.context.get(), source.bytes.data(), source.bytes.size(), nullptr));
    heif_image_handle* handle = nullptr;
    require(heif_context_get_primary_image_handle(opened.context.get(), &handle));
    opened.handle.reset(handle);
    const auto check = [&](int width, int height) {
        checkSize(std::uint64_t(std::max(0, width)), std::uint64_t(std::max(0, height)), limits);
    };
    check(heif_image_handle_get_ispe_width(handle), heif_image_handle_get_ispe_height(handle));
    check(heif_image_handle_get_width(handle), heif_image_handle_get_height(handle));
    return opened;
}

// The profile that the code points of a "nclx" box stand for; empty for sRGB.
std::string profileFor(const heif_color_profile_nclx& nclx, PhotoInfo& info) {
    int primaries = nclx.color_primaries;
    int transfer = nclx.transfer_characteristics;
    if (primaries == heif_color_primaries_unspecified) {
        primaries = heif_color_primaries_ITU_R_BT_709_5;
    }
    // A camera that names television's curve means pictures made for a screen, as every viewer takes it.
    if (transfer == heif_transfer_characteristic_unspecified ||
        transfer == heif_transfer_characteristic_ITU_R_BT_709_5 ||
        transfer == heif_transfer_characteristic_ITU_R_BT_601_6) {
        transfer = heif_transfer_characteristic_IEC_61966_2_1;
    }
    if (primaries == heif_color_primaries_ITU_R_BT_709_5 &&
        transfer == heif_transfer_characteristic_IEC_61966_2_1) {
        return {};
    }
    std::string icc = makeCicpProfile(primaries, transfer);
    if (icc.empty()) {
        info.notices.push_back(fmt::format(
            "a colour space that Kerf does not know (primaries {}, transfer {}, perhaps HDR); taken as sRGB",
            primaries, transfer));
    }
    return icc;
}

std::string profileOf(heif_image_handle* handle, const Limits& limits, PhotoInfo& info) {
    const std::size_t size = heif_image_handle_get_raw_color_profile_size(handle);
    if (size > limits.maxProfileBytes) {
        info.notices.emplace_back("the colour profile is too large and was left out");
        return {};
    }
    if (size > 0) {
        std::string icc(size, '\0');
        require(heif_image_handle_get_raw_color_profile(handle, icc.data()));
        return icc;
    }
    heif_color_profile_nclx* nclx = nullptr;
    if (heif_image_handle_get_nclx_color_profile(handle, &nclx).code != heif_error_Ok || nclx == nullptr) {
        return {};
    }
    const std::unique_ptr<heif_color_profile_nclx, Deleter> owner(nclx);
    return profileFor(*nclx, info);
}

// A HEIF's EXIF begins with the offset, from behind this number, of its TIFF header.
std::vector<std::uint8_t> withoutOffset(const std::vector<std::uint8_t>& block) {
    if (block.size() < 4) {
        return {};
    }
    const std::uint64_t offset = (std::uint64_t{block[0]} << 24U) + (std::uint64_t{block[1]} << 16U) +
                                 (std::uint64_t{block[2]} << 8U) + block[3] + 4;
    if (offset >= block.size()) {
        return {};
    }
    return {block.begin() + static_cast<std::ptrdiff_t>(offset), block.end()};
}

void readMetadata(heif_image_handle* handle, const Limits& limits, Decoded& decoded) {
    std::vector<heif_item_id> ids(
        std::size_t(std::max(0, heif_image_handle_get_number_of_metadata_blocks(handle, nullptr))));
    const int count = heif_image_handle_get_list_of_metadata_block_IDs(
        handle, nullptr, ids.data(), static_cast<int>(ids.size()));
    ids.resize(std::size_t(std::max(0, count)));
    for (const heif_item_id id : ids) {
        const std::string_view type = heif_image_handle_get_metadata_type(handle, id);
        const char* content = heif_image_handle_get_metadata_content_type(handle, id);
        const bool isExif = type == "Exif"sv && decoded.metadata.exif.empty();
        const bool isXmp = type == "mime"sv && content != nullptr && content == "application/rdf+xml"sv &&
                           decoded.metadata.xmp.empty();
        const std::size_t size = heif_image_handle_get_metadata_size(handle, id);
        if ((!isExif && !isXmp) || size == 0) {
            continue;
        }
        if (size > limits.maxMetadataBytes) {
            decoded.info.notices.emplace_back("metadata beyond the limit were left out");
            continue;
        }
        std::vector<std::uint8_t> block(size);
        require(heif_image_handle_get_metadata(handle, id, block.data()));
        if (isExif) {
            decoded.metadata.exif = withoutOffset(block);
        } else {
            decoded.metadata.xmp.assign(block.begin(), block.end());
        }
    }
}

// The names in the file's first box, "ftyp"; empty for another kind of file.
std::vector<std::string_view> brands(std::span<const std::uint8_t> head) {
    if (head.size() < 16 || std::memcmp(head.data() + 4, "ftyp", 4) != 0) {
        return {};
    }
    const std::size_t length = (std::size_t{head[0]} << 24U) + (std::size_t{head[1]} << 16U) +
                               (std::size_t{head[2]} << 8U) + head[3];
    std::vector<std::string_view> names;
    for (std::size_t at = 8; at + 4 <= std::min(length, std::min<std::size_t>(head.size(), 1024)); at += 4) {
        if (at != 12) {                                                             // a version stands there
            names.emplace_back(reinterpret_cast<const char*>(head.data() + at), 4); // NOLINT: bytes
        }
    }
    return names;
}

bool isAv1(std::span<const std::uint8_t> head) {
    const auto names = brands(head);
    return std::ranges::any_of(names, [](std::string_view name) { return name == "avif" || name == "avis"; });
}

bool sniff(std::span<const std::uint8_t> head) {
    constexpr std::array known{"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv,
                               "hevx"sv, "mif1"sv, "msf1"sv, "avif"sv, "avis"sv};
    const auto names = brands(head);
    return std::ranges::any_of(
        names, [&](std::string_view name) { return std::ranges::find(known, name) != known.end(); });
}

Decoded describeFile(const Opened& opened, const Source& source, const Limits& limits) {
    heif_image_handle* handle = opened.handle.get();
    Decoded decoded;
    decoded.orientation = 1; // the library turns the picture as the container says
    PhotoInfo& info = decoded.info;
    info.format = isAv1(source.bytes) ? "AVIF" : "HEIC";
    info.width = heif_image_handle_get_width(handle);
    info.height = heif_image_handle_get_height(handle);
    const int bits = heif_image_handle_get_luma_bits_per_pixel(handle);
    info.bitsPerSample = bits > 0 ? bits : 8;
    info.hasAlpha = heif_image_handle_has_alpha_channel(handle) != 0;
    info.channels = info.hasAlpha ? 4 : 3;
    info.colorModel = "RGB";
    const int pictures = heif_context_get_number_of_top_level_images(opened.context.get());
    if (pictures > 1) {
        info.notices.push_back(fmt::format("{} further pictures in the file were not read", pictures - 1));
    }
    decoded.icc = profileOf(handle, limits, info);
    readMetadata(handle, limits, decoded);
    return decoded;
}

std::unique_ptr<heif_image, Deleter> decode(const Opened& opened, const PhotoInfo& info) {
    const std::unique_ptr<heif_decoding_options, Deleter> options(heif_decoding_options_alloc());
    if (!options) {
        throw std::bad_alloc();
    }
    options->strict_decoding = 1;
    const bool isDeep = info.bitsPerSample > 8;
    const heif_chroma chroma =
        info.hasAlpha ? (isDeep ? heif_chroma_interleaved_RRGGBBAA_LE : heif_chroma_interleaved_RGBA)
                      : (isDeep ? heif_chroma_interleaved_RRGGBB_LE : heif_chroma_interleaved_RGB);
    heif_image* image = nullptr;
    const heif_error error =
        heif_decode_image(opened.handle.get(), &image, heif_colorspace_RGB, chroma, options.get());
    std::unique_ptr<heif_image, Deleter> owner(image);
    require(error);
    if (heif_image_get_decoding_warnings(image, 0, nullptr, 0) > 0) {
        heif_error warning{};
        heif_image_get_decoding_warnings(image, 0, &warning, 1);
        throw Error(
            ErrorCode::corrupt_file, fmt::format(
                                         "the HEIF is damaged ({}); copy it again from where it came",
                                         warning.message != nullptr ? warning.message : "decoder's warning"));
    }
    return owner;
}

template <typename T>
void unpremultiply(std::span<T> row) {
    constexpr std::uint32_t full = std::numeric_limits<T>::max();
    for (std::size_t i = 0; i + 3 < row.size(); i += 4) {
        const std::uint32_t alpha = row[i + 3];
        for (std::size_t c = i; alpha > 0 && alpha < full && c < i + 3; ++c) {
            row[c] = static_cast<T>(std::min(full, (row[c] * full + alpha / 2) / alpha));
        }
    }
}

void copyDeepRow(const std::uint8_t* from, std::span<std::uint16_t> to, int bits) {
    const std::uint32_t full = (1U << unsigned(bits)) - 1;
    for (std::size_t i = 0; i < to.size(); ++i) {
        const std::uint32_t value = std::uint32_t{from[2 * i]} | std::uint32_t{from[2 * i + 1]} << 8U;
        to[i] = static_cast<std::uint16_t>((std::min(value, full) * 65'535U + full / 2) / full);
    }
}

Image copyPixels(const heif_image* image, const PhotoInfo& info) {
    int stride = 0;
    const std::uint8_t* plane = heif_image_get_plane_readonly(image, heif_channel_interleaved, &stride);
    const int bits = heif_image_get_bits_per_pixel_range(image, heif_channel_interleaved);
    if (plane == nullptr || heif_image_get_width(image, heif_channel_interleaved) != info.width ||
        heif_image_get_height(image, heif_channel_interleaved) != info.height || bits < 8 || bits > 16) {
        throw Error(
            ErrorCode::corrupt_file,
            "the HEIF's picture is not what its header says; copy it again from where it came");
    }
    const bool isDeep = info.bitsPerSample > 8;
    ImageBuffer buffer(ImageFormat{
        .width = info.width,
        .height = info.height,
        .channels = info.hasAlpha ? 4 : 3,
        .type = isDeep ? PixelType::u16 : PixelType::u8,
        .alpha = info.hasAlpha ? AlphaKind::straight : AlphaKind::none});
    const bool isPremultiplied = info.hasAlpha && heif_image_is_premultiplied_alpha(
                                                      const_cast<heif_image*>(image)) != 0; // NOLINT: reads
    for (int y = 0; y < info.height; ++y) {
        const std::uint8_t* from = plane + std::size_t(y) * std::size_t(stride);
        if (isDeep) {
            const std::span<std::uint16_t> row = buffer.row<std::uint16_t>(y);
            copyDeepRow(from, row, bits);
            if (isPremultiplied) {
                unpremultiply(row);
            }
        } else {
            const std::span<std::uint8_t> row = buffer.row<std::uint8_t>(y);
            std::copy_n(from, row.size(), row.begin());
            if (isPremultiplied) {
                unpremultiply(row);
            }
        }
    }
    return Image(std::move(buffer));
}

Decoded readInfo(const Source& source, const Limits& limits) {
    return describeFile(openFile(source, limits), source, limits);
}

Decoded read(const Source& source, const Limits& limits, const Progress& progress) {
    const Opened opened = openFile(source, limits);
    Decoded decoded = describeFile(opened, source, limits);
    progress.step(0.1);
    // libheif 1.15 has no way to stop here: its progress callbacks can't say no, and may not throw.
    const std::unique_ptr<heif_image, Deleter> image = decode(opened, decoded.info);
    progress.step(0.9);
    decoded.image = copyPixels(image.get(), decoded.info);
    progress.step(1.0);
    return decoded;
}

} // namespace

const Codec& heifCodec() {
    static constexpr Codec codec{.sniff = sniff, .readInfo = readInfo, .read = read};
    return codec;
}

} // namespace kerf::io
