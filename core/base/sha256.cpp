#include "core/base/sha256.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace kerf {
namespace {

constexpr std::size_t kBlock = 64;

using State = std::array<std::uint32_t, 8>;
using Compress = void (*)(State& state, const std::uint8_t* blocks, std::size_t count);

// FIPS 180-4, section 4.2.2.
alignas(16) constexpr std::array<std::uint32_t, 64> kRound{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

std::uint32_t bigEndian(const std::uint8_t* bytes) {
    return (std::uint32_t{bytes[0]} << 24U) | (std::uint32_t{bytes[1]} << 16U) |
           (std::uint32_t{bytes[2]} << 8U) | bytes[3];
}

void compressPortably(State& state, const std::uint8_t* blocks, std::size_t count) {
    for (; count > 0; --count, blocks += kBlock) {
        std::array<std::uint32_t, 64> w;
        for (std::size_t i = 0; i < 16; ++i) {
            w[i] = bigEndian(blocks + 4 * i);
        }
        for (std::size_t i = 16; i < 64; ++i) {
            const std::uint32_t s0 = std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3U);
            const std::uint32_t s1 = std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10U);
            w[i] = w[i - 16] + s0 + w[i - 7] + s1;
        }
        auto [a, b, c, d, e, f, g, h] = state;
        for (std::size_t i = 0; i < 64; ++i) {
            const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
            const std::uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + kRound[i] + w[i];
            const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
            const std::uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        const State sum{a, b, c, d, e, f, g, h};
        for (std::size_t i = 0; i < 8; ++i) {
            state[i] += sum[i];
        }
    }
}

#if defined(__x86_64__)

// The instructions keep the eight words as (A, B, E, F) and (C, D, G, H).
[[gnu::target("sha,sse4.1")]] void
compressWithSha(State& state, const std::uint8_t* blocks, std::size_t count) {
    const auto load = [](const void* at) __attribute__((target("sha,sse4.1"))) {
        return _mm_loadu_si128(static_cast<const __m128i*>(at));
    };
    const __m128i swapBytes = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const __m128i cdab = _mm_shuffle_epi32(load(state.data()), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(load(state.data() + 4), 0x1B);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
    for (; count > 0; --count, blocks += kBlock) {
        const __m128i abefBefore = abef;
        const __m128i cdghBefore = cdgh;
        __m128i w[4]; // the last 16 words of the schedule
#pragma GCC unroll 16
        for (std::size_t i = 0; i < 16; ++i) {
            if (i < 4) {
                w[i] = _mm_shuffle_epi8(load(blocks + 16 * i), swapBytes);
            } else {
                const __m128i newest = w[(i + 3) % 4];
                const __m128i sum = _mm_add_epi32(
                    _mm_sha256msg1_epu32(w[i % 4], w[(i + 1) % 4]),
                    _mm_alignr_epi8(newest, w[(i + 2) % 4], 4));
                w[i % 4] = _mm_sha256msg2_epu32(sum, newest);
            }
            const __m128i added = _mm_add_epi32(w[i % 4], load(kRound.data() + 4 * i));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, added);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(added, 0x0E));
        }
        abef = _mm_add_epi32(abef, abefBefore);
        cdgh = _mm_add_epi32(cdgh, cdghBefore);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    const __m128i dcba = _mm_blend_epi16(feba, dchg, 0xF0);
    const __m128i hgfe = _mm_alignr_epi8(dchg, feba, 8);
    std::memcpy(state.data(), &dcba, sizeof dcba);
    std::memcpy(state.data() + 4, &hgfe, sizeof hgfe);
}

bool hasShaInstructions() {
    constexpr unsigned kSse41 = 1U << 19U; // of leaf 1, ecx
    constexpr unsigned kSha = 1U << 29U;   // of leaf 7, ebx
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & kSse41) == 0) {
        return false;
    }
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & kSha) != 0;
}

Compress fastestCompress() {
    static const Compress chosen = hasShaInstructions() ? compressWithSha : compressPortably;
    return chosen;
}

#else

Compress fastestCompress() {
    return compressPortably;
}

#endif

} // namespace

Sha256::Sha256(Sha256Code code)
    : m_compress(code == Sha256Code::fastest ? fastestCompress() : compressPortably),
      m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
              0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19} {}

void Sha256::update(std::span<const std::uint8_t> bytes) {
    const std::size_t kept = m_bytes % kBlock;
    m_bytes += bytes.size();
    if (kept > 0) {
        const std::size_t taken = std::min(bytes.size(), kBlock - kept);
        std::copy_n(bytes.data(), taken, m_rest.data() + kept);
        bytes = bytes.subspan(taken);
        if (kept + taken < kBlock) {
            return;
        }
        m_compress(m_state, m_rest.data(), 1);
    }
    const std::size_t blocks = bytes.size() / kBlock;
    m_compress(m_state, bytes.data(), blocks);
    bytes = bytes.subspan(blocks * kBlock);
    std::copy_n(bytes.data(), bytes.size(), m_rest.data());
}

Sha256::Digest Sha256::finish() {
    std::uint64_t bits = m_bytes * 8;
    std::array<std::uint8_t, 2 * kBlock> padding{0x80};
    const std::size_t kept = m_bytes % kBlock;
    const std::size_t zeros = (kept < kBlock - 8 ? kBlock : 2 * kBlock) - 8 - kept; // with the 0x80
    for (std::size_t i = 0; i < 8; ++i, bits <<= 8U) {
        padding[zeros + i] = static_cast<std::uint8_t>(bits >> 56U);
    }
    update(std::span(padding).first(zeros + 8));
    Digest digest;
    for (std::size_t i = 0; i < digest.size(); ++i) {
        digest[i] = static_cast<std::uint8_t>(m_state[i / 4] >> (24U - 8U * (i % 4)));
    }
    return digest;
}

std::string toHex(const Sha256::Digest& digest) {
    constexpr const char* digits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest) {
        text += digits[byte >> 4U];
        text += digits[byte & 0xfU];
    }
    return text;
}

} // namespace kerf
