#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <utility>

namespace kerf {

// Owns a file descriptor.
class Descriptor {
public:
    explicit Descriptor(int fd = -1) noexcept : m_fd(fd) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            close();
            m_fd = std::exchange(other.m_fd, -1);
        }
        return *this;
    }

    int get() const noexcept { return m_fd; }
    bool isOpen() const noexcept { return m_fd >= 0; }
    void close() noexcept; // what it locked is free afterwards

private:
    int m_fd;
};

// What a message says of a kind of file that can't be read.
struct FileWords {
    const char* file;      // "file", "model file"
    const char* choose;    // what should be chosen instead: "a photo's file"
    const char* whenGone;  // what to do: "it may have been moved or renamed"
    ErrorCode whenDamaged; // for input/output errors
};
inline constexpr FileWords kPhotoFile{
    "file", "a photo's file", "it may have been moved or renamed", ErrorCode::corrupt_file};

// Opens a regular file for reading, through links. A folder, pipe, socket or device is refused at once,
// without being opened or waited for. Throws Error as throwForReading(); not_a_file. The errors name no file.
Descriptor openRegular(const std::filesystem::path& file, const FileWords& words);

// Throws Error for an errno that opening or reading ended with: file_not_found, permission_denied,
// not_a_file, out_of_memory, else words.whenDamaged.
[[noreturn]] void throwForReading(int error, const FileWords& words);

} // namespace kerf
