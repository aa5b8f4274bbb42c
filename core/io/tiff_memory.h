#pragma once

#include <tiffio.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace kerf::io {

// A TIFF file in memory and what libtiff said about it. libtiff's C code calls back into it, so nothing here
// throws from a callback; running out of memory is a failed write. Not thread-safe; one a file.
class TiffMemory {
public:
    explicit TiffMemory(std::span<const std::uint8_t> input) : m_input(input) {}
    TiffMemory() = default; // for writing

    // `maxAllocation`: the largest single block that libtiff may take. Null when libtiff can't make sense of
    // it. The TIFF must not outlive this.
    struct Close {
        void operator()(TIFF* tiff) const noexcept { TIFFClose(tiff); }
    };
    using Handle = std::unique_ptr<TIFF, Close>;
    Handle open(const char* mode, std::uint64_t maxAllocation);

    bool hasFailed() const noexcept { return m_hasFailed; }
    bool isOutOfMemory() const noexcept { return m_isOutOfMemory; }
    const std::string& message() const noexcept { return m_message; } // of the first failure
    std::vector<std::uint8_t> takeOutput() { return std::move(m_output); }

private:
    static TiffMemory& of(thandle_t handle) { return *static_cast<TiffMemory*>(handle); }
    static tmsize_t read(thandle_t handle, void* to, tmsize_t size);
    static tmsize_t write(thandle_t handle, void* from, tmsize_t size);
    static toff_t seek(thandle_t handle, toff_t offset, int whence);
    static toff_t size(thandle_t handle);
    static int onError(TIFF*, void* user, const char* module, const char* format, va_list arguments);
    static int onWarning(TIFF*, void* user, const char* module, const char* format, va_list arguments);

    void note(const char* format, va_list arguments);

    std::span<const std::uint8_t> m_input;
    std::vector<std::uint8_t> m_output;
    std::uint64_t m_position = 0;
    bool m_hasFailed = false;
    bool m_isOutOfMemory = false;
    std::string m_message;
};

} // namespace kerf::io
