#include "core/base/error.h"
#include "core/io/codec.h"

#include <fmt/format.h>
#include <libraw/libraw.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>

namespace kerf::io {
namespace {

using namespace std::string_view_literals;

constexpr std::uint16_t kMakeTag = 0x010f;
constexpr std::uint16_t kPhotometricTag = 0x0106;
constexpr std::uint16_t kSubIfdsTag = 0x014a;
constexpr std::uint16_t kDngVersionTag = 0xc612;
constexpr std::uint16_t kColorFilterArray = 32'803; // a photometric interpretation
constexpr std::size_t kMaxEntries = 512;

// LibRaw's own parts of the work, in its order, as shares.
constexpr double kUnpackShare = 0.3;

[[noreturn]] void throwCode(int code) {
    const char* message = libraw_strerror(code);
    switch (code) {
    case LIBRAW_FILE_UNSUPPORTED:
    case LIBRAW_NOT_IMPLEMENTED:
        throw Error(
            ErrorCode::unsupported_format,
            fmt::format(
                "camera RAW that LibRaw {} does not read ({}); save it as TIFF in the camera's program",
                LibRaw::version(), message));
    case LIBRAW_UNSUFFICIENT_MEMORY:
    case LIBRAW_MEMPOOL_OVERFLOW:
        throw std::bad_alloc();
    case LIBRAW_TOO_BIG:
        throw Error(ErrorCode::too_large, fmt::format("the camera RAW is too large ({})", message));
    default:
        throw Error(
            ErrorCode::corrupt_file,
            fmt::format("the camera RAW is damaged or cut off ({}); copy it again from the card", message));
    }
}

// Runs a step of LibRaw; its exceptions, of no standard type, end here.
template <typename Step>
void require(Step&& step) {
    int code = LIBRAW_SUCCESS;
    try {
        code = step();
    } catch (const std::bad_alloc&) {
        throw;
    } catch (...) { // LibRaw throws enumerators from its constructors and callbacks
        code = LIBRAW_DATA_ERROR;
    }
    if (code != LIBRAW_SUCCESS) {
        throwCode(code);
    }
}

// The first directory of a TIFF as far as `head` reaches.
class TiffHead {
public:
    explicit TiffHead(std::span<const std::uint8_t> head) : m_head(head) {
        if (head.size() < 16) {
            return;
        }
        m_isBig = head[0] == 'M' && head[1] == 'M';
        const bool isTiff =
            (m_isBig || (head[0] == 'I' && head[1] == 'I')) && (number(2, 2) == 42 || number(2, 2) == 85);
        const std::uint64_t start = number(4, 4);
        if (isTiff && start + 2 <= head.size()) {
            m_start = start + 2;
            m_count = std::min<std::uint64_t>(number(start, 2), kMaxEntries);
        }
    }

    bool has(std::uint16_t tag) const { return entry(tag).has_value(); }

    std::optional<std::uint64_t> shortValue(std::uint16_t tag) const {
        const auto at = entry(tag);
        return at ? std::optional(number(*at + 8, 2)) : std::nullopt;
    }

    std::string_view text(std::uint16_t tag) const {
        const auto at = entry(tag);
        if (!at) {
            return {};
        }
        const std::uint64_t count = number(*at + 4, 4);
        const std::uint64_t offset = count <= 4 ? *at + 8 : number(*at + 8, 4);
        if (count > 64 || offset + count > m_head.size()) {
            return {};
        }
        return {reinterpret_cast<const char*>(m_head.data() + offset), count}; // NOLINT: bytes
    }

private:
    std::uint64_t number(std::uint64_t at, int bytes) const {
        std::uint64_t value = 0;
        for (int i = 0; i < bytes && at + std::uint64_t(bytes) <= m_head.size(); ++i) {
            const int from = m_isBig ? i : bytes - 1 - i;
            value = value << 8U | m_head[at + std::uint64_t(from)];
        }
        return value;
    }

    std::optional<std::uint64_t> entry(std::uint16_t tag) const {
        for (std::uint64_t i = 0; i < m_count && m_start + 12 * (i + 1) <= m_head.size(); ++i) {
            if (number(m_start + 12 * i, 2) == tag) {
                return m_start + 12 * i;
            }
        }
        return {};
    }

    std::span<const std::uint8_t> m_head;
    bool m_isBig = false;
    std::uint64_t m_start = 0;
    std::uint64_t m_count = 0;
};

bool beginsWith(std::span<const std::uint8_t> head, std::size_t at, std::string_view magic) {
    return head.size() >= at + magic.size() && std::memcmp(head.data() + at, magic.data(), magic.size()) == 0;
}

// Containers of their own, told by their first bytes.
bool isOwnContainer(std::span<const std::uint8_t> head) {
    struct Magic {
        std::size_t at;
        std::string_view bytes;
    };
    static constexpr std::array<Magic, 9> known{{
        {0, "FUJIFILMCCD-RAW"sv}, // RAF
        {0, "IIRO"sv},            // ORF
        {0, "IIRS"sv},            // ORF
        {0, "MMOR"sv},            // ORF
        {0, "\0MRM"sv},           // MRW
        {0, "FOVb"sv},            // X3F
        {4, "ftypcrx "sv},        // CR3
        {6, "HEAPCCDR"sv},        // CRW
        {8, "CR\2"sv},            // CR2
    }};
    return std::ranges::any_of(
        known, [&](const Magic& magic) { return beginsWith(head, magic.at, magic.bytes); });
}

// RAW inside a plain TIFF: a DNG says so; the others have the maker's name and either the sensor's pattern or
// the sensor's data in a further directory, which scanners and editors do not write together.
bool sniff(std::span<const std::uint8_t> head) {
    if (isOwnContainer(head)) {
        return true;
    }
    const TiffHead tiff(head);
    if (beginsWith(head, 0, "IIU\0"sv)) { // RW2
        return true;
    }
    if (tiff.has(kDngVersionTag) || tiff.shortValue(kPhotometricTag) == kColorFilterArray) {
        return true;
    }
    constexpr std::array makers{"NIKON"sv, "SONY"sv,   "PENTAX"sv, "RICOH"sv,   "Canon"sv,      "SAMSUNG"sv,
                                "EPSON"sv, "Kodak"sv,  "KODAK"sv,  "EASTMAN"sv, "Hasselblad"sv, "Phase One"sv,
                                "Leaf"sv,  "Mamiya"sv, "Leica"sv,  "OLYMPUS"sv, "Panasonic"sv,  "FUJIFILM"sv};
    const std::string_view maker = tiff.text(kMakeTag);
    return tiff.has(kSubIfdsTag) &&
           std::ranges::any_of(makers, [&](std::string_view name) { return maker.starts_with(name); });
}

struct Watch {
    const Progress* progress = nullptr;
    std::exception_ptr thrown;
};

int onProgress(void* data, LibRaw_progress, int iteration, int expected) {
    auto& watch = *static_cast<Watch*>(data);
    try {
        const double part = expected > 0 ? double(iteration) / double(expected) : 0.0;
        watch.progress->step(kUnpackShare + (1.0 - kUnpackShare) * part);
        return 0;
    } catch (...) { // rethrown by the caller, on our side of LibRaw
        watch.thrown = std::current_exception();
        return 1;
    }
}

// What a DNG says its picture has to be brightened by, in stops; LibRaw reads it but leaves it to us.
double baselineGain(float stops) {
    constexpr float kMostStops =
        4.0F; // cameras ask for -0.5 to 2.5; more is damage, and LibRaw's "none" -999
    return std::abs(stops) <= kMostStops ? std::exp2(double(stops)) : 1.0;
}

std::unique_ptr<LibRaw> openFile(const Source& source, const Limits& limits) {
    auto raw = std::make_unique<LibRaw>(LIBRAW_OPIONS_NO_DATAERR_CALLBACK);
    libraw_output_params_t& params = raw->imgdata.params;
    params.use_camera_wb = 1;
    params.use_camera_matrix = 1;
    params.output_color = 1; // sRGB
    params.output_bps = 16;
    params.gamm[0] = 1.0 / 2.4; // sRGB's curve
    params.gamm[1] = 12.92;
    params.no_auto_bright = 1; // the exposure is the photographer's, but for what a DNG asks for
    require([&] {
        // It takes a pointer to non-const, but only reads.
        return raw->open_buffer(
            const_cast<std::uint8_t*>(source.bytes.data()), source.bytes.size()); // NOLINT
    });
    params.bright = float(baselineGain(raw->imgdata.color.dng_levels.baseline_exposure));
    const libraw_image_sizes_t& sizes = raw->imgdata.sizes;
    checkSize(sizes.raw_width, sizes.raw_height, limits);
    checkSize(sizes.width, sizes.height, limits);
    return raw;
}

Decoded describeFile(LibRaw& raw, const Source& source) {
    Decoded decoded;
    decoded.orientation = 1; // LibRaw turns the picture
    PhotoInfo& info = decoded.info;
    const libraw_iparams_t& camera = raw.imgdata.idata;
    info.format = fmt::format("RAW ({} {})", camera.make, camera.model);
    info.bitsPerSample = raw.imgdata.color.raw_bps > 0 ? int(raw.imgdata.color.raw_bps) : 16;
    info.channels = 3;
    info.colorModel = "RGB";
    info.notices.emplace_back(
        "developed plainly: the camera's white balance, no tone curve, no lens correction");
    decoded.metadata = metadataOfFile(source.bytes);
    return decoded;
}

Decoded readInfo(const Source& source, const Limits& limits) {
    const std::unique_ptr<LibRaw> raw = openFile(source, limits);
    require([&] { return raw->adjust_sizes_info_only(); });
    Decoded decoded = describeFile(*raw, source);
    decoded.info.width = raw->imgdata.sizes.iwidth;
    decoded.info.height = raw->imgdata.sizes.iheight;
    return decoded;
}

Image copyPixels(LibRaw& raw, const Limits& limits) {
    int width = 0;
    int height = 0;
    int channels = 0;
    int bits = 0;
    raw.get_mem_image_format(&width, &height, &channels, &bits);
    checkSize(std::uint64_t(std::max(0, width)), std::uint64_t(std::max(0, height)), limits);
    if (bits != 16 || (channels != 1 && channels != 3)) {
        throw Error(
            ErrorCode::unsupported_format,
            fmt::format("camera RAW with {} colours is not read; save it as TIFF first", channels));
    }
    ImageBuffer buffer(
        ImageFormat{.width = width, .height = height, .channels = channels, .type = PixelType::u16});
    require([&] {
        return raw.copy_mem_image(buffer.pixels().data(), static_cast<int>(buffer.format().bytesPerRow()), 0);
    });
    return Image(std::move(buffer));
}

// A monochrome sensor's picture.
Image widened(const Image& image) {
    if (image.format().channels == 3) {
        return image;
    }
    ImageFormat format = image.format();
    format.channels = 3;
    ImageBuffer out(format);
    for (int y = 0; y < format.height; ++y) {
        auto to = out.row<std::uint16_t>(y).begin();
        for (const std::uint16_t grey : image.row<std::uint16_t>(y)) {
            to = std::fill_n(to, 3, grey);
        }
    }
    return Image(std::move(out));
}

Decoded read(const Source& source, const Limits& limits, const Progress& progress) {
    const std::unique_ptr<LibRaw> raw = openFile(source, limits);
    Watch watch{.progress = &progress, .thrown = nullptr};
    raw->set_progress_handler(onProgress, &watch);
    const std::stop_callback cancel(progress.stop(), [&raw] { raw->setCancelFlag(); });
    const auto run = [&](auto&& step) {
        try {
            require(step);
        } catch (const Error&) {
            if (watch.thrown) {
                std::rethrow_exception(watch.thrown);
            }
            progress.throwIfStopped(); // the flag ends LibRaw's work like damage does
            throw;
        }
    };
    run([&] { return raw->unpack(); });
    progress.step(kUnpackShare);
    if (raw->error_count() > 0) { // it goes on over damaged data
        throwCode(LIBRAW_DATA_ERROR);
    }
    run([&] { return raw->dcraw_process(); });
    const Image image = widened(copyPixels(*raw, limits));
    Decoded decoded = describeFile(*raw, source);
    decoded.info.width = image.format().width;
    decoded.info.height = image.format().height;
    decoded.image = image;
    progress.step(1.0);
    return decoded;
}

} // namespace

const Codec& rawCodec() {
    static constexpr Codec codec{.sniff = sniff, .readInfo = readInfo, .read = read};
    return codec;
}

} // namespace kerf::io
