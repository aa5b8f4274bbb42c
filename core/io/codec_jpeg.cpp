#include "core/base/check.h"
#include "core/base/error.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "core/io/jpeg_segments.h"

#include <fmt/format.h>
// jpeglib.h needs FILE and does not say so
// clang-format off
#include <cstdio>
#include <jpeglib.h>
#include <jerror.h>
// clang-format on

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstring>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace kerf::io {
namespace {

using namespace std::string_view_literals;

constexpr int kMaxScans = 100; // encoders make about ten; thousands are an attack on the reader's time
constexpr int kRowsPerStep = 32;
constexpr int kExifMarker = JPEG_APP0 + 1;
constexpr std::string_view kExifPrefix = "Exif\0\0"sv;
constexpr std::string_view kXmpPrefix = "http://ns.adobe.com/xap/1.0/\0"sv;
constexpr std::size_t kMaxSegment = 65'533; // a marker's length field counts itself
static_assert(kMaxJpegExifBytes + kExifPrefix.size() == kMaxSegment);
static_assert(kMaxJpegXmpBytes + kXmpPrefix.size() == kMaxSegment);

// libjpeg reports an error by a call that must not return. Nothing may be thrown through its C frames, so the
// call jumps back to guarded(), over frames that hold only trivial objects.
struct Failure {
    jpeg_error_mgr manager{}; // first: libjpeg hands out its address
    std::jmp_buf jump{};
    int code = 0;
    std::array<char, JMSG_LENGTH_MAX> message{};
    bool hasExtraBytes = false;
    std::exception_ptr thrown; // by the caller's Progress
};

// Damage that loses pixels; the other warnings leave the picture whole.
bool losesPixels(int warning) {
    switch (warning) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_NOT_SEQUENTIAL:
        return false;
    default:
        return true;
    }
}

Failure& failureOf(j_common_ptr jpeg) {
    return *reinterpret_cast<Failure*>(jpeg->err); // NOLINT: its first member
}

[[noreturn]] void jumpOut(j_common_ptr jpeg) {
    Failure& failure = failureOf(jpeg);
    failure.code = failure.manager.msg_code;
    failure.manager.format_message(jpeg, failure.message.data());
    std::longjmp(failure.jump, 1); // NOLINT(cert-err52-cpp): libjpeg's only way
}

void onMessage(j_common_ptr jpeg, int level) {
    if (level >= 0) {
        return; // a trace
    }
    Failure& failure = failureOf(jpeg);
    const int warning = failure.manager.msg_code;
    failure.hasExtraBytes = failure.hasExtraBytes || warning == JWRN_EXTRANEOUS_DATA;
    if (losesPixels(warning)) {
        jumpOut(jpeg);
    }
}

ErrorCode codeFor(int message) {
    switch (message) {
    case JERR_ARITH_NOTIMPL:
    case JERR_BAD_PRECISION:
    case JERR_CCIR601_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_NOTIMPL:
    case JERR_SOF_UNSUPPORTED:
        return ErrorCode::unsupported_format;
    case JERR_OUT_OF_MEMORY:
        return ErrorCode::out_of_memory;
    case JERR_IMAGE_TOO_BIG:
        return ErrorCode::too_large;
    default:
        return ErrorCode::corrupt_file;
    }
}

[[noreturn]] void throwReadError(const Failure& failure) {
    if (failure.thrown) {
        std::rethrow_exception(failure.thrown);
    }
    const char* message = failure.message.data();
    switch (codeFor(failure.code)) {
    case ErrorCode::unsupported_format:
        throw Error(
            ErrorCode::unsupported_format,
            fmt::format(
                "a kind of JPEG that Kerf does not read ({}); save it as PNG or TIFF first", message));
    case ErrorCode::out_of_memory:
        throw std::bad_alloc();
    case ErrorCode::too_large:
        throw Error(ErrorCode::too_large, fmt::format("the JPEG is too large ({})", message));
    default:
        throw Error(
            ErrorCode::corrupt_file,
            fmt::format("the JPEG is damaged or cut off ({}); copy it again from where it came", message));
    }
}

[[noreturn]] void throwWriteError(const Failure& failure) {
    if (failure.thrown) {
        std::rethrow_exception(failure.thrown);
    }
    if (codeFor(failure.code) == ErrorCode::out_of_memory) {
        throw std::bad_alloc();
    }
    throw Error(ErrorCode::internal, fmt::format("libjpeg: {}", failure.message.data()));
}

void watch(Failure& failure) {
    jpeg_std_error(&failure.manager);
    failure.manager.error_exit = jumpOut;
    failure.manager.emit_message = onMessage;
    failure.manager.output_message = [](j_common_ptr) {};
}

// Runs calls into libjpeg. `calls` may own nothing: it is jumped out of.
template <typename Calls>
void guarded(Failure& failure, void (*fail)(const Failure&), const Calls& calls) {
    static_assert(std::is_trivially_destructible_v<Calls>);
    if (setjmp(failure.jump) != 0) { // NOLINT(cert-err52-cpp): libjpeg's only way
        fail(failure);
    }
    calls();
}

class Decoder {
public:
    explicit Decoder(std::span<const std::uint8_t> bytes) : Decoder() {
        call([this, bytes] {
            jpeg_create_decompress(&m_jpeg);
            jpeg_mem_src(&m_jpeg, bytes.data(), bytes.size());
            jpeg_read_header(&m_jpeg, TRUE);
        });
    }

    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    ~Decoder() { jpeg_destroy_decompress(&m_jpeg); }

    const jpeg_decompress_struct& header() const { return m_jpeg; }
    const Failure& failure() const { return m_failure; }
    bool isBuffered() const { return m_isBuffered; } // start() does half of the work
    bool isCmyk() const { return m_jpeg.num_components == 4; }
    // Adobe's programs store ink inverted, and only they mark the file.
    bool isInverted() const { return m_jpeg.saw_Adobe_marker != 0; }

    void start(const Progress& progress) {
        m_progress = &progress;
        m_hook.progress_monitor = [](j_common_ptr jpeg) {
            static_cast<Decoder*>(jpeg->client_data)->onProgress();
        };
        m_jpeg.client_data = this;
        m_jpeg.progress = &m_hook;
        m_isBuffered = jpeg_has_multiple_scans(&m_jpeg) != 0;
        m_jpeg.out_color_space = isCmyk() ? JCS_CMYK : JCS_RGB;
        call([this] { jpeg_start_decompress(&m_jpeg); });
        m_jpeg.progress = nullptr;
    }

    // The next rows, `stride` bytes apart; gives how many.
    int read(std::uint8_t* to, std::size_t stride, int rows) {
        std::array<JSAMPROW, kRowsPerStep> lines{};
        rows = std::min(rows, kRowsPerStep);
        for (int i = 0; i < rows; ++i) {
            lines[std::size_t(i)] = to + std::size_t(i) * stride;
        }
        JDIMENSION count = 0;
        call([this, &lines, &count, rows] {
            count = jpeg_read_scanlines(&m_jpeg, lines.data(), static_cast<JDIMENSION>(rows));
        });
        return static_cast<int>(count);
    }

    void finish() {
        call([this] { jpeg_finish_decompress(&m_jpeg); });
    }

    // How a progressive file's scans left the picture.
    enum class Detail { whole, coarse, missing };
    Detail detail() const {
        if (m_jpeg.progressive_mode == 0 || m_jpeg.coef_bits == nullptr) {
            return Detail::whole;
        }
        Detail worst = Detail::whole;
        for (int c = 0; c < m_jpeg.num_components; ++c) {
            const auto& bits = m_jpeg.coef_bits[c]; // -1: never sent; else lowest bits still missing
            if (bits[0] < 0) {
                return Detail::missing;
            }
            const bool hasNoDetail = std::all_of(bits + 1, bits + DCTSIZE2, [](int b) { return b < 0; });
            if (hasNoDetail || std::any_of(bits, bits + DCTSIZE2, [](int b) { return b > 0; })) {
                worst = Detail::coarse;
            }
        }
        return worst;
    }

private:
    Decoder() { // apart from the other, so that what that one throws meets a finished object and is cleaned
                // up
        m_jpeg.err = &m_failure.manager;
        watch(m_failure);
    }

    template <typename Calls>
    void call(const Calls& calls) {
        guarded(m_failure, throwReadError, calls);
    }

    void onProgress() {
        auto* common = reinterpret_cast<j_common_ptr>(&m_jpeg); // NOLINT: libjpeg's own idiom
        if (m_jpeg.input_scan_number > kMaxScans) {
            m_failure.manager.msg_code = JERR_BAD_PROGRESSION;
            jumpOut(common);
        }
        try {
            const double done = double(m_hook.pass_counter) / double(std::max(1L, m_hook.pass_limit));
            m_progress->step(0.5 * done);
        } catch (...) { // rethrown in throwReadError(), on our side of libjpeg
            m_failure.thrown = std::current_exception();
        }
        if (m_failure.thrown) {
            jumpOut(common);
        }
    }

    Failure m_failure;
    jpeg_decompress_struct m_jpeg{};
    jpeg_progress_mgr m_hook{};
    const Progress* m_progress = nullptr;
    bool m_isBuffered = false;
};

void readSegments(std::span<const std::uint8_t> bytes, Decoded& decoded) {
    JpegSegments segments = findSegments(bytes);
    decoded.metadata.exif = std::move(segments.exif);
    decoded.metadata.xmp = std::move(segments.xmp);
    decoded.icc = std::move(segments.icc);
    std::vector<std::string>& notices = decoded.info.notices;
    if (segments.hasBadProfile) {
        notices.emplace_back("the colour profile is damaged; colours taken as sRGB");
    }
    if (segments.hasFurtherPictures) {
        notices.emplace_back("the file holds further pictures (MPF), which were not read");
    }
    if (segments.hasFurtherXmp) {
        notices.emplace_back("the extended part of the XMP was not read");
    }
}

std::string colorModel(J_COLOR_SPACE space) {
    switch (space) {
    case JCS_GRAYSCALE:
        return "grey";
    case JCS_YCbCr:
    case JCS_RGB:
        return "RGB";
    case JCS_CMYK:
        return "CMYK";
    case JCS_YCCK:
        return "YCCK";
    default:
        return {};
    }
}

Decoded readHeader(const Decoder& decoder, std::span<const std::uint8_t> bytes, const Limits& limits) {
    const jpeg_decompress_struct& header = decoder.header();
    checkSize(header.image_width, header.image_height, limits);
    Decoded decoded;
    decoded.info.format = "JPEG";
    decoded.info.width = static_cast<int>(header.image_width);
    decoded.info.height = static_cast<int>(header.image_height);
    decoded.info.bitsPerSample = header.data_precision;
    decoded.info.channels = header.num_components;
    decoded.info.colorModel = colorModel(header.jpeg_color_space);
    if (decoded.info.colorModel.empty()) {
        throw Error(
            ErrorCode::unsupported_format,
            fmt::format(
                "JPEG with {} components of unknown colour; save it as RGB first", header.num_components));
    }
    readSegments(bytes, decoded);
    return decoded;
}

void readRows(Decoder& decoder, std::uint8_t* to, std::size_t stride, int height, const Progress& progress) {
    for (int y = 0; y < height;) {
        if (y % kRowsPerStep == 0) {
            progress.step(double(y) / height);
        }
        const int rows = std::min(kRowsPerStep - y % kRowsPerStep, height - y);
        const int count = decoder.read(to + std::size_t(y) * stride, stride, rows);
        KERF_CHECK(count > 0); // the source never suspends
        y += count;
    }
    decoder.finish();
}

Image readRgb(Decoder& decoder, const PhotoInfo& info, const Progress& progress) {
    ImageBuffer buffer(ImageFormat{.width = info.width, .height = info.height, .channels = 3});
    readRows(
        decoder, buffer.row<std::uint8_t>(0).data(), buffer.format().bytesPerRow(), info.height, progress);
    return Image(std::move(buffer));
}

// To sRGB at once: nothing further on knows ink.
Image readCmyk(Decoder& decoder, Decoded& decoded, const Progress& progress) {
    const int width = decoded.info.width;
    const int height = decoded.info.height;
    std::vector<std::uint8_t> inks(std::size_t(width) * std::size_t(height) * 4);
    readRows(decoder, inks.data(), std::size_t(width) * 4, height, progress.part(0.0, 0.6));
    if (decoder.isInverted()) {
        std::ranges::transform(inks, inks.begin(), [](std::uint8_t v) { return std::uint8_t(255 - v); });
    }
    const std::string icc = std::exchange(decoded.icc, {});
    if (!icc.empty()) {
        try {
            Image image = convertCmyk(inks, width, height, icc, progress.part(0.6, 1.0));
            decoded.info.profile = inspectProfile(icc).name;
            return image;
        } catch (const Error& e) {
            if (e.code() != ErrorCode::corrupt_file) {
                throw;
            }
            decoded.info.notices.emplace_back("the CMYK profile can't be used; colours are approximate");
        }
    }
    return convertCmyk(inks, width, height, {}, progress.part(0.6, 1.0));
}

bool sniff(std::span<const std::uint8_t> head) {
    return head.size() >= 3 && head[0] == 0xff && head[1] == 0xd8 && head[2] == 0xff;
}

Decoded readInfo(const Source& source, const Limits& limits) {
    Decoder decoder(source.bytes);
    Decoded decoded = readHeader(decoder, source.bytes, limits);
    if (decoder.isCmyk()) {
        decoded.info.profile = inspectProfile(std::exchange(decoded.icc, {})).name;
    }
    return decoded;
}

Decoded read(const Source& source, const Limits& limits, const Progress& progress) {
    Decoder decoder(source.bytes);
    Decoded decoded = readHeader(decoder, source.bytes, limits);
    decoder.start(progress);
    switch (decoder.detail()) {
    case Decoder::Detail::whole:
        break;
    case Decoder::Detail::coarse:
        decoded.info.notices.emplace_back(
            "the last scans of this progressive JPEG are missing; detail is lost");
        break;
    case Decoder::Detail::missing:
        throw Error(
            ErrorCode::corrupt_file,
            "the progressive JPEG lacks a whole colour channel; copy it again from where it came");
    }
    const Progress rest = progress.part(decoder.isBuffered() ? 0.5 : 0.0, 1.0);
    decoded.image =
        decoder.isCmyk() ? readCmyk(decoder, decoded, rest) : readRgb(decoder, decoded.info, rest);
    if (decoder.failure().hasExtraBytes) {
        decoded.info.notices.emplace_back(
            "the file has surplus bytes between its parts; the picture may be damaged");
    }
    return decoded;
}

class Encoder {
public:
    Encoder() {
        m_jpeg.err = &m_failure.manager;
        m_jpeg.client_data = this;
        watch(m_failure);
        m_destination.init_destination = [](j_compress_ptr jpeg) { of(jpeg).grow(); };
        m_destination.empty_output_buffer = [](j_compress_ptr jpeg) -> boolean {
            of(jpeg).grow();
            return TRUE;
        };
        m_destination.term_destination = [](j_compress_ptr) {};
    }

    Encoder(const Encoder&) = delete;
    Encoder& operator=(const Encoder&) = delete;
    ~Encoder() { jpeg_destroy_compress(&m_jpeg); }

    void start(const ImageFormat& format, int quality) {
        call([this, &format, quality] {
            jpeg_create_compress(&m_jpeg);
            m_jpeg.dest = &m_destination;
            m_jpeg.image_width = static_cast<JDIMENSION>(format.width);
            m_jpeg.image_height = static_cast<JDIMENSION>(format.height);
            m_jpeg.input_components = format.channels;
            m_jpeg.in_color_space = format.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
            jpeg_set_defaults(&m_jpeg);
            jpeg_set_quality(&m_jpeg, quality, TRUE);
            m_jpeg.optimize_coding = TRUE;
            if (quality >= kFullColorQuality) {
                m_jpeg.comp_info[0].h_samp_factor = 1;
                m_jpeg.comp_info[0].v_samp_factor = 1;
            }
            jpeg_start_compress(&m_jpeg, TRUE);
        });
    }

    void marker(int code, std::string_view data) {
        call([this, code, data] {
            jpeg_write_marker(
                &m_jpeg, code,
                reinterpret_cast<const JOCTET*>(data.data()), // NOLINT: bytes
                static_cast<unsigned>(data.size()));
        });
    }

    void profile(const std::string& icc) {
        call([this, &icc] {
            jpeg_write_icc_profile(
                &m_jpeg,
                reinterpret_cast<const JOCTET*>(icc.data()), // NOLINT: bytes
                static_cast<unsigned>(icc.size()));
        });
    }

    void row(std::span<const std::uint8_t> samples) {
        call([this, samples] {
            auto* line = const_cast<JSAMPROW>(samples.data()); // NOLINT: libjpeg only reads it
            jpeg_write_scanlines(&m_jpeg, &line, 1);
        });
    }

    // The second pass, in which the codes fitted to the picture are written.
    std::vector<std::uint8_t> finish(const Progress& progress) {
        m_progress = &progress;
        m_hook.progress_monitor = [](j_common_ptr jpeg) {
            static_cast<Encoder*>(jpeg->client_data)->onProgress();
        };
        m_jpeg.progress = &m_hook;
        call([this] { jpeg_finish_compress(&m_jpeg); });
        m_bytes.resize(m_bytes.size() - m_destination.free_in_buffer);
        return std::move(m_bytes);
    }

private:
    static constexpr std::size_t kFirstBytes = 65'536;
    static constexpr int kFullColorQuality = 90; // from here on colour is kept at full size (4:4:4)

    template <typename Calls>
    void call(const Calls& calls) {
        guarded(m_failure, throwWriteError, calls);
    }

    static Encoder& of(j_compress_ptr jpeg) { return *static_cast<Encoder*>(jpeg->client_data); }

    // More room behind what is written. libjpeg's own jpeg_mem_dest() loses its memory, and names a freed
    // one, when the work is left in the middle.
    void grow() {
        const std::size_t written = m_bytes.size();
        try {
            m_bytes.resize(std::max(kFirstBytes, 2 * written));
        } catch (...) { // rethrown in throwWriteError(), on our side of libjpeg
            m_failure.thrown = std::current_exception();
        }
        if (m_failure.thrown) {
            jumpOut(reinterpret_cast<j_common_ptr>(&m_jpeg)); // NOLINT: libjpeg's own idiom
        }
        m_destination.next_output_byte = m_bytes.data() + written;
        m_destination.free_in_buffer = m_bytes.size() - written;
    }

    void onProgress() {
        try {
            m_progress->step(double(m_hook.pass_counter) / double(std::max(1L, m_hook.pass_limit)));
        } catch (...) { // rethrown in throwWriteError(), on our side of libjpeg
            m_failure.thrown = std::current_exception();
        }
        if (m_failure.thrown) {
            jumpOut(reinterpret_cast<j_common_ptr>(&m_jpeg)); // NOLINT: libjpeg's own idiom
        }
    }

    Failure m_failure;
    jpeg_compress_struct m_jpeg{};
    jpeg_progress_mgr m_hook{};
    const Progress* m_progress = nullptr;
    jpeg_destination_mgr m_destination{};
    std::vector<std::uint8_t> m_bytes;
};

void writeMarkers(Encoder& encoder, const Extras& extras) {
    const auto write = [&](std::string_view prefix, auto begin, auto end) {
        std::string segment(prefix);
        segment.append(begin, end);
        encoder.marker(kExifMarker, segment);
    };
    const Metadata& metadata = extras.metadata;
    if (!metadata.exif.empty() && metadata.exif.size() <= kMaxJpegExifBytes) {
        write(kExifPrefix, metadata.exif.begin(), metadata.exif.end());
    }
    if (!metadata.xmp.empty() && metadata.xmp.size() <= kMaxJpegXmpBytes) {
        write(kXmpPrefix, metadata.xmp.begin(), metadata.xmp.end());
    }
    if (!extras.icc.empty()) {
        encoder.profile(extras.icc);
    }
}

} // namespace

const Codec& jpegCodec() {
    static constexpr Codec codec{.sniff = sniff, .readInfo = readInfo, .read = read};
    return codec;
}

std::vector<std::uint8_t>
encodeJpeg(const Image& image, int quality, const Extras& extras, const Progress& progress) {
    const ImageFormat& format = image.format();
    KERF_CHECK(format.type == PixelType::u8 && format.channels != 4);
    if (format.width > JPEG_MAX_DIMENSION || format.height > JPEG_MAX_DIMENSION) {
        throw Error(
            ErrorCode::invalid_option,
            fmt::format("a JPEG has at most {} pixels a side; choose PNG or TIFF", JPEG_MAX_DIMENSION));
    }
    Encoder encoder;
    encoder.start(format, quality);
    writeMarkers(encoder, extras);
    for (int y = 0; y < format.height; ++y) {
        if (y % kRowsPerStep == 0) {
            progress.step(0.6 * y / format.height);
        }
        encoder.row(image.row<std::uint8_t>(y));
    }
    std::vector<std::uint8_t> bytes = encoder.finish(progress.part(0.6, 1.0));
    progress.step(1.0);
    return bytes;
}

} // namespace kerf::io
