#include "core/io/jpeg_segments.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace kerf::io {
namespace {

using namespace std::string_view_literals;

constexpr std::uint8_t kApp1 = 0xe1;
constexpr std::uint8_t kApp2 = 0xe2;
constexpr std::uint8_t kStartOfScan = 0xda;
constexpr std::uint8_t kEndOfImage = 0xd9;

// Collects the parts of a profile: each is numbered from 1 and says how many there are.
class ProfileParts {
public:
    void add(std::string_view part) {
        if (part.size() < 2) {
            m_isBad = true;
            return;
        }
        const auto number = static_cast<std::uint8_t>(part[0]);
        const auto count = static_cast<std::uint8_t>(part[1]);
        m_isBad = m_isBad || number == 0 || number > count || (m_count != 0 && count != m_count) ||
                  !m_parts.emplace(number, part.substr(2)).second;
        m_count = count;
    }

    bool isBad() const { return m_isBad || m_parts.size() != m_count; }

    std::string joined() const {
        std::string icc;
        for (const auto& part : m_parts) {
            icc += part.second;
        }
        return icc;
    }

private:
    std::map<int, std::string_view> m_parts;
    std::size_t m_count = 0;
    bool m_isBad = false;
};

// True and without the prefix, if `text` has it.
bool strip(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

void readApp1(std::string_view text, JpegSegments& segments) {
    if (strip(text, "Exif\0\0"sv)) {
        if (segments.exif.empty()) {
            segments.exif.assign(text.begin(), text.end());
        }
    } else if (strip(text, "http://ns.adobe.com/xap/1.0/\0"sv)) {
        if (segments.xmp.empty()) {
            segments.xmp = text;
        }
    } else if (strip(text, "http://ns.adobe.com/xmp/extension/\0"sv)) {
        segments.hasFurtherXmp = true;
    }
}

bool standsAlone(std::uint8_t marker) {
    return marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

} // namespace

JpegSegments findSegments(std::span<const std::uint8_t> jpeg) {
    JpegSegments segments;
    ProfileParts profile;
    const auto* bytes = reinterpret_cast<const char*>(jpeg.data()); // NOLINT: bytes
    std::size_t at = 0;
    while (at + 4 <= jpeg.size()) {
        if (jpeg[at] != 0xff || jpeg[at + 1] == 0xff || standsAlone(jpeg[at + 1])) {
            at += jpeg[at] == 0xff && jpeg[at + 1] != 0xff ? 2 : 1;
            continue;
        }
        const std::uint8_t marker = jpeg[at + 1];
        if (marker == kStartOfScan || marker == kEndOfImage) {
            break;
        }
        const std::size_t length = std::size_t{jpeg[at + 2]} << 8U | jpeg[at + 3]; // counts itself
        if (length < 2 || at + 2 + length > jpeg.size()) {
            break;
        }
        std::string_view text(bytes + at + 4, length - 2);
        if (marker == kApp1) {
            readApp1(text, segments);
        } else if (marker == kApp2 && strip(text, "ICC_PROFILE\0"sv)) {
            profile.add(text);
        } else if (marker == kApp2 && text.starts_with("MPF\0"sv)) {
            segments.hasFurtherPictures = true;
        }
        at += 2 + length;
    }
    segments.hasBadProfile = profile.isBad();
    if (!segments.hasBadProfile) {
        segments.icc = profile.joined();
    }
    return segments;
}

} // namespace kerf::io
