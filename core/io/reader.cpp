#include "core/io/reader.h"

#include "core/base/error.h"
#include "core/io/codec.h"
#include "core/io/color.h"
#include "core/io/file_bytes.h"
#include "core/io/upright.h"

#include <fmt/format.h>

#include <array>
#include <new>

namespace kerf {
namespace {

namespace fs = std::filesystem;

// In this order; RAW before TIFF, which most RAW files are inside.
const io::Codec* codecFor(std::span<const std::uint8_t> head) {
    const std::array codecs{&io::jpegCodec(), &io::pngCodec(), &io::webpCodec(),
                            &io::heifCodec(), &io::rawCodec(), &io::tiffCodec()};
    for (const io::Codec* codec : codecs) {
        if (codec->sniff(head)) {
            return codec;
        }
    }
    return nullptr;
}

const io::Codec& requireCodec(std::span<const std::uint8_t> head) {
    if (head.empty()) {
        throw Error(ErrorCode::corrupt_file, "the file is empty; copy it again from where it came");
    }
    const io::Codec* codec = codecFor(head);
    if (codec == nullptr) {
        throw Error(
            ErrorCode::unsupported_format,
            "not a kind of photo that Kerf reads (JPEG, PNG, TIFF, WebP, HEIC, AVIF, camera RAW); save it as "
            "one of these in another program");
    }
    return *codec;
}

// Fills what the profile says and gives the one to go on with: empty for sRGB and for one that can't be used.
std::string usableProfile(const std::string& icc, const Limits& limits, PhotoInfo& info, bool& isWorking) {
    isWorking = true;
    if (icc.empty()) {
        return {};
    }
    if (icc.size() > limits.maxProfileBytes) {
        info.notices.emplace_back("the colour profile is too large and was left out; colours taken as sRGB");
        return {};
    }
    const ProfileInfo profile = inspectProfile(icc);
    if (profile.kind != ProfileKind::rgb && profile.kind != ProfileKind::grey) {
        info.notices.emplace_back("the colour profile is damaged or of another kind; colours taken as sRGB");
        return {};
    }
    if (profile.kind == ProfileKind::grey && info.colorModel != "grey") {
        info.notices.emplace_back("the colour profile is for grey pictures only; colours taken as sRGB");
        return {};
    }
    info.profile = profile.name.empty() ? "unnamed" : profile.name;
    if (profile.isSrgb && profile.kind == ProfileKind::rgb) {
        return {};
    }
    isWorking = profile.kind == ProfileKind::rgb && profile.isWorkingSpace;
    return icc;
}

Image toWorkingSpace(
    const Image& image,
    const std::string& icc,
    const Limits& limits,
    PhotoInfo& info,
    const Progress& progress) {
    bool isWorking = true;
    std::string profile = usableProfile(icc, limits, info, isWorking);
    if (isWorking) {
        return image.withIcc(std::move(profile));
    }
    try {
        return convertProfile(image, profile, {}, progress);
    } catch (const Error& e) {
        if (e.code() != ErrorCode::corrupt_file) {
            throw;
        }
        info.profile.clear();
        info.notices.emplace_back("the colour profile can't be used; colours taken as sRGB");
        return image.withIcc({});
    }
}

// The orientation still to be applied. Fills the rest of `info`.
int finishInfo(io::Decoded& decoded, std::uint64_t fileBytes) {
    PhotoInfo& info = decoded.info;
    describe(decoded.metadata, info);
    info.fileBytes = fileBytes;
    const int orientation = decoded.orientation != 0 ? decoded.orientation : info.orientation;
    if (orientation >= 5) {
        std::swap(info.width, info.height);
    }
    return orientation;
}

// Runs f; what it throws leaves with the file's name.
template <typename F>
auto named(const fs::path& file, F&& f) {
    try {
        return f();
    } catch (const Error& e) {
        throw Error(e.code(), e.what(), file);
    } catch (const std::bad_alloc&) {
        throw Error(
            ErrorCode::out_of_memory,
            "not enough memory for this photo; close other programs or make it smaller", file);
    }
}

} // namespace

Photo readPhoto(const fs::path& file, const Limits& limits, const Progress& progress) {
    return named(file, [&] {
        io::FileBytes bytes =
            io::readFile(file, limits, progress.part(0.0, 0.1), [](auto head) { requireCodec(head); });
        const io::Codec& codec = requireCodec(bytes.view());
        const std::uint64_t size = bytes.view().size();
        io::Decoded decoded = codec.read({file, bytes.view()}, limits, progress.part(0.1, 0.8));
        bytes = {}; // before the copies below
        const int orientation = finishInfo(decoded, size);
        decoded.image = io::upright(decoded.image, orientation, progress.part(0.8, 0.9));
        decoded.image =
            toWorkingSpace(decoded.image, decoded.icc, limits, decoded.info, progress.part(0.9, 1.0));
        progress.step(1.0);
        return Photo{
            .image = std::move(decoded.image),
            .metadata = std::move(decoded.metadata),
            .info = std::move(decoded.info)};
    });
}

PhotoInfo readInfo(const fs::path& file, const Limits& limits) {
    return named(file, [&] {
        const io::FileBytes bytes =
            io::readFile(file, limits, Progress(), [](auto head) { requireCodec(head); });
        const io::Codec& codec = requireCodec(bytes.view());
        io::Decoded decoded = codec.readInfo({file, bytes.view()}, limits);
        finishInfo(decoded, bytes.view().size());
        bool isWorking = true;
        usableProfile(decoded.icc, limits, decoded.info, isWorking);
        return std::move(decoded.info);
    });
}

bool looksLikePhoto(const fs::path& file) noexcept {
    try {
        const std::vector<std::uint8_t> head = io::readHead(file);
        return codecFor(head) != nullptr;
    } catch (...) { // NOLINT(bugprone-empty-catch): whatever it is, it can't be opened
        return false;
    }
}

} // namespace kerf
