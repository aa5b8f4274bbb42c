#include "core/io/fast_deflate.h"

#include "core/base/check.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <numeric>

namespace kerf::io {
namespace {

static_assert(std::endian::native == std::endian::little, "words are compared and stored as they lie");

constexpr int kSymbols = 286; // literals, the end, lengths
constexpr int kEnd = 256;
constexpr int kLongest = 285; // a match of 258 bytes
constexpr int kMaxBits = 12;  // of a code: four of them and seven bits over fit a word
constexpr std::size_t kMaxMatch = 258;
constexpr std::size_t kMinMatch = 3;
constexpr std::size_t kWord = 8;
constexpr std::size_t kMaxBytes = std::size_t{16} << 20U;
constexpr std::array<int, 19> kLengthOrder{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

using Lengths = std::array<std::uint8_t, kSymbols>;
using Counts = std::array<std::uint32_t, kSymbols>;

struct Code {
    std::uint16_t bits = 0;
    std::uint8_t length = 0;
};

std::uint64_t wordAt(const std::uint8_t* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, kWord);
    return word;
}

// A match of `length` zeros with the symbol and the extra bits that say so.
struct MatchCode {
    int symbol = 0;
    unsigned extra = 0;
    int extraBits = 0;
};

MatchCode matchCode(std::size_t length) {
    if (length == kMaxMatch) {
        return {.symbol = kLongest};
    }
    const auto offset = static_cast<unsigned>(length - kMinMatch);
    if (offset < 8) {
        return {.symbol = int(257 + offset)};
    }
    const int bits = int(std::bit_width(offset)) - 3; // groups of four symbols with as many extra bits
    const unsigned group = offset >> unsigned(bits);  // 4..7
    return {
        .symbol = int(257 + 4 * unsigned(bits) + group),
        .extra = offset & ((1U << unsigned(bits)) - 1U),
        .extraBits = bits};
}

// Tells the sink what the bytes are made of: words of eight literals, single literals, matches of zeros. Both
// passes go through here, so that they agree.
template <typename Sink>
[[gnu::always_inline]] inline void tokenize(std::span<const std::uint8_t> bytes, Sink& sink) {
    const std::uint8_t* at = bytes.data();
    const std::uint8_t* const end = at + bytes.size();
    while (std::size_t(end - at) >= kWord) {
        if (wordAt(at) != 0) {
            sink.word(at);
            at += kWord;
            continue;
        }
        const std::uint8_t* runEnd = at + kWord;
        while (std::size_t(end - runEnd) >= kWord && wordAt(runEnd) == 0) {
            runEnd += kWord;
        }
        auto left = std::size_t(runEnd - at) - 1;
        sink.literal(0); // what the matches repeat
        while (left >= kMinMatch) {
            const std::size_t length = std::min(left, kMaxMatch);
            sink.match(length);
            left -= length;
        }
        for (; left > 0; --left) {
            sink.literal(0);
        }
        at = runEnd;
    }
    for (; at < end; ++at) {
        sink.literal(*at);
    }
}

// Four tables in turn: the same byte twice in a row would wait for its own count.
struct Counter {
    std::array<std::array<std::uint32_t, 256>, 4> tables{};
    Counts counts{};

    void word(const std::uint8_t* at) {
        for (std::size_t i = 0; i < kWord; ++i) {
            ++tables[i % 4][at[i]];
        }
    }
    void literal(std::uint8_t value) { ++tables[0][value]; }
    void match(std::size_t length) { ++counts[std::size_t(matchCode(length).symbol)]; }

    Counts finish() {
        for (std::size_t i = 0; i < 256; ++i) {
            counts[i] = tables[0][i] + tables[1][i] + tables[2][i] + tables[3][i];
        }
        counts[kEnd] = 1;
        return counts;
    }
};

// Lengths of Huffman's code over the symbols that occur, at most kMaxBits each.
Lengths codeLengths(const Counts& counts) {
    struct Node {
        std::uint64_t weight = 0;
        int parent = -1;
    };
    std::vector<int> order;
    for (int i = 0; i < kSymbols; ++i) {
        if (counts[std::size_t(i)] > 0) {
            order.push_back(i);
        }
    }
    Lengths lengths{};
    if (order.size() == 1) {
        lengths[std::size_t(order[0])] = 1;
        return lengths;
    }
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        return counts[std::size_t(a)] < counts[std::size_t(b)] ||
               (counts[std::size_t(a)] == counts[std::size_t(b)] && a < b);
    });
    // Two queues: the leaves by weight, and the inner nodes, which come to be in that order by themselves.
    std::vector<Node> nodes;
    nodes.reserve(2 * order.size());
    for (const int symbol : order) {
        nodes.push_back({.weight = counts[std::size_t(symbol)]});
    }
    std::size_t leaf = 0;
    std::size_t inner = order.size();
    const auto takeLightest = [&] {
        const bool takesLeaf =
            leaf < order.size() && (inner == nodes.size() || nodes[leaf].weight <= nodes[inner].weight);
        return takesLeaf ? leaf++ : inner++;
    };
    for (std::size_t i = 1; i < order.size(); ++i) {
        const std::size_t first = takeLightest();
        const std::size_t second = takeLightest();
        nodes[first].parent = nodes[second].parent = int(nodes.size());
        nodes.push_back({.weight = nodes[first].weight + nodes[second].weight});
    }
    std::array<int, kMaxBits + 1> perLength{}; // how many leaves have which length
    std::vector<int> depths(nodes.size());
    for (std::size_t i = nodes.size() - 1; i-- > 0;) {
        depths[i] = depths[std::size_t(nodes[i].parent)] + 1;
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        ++perLength[std::size_t(std::min(depths[i], kMaxBits))];
    }
    // Those cut off made the code too full: lengthen a shorter one for each until Kraft's sum is 1 again.
    std::uint32_t used = 0;
    for (int length = 1; length <= kMaxBits; ++length) {
        used += std::uint32_t(perLength[std::size_t(length)]) << unsigned(kMaxBits - length);
    }
    while (used > (1U << unsigned(kMaxBits))) {
        int length = kMaxBits - 1;
        while (perLength[std::size_t(length)] == 0) {
            --length;
        }
        --perLength[std::size_t(length)];
        perLength[std::size_t(length) + 1] += 2;
        --perLength[kMaxBits];
        --used;
    }
    std::size_t next = 0; // the rarest have the longest
    for (int length = kMaxBits; length >= 1; --length) {
        for (int i = 0; i < perLength[std::size_t(length)]; ++i) {
            lengths[std::size_t(order[next++])] = std::uint8_t(length);
        }
    }
    return lengths;
}

// RFC 1951, 3.2.2; deflate wants the bits turned round.
template <std::size_t N>
std::array<Code, N> codesOf(const std::array<std::uint8_t, N>& lengths) {
    std::array<unsigned, 16> next{};
    std::array<unsigned, 16> perLength{};
    for (const std::uint8_t length : lengths) {
        ++perLength[length];
    }
    perLength[0] = 0;
    for (std::size_t length = 1; length < next.size(); ++length) {
        next[length] = (next[length - 1] + perLength[length - 1]) << 1U;
    }
    std::array<Code, N> codes{};
    for (std::size_t i = 0; i < N; ++i) {
        const unsigned length = lengths[i];
        if (length == 0) {
            continue;
        }
        const unsigned code = next[length]++;
        unsigned turned = 0;
        for (unsigned bit = 0; bit < length; ++bit) {
            turned |= ((code >> bit) & 1U) << (length - 1 - bit);
        }
        codes[i] = {.bits = std::uint16_t(turned), .length = std::uint8_t(length)};
    }
    return codes;
}

class BitWriter {
public:
    explicit BitWriter(std::uint8_t* at) : m_at(at) {}

    // At most 56 bits between two calls of flush().
    [[gnu::always_inline]] void put(std::uint64_t bits, unsigned count) {
        m_bits |= bits << m_count;
        m_count += count;
    }
    [[gnu::always_inline]] void flush() { // writes eight bytes, keeps the whole ones
        std::memcpy(m_at, &m_bits, kWord);
        m_at += m_count >> 3U;
        m_bits >>= m_count & ~7U;
        m_count &= 7U;
    }
    std::uint8_t* position() const { return m_at; }
    void alignToByte() {
        m_count = (m_count + 7U) & ~7U;
        flush();
    }

private:
    std::uint8_t* m_at;
    std::uint64_t m_bits = 0;
    unsigned m_count = 0;
};

struct Emitter {
    const std::array<Code, kSymbols>& codes;
    BitWriter writer;

    [[gnu::always_inline]] void word(const std::uint8_t* at) {
        for (std::size_t half = 0; half < kWord; half += 4) {
            for (std::size_t i = 0; i < 4; ++i) {
                const Code code = codes[at[half + i]];
                writer.put(code.bits, code.length);
            }
            writer.flush();
        }
    }
    void literal(std::uint8_t value) {
        writer.put(codes[value].bits, codes[value].length);
        writer.flush();
    }
    void match(std::size_t length) {
        const MatchCode match = matchCode(length);
        const Code code = codes[std::size_t(match.symbol)];
        writer.put(code.bits, code.length);
        writer.put(match.extra, unsigned(match.extraBits));
        writer.put(0, 1); // the only distance: 1
        writer.flush();
    }
};

// The block's head: how long each symbol's code is. Those lengths have a code of their own; it is a plain one
// of four bits for the values 0..13, a head being 0.02 % of a block.
void writeHead(BitWriter& writer, const Lengths& lengths) {
    writer.put(0, 1); // not the last block
    writer.put(2, 2); // codes of its own
    writer.put(kSymbols - 257, 5);
    writer.put(0, 5); // one distance
    std::array<std::uint8_t, 19> plain{};
    std::fill_n(plain.begin(), 16, std::uint8_t{4});
    writer.put(kLengthOrder.size() - 4, 4);
    writer.flush();
    for (const int symbol : kLengthOrder) {
        writer.put(plain[std::size_t(symbol)], 3);
        writer.flush();
    }
    const auto codes = codesOf(plain);
    for (const std::uint8_t length : lengths) {
        writer.put(codes[length].bits, 4);
        writer.flush();
    }
    writer.put(codes[1].bits, 4); // the distance's code has one bit
    writer.flush();
}

} // namespace

void deflateQuickly(std::span<const std::uint8_t> bytes, std::vector<std::uint8_t>& out) {
    KERF_CHECK(bytes.size() <= kMaxBytes);
    Counter counter;
    tokenize(bytes, counter);
    const Counts counts = counter.finish();
    const Lengths lengths = codeLengths(counts);
    const std::array<Code, kSymbols> codes = codesOf(lengths);

    std::uint64_t bits = 4096; // head, alignment, stored block
    for (std::size_t i = 0; i < counts.size(); ++i) {
        bits += std::uint64_t(counts[i]) * (lengths[i] + (i > std::size_t(kEnd) ? 6U : 0U));
    }
    const std::size_t before = out.size();
    out.resize(before + bits / 8 + 2 * kWord);
    BitWriter head(out.data() + before);
    writeHead(head, lengths);
    Emitter emitter{.codes = codes, .writer = head};
    tokenize(bytes, emitter);
    BitWriter& writer = emitter.writer;
    writer.put(codes[kEnd].bits, codes[kEnd].length);
    writer.put(0, 3); // a stored block, not the last
    writer.flush();
    writer.alignToByte();
    writer.put(0xffff0000U, 32); // of no bytes
    writer.flush();
    out.resize(std::size_t(writer.position() - out.data()));
}

} // namespace kerf::io
