#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::test {

// A zip as PyTorch writes it: everything stored, sizes in data descriptors and in the central directory only.
class ZipWriter {
public:
    explicit ZipWriter(const std::filesystem::path& file);

    // What a hostile file says instead of the truth; see the zip specification (APPNOTE.TXT).
    struct Entry {
        std::string name;
        std::uint32_t crc = 0;
        std::uint32_t packedBytes = 0;
        std::uint32_t bytes = 0;
        std::uint32_t localOffset = 0;
        std::uint16_t method = 0;
        std::uint16_t flags = 0x0808;
    };

    void add(const std::string& name, std::string_view content);
    // `write` is called once with a function that takes the next bytes.
    void
    add(const std::string& name,
        const std::function<void(const std::function<void(std::string_view)>&)>& write);
    std::vector<Entry>& entries() { return m_entries; } // may be changed before finish()
    void finish();                                      // the central directory

private:
    void put(std::string_view bytes);

    std::ofstream m_out;
    std::uint64_t m_at = 0;
    std::vector<Entry> m_entries;
};

std::string little(std::uint64_t value, int bytes);

} // namespace kerf::test
