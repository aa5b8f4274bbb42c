#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace kerf {

// Which code computes a hash: the processor's own instructions where it has them, or plain C++.
enum class Sha256Code : std::uint8_t { fastest, portable };

// SHA-256 (FIPS 180-4) of bytes that come in pieces. Not thread-safe; copies go on from where they are.
class Sha256 {
public:
    using Digest = std::array<std::uint8_t, 32>;

    explicit Sha256(Sha256Code code = Sha256Code::fastest);

    void update(std::span<const std::uint8_t> bytes);
    // Of all bytes so far. Nothing may be added afterwards.
    Digest finish();

private:
    using State = std::array<std::uint32_t, 8>;
    using Compress = void (*)(State& state, const std::uint8_t* blocks, std::size_t count);

    Compress m_compress;
    State m_state;
    std::array<std::uint8_t, 64> m_rest{}; // the bytes that fill no block yet
    std::uint64_t m_bytes = 0;
};

std::string toHex(const Sha256::Digest& digest); // lower case

} // namespace kerf
