#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::test {

// Writes pickles, opcode by opcode, for tests: state dicts as PyTorch has them and hostile ones.
class PickleWriter {
public:
    explicit PickleWriter(int protocol = 2) { raw("\x80").byte(static_cast<unsigned>(protocol)); }

    PickleWriter& raw(std::string_view bytes) {
        m_bytes += bytes;
        return *this;
    }
    PickleWriter& byte(unsigned value) {
        m_bytes += static_cast<char>(value);
        return *this;
    }
    PickleWriter& little(std::uint64_t value, int bytes);
    PickleWriter& text(std::string_view value); // BINUNICODE
    PickleWriter& integer(std::int64_t value);  // BININT1, BININT2, BININT or LONG1
    PickleWriter& global(std::string_view module, std::string_view name);
    PickleWriter& put(); // into the next place of the memo
    PickleWriter& tuple(const std::vector<std::int64_t>& values);
    PickleWriter& stop() { return raw("."); }

    struct Storage {
        std::string_view type; // "FloatStorage"
        std::string_view key;
        std::int64_t elements = 0;
        bool hasView = false; // the legacy layout's sixth item
    };
    // ('storage', torch.<type>, key, 'cpu', elements) as a persistent id.
    PickleWriter& storage(const Storage& storage);
    // torch._utils._rebuild_tensor_v2(storage, offset, shape, strides, False, OrderedDict()).
    PickleWriter& tensor(
        const Storage& storage,
        std::int64_t offset,
        const std::vector<std::int64_t>& shape,
        const std::vector<std::int64_t>& strides);
    PickleWriter& orderedDict();

    const std::string& bytes() const { return m_bytes; }

private:
    std::string m_bytes;
    std::uint64_t m_memo = 0;
};

std::vector<std::int64_t> packedStrides(const std::vector<std::int64_t>& shape);

} // namespace kerf::test
