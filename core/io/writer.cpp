#include "core/io/writer.h"

#include "core/base/atomic_file.h"
#include "core/base/check.h"
#include "core/base/error.h"
#include "core/base/file_name.h"
#include "core/image/pixels.h"
#include "core/io/codec.h"
#include "core/io/color.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <limits>
#include <span>

namespace fs = std::filesystem;

namespace kerf {
namespace {

constexpr int kMaxNumber = 100'000;

void checkRequest(const WriteRequest& request) {
    KERF_CHECK(!request.image.empty() && request.image.format().alpha != AlphaKind::premultiplied);
    request.options.check();
}

// What would fail at the end is found before the work is done.
void checkFolder(const fs::path& output) {
    const fs::path folder = output.parent_path().empty() ? fs::path(".") : output.parent_path();
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        throw Error(
            ErrorCode::file_not_found, "the folder to write into is not there; create it or choose another",
            output);
    }
    if (::access(folder.c_str(), W_OK | X_OK) != 0 && errno == EACCES) {
        throw Error(
            ErrorCode::permission_denied,
            "no permission to write into this folder; choose another one or change its permissions", output);
    }
}

void checkSource(const WriteRequest& request) {
    const ExistingPolicy policy = request.options.existing;
    const bool mayOverwrite = policy == ExistingPolicy::replace || policy == ExistingPolicy::fail;
    if (mayOverwrite && !request.source.empty() && isSameFile(request.source, request.output)) {
        throw Error(
            ErrorCode::source_in_danger,
            "the output is the photo itself, which Kerf never overwrites; choose another name or folder",
            request.output);
    }
}

PixelType targetType(const WriteRequest& request) {
    const ExportOptions& options = request.options;
    const bool isDeep = options.type == FileType::png || options.type == FileType::tiff;
    const bool isDeepImage = request.image.format().type != PixelType::u8;
    return isDeep && (options.depth == 16 || (options.depth == 0 && isDeepImage)) ? PixelType::u16
                                                                                  : PixelType::u8;
}

std::string targetProfile(const ExportOptions& options, const std::string& own) {
    switch (options.profile) {
    case ColorProfile::keep:
        return own.empty() ? srgbProfile() : own;
    case ColorProfile::srgb:
        return srgbProfile();
    case ColorProfile::display_p3:
        return displayP3Profile();
    case ColorProfile::adobe_rgb:
        return adobeRgbProfile();
    }
    return srgbProfile();
}

// Alpha laid over white. `hadAlpha` tells whether anything shone through.
template <typename T>
Image overWhite(const Image& image, bool& hadAlpha, const Progress& progress) {
    constexpr std::uint64_t full = std::numeric_limits<T>::max();
    ImageFormat format = image.format();
    format.channels = 3;
    format.alpha = AlphaKind::none;
    ImageBuffer out(format);
    hadAlpha = false;
    for (int y = 0; y < format.height; ++y) {
        if (y % 64 == 0) {
            progress.throwIfStopped();
        }
        const auto from = image.row<T>(y);
        const auto to = out.row<T>(y);
        for (std::size_t x = 0; x < std::size_t(format.width); ++x) {
            const std::uint64_t alpha = from[x * 4 + 3];
            hadAlpha = hadAlpha || alpha != full;
            for (std::size_t c = 0; c < 3; ++c) {
                const std::uint64_t sum = from[x * 4 + c] * alpha + full * (full - alpha);
                to[x * 3 + c] = static_cast<T>((sum + full / 2) / full);
            }
        }
    }
    return Image(std::move(out));
}

template <typename T>
bool isGrey(const Image& image, const Progress& progress) {
    const auto channels = static_cast<std::size_t>(image.format().channels);
    for (int y = 0; y < image.format().height; ++y) {
        if (y % 64 == 0) {
            progress.throwIfStopped();
        }
        const auto row = image.row<T>(y);
        for (std::size_t x = 0; x < row.size(); x += channels) {
            if (row[x] != row[x + 1] || row[x] != row[x + 2]) {
                return false;
            }
        }
    }
    return true;
}

// Green, and alpha where there is one.
template <typename T>
Image toGrey(const Image& image, const Progress& progress) {
    ImageFormat format = image.format();
    const auto from = static_cast<std::size_t>(format.channels);
    format.channels = format.channels == 4 ? 2 : 1;
    const auto to = static_cast<std::size_t>(format.channels);
    ImageBuffer out(format);
    for (int y = 0; y < format.height; ++y) {
        if (y % 64 == 0) {
            progress.throwIfStopped();
        }
        const auto source = image.row<T>(y);
        const auto target = out.row<T>(y);
        for (std::size_t x = 0; x < std::size_t(format.width); ++x) {
            target[x * to] = source[x * from + 1];
            if (to == 2) {
                target[x * to + 1] = source[x * from + 3];
            }
        }
    }
    return Image(std::move(out));
}

// Whether the file is to have one channel of colour.
bool isGreyFile(const WriteRequest& request, const Progress& progress) {
    const ImageFormat& format = request.image.format();
    if (!request.mayBeGrey || request.options.type == FileType::webp || format.channels < 3) {
        return false;
    }
    return format.type == PixelType::u16  ? isGrey<std::uint16_t>(request.image, progress)
           : format.type == PixelType::u8 ? isGrey<std::uint8_t>(request.image, progress)
                                          : isGrey<float>(request.image, progress);
}

struct Prepared {
    Image image;
    std::string icc; // to be embedded; empty for a matte
    std::vector<std::string> notices;
};

Prepared prepare(const WriteRequest& request, const Progress& progress) {
    const ExportOptions& options = request.options;
    Prepared out{.image = request.image};
    const PixelType type = targetType(request);
    if (type == PixelType::u16) {
        out.image = convertType(out.image, type); // before colours are converted: nothing is rounded twice
    }
    const bool isMatte = out.image.format().channels == 1; // coverage, not a colour: no profile applies
    if (!isMatte) {
        const std::string own = out.image.format().icc.empty() ? srgbProfile() : out.image.format().icc;
        out.icc = targetProfile(options, own);
        if (out.icc != own) {
            out.image = convertProfile(out.image, own, out.icc, progress);
        }
    }
    out.image = convertType(out.image, type);
    if (out.image.format().channels == 4 && !hasAlpha(options.type)) {
        bool hadAlpha = false;
        out.image = overWhite<std::uint8_t>(out.image, hadAlpha, progress);
        if (hadAlpha) {
            out.notices.emplace_back("JPEG holds no transparency: laid over white");
        }
    }
    // Found out before colours are converted, which may leave the channels a step apart.
    if (isGreyFile(request, progress)) {
        // A PNG says sRGB in words, which hold for grey, too.
        const bool isSaid = options.type == FileType::png && out.icc == srgbProfile();
        const std::string icc = isSaid ? out.icc : greyProfile(out.icc);
        if (!icc.empty()) {
            out.image = out.image.format().type == PixelType::u16 ? toGrey<std::uint16_t>(out.image, progress)
                                                                  : toGrey<std::uint8_t>(out.image, progress);
            out.icc = icc;
        }
    }
    const bool isReduced = type == PixelType::u8 && request.image.format().type != PixelType::u8;
    if (isReduced && options.depth == 0) {
        out.notices.push_back(
            fmt::format("{} holds 8 bits a channel: the photo's 16 were rounded", name(options.type)));
    }
    return out;
}

std::vector<std::uint8_t> encodeAs(
    const ExportOptions& options, const Image& image, const io::Extras& extras, const Progress& progress) {
    switch (options.type) {
    case FileType::png:
        return io::encodePng(image, extras, progress, options.png);
    case FileType::tiff:
        return io::encodeTiff(image, extras, progress);
    case FileType::jpeg:
        return io::encodeJpeg(image, options.quality, extras, progress);
    case FileType::webp:
        return io::encodeWebp(image, options.quality, extras, progress);
    }
    throw Error(ErrorCode::invalid_option, "this file format is not known");
}

std::vector<std::uint8_t>
encode(const WriteRequest& request, const Image& image, const io::Extras& extras, const Progress& progress) {
    try {
        return encodeAs(request.options, image, extras, progress);
    } catch (const Error& e) { // a picture too large for the format
        throw Error(e.code(), e.what(), request.output);
    }
}

// "photo-2.png"; the stem is cut between UTF-8 characters where the name would get too long.
fs::path numbered(const fs::path& output, int number) {
    const std::string end = fmt::format("-{}{}", number, output.extension().string());
    return output.parent_path() / fileName(output.stem().native(), end);
}

using OnName = std::function<void(const fs::path& file)>;

void tell(const OnName& onName, const fs::path& file) {
    if (onName) {
        onName(file);
    }
}

// The first name that is free, taken for good: another process that wants it at the same moment gets the
// next.
fs::path writeRenamed(const fs::path& output, std::span<const std::uint8_t> bytes, const OnName& onName) {
    for (int number = 1; number < kMaxNumber; ++number) {
        fs::path file = number == 1 ? output : numbered(output, number);
        if (isNameTaken(file)) {
            continue;
        }
        tell(onName, file);
        try {
            writeFileAtomically(file, bytes, OnExisting::fail);
            return file;
        } catch (const Error& e) {
            if (e.code() != ErrorCode::already_exists) {
                throw;
            }
        }
    }
    throw Error(ErrorCode::already_exists, "every numbered name is taken; choose another folder", output);
}

// Empty when it was there already and is to be left.
fs::path store(const WriteRequest& request, std::span<const std::uint8_t> bytes, const OnName& onName) {
    if (request.options.existing == ExistingPolicy::rename) {
        return writeRenamed(request.output, bytes, onName);
    }
    tell(onName, request.output);
    switch (request.options.existing) {
    case ExistingPolicy::rename:
        break;
    case ExistingPolicy::replace:
        checkSource(request); // the folder may have changed during the encoding
        writeFileAtomically(request.output, bytes, OnExisting::replace);
        return request.output;
    case ExistingPolicy::fail:
        writeFileAtomically(request.output, bytes, OnExisting::fail);
        return request.output;
    case ExistingPolicy::skip:
        try {
            writeFileAtomically(request.output, bytes, OnExisting::fail);
            return request.output;
        } catch (const Error& e) {
            if (e.code() != ErrorCode::already_exists) {
                throw;
            }
        }
        return {};
    }
    return {};
}

void noticeWhatIsTooLarge(const Metadata& metadata, std::vector<std::string>& notices) {
    if (metadata.exif.size() > io::kMaxJpegExifBytes) {
        notices.emplace_back("the EXIF is larger than a JPEG can hold and was left out");
    }
    if (metadata.xmp.size() > io::kMaxJpegXmpBytes) {
        notices.emplace_back("the XMP is larger than a JPEG can hold and was left out");
    }
}

} // namespace

EncodedPhoto encodePhoto(const WriteRequest& request, const Progress& progress) {
    checkRequest(request);
    Prepared prepared = prepare(request, progress.part(0.0, 0.3));
    io::Extras extras{.icc = prepared.icc};
    const ImageFormat format = prepared.image.format();
    if (request.options.metadata != MetadataChoice::none) {
        const bool isSrgb = !prepared.icc.empty() && inspectProfile(prepared.icc).isSrgb;
        std::string notice;
        extras.metadata = forOutput(
            request.metadata, format.width, format.height, isSrgb, &notice,
            request.options.metadata == MetadataChoice::no_location);
        if (!notice.empty()) {
            prepared.notices.push_back(std::move(notice));
        }
        if (request.options.type == FileType::jpeg) {
            noticeWhatIsTooLarge(extras.metadata, prepared.notices);
        }
    }
    EncodedPhoto encoded{
        .bytes = encode(request, prepared.image, extras, progress.part(0.3, 1.0)),
        .width = format.width,
        .height = format.height,
        .notices = std::move(prepared.notices)};
    const bool isTooLargeForExif =
        request.options.type == FileType::tiff && encoded.bytes.size() > io::kMaxTiffBytesWithExif;
    if (isTooLargeForExif && !extras.metadata.exif.empty()) {
        encoded.notices.emplace_back("the TIFF is over 2 GB: its EXIF was left out");
    }
    return encoded;
}

Written storePhoto(const WriteRequest& request, EncodedPhoto encoded, const OnName& onName) {
    Written written{
        .file = store(request, encoded.bytes, onName),
        .bytes = encoded.bytes.size(),
        .notices = std::move(encoded.notices)};
    if (written.file.empty()) {
        return {.file = request.output, .skipped = true};
    }
    return written;
}

Written writePhoto(const WriteRequest& request, const Progress& progress) {
    checkRequest(request);
    checkFolder(request.output);
    checkSource(request);
    const ExistingPolicy policy = request.options.existing;
    if (isNameTaken(request.output)) {
        if (policy == ExistingPolicy::skip) {
            return {.file = request.output, .skipped = true};
        }
        if (policy == ExistingPolicy::fail) {
            throw Error(
                ErrorCode::already_exists,
                "a file of this name is there already; choose another name or allow replacing it",
                request.output);
        }
    }
    EncodedPhoto encoded = encodePhoto(request, progress.part(0.0, 0.95));
    progress.step(0.95);
    return storePhoto(request, std::move(encoded));
}

} // namespace kerf
