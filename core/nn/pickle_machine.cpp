#include "core/nn/pickle_machine.h"

#include "core/nn/byte_source.h"
#include "core/nn/pickle_names.h"

#include <fmt/format.h>

#include <bit>

namespace kerf::nn {
namespace {

constexpr std::size_t kMaxValues = 200'000; // ten times what the largest official file needs
constexpr std::size_t kMaxMarks = 64;
constexpr std::uint32_t kMaxMemo = 1'000'000;

enum Opcode : unsigned char {
    proto = 0x80,
    tuple1 = 0x85,
    tuple2 = 0x86,
    tuple3 = 0x87,
    newtrue = 0x88,
    newfalse = 0x89,
    long1 = 0x8A,
};

} // namespace

std::uint32_t PickleMachine::run(std::size_t& at) {
    m_at = at;
    m_stack.clear();
    m_marks.clear();
    m_memo.clear();
    while (step()) {
    }
    if (m_stack.size() != 1 || !m_marks.empty()) {
        refuseDamaged("its pickle ends with a stack of another size than one");
    }
    at = m_at;
    return m_stack.front();
}

bool PickleMachine::step() {
    const auto opcode = static_cast<unsigned char>(take(1).front());
    switch (opcode) {
    case '.':
        return false;
    case proto:
        if (const std::uint64_t protocol = takeLittle(1); protocol != 2) {
            const std::string name = findForeignGlobal(m_pickle.substr(m_at - 2));
            refuseUnsafe(fmt::format(
                "its pickle is of protocol {}, not 2{}", protocol,
                name.empty() ? "" : ", and mentions " + shown(name) + ", which no weight file needs"));
        }
        break;
    case '(':
        if (m_marks.size() == kMaxMarks) {
            refuseUnsafe(fmt::format("its pickle nests deeper than {} levels", kMaxMarks));
        }
        m_marks.push_back(m_stack.size());
        break;
    case 'N':
    case newtrue:
    case newfalse:
    case 'X':
    case 'U':
        pushSimple(opcode);
        break;
    case 'J':
    case 'K':
    case 'M':
    case 'G':
    case long1:
        pushNumber(opcode);
        break;
    case ')':
    case ']':
    case '}':
    case 't':
    case tuple1:
    case tuple2:
    case tuple3:
        makeContainer(opcode);
        break;
    case 's':
    case 'u':
    case 'a':
    case 'e':
        fillContainer(opcode);
        break;
    case 'q':
    case 'r':
    case 'h':
    case 'j':
        useMemo(opcode);
        break;
    case 'c':
        global();
        break;
    case 'Q':
        persistentId();
        break;
    case 'R':
        reduce();
        break;
    case 'b':
        build();
        break;
    default: {
        const std::string name = findForeignGlobal(m_pickle.substr(m_at - 1));
        refuseUnsafe(fmt::format(
            "its pickle uses the opcode {}, which no weight file needs{}", opcodeName(opcode),
            name.empty() ? "" : ", and mentions " + shown(name)));
    }
    }
    return true;
}

void PickleMachine::pushSimple(unsigned opcode) {
    PickleValue value;
    if (opcode == 'X' || opcode == 'U') {
        value.kind = Kind::text;
        value.text = take(takeLittle(opcode == 'X' ? 4 : 1));
    } else if (opcode != 'N') {
        value.kind = Kind::boolean;
        value.number = opcode == newtrue ? 1 : 0;
    }
    push(add(std::move(value)));
}

void PickleMachine::pushNumber(unsigned opcode) {
    PickleValue value{.kind = Kind::integer};
    switch (opcode) {
    case 'J':
        value.number = static_cast<std::int32_t>(takeLittle(4));
        break;
    case 'K':
        value.number = static_cast<std::int64_t>(takeLittle(1));
        break;
    case 'M':
        value.number = static_cast<std::int64_t>(takeLittle(2));
        break;
    case 'G': // kept as bytes; no weight file's meaning depends on one
        value.kind = Kind::real;
        value.text = take(8);
        break;
    default: {
        const std::string_view bytes = take(takeLittle(1));
        std::uint64_t bits = 0;
        for (std::size_t i = 0; i < bytes.size() && i < 8; ++i) {
            bits |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        }
        const auto unused = static_cast<unsigned>(64 - 8 * std::min<std::size_t>(bytes.size(), 8));
        value.kind = bytes.size() > 8 ? Kind::text : Kind::integer;
        value.text = bytes;
        value.number =
            unused < 64 ? std::bit_cast<std::int64_t>(bits << unused) >> unused : 0; // keeps the sign
    }
    }
    push(add(std::move(value)));
}

void PickleMachine::makeContainer(unsigned opcode) {
    PickleValue value{.kind = opcode == ']' ? Kind::list : opcode == '}' ? Kind::dict : Kind::tuple};
    if (opcode == 't') {
        value.items = popToMark();
    } else if (opcode >= tuple1) {
        value.items.resize(opcode - tuple1 + 1U);
        for (std::size_t i = value.items.size(); i-- > 0;) {
            value.items[i] = pop();
        }
    }
    push(add(std::move(value)));
}

void PickleMachine::fillContainer(unsigned opcode) {
    std::vector<std::uint32_t> items;
    if (opcode == 'u' || opcode == 'e') {
        items = popToMark();
    } else {
        items.resize(opcode == 's' ? 2 : 1);
        for (std::size_t i = items.size(); i-- > 0;) {
            items[i] = pop();
        }
    }
    const bool isDict = opcode == 's' || opcode == 'u';
    if (isDict && items.size() % 2 != 0) {
        refuseDamaged("its pickle has a key without a value");
    }
    PickleValue& target = topOfKind(isDict ? Kind::dict : Kind::list, isDict ? "SETITEMS" : "APPENDS");
    target.items.insert(target.items.end(), items.begin(), items.end());
}

void PickleMachine::useMemo(unsigned opcode) {
    const auto index = static_cast<std::uint32_t>(takeLittle(opcode == 'q' || opcode == 'h' ? 1 : 4));
    if (opcode == 'q' || opcode == 'r') {
        if (index >= kMaxMemo) {
            refuseUnsafe(fmt::format("its pickle remembers a value under the number {}", index));
        }
        push(m_memo[index] = pop());
        return;
    }
    const auto known = m_memo.find(index);
    if (known == m_memo.end()) {
        refuseDamaged(fmt::format("its pickle recalls value {}, which it never remembered", index));
    }
    push(known->second);
}

std::string_view PickleMachine::take(std::size_t bytes) {
    if (bytes > m_pickle.size() - m_at) {
        refuseDamaged(
            bytes == 1 ? "its pickle ends too early"
                       : fmt::format("its pickle holds a text of {} bytes, but ends before", bytes));
    }
    const std::string_view taken = m_pickle.substr(m_at, bytes);
    m_at += bytes;
    return taken;
}

std::uint64_t PickleMachine::takeLittle(std::size_t bytes) {
    std::uint64_t value = 0;
    unsigned shift = 0;
    for (const char c : take(bytes)) {
        value |= std::uint64_t{static_cast<unsigned char>(c)} << shift;
        shift += 8;
    }
    return value;
}

std::string_view PickleMachine::takeLine() {
    const std::size_t end = m_pickle.substr(m_at, kMaxNameBytes).find('\n');
    if (end == m_pickle.npos) {
        refuseDamaged("its pickle has a global name without an end");
    }
    const std::string_view line = take(end);
    take(1);
    return line;
}

std::uint32_t PickleMachine::add(PickleValue value) {
    if (m_values.size() == kMaxValues) {
        refuseUnsafe(fmt::format("its pickle makes more than {} values", kMaxValues));
    }
    m_values.push_back(std::move(value));
    return static_cast<std::uint32_t>(m_values.size() - 1);
}

void PickleMachine::push(std::uint32_t position) {
    if (m_stack.size() == kMaxValues) {
        refuseUnsafe(fmt::format("its pickle stacks up more than {} values", kMaxValues));
    }
    m_stack.push_back(position);
}

std::uint32_t PickleMachine::pop() {
    if (m_stack.empty() || (!m_marks.empty() && m_stack.size() == m_marks.back())) {
        refuseDamaged("its pickle takes a value from an empty stack");
    }
    const std::uint32_t position = m_stack.back();
    m_stack.pop_back();
    return position;
}

std::vector<std::uint32_t> PickleMachine::popToMark() {
    if (m_marks.empty()) {
        refuseDamaged("its pickle goes back to a mark that isn't there");
    }
    const auto begin = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<std::uint32_t> items(begin, m_stack.end());
    m_stack.erase(begin, m_stack.end());
    m_marks.pop_back();
    return items;
}

PickleValue& PickleMachine::topOfKind(Kind kind, const char* opcode) {
    const std::uint32_t top = pop();
    if (m_values[top].kind != kind) {
        refuseUnsafe(fmt::format("its pickle applies {} to a value of another kind", opcode));
    }
    push(top);
    return m_values[top];
}

void PickleMachine::global() {
    const std::string_view module = takeLine();
    const std::string_view name = takeLine();
    const KnownGlobal known = findGlobal(module, name);
    if (!known.isKnown) {
        refuseUnsafe(fmt::format(
            "its pickle mentions {}, which no weight file needs", shown(fmt::format("{}.{}", module, name))));
    }
    push(add({.kind = Kind::global, .global = known.global, .text = name}));
}

// A storage: ('storage', class, key, location, number of elements[, view]). What it means is checked by who
// knows the file.
void PickleMachine::persistentId() {
    const std::uint32_t id = pop();
    const std::vector<std::uint32_t>& items = m_values[id].items;
    const auto is = [&](std::size_t item, Kind kind) { return m_values[items[item]].kind == kind; };
    const bool fits = m_values[id].kind == Kind::tuple && (items.size() == 5 || items.size() == 6) &&
                      is(0, Kind::text) && m_values[items[0]].text == "storage" && is(1, Kind::global) &&
                      m_values[items[1]].global == PickleGlobal::storage && is(2, Kind::text) &&
                      is(3, Kind::text) && is(4, Kind::integer);
    if (!fits) {
        refuseUnsafe("its pickle has a persistent id that is no storage");
    }
    if (items.size() == 6 && !is(5, Kind::none)) {
        refuseUnsafe("its pickle has a view of a storage, which Kerf doesn't read");
    }
    push(add({.kind = Kind::storage, .items = {id}}));
}

void PickleMachine::reduce() {
    const std::uint32_t arguments = pop();
    const std::uint32_t called = pop();
    if (m_values[called].kind != Kind::global || m_values[arguments].kind != Kind::tuple) {
        refuseUnsafe("its pickle calls a value that can't be called");
    }
    const std::vector<std::uint32_t> items = m_values[arguments].items;
    switch (m_values[called].global) {
    case PickleGlobal::ordered_dict:
        if (items.empty()) {
            return push(add({.kind = Kind::dict}));
        }
        break;
    case PickleGlobal::rebuild_tensor:
        if (items.size() == 6 || items.size() == 7) {
            return push(add({.kind = Kind::tensor, .items = items}));
        }
        break;
    case PickleGlobal::rebuild_parameter:
        if (items.size() == 3 && m_values[items[0]].kind == Kind::tensor) {
            return push(items[0]);
        }
        break;
    case PickleGlobal::parameter:
    case PickleGlobal::storage:
        break;
    }
    refuseUnsafe(
        fmt::format("its pickle calls {} in a way that no weight file does", shown(m_values[called].text)));
}

// Attributes: those of a state dict's (_metadata) mean nothing here and are dropped.
void PickleMachine::build() {
    const std::uint32_t state = pop();
    topOfKind(Kind::dict, "BUILD");
    if (m_values[state].kind != Kind::dict) {
        refuseUnsafe("its pickle applies BUILD with a value of another kind");
    }
}

} // namespace kerf::nn
