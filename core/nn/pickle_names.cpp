#include "core/nn/pickle_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace kerf::nn {
namespace {

// What stands after an opcode: so many bytes, one or two lines, or a text with its length before it.
enum class Argument : std::uint8_t { none, n1, n2, n4, n8, line, two_lines, text1, text4, text8 };

struct Known {
    unsigned char opcode;
    Argument argument;
    const char* name;
};

// All of pickle's opcodes to protocol 5 (Python's pickletools), to name what is refused.
constexpr std::array kOpcodes = std::to_array<Known>({
    {0x28, Argument::none, "MARK"},         {0x29, Argument::none, "EMPTY_TUPLE"},
    {0x2E, Argument::none, "STOP"},         {0x30, Argument::none, "POP"},
    {0x31, Argument::none, "POP_MARK"},     {0x32, Argument::none, "DUP"},
    {0x42, Argument::text4, "BINBYTES"},    {0x43, Argument::text1, "SHORT_BINBYTES"},
    {0x46, Argument::line, "FLOAT"},        {0x47, Argument::n8, "BINFLOAT"},
    {0x49, Argument::line, "INT"},          {0x4A, Argument::n4, "BININT"},
    {0x4B, Argument::n1, "BININT1"},        {0x4C, Argument::line, "LONG"},
    {0x4D, Argument::n2, "BININT2"},        {0x4E, Argument::none, "NONE"},
    {0x50, Argument::line, "PERSID"},       {0x51, Argument::none, "BINPERSID"},
    {0x52, Argument::none, "REDUCE"},       {0x53, Argument::line, "STRING"},
    {0x54, Argument::text4, "BINSTRING"},   {0x55, Argument::text1, "SHORT_BINSTRING"},
    {0x56, Argument::line, "UNICODE"},      {0x58, Argument::text4, "BINUNICODE"},
    {0x5D, Argument::none, "EMPTY_LIST"},   {0x61, Argument::none, "APPEND"},
    {0x62, Argument::none, "BUILD"},        {0x63, Argument::two_lines, "GLOBAL"},
    {0x64, Argument::none, "DICT"},         {0x65, Argument::none, "APPENDS"},
    {0x67, Argument::line, "GET"},          {0x68, Argument::n1, "BINGET"},
    {0x69, Argument::two_lines, "INST"},    {0x6A, Argument::n4, "LONG_BINGET"},
    {0x6C, Argument::none, "LIST"},         {0x6F, Argument::none, "OBJ"},
    {0x70, Argument::line, "PUT"},          {0x71, Argument::n1, "BINPUT"},
    {0x72, Argument::n4, "LONG_BINPUT"},    {0x73, Argument::none, "SETITEM"},
    {0x74, Argument::none, "TUPLE"},        {0x75, Argument::none, "SETITEMS"},
    {0x7D, Argument::none, "EMPTY_DICT"},   {0x80, Argument::n1, "PROTO"},
    {0x81, Argument::none, "NEWOBJ"},       {0x82, Argument::n1, "EXT1"},
    {0x83, Argument::n2, "EXT2"},           {0x84, Argument::n4, "EXT4"},
    {0x85, Argument::none, "TUPLE1"},       {0x86, Argument::none, "TUPLE2"},
    {0x87, Argument::none, "TUPLE3"},       {0x88, Argument::none, "NEWTRUE"},
    {0x89, Argument::none, "NEWFALSE"},     {0x8A, Argument::text1, "LONG1"},
    {0x8B, Argument::text4, "LONG4"},       {0x8C, Argument::text1, "SHORT_BINUNICODE"},
    {0x8D, Argument::text8, "BINUNICODE8"}, {0x8E, Argument::text8, "BINBYTES8"},
    {0x8F, Argument::none, "EMPTY_SET"},    {0x90, Argument::none, "ADDITEMS"},
    {0x91, Argument::none, "FROZENSET"},    {0x92, Argument::none, "NEWOBJ_EX"},
    {0x93, Argument::none, "STACK_GLOBAL"}, {0x94, Argument::none, "MEMOIZE"},
    {0x95, Argument::n8, "FRAME"},          {0x96, Argument::text8, "BYTEARRAY8"},
    {0x97, Argument::none, "NEXT_BUFFER"},  {0x98, Argument::none, "READONLY_BUFFER"},
});

const Known* findOpcode(unsigned char opcode) {
    const auto* found = std::ranges::find(kOpcodes, opcode, &Known::opcode);
    return found == kOpcodes.end() ? nullptr : found;
}

constexpr std::array<std::string_view, 10> kStorages{
    "FloatStorage", "HalfStorage",  "BFloat16Storage", "DoubleStorage", "LongStorage",
    "IntStorage",   "ShortStorage", "CharStorage",     "ByteStorage",   "BoolStorage"};

// Walks over opcodes; all it keeps are the last two texts, which STACK_GLOBAL takes its name from.
class Walker {
public:
    explicit Walker(std::string_view pickle) : m_left(pickle) {}

    // False at the end, or where it is no pickle. Then global() may be set.
    bool next() {
        if (m_left.empty()) {
            return false;
        }
        const Known* known = findOpcode(static_cast<unsigned char>(m_left.front()));
        m_left.remove_prefix(1);
        if (known == nullptr || known->opcode == '.') {
            return false;
        }
        const std::string_view name = known->name;
        std::string_view argument;
        if (!take(known->argument, argument)) {
            return false;
        }
        if (known->argument == Argument::two_lines) {
            setGlobal(argument.substr(0, argument.find('\n')), argument.substr(argument.find('\n') + 1));
        } else if (name == "STACK_GLOBAL") {
            setGlobal(m_before, m_last);
        } else if (name.ends_with("UNICODE") || name.ends_with("UNICODE8") || name.ends_with("STRING")) {
            m_before = m_last;
            m_last = argument;
        }
        return true;
    }
    const std::string& global() const { return m_global; }

private:
    void setGlobal(std::string_view module, std::string_view name) {
        if (m_global.empty() && !findGlobal(module, name).isKnown && !module.empty()) {
            m_global = fmt::format("{}.{}", module, name);
        }
    }
    bool takeBytes(std::uint64_t bytes, std::string_view& taken) {
        if (bytes > m_left.size()) {
            return false;
        }
        taken = m_left.substr(0, bytes);
        m_left.remove_prefix(bytes);
        return true;
    }
    bool takeText(std::size_t lengthBytes, std::string_view& taken) {
        std::string_view raw;
        if (!takeBytes(lengthBytes, raw)) {
            return false;
        }
        std::uint64_t length = 0;
        for (std::size_t i = 0; i < raw.size(); ++i) {
            length |= std::uint64_t{static_cast<unsigned char>(raw[i])} << (8 * i);
        }
        return takeBytes(length, taken);
    }
    bool takeLines(std::string_view& taken, int count) {
        std::size_t end = 0;
        for (int i = 0; i < count; ++i) {
            end = m_left.find('\n', i == 0 ? 0 : end + 1);
            if (end == m_left.npos) {
                return false;
            }
        }
        taken = m_left.substr(0, end);
        m_left.remove_prefix(end + 1);
        return true;
    }
    bool take(Argument argument, std::string_view& taken) {
        switch (argument) {
        case Argument::none:
            return true;
        case Argument::n1:
            return takeBytes(1, taken);
        case Argument::n2:
            return takeBytes(2, taken);
        case Argument::n4:
            return takeBytes(4, taken);
        case Argument::n8:
            return takeBytes(8, taken);
        case Argument::line:
            return takeLines(taken, 1);
        case Argument::two_lines:
            return takeLines(taken, 2);
        case Argument::text1:
            return takeText(1, taken);
        case Argument::text4:
            return takeText(4, taken);
        case Argument::text8:
            break;
        }
        return takeText(8, taken);
    }

    std::string_view m_left;
    std::string_view m_before;
    std::string_view m_last;
    std::string m_global;
};

} // namespace

std::string opcodeName(unsigned char opcode) {
    const Known* known = findOpcode(opcode);
    return known == nullptr ? fmt::format("0x{:02X}", opcode) : known->name;
}

KnownGlobal findGlobal(std::string_view module, std::string_view name) {
    if (module == "torch" && std::ranges::find(kStorages, name) != kStorages.end()) {
        return {true, PickleGlobal::storage};
    }
    if ((module == "collections" || module == "typing") && name == "OrderedDict") {
        return {true, PickleGlobal::ordered_dict};
    }
    if (module == "torch._utils" && name == "_rebuild_tensor_v2") {
        return {true, PickleGlobal::rebuild_tensor};
    }
    if (module == "torch._utils" && name == "_rebuild_parameter") {
        return {true, PickleGlobal::rebuild_parameter};
    }
    if (module == "torch.nn.parameter" && name == "Parameter") {
        return {true, PickleGlobal::parameter};
    }
    return {};
}

std::string findForeignGlobal(std::string_view pickle) {
    Walker walker(pickle);
    while (walker.global().empty() && walker.next()) {
    }
    return walker.global();
}

} // namespace kerf::nn
