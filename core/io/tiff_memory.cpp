#include "core/io/tiff_memory.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <new>
#include <string_view>

namespace kerf::io {

TiffMemory::Handle TiffMemory::open(const char* mode, std::uint64_t maxAllocation) {
    struct Free {
        void operator()(TIFFOpenOptions* options) const noexcept { TIFFOpenOptionsFree(options); }
    };
    const std::unique_ptr<TIFFOpenOptions, Free> options(TIFFOpenOptionsAlloc());
    if (!options) {
        throw std::bad_alloc();
    }
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(maxAllocation));
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), onError, this);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), onWarning, this);
    return Handle(TIFFClientOpenExt(
        "memory", mode, this, read, write, seek, [](thandle_t) { return 0; }, size, nullptr, nullptr,
        options.get()));
}

tmsize_t TiffMemory::read(thandle_t handle, void* to, tmsize_t size) {
    TiffMemory& self = of(handle);
    const std::span<const std::uint8_t> bytes = self.m_output.empty() ? self.m_input : self.m_output;
    if (self.m_position >= bytes.size() || size <= 0) {
        return 0;
    }
    const std::size_t count =
        std::min(static_cast<std::size_t>(size), bytes.size() - static_cast<std::size_t>(self.m_position));
    std::memcpy(to, bytes.data() + self.m_position, count);
    self.m_position += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t TiffMemory::write(thandle_t handle, void* from, tmsize_t size) {
    TiffMemory& self = of(handle);
    try {
        const std::uint64_t end = self.m_position + static_cast<std::uint64_t>(size);
        if (end > self.m_output.size()) {
            if (end > self.m_output.capacity()) {
                self.m_output.reserve(std::max<std::size_t>(end, self.m_output.capacity() * 3 / 2));
            }
            self.m_output.resize(end);
        }
        std::memcpy(self.m_output.data() + self.m_position, from, static_cast<std::size_t>(size));
        self.m_position = end;
        return size;
    } catch (const std::exception&) { // must not cross libtiff's frames
        self.m_isOutOfMemory = true;
        return 0;
    }
}

toff_t TiffMemory::seek(thandle_t handle, toff_t offset, int whence) {
    TiffMemory& self = of(handle);
    const std::uint64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? self.m_position : size(handle);
    self.m_position = base + offset;
    return self.m_position;
}

toff_t TiffMemory::size(thandle_t handle) {
    const TiffMemory& self = of(handle);
    return self.m_output.empty() ? self.m_input.size() : self.m_output.size();
}

void TiffMemory::note(const char* format, va_list arguments) {
    if (m_hasFailed) {
        return;
    }
    m_hasFailed = true;
    std::array<char, 200> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    try {
        m_message = text.data();
        std::erase_if(m_message, [](char c) { return c < ' ' || c > '~'; });
    } catch (const std::exception&) {
        m_isOutOfMemory = true;
    }
}

int TiffMemory::onError(TIFF*, void* user, const char*, const char* format, va_list arguments) {
    static_cast<TiffMemory*>(user)->note(format, arguments);
    return 1;
}

int TiffMemory::onWarning(TIFF*, void* user, const char* module, const char* format, va_list arguments) {
    // libjpeg fills what is missing with grey and only warns; a tag that lies beyond the file's end is left
    // out.
    const bool isLoss = (module != nullptr && std::string_view(module) == "JPEGLib") ||
                        std::string_view(format).starts_with("IO error");
    if (isLoss) {
        static_cast<TiffMemory*>(user)->note(format, arguments);
    }
    return 1;
}

} // namespace kerf::io
