#include "core/io/metadata.h"

#include "core/io/xmp_depth.h"

#include <exiv2/exiv2.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <new>
#include <optional>
#include <string_view>

namespace kerf {
namespace {

constexpr std::size_t kMaxTextBytes = 200;
constexpr int kMaxXmpDepth = 100; // real packets stay below 20

// Exiv2 reports damage that it works around through its log alone.
thread_local int t_damageCount = 0;

void countDamage(int level, const char*) {
    if (level >= Exiv2::LogMsg::error) {
        ++t_damageCount;
    }
}

// Adobe's XMP code inside Exiv2 0.27 keeps global tables of namespaces, so one thread at a time.
std::mutex& xmpMutex() {
    static std::mutex mutex;
    return mutex;
}

void setUpOnce() {
    static std::once_flag once;
    std::call_once(once, [] {
        Exiv2::LogMsg::setHandler(countDamage);
        Exiv2::XmpParser::initialize();
    });
}

struct Exif {
    Exiv2::ExifData data;
    Exiv2::ByteOrder order = Exiv2::littleEndian;
    bool isDamaged = false; // some of it could not be read
};

// What f gives; nothing where the library refuses the bytes.
template <typename F>
auto tolerant(F&& f) -> decltype(f()) {
    setUpOnce();
    try {
        return f();
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        return {};
    }
}

std::optional<Exif> parseExif(const std::vector<std::uint8_t>& bytes) {
    return tolerant([&]() -> std::optional<Exif> {
        if (bytes.empty() || bytes.size() > std::size_t{1} << 30U) {
            return {};
        }
        Exif exif;
        t_damageCount = 0;
        exif.order =
            Exiv2::ExifParser::decode(exif.data, bytes.data(), static_cast<std::uint32_t>(bytes.size()));
        exif.isDamaged = t_damageCount > 0;
        if (exif.order == Exiv2::invalidByteOrder || exif.data.empty()) {
            return {};
        }
        return exif;
    });
}

// Adobe's parser recurses and expands entities. No real packet has either a document type or UTF-16.
bool isTame(const std::string& packet) {
    return packet.find('\0') == std::string::npos && packet.find("<!DOCTYPE") == std::string::npos &&
           io::xmlDepth(packet) <= kMaxXmpDepth;
}

std::optional<Exiv2::XmpData> parseXmp(const std::string& packet) {
    return tolerant([&]() -> std::optional<Exiv2::XmpData> {
        if (packet.empty() || !isTame(packet)) {
            return {};
        }
        const std::scoped_lock lock(xmpMutex());
        Exiv2::XmpData data;
        if (Exiv2::XmpParser::decode(data, packet) != 0) {
            return {};
        }
        return data;
    });
}

const Exiv2::Exifdatum* find(const Exiv2::ExifData& data, const char* key) {
    const auto found = data.findKey(Exiv2::ExifKey(key));
    return found == data.end() || found->count() == 0 ? nullptr : &*found;
}

int validOrientation(long value) {
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 0;
}

// 0: none
int orientationIn(const std::optional<Exif>& exif, const std::optional<Exiv2::XmpData>& xmp) {
    if (exif) {
        if (const Exiv2::Exifdatum* datum = find(exif->data, "Exif.Image.Orientation")) {
            if (const int orientation = validOrientation(datum->toLong())) {
                return orientation;
            }
        }
    }
    if (xmp) {
        const auto found = xmp->findKey(Exiv2::XmpKey("Xmp.tiff.Orientation"));
        if (found != xmp->end()) {
            return validOrientation(found->toLong());
        }
    }
    return 0;
}

// Text as a camera wrote it, fit to be shown: one line, no padding, no control characters.
std::string cleanText(std::string text) {
    text.resize(std::min(text.size(), kMaxTextBytes));
    text.resize(std::min(text.size(), text.find('\0')));
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string textOf(const Exiv2::ExifData& data, const char* key) {
    const Exiv2::Exifdatum* datum = find(data, key);
    return datum != nullptr ? cleanText(datum->toString()) : std::string();
}

std::optional<double> numberOf(const Exiv2::ExifData& data, const char* key) {
    const Exiv2::Exifdatum* datum = find(data, key);
    if (datum == nullptr) {
        return {};
    }
    const Exiv2::Rational value = datum->toRational();
    if (value.second == 0 || value.first <= 0 || value.second < 0) {
        return {};
    }
    return double(value.first) / double(value.second);
}

std::string cameraIn(const Exiv2::ExifData& data) {
    const std::string make = textOf(data, "Exif.Image.Make");
    std::string model = textOf(data, "Exif.Image.Model");
    if (make.empty() || model.starts_with(make)) {
        return model;
    }
    return model.empty() ? make : make + ' ' + model;
}

std::string lensIn(const Exiv2::ExifData& data) {
    std::string lens = textOf(data, "Exif.Photo.LensModel");
    if (!lens.empty()) {
        return lens;
    }
    const auto found = Exiv2::lensName(data); // from the maker's own notes
    return found != data.end() ? cleanText(found->print(&data)) : std::string();
}

std::string exposureIn(const Exiv2::ExifData& data) {
    std::vector<std::string> parts;
    if (const auto seconds = numberOf(data, "Exif.Photo.ExposureTime")) {
        parts.push_back(
            *seconds < 0.3 ? fmt::format("1/{:.0f} s", 1.0 / *seconds) : fmt::format("{:.3g} s", *seconds));
    }
    if (const auto aperture = numberOf(data, "Exif.Photo.FNumber")) {
        parts.push_back(fmt::format("f/{:.2g}", *aperture));
    }
    const auto iso = Exiv2::isoSpeed(data);
    if (iso != data.end() && iso->count() > 0 && iso->toLong() > 0) {
        parts.push_back(fmt::format("ISO {}", iso->toLong()));
    }
    return fmt::format("{}", fmt::join(parts, " "));
}

bool hasPosition(const std::optional<Exif>& exif, const std::optional<Exiv2::XmpData>& xmp) {
    return (exif && find(exif->data, "Exif.GPSInfo.GPSLatitude") != nullptr &&
            find(exif->data, "Exif.GPSInfo.GPSLongitude") != nullptr) ||
           (xmp && xmp->findKey(Exiv2::XmpKey("Xmp.exif.GPSLatitude")) != xmp->end());
}

// IFD0 tags that say how a TIFF's or RAW's own pixels lie in it, or hold copies of what is kept elsewhere.
constexpr std::array kLayoutTags = std::to_array<std::uint16_t>({
    0x00fe, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0107, 0x0108, 0x0109, 0x010a, 0x0111, 0x0115,
    0x0116, 0x0117, 0x0118, 0x0119, 0x011c, 0x0120, 0x0121, 0x0122, 0x0123, 0x0124, 0x0125, 0x012d, 0x013d,
    0x013e, 0x013f, 0x0140, 0x0141, 0x0142, 0x0143, 0x0144, 0x0145, 0x014a, 0x014c, 0x0150, 0x0151, 0x0152,
    0x0153, 0x0154, 0x0155, 0x0156, 0x015b, 0x0200, 0x0201, 0x0202, 0x0203, 0x0205, 0x0206, 0x0207, 0x0208,
    0x0209, 0x0211, 0x0212, 0x0213, 0x0214, 0x02bc, 0x828d, 0x828e, 0x83bb, 0x8649, 0x8773, 0x9216, 0xa20b,
});
constexpr std::uint16_t kUniqueCameraModel = 0xc614;

bool isLayoutTag(std::uint16_t tag) {
    const bool isDng = tag >= 0xc612 && tag <= 0xcfff && tag != kUniqueCameraModel;
    return isDng || std::ranges::find(kLayoutTags, tag) != kLayoutTags.end();
}

bool describesOtherPixels(const Exiv2::Exifdatum& datum) {
    const std::string group = datum.groupName();
    if (group == "Image") {
        return isLayoutTag(datum.tag());
    }
    if (group == "Photo" || group == "GPSInfo" || group == "Iop") {
        return false;
    }
    const bool isOtherPicture = group == "Thumbnail" || group == "PanasonicRaw" ||
                                group.starts_with("SubImage") || group.starts_with("SubThumb") ||
                                (group.starts_with("Image") && group.size() == 6);
    if (isOtherPicture) {
        return true;
    }
    const std::string tag = datum.tagName();
    return group.find("Preview") != std::string::npos || tag.find("Preview") != std::string::npos ||
           tag.find("Thumbnail") != std::string::npos;
}

void removeLayout(Exiv2::ExifData& data) {
    for (auto datum = data.begin(); datum != data.end();) {
        datum = describesOtherPixels(*datum) ? data.erase(datum) : std::next(datum);
    }
}

// What forOutput() says goes with the location.
bool tellsLocation(const Exiv2::Exifdatum& datum) {
    const std::string group = datum.groupName();
    const std::string tag = datum.tagName();
    const bool isOrdinary = group == "Image" || group == "Photo" || group == "Iop";
    return !isOrdinary || tag == "MakerNote" || tag.find("GPS") != std::string::npos;
}

// "Xmp.iptcExt.LocationShown[1]/iptcExt:City": any of its parts decides.
bool tellsLocation(std::string key) {
    constexpr std::array<std::string_view, 5> kTelling{
        "gps", "latitude", "longitude", "altitude", "location"};
    constexpr std::array<std::string_view, 8> kWhole{"city",        "state",       "country",
                                                     "countrycode", "countryname", "provincestate",
                                                     "worldregion", "provincename"};
    std::ranges::transform(
        key, key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    for (std::size_t start = 0; start < key.size();) {
        const std::size_t end = std::min(key.find_first_of("./:[", start), key.size());
        const std::string_view part = std::string_view(key).substr(start, end - start);
        const bool contains = std::ranges::any_of(
            kTelling, [&](std::string_view word) { return part.find(word) != std::string_view::npos; });
        if (contains || std::ranges::find(kWhole, part) != kWhole.end()) {
            return true;
        }
        start = end + 1;
    }
    return false;
}

void removeLocation(Exiv2::ExifData& data) {
    for (auto datum = data.begin(); datum != data.end();) {
        datum = tellsLocation(*datum) ? data.erase(datum) : std::next(datum);
    }
}

void removeLocation(Exiv2::XmpData& data) {
    for (auto datum = data.begin(); datum != data.end();) {
        datum = tellsLocation(datum->key()) ? data.erase(datum) : std::next(datum);
    }
}

std::vector<std::uint8_t> encodeExif(const Exif& exif) {
    if (exif.data.empty()) {
        return {};
    }
    Exiv2::Blob blob;
    Exiv2::ExifParser::encode(blob, exif.order, exif.data);
    return blob;
}

void correctExif(Exif& exif, int width, int height, bool isSrgb) {
    removeLayout(exif.data);
    exif.data["Exif.Image.Orientation"] = std::uint16_t{1};
    exif.data["Exif.Photo.PixelXDimension"] = static_cast<std::uint32_t>(width);
    exif.data["Exif.Photo.PixelYDimension"] = static_cast<std::uint32_t>(height);
    exif.data["Exif.Photo.ColorSpace"] = std::uint16_t(isSrgb ? 1 : 0xffff);
    const auto interoperability = exif.data.findKey(Exiv2::ExifKey("Exif.Iop.InteroperabilityIndex"));
    if (interoperability != exif.data.end()) {
        if (isSrgb) {
            interoperability->setValue("R98");
        } else {
            exif.data.erase(interoperability);
        }
    }
}

void correctXmp(Exiv2::XmpData& data, int width, int height, bool isSrgb) {
    const std::array<std::pair<const char*, std::string>, 7> values{{
        {"Xmp.tiff.Orientation", "1"},
        {"Xmp.tiff.ImageWidth", std::to_string(width)},
        {"Xmp.tiff.ImageLength", std::to_string(height)},
        {"Xmp.exif.PixelXDimension", std::to_string(width)},
        {"Xmp.exif.PixelYDimension", std::to_string(height)},
        {"Xmp.exif.ColorSpace", isSrgb ? "1" : "65535"},
        {"Xmp.tiff.SamplesPerPixel", ""},
    }};
    for (const auto& value : values) {
        const auto found = data.findKey(Exiv2::XmpKey(value.first));
        if (found != data.end() && value.second.empty()) {
            data.erase(found);
        } else if (found != data.end()) {
            found->setValue(value.second);
        }
    }
    for (auto datum = data.begin(); datum != data.end();) {
        const std::string key = datum->key();
        const bool isStale = key.starts_with("Xmp.xmp.Thumbnails") || key == "Xmp.tiff.BitsPerSample" ||
                             key == "Xmp.tiff.Compression" || key == "Xmp.tiff.PhotometricInterpretation" ||
                             key == "Xmp.photoshop.ICCProfile";
        datum = isStale ? data.erase(datum) : std::next(datum);
    }
}

std::string encodeXmp(const Exiv2::XmpData& data) {
    if (data.empty()) {
        return {};
    }
    const std::scoped_lock lock(xmpMutex());
    std::string packet;
    if (Exiv2::XmpParser::encode(packet, data, Exiv2::XmpParser::useCompactFormat) != 0) {
        return {};
    }
    return packet;
}

void addNotice(std::string* notice, std::string_view text) {
    if (notice != nullptr) {
        *notice += notice->empty() ? "" : "; ";
        *notice += text;
    }
}

} // namespace

int orientationOf(const Metadata& metadata) {
    const int orientation =
        tolerant([&] { return orientationIn(parseExif(metadata.exif), parseXmp(metadata.xmp)); });
    return orientation == 0 ? 1 : orientation;
}

Metadata metadataOfFile(std::span<const std::uint8_t> file) {
    return tolerant([&]() -> Metadata {
        if (file.empty() || file.size() > std::size_t{0x7fffffff}) {
            return {};
        }
        const auto image = Exiv2::ImageFactory::open(file.data(), static_cast<long>(file.size()));
        if (image.get() == nullptr) {
            return {};
        }
        {
            const std::scoped_lock lock(xmpMutex()); // it reads the XMP along
            image->readMetadata();
        }
        Exif exif{.data = image->exifData(), .order = image->byteOrder()};
        if (exif.order == Exiv2::invalidByteOrder) {
            exif.order = Exiv2::littleEndian;
        }
        Metadata metadata{.exif = {}, .xmp = image->xmpPacket()};
        if (metadata.xmp.empty()) {
            metadata.xmp = encodeXmp(image->xmpData());
        }
        removeLayout(exif.data);
        metadata.exif = encodeExif(exif);
        return metadata;
    });
}

void describe(const Metadata& metadata, PhotoInfo& info) {
    const std::optional<Exif> exif = parseExif(metadata.exif);
    const std::optional<Exiv2::XmpData> xmp = parseXmp(metadata.xmp);
    info.hasExif = exif.has_value();
    info.hasXmp = xmp.has_value();
    info.hasLocation = tolerant([&] { return hasPosition(exif, xmp); });
    const int orientation = tolerant([&] { return orientationIn(exif, xmp); });
    info.orientation = orientation == 0 ? 1 : orientation;
    if (exif) {
        info.camera = tolerant([&] { return cameraIn(exif->data); });
        info.lens = tolerant([&] { return lensIn(exif->data); });
        info.taken = tolerant([&] { return textOf(exif->data, "Exif.Photo.DateTimeOriginal"); });
        info.exposure = tolerant([&] { return exposureIn(exif->data); });
    }
}

Metadata forOutput(
    const Metadata& metadata, int width, int height, bool isSrgb, std::string* notice, bool withoutLocation) {
    Metadata out;
    if (notice != nullptr) {
        notice->clear();
    }
    std::optional<Exif> exif = parseExif(metadata.exif);
    if (exif) {
        out.exif = tolerant([&] {
            correctExif(*exif, width, height, isSrgb);
            if (withoutLocation) {
                removeLocation(exif->data);
            }
            return encodeExif(*exif);
        });
    }
    if (!metadata.exif.empty() && out.exif.empty()) {
        addNotice(notice, "the EXIF is damaged and was left out");
    } else if (exif && exif->isDamaged) {
        addNotice(notice, "damaged parts of the EXIF were left out");
    }
    std::optional<Exiv2::XmpData> xmp = parseXmp(metadata.xmp);
    if (xmp) {
        out.xmp = tolerant([&] {
            correctXmp(*xmp, width, height, isSrgb);
            if (withoutLocation) {
                removeLocation(*xmp);
            }
            return encodeXmp(*xmp);
        });
    }
    if (!metadata.xmp.empty() && out.xmp.empty() && !(xmp && xmp->empty())) {
        addNotice(notice, "the XMP is damaged and was left out");
    }
    return out;
}

bool embedExif(std::vector<std::uint8_t>& tiffFile, const std::vector<std::uint8_t>& exif) {
    const std::optional<Exif> added = parseExif(exif);
    return tolerant([&] {
        if (!added || tiffFile.size() > std::size_t{0x7fffffff}) {
            return false;
        }
        const auto image = Exiv2::ImageFactory::open(tiffFile.data(), static_cast<long>(tiffFile.size()));
        const std::scoped_lock lock(xmpMutex()); // it reads and writes the XMP along
        image->readMetadata();
        for (const Exiv2::Exifdatum& datum : added->data) {
            const bool isFilesOwn = datum.groupName() == "Image" && isLayoutTag(datum.tag());
            if (!isFilesOwn) {
                image->exifData()[datum.key()] = datum;
            }
        }
        image->writeMetadata();
        Exiv2::BasicIo& io = image->io();
        std::vector<std::uint8_t> merged(io.size());
        if (io.open() != 0 ||
            io.read(merged.data(), static_cast<long>(merged.size())) != static_cast<long>(merged.size())) {
            return false;
        }
        tiffFile = std::move(merged);
        return true;
    });
}

} // namespace kerf
