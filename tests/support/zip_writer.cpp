#include "tests/support/zip_writer.h"

#include <array>
#include <stdexcept>

namespace kerf::test {
namespace {

constexpr std::uint64_t kAlignment = 64;

std::array<std::uint32_t, 256> makeTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < table.size(); ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1U) ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
        }
        table[i] = value;
    }
    return table;
}

std::uint32_t crcOf(std::uint32_t crc, std::string_view bytes) {
    static const std::array<std::uint32_t, 256> table = makeTable();
    crc = ~crc;
    for (const char c : bytes) {
        crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
    }
    return ~crc;
}

} // namespace

std::string little(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) {
        text += static_cast<char>(value & 0xFFU);
        value >>= 8U;
    }
    return text;
}

ZipWriter::ZipWriter(const std::filesystem::path& file) : m_out(file, std::ios::binary) {}

void ZipWriter::put(std::string_view bytes) {
    m_out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    m_at += bytes.size();
}

void ZipWriter::add(const std::string& name, std::string_view content) {
    add(name, [&](const auto& next) { next(content); });
}

void ZipWriter::add(
    const std::string& name, const std::function<void(const std::function<void(std::string_view)>&)>& write) {
    Entry entry{.name = name, .localOffset = static_cast<std::uint32_t>(m_at)};
    const std::uint64_t unpadded = m_at + 30 + name.size() + 4;
    const std::uint64_t padding = (kAlignment - unpadded % kAlignment) % kAlignment;
    put("PK\x03\x04" + little(0, 2) + little(entry.flags, 2) + std::string(18, '\0'));
    put(little(name.size(), 2) + little(padding + 4, 2) + name);
    put("FB" + little(padding, 2) + std::string(padding, 'Z'));
    write([&](std::string_view bytes) {
        put(bytes);
        entry.crc = crcOf(entry.crc, bytes);
        entry.bytes += static_cast<std::uint32_t>(bytes.size());
    });
    entry.packedBytes = entry.bytes;
    put("PK\x07\x08" + little(entry.crc, 4) + little(entry.packedBytes, 4) + little(entry.bytes, 4));
    m_entries.push_back(entry);
}

void ZipWriter::finish() {
    const std::uint64_t begin = m_at;
    for (const Entry& entry : m_entries) {
        put("PK\x01\x02" + little(0, 4) + little(entry.flags, 2) + little(entry.method, 2) + little(0, 4));
        put(little(entry.crc, 4) + little(entry.packedBytes, 4) + little(entry.bytes, 4));
        put(little(entry.name.size(), 2) + std::string(12, '\0') + little(entry.localOffset, 4) + entry.name);
    }
    const std::uint64_t bytes = m_at - begin;
    put("PK\x05\x06" + little(0, 4) + little(m_entries.size(), 2) + little(m_entries.size(), 2));
    put(little(bytes, 4) + little(begin, 4) + little(0, 2));
    if (!m_out.flush()) {
        throw std::runtime_error("can't write the zip");
    }
}

} // namespace kerf::test
