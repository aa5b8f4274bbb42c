#include "core/base/check.h"
#include "core/base/error.h"
#include "core/io/codec.h"

#include <fmt/format.h>
#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>

namespace kerf::io {
namespace {

constexpr std::size_t kPartBytes = 65'536; // of the file between two looks at the stop request
constexpr int kLosslessQuality = 100;
constexpr int kSharpQuality = 90; // from here on the slow conversion that keeps coloured edges sharp

struct Deleter {
    void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
    void operator()(WebPIDecoder* decoder) const { WebPIDelete(decoder); }
    void operator()(WebPAnimDecoder* decoder) const { WebPAnimDecoderDelete(decoder); }
    void operator()(WebPMux* mux) const { WebPMuxDelete(mux); }
};

[[noreturn]] void throwCorrupt(const char* what) {
    throw Error(
        ErrorCode::corrupt_file,
        fmt::format("the WebP is damaged or cut off ({}); copy it again from where it came", what));
}

void requireStatus(VP8StatusCode status) {
    switch (status) {
    case VP8_STATUS_OK:
        return;
    case VP8_STATUS_OUT_OF_MEMORY:
        throw std::bad_alloc();
    case VP8_STATUS_UNSUPPORTED_FEATURE:
        throw Error(
            ErrorCode::unsupported_format, "a kind of WebP that Kerf does not read; save it as PNG first");
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
        throwCorrupt("it ends too early");
    default:
        throwCorrupt("its contents are not valid");
    }
}

// The container's parts. Points into the source's bytes.
struct Container {
    std::unique_ptr<WebPDemuxer, Deleter> demuxer;
    bool isAnimation = false;
    std::uint32_t frames = 0;
    WebPData frame{}; // the first: a VP8 or VP8L stream with its alpha
    WebPBitstreamFeatures features{};
};

Container openContainer(const Source& source) {
    const WebPData data{.bytes = source.bytes.data(), .size = source.bytes.size()};
    Container container;
    container.demuxer.reset(WebPDemux(&data));
    if (!container.demuxer) {
        throwCorrupt("its parts do not fit together");
    }
    container.frames = WebPDemuxGetI(container.demuxer.get(), WEBP_FF_FRAME_COUNT);
    container.isAnimation =
        (WebPDemuxGetI(container.demuxer.get(), WEBP_FF_FORMAT_FLAGS) & ANIMATION_FLAG) != 0;
    WebPIterator iterator{};
    if (WebPDemuxGetFrame(container.demuxer.get(), 1, &iterator) == 0) {
        throwCorrupt("it holds no picture");
    }
    container.frame = iterator.fragment;
    const bool isComplete = iterator.complete != 0;
    WebPDemuxReleaseIterator(&iterator);
    if (!isComplete) {
        throwCorrupt("its first picture is not whole");
    }
    requireStatus(WebPGetFeatures(container.frame.bytes, container.frame.size, &container.features));
    return container;
}

std::span<const std::uint8_t> chunk(const Container& container, const char* name) {
    WebPChunkIterator iterator{};
    std::span<const std::uint8_t> bytes;
    if (WebPDemuxGetChunk(container.demuxer.get(), name, 1, &iterator) != 0) {
        bytes = {iterator.chunk.bytes, iterator.chunk.size};
    }
    WebPDemuxReleaseChunkIterator(&iterator);
    return bytes;
}

// The chunk, or nothing and a notice where it is beyond the limit.
std::span<const std::uint8_t>
boundedChunk(const Container& container, const char* name, std::uint64_t limit, PhotoInfo& info) {
    const std::span<const std::uint8_t> bytes = chunk(container, name);
    if (bytes.size() <= limit) {
        return bytes;
    }
    info.notices.push_back(fmt::format("the {} part is too large and was left out", name));
    return {};
}

Decoded describeContainer(const Container& container, const Limits& limits) {
    const std::uint32_t width = WebPDemuxGetI(container.demuxer.get(), WEBP_FF_CANVAS_WIDTH);
    const std::uint32_t height = WebPDemuxGetI(container.demuxer.get(), WEBP_FF_CANVAS_HEIGHT);
    checkSize(width, height, limits);
    Decoded decoded;
    PhotoInfo& info = decoded.info;
    info.format = "WebP";
    info.width = static_cast<int>(width);
    info.height = static_cast<int>(height);
    info.hasAlpha = container.features.has_alpha != 0 || container.isAnimation;
    info.channels = info.hasAlpha ? 4 : 3;
    info.colorModel = "RGB";
    if (container.isAnimation && container.frames > 1) {
        info.notices.push_back(
            fmt::format("an animation: {} further frames were not read", container.frames - 1));
    }
    const auto icc = boundedChunk(container, "ICCP", limits.maxProfileBytes, info);
    decoded.icc.assign(icc.begin(), icc.end());
    auto exif = boundedChunk(container, "EXIF", limits.maxMetadataBytes, info);
    constexpr std::string_view prefix("Exif\0\0", 6); // some programs write it, against the specification
    if (exif.size() > prefix.size() && std::equal(prefix.begin(), prefix.end(), exif.begin())) {
        exif = exif.subspan(prefix.size());
    }
    decoded.metadata.exif.assign(exif.begin(), exif.end());
    const auto xmp = boundedChunk(container, "XMP ", limits.maxMetadataBytes, info);
    decoded.metadata.xmp.assign(xmp.begin(), xmp.end());
    return decoded;
}

ImageBuffer bufferFor(const PhotoInfo& info) {
    return ImageBuffer(ImageFormat{
        .width = info.width,
        .height = info.height,
        .channels = info.hasAlpha ? 4 : 3,
        .alpha = info.hasAlpha ? AlphaKind::straight : AlphaKind::none});
}

Image readStill(const Container& container, const PhotoInfo& info, const Progress& progress) {
    if (container.features.width != info.width || container.features.height != info.height) {
        throwCorrupt("its size is given twice and differs");
    }
    ImageBuffer buffer = bufferFor(info);
    const std::span<std::uint8_t> first = buffer.row<std::uint8_t>(0);
    const int stride = static_cast<int>(buffer.format().bytesPerRow());
    const std::unique_ptr<WebPIDecoder, Deleter> decoder(
        WebPINewRGB(info.hasAlpha ? MODE_RGBA : MODE_RGB, first.data(), buffer.format().bytes(), stride));
    if (!decoder) {
        throw std::bad_alloc();
    }
    VP8StatusCode status = VP8_STATUS_SUSPENDED;
    for (std::size_t done = 0; status == VP8_STATUS_SUSPENDED && done < container.frame.size;) {
        progress.step(double(done) / double(container.frame.size));
        done = std::min(done + kPartBytes, container.frame.size);
        status = WebPIUpdate(decoder.get(), container.frame.bytes, done);
    }
    requireStatus(status);
    return Image(std::move(buffer));
}

// A frame may cover a part of the canvas only, so the library composes it.
Image readFirstFrame(const Source& source, const PhotoInfo& info, const Progress& progress) {
    WebPAnimDecoderOptions options;
    if (WebPAnimDecoderOptionsInit(&options) == 0) {
        throw Error(ErrorCode::internal, "libwebp of another version");
    }
    options.color_mode = MODE_RGBA;
    const WebPData data{.bytes = source.bytes.data(), .size = source.bytes.size()};
    const std::unique_ptr<WebPAnimDecoder, Deleter> decoder(WebPAnimDecoderNew(&data, &options));
    if (!decoder) {
        throwCorrupt("its frames can't be read");
    }
    progress.step(0.1);
    std::uint8_t* pixels = nullptr; // the decoder's
    int time = 0;
    if (WebPAnimDecoderGetNext(decoder.get(), &pixels, &time) == 0) {
        throwCorrupt("its first frame can't be read");
    }
    ImageBuffer buffer = bufferFor(info);
    std::memcpy(buffer.pixels().data(), pixels, buffer.format().bytes());
    return Image(std::move(buffer));
}

bool sniff(std::span<const std::uint8_t> head) {
    return head.size() >= 12 && std::memcmp(head.data(), "RIFF", 4) == 0 &&
           std::memcmp(head.data() + 8, "WEBP", 4) == 0;
}

Decoded readInfo(const Source& source, const Limits& limits) {
    return describeContainer(openContainer(source), limits);
}

Decoded read(const Source& source, const Limits& limits, const Progress& progress) {
    const Container container = openContainer(source);
    Decoded decoded = describeContainer(container, limits);
    decoded.image = container.isAnimation ? readFirstFrame(source, decoded.info, progress)
                                          : readStill(container, decoded.info, progress);
    progress.step(1.0);
    return decoded;
}

// A picture being encoded, its memory and the bytes that come out.
struct Encoding {
    WebPPicture picture{};
    WebPMemoryWriter writer{};
    const Progress* progress = nullptr;
    std::exception_ptr thrown; // by the progress

    Encoding() {
        if (WebPPictureInit(&picture) == 0) {
            throw Error(ErrorCode::internal, "libwebp of another version");
        }
        WebPMemoryWriterInit(&writer);
        picture.writer = WebPMemoryWrite;
        picture.custom_ptr = &writer;
        picture.user_data = this;
        picture.progress_hook = [](int percent, const WebPPicture* of) {
            auto& self = *static_cast<Encoding*>(of->user_data);
            try {
                self.progress->step(percent / 100.0);
                return 1;
            } catch (...) { // rethrown by the caller, on our side of libwebp
                self.thrown = std::current_exception();
                return 0;
            }
        };
    }
    Encoding(const Encoding&) = delete;
    Encoding& operator=(const Encoding&) = delete;
    ~Encoding() {
        WebPPictureFree(&picture);
        WebPMemoryWriterClear(&writer);
    }
};

WebPConfig configFor(int quality) {
    WebPConfig config;
    if (WebPConfigInit(&config) == 0) {
        throw Error(ErrorCode::internal, "libwebp of another version");
    }
    config.thread_level = 1;
    if (quality >= kLosslessQuality) {
        config.lossless = 1;
        config.exact = 1; // colour under alpha 0 is the caller's business
    } else {
        config.quality = static_cast<float>(quality);
        config.use_sharp_yuv = quality >= kSharpQuality ? 1 : 0;
    }
    return config;
}

// libwebp has no grey.
Image widened(const Image& image) {
    if (image.format().channels != 1) {
        return image;
    }
    ImageFormat format = image.format();
    format.channels = 3;
    ImageBuffer out(format);
    for (int y = 0; y < format.height; ++y) {
        auto to = out.row<std::uint8_t>(y).begin();
        for (const std::uint8_t grey : image.row<std::uint8_t>(y)) {
            to = std::fill_n(to, 3, grey);
        }
    }
    return Image(std::move(out));
}

bool importPixels(WebPPicture& picture, const Image& image) {
    const std::uint8_t* pixels = image.row<std::uint8_t>(0).data();
    const int stride = static_cast<int>(image.format().bytesPerRow());
    return (image.format().channels == 4 ? WebPPictureImportRGBA(&picture, pixels, stride)
                                         : WebPPictureImportRGB(&picture, pixels, stride)) != 0;
}

[[noreturn]] void throwEncodeError(const Encoding& encoding) {
    if (encoding.thrown) {
        std::rethrow_exception(encoding.thrown);
    }
    if (encoding.picture.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY ||
        encoding.picture.error_code == VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY) {
        throw std::bad_alloc();
    }
    throw Error(
        ErrorCode::internal, fmt::format("libwebp: error {}", static_cast<int>(encoding.picture.error_code)));
}

void requireMux(WebPMuxError error) {
    if (error == WEBP_MUX_MEMORY_ERROR) {
        throw std::bad_alloc();
    }
    if (error != WEBP_MUX_OK) {
        throw Error(ErrorCode::internal, fmt::format("libwebpmux: error {}", static_cast<int>(error)));
    }
}

std::vector<std::uint8_t> withExtras(const WebPMemoryWriter& picture, const Extras& extras) {
    const std::unique_ptr<WebPMux, Deleter> mux(WebPMuxNew());
    if (!mux) {
        throw std::bad_alloc();
    }
    constexpr int byReference = 0; // all of it outlives the mux
    const WebPData stream{.bytes = picture.mem, .size = picture.size};
    requireMux(WebPMuxSetImage(mux.get(), &stream, byReference));
    const auto add = [&](const char* name, const void* bytes, std::size_t size) {
        if (size > 0) {
            const WebPData data{.bytes = static_cast<const std::uint8_t*>(bytes), .size = size};
            requireMux(WebPMuxSetChunk(mux.get(), name, &data, byReference));
        }
    };
    add("ICCP", extras.icc.data(), extras.icc.size());
    add("EXIF", extras.metadata.exif.data(), extras.metadata.exif.size());
    add("XMP ", extras.metadata.xmp.data(), extras.metadata.xmp.size());
    WebPData assembled;
    WebPDataInit(&assembled);
    requireMux(WebPMuxAssemble(mux.get(), &assembled));
    const std::unique_ptr<WebPData, void (*)(WebPData*)> owner(&assembled, WebPDataClear);
    return {assembled.bytes, assembled.bytes + assembled.size};
}

} // namespace

const Codec& webpCodec() {
    static constexpr Codec codec{.sniff = sniff, .readInfo = readInfo, .read = read};
    return codec;
}

std::vector<std::uint8_t>
encodeWebp(const Image& image, int quality, const Extras& extras, const Progress& progress) {
    const ImageFormat& format = image.format();
    KERF_CHECK(format.type == PixelType::u8 && format.alpha != AlphaKind::premultiplied);
    if (format.width > WEBP_MAX_DIMENSION || format.height > WEBP_MAX_DIMENSION) {
        throw Error(
            ErrorCode::invalid_option,
            fmt::format("a WebP has at most {} pixels a side; choose PNG or TIFF", WEBP_MAX_DIMENSION));
    }
    const WebPConfig config = configFor(quality);
    Encoding encoding;
    encoding.progress = &progress;
    encoding.picture.width = format.width;
    encoding.picture.height = format.height;
    encoding.picture.use_argb = 1; // the encoder converts to YUV itself, sharply if so configured
    if (!importPixels(encoding.picture, widened(image)) || WebPEncode(&config, &encoding.picture) == 0) {
        throwEncodeError(encoding);
    }
    std::vector<std::uint8_t> bytes = withExtras(encoding.writer, extras);
    progress.step(1.0);
    return bytes;
}

} // namespace kerf::io
