#include "tests/support/pickle_writer.h"

namespace kerf::test {

PickleWriter& PickleWriter::little(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) {
        byte(static_cast<unsigned>((value >> static_cast<unsigned>(8 * i)) & 0xFFU));
    }
    return *this;
}

PickleWriter& PickleWriter::text(std::string_view value) {
    return raw("X").little(value.size(), 4).raw(value).put();
}

PickleWriter& PickleWriter::integer(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    if (value >= 0 && value < 256) {
        return raw("K").little(bits, 1);
    }
    if (value >= 0 && value < 65536) {
        return raw("M").little(bits, 2);
    }
    if (value >= INT32_MIN && value <= INT32_MAX) {
        return raw("J").little(bits, 4);
    }
    return raw("\x8A").byte(8).little(bits, 8);
}

PickleWriter& PickleWriter::global(std::string_view module, std::string_view name) {
    return raw("c").raw(module).raw("\n").raw(name).raw("\n").put();
}

PickleWriter& PickleWriter::put() {
    const std::uint64_t at = m_memo++;
    return at < 256 ? raw("q").little(at, 1) : raw("r").little(at, 4);
}

PickleWriter& PickleWriter::tuple(const std::vector<std::int64_t>& values) {
    if (values.empty()) {
        return raw(")");
    }
    const bool isLong = values.size() > 3;
    if (isLong) {
        raw("(");
    }
    for (const std::int64_t value : values) {
        integer(value);
    }
    return (isLong ? raw("t") : byte(0x84U + static_cast<unsigned>(values.size()))).put();
}

PickleWriter& PickleWriter::storage(const Storage& storage) {
    raw("(").text("storage").global("torch", storage.type).text(storage.key).text("cpu");
    integer(storage.elements);
    if (storage.hasView) {
        raw("N");
    }
    return raw("t").put().raw("Q");
}

PickleWriter& PickleWriter::tensor(
    const Storage& from,
    std::int64_t offset,
    const std::vector<std::int64_t>& shape,
    const std::vector<std::int64_t>& strides) {
    global("torch._utils", "_rebuild_tensor_v2").raw("(");
    storage(from).integer(offset).tuple(shape).tuple(strides).raw("\x89");
    return orderedDict().raw("t").put().raw("R").put();
}

PickleWriter& PickleWriter::orderedDict() {
    return global("collections", "OrderedDict").raw(")R").put();
}

std::vector<std::int64_t> packedStrides(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) {
        strides[i - 1] = strides[i] * shape[i];
    }
    return strides;
}

} // namespace kerf::test
