#include "core/image/image.h"

#include "core/base/check.h"

namespace kerf {

std::size_t ImageFormat::bytesPerSample() const noexcept {
    switch (type) {
    case PixelType::u8:
        return 1;
    case PixelType::u16:
        return 2;
    case PixelType::f32:
        return 4;
    }
    return 0;
}

std::size_t ImageFormat::samplesPerRow() const noexcept {
    return static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
}

std::size_t ImageFormat::bytesPerRow() const noexcept {
    return samplesPerRow() * bytesPerSample();
}

std::size_t ImageFormat::bytes() const noexcept {
    return bytesPerRow() * static_cast<std::size_t>(height);
}

void checkRow(const ImageFormat& format, std::size_t bytesPerSample, int y) {
    KERF_CHECK(y >= 0 && y < format.height && bytesPerSample == format.bytesPerSample());
}

ImageBuffer::ImageBuffer(ImageFormat format) : m_format(std::move(format)) {
    KERF_CHECK(m_format.width > 0 && m_format.height > 0);
    KERF_CHECK(m_format.channels >= 1 && m_format.channels <= 4);
    KERF_CHECK((m_format.channels % 2 == 0) == (m_format.alpha != AlphaKind::none));
    m_pixels = std::make_unique_for_overwrite<std::byte[]>(m_format.bytes());
}

Image::Image(ImageBuffer&& finished)
    : m_format(std::move(finished.m_format)), m_pixels(std::move(finished.m_pixels)) {}

Image Image::withIcc(std::string icc) const {
    Image image(*this);
    image.m_format.icc = std::move(icc);
    return image;
}

} // namespace kerf
