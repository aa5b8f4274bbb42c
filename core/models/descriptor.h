#pragma once

#include <filesystem>
#include <utility>

namespace kerf::models {

// Owns a file descriptor. Internal to models.
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

// Throws Error: file_not_found, permission_denied, not_a_file (folders, pipes), corrupt_file.
Descriptor openForReading(const std::filesystem::path& file);

// Throws Error for an errno that writing to `target` ended with: disk_full, permission_denied, write_failed.
[[noreturn]] void throwForWriting(int error, const std::filesystem::path& target);

} // namespace kerf::models
