#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace kerf {

enum class PixelType : std::uint8_t { u8, u16, f32 };

enum class AlphaKind : std::uint8_t { none, straight, premultiplied };

// Size and meaning of an image's pixels.
//
// Interleaved, rows without padding, channels in the order grey, RGB or RGBA; BGR doesn't exist
// outside pipeline's calls into OpenCV. Samples are display-referred in `icc`; f32 is nominally 0..1,
// unclamped. Orientation is already applied. A matte is a one-channel image: 0 is background, the largest
// value subject, linear between.
struct ImageFormat {
    int width = 0;
    int height = 0;
    int channels = 0; // 1 (a matte, grey), 3 or 4; 2 (grey, alpha) on the way into a file only
    PixelType type = PixelType::u8;
    AlphaKind alpha = AlphaKind::none; // none exactly when channels is odd
    std::string icc;                   // ICC profile; empty means sRGB

    std::size_t bytesPerSample() const noexcept; // 1, 2 or 4
    std::size_t samplesPerRow() const noexcept;  // width * channels
    std::size_t bytesPerRow() const noexcept;
    std::size_t bytes() const noexcept;

    bool operator==(const ImageFormat&) const = default;
};

// Throws std::logic_error unless `y` is a row of `format` and `bytesPerSample` is its sample size.
void checkRow(const ImageFormat& format, std::size_t bytesPerSample, int y);

// Pixels that one owner is still writing. Move-only. Memory starts uninitialised.
class ImageBuffer {
public:
    explicit ImageBuffer(ImageFormat format);

    const ImageFormat& format() const noexcept { return m_format; }
    std::span<std::byte> pixels() noexcept { return {m_pixels.get(), m_format.bytes()}; }

    // Row `y` as samples of type T (std::uint8_t, std::uint16_t or float), which must be the format's.
    template <typename T>
    std::span<T> row(int y) {
        checkRow(m_format, sizeof(T), y);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels
        return {
            reinterpret_cast<T*>(m_pixels.get() + m_format.bytesPerRow() * static_cast<std::size_t>(y)),
            m_format.samplesPerRow()};
    }

private:
    friend class Image;
    ImageFormat m_format;
    std::unique_ptr<std::byte[]> m_pixels;
};

// A finished image. Immutable, so a copy is cheap and any thread may read it.
class Image {
public:
    Image() = default; // empty
    explicit Image(ImageBuffer&& finished);

    bool empty() const noexcept { return !m_pixels; }
    const ImageFormat& format() const noexcept { return m_format; }
    std::span<const std::byte> pixels() const noexcept { return {m_pixels.get(), m_format.bytes()}; }

    // The same pixels (shared), taken to be in another profile. Nothing is converted.
    Image withIcc(std::string icc) const;

    // As ImageBuffer::row().
    template <typename T>
    std::span<const T> row(int y) const {
        checkRow(m_format, sizeof(T), y);
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): pixels
        return {
            reinterpret_cast<const T*>(m_pixels.get() + m_format.bytesPerRow() * static_cast<std::size_t>(y)),
            m_format.samplesPerRow()};
    }

private:
    ImageFormat m_format;
    std::shared_ptr<const std::byte[]> m_pixels;
};

// Whether both share their pixels: copies of one image, not images that look alike.
inline bool isSameImage(const Image& one, const Image& other) noexcept {
    return one.pixels().data() == other.pixels().data() && one.format() == other.format();
}

} // namespace kerf
