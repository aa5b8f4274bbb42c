#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace kerf::nn {

// What a pickle of a state dict may mention by name.
enum class PickleGlobal : std::uint8_t {
    ordered_dict,
    rebuild_tensor,
    rebuild_parameter,
    parameter,
    storage
};

// A value that a pickle made. Plain data; items are positions in PickleMachine::values().
struct PickleValue {
    enum class Kind : std::uint8_t {
        none,
        boolean,
        integer,
        real,
        text, // BINUNICODE, SHORT_BINSTRING; also a LONG1 of more than 8 bytes
        tuple,
        list,
        dict, // items: key, value, key, value, ...
        global,
        storage, // items: [0] the tuple of its persistent id
        tensor   // items: the arguments of _rebuild_tensor_v2
    };

    Kind kind = Kind::none;
    PickleGlobal global = PickleGlobal::ordered_dict;
    std::int64_t number = 0;
    std::string_view text; // into the pickle; of a storage's class: "FloatStorage"
    std::vector<std::uint32_t> items;
};

// Reads pickles of PyTorch's state dicts (protocol 2) as data. It knows a third of pickle's opcodes and five
// global names, calls nothing, and refuses everything else by its name: Error(model_corrupt). Values are
// bounded in number, memo and stack included; texts stay in the pickle, which must outlive the machine.
// Internal to nn.
class PickleMachine {
public:
    explicit PickleMachine(std::string_view pickle) : m_pickle(pickle) {}

    // Runs until STOP and returns the result's position in values(). `at` is where the pickle begins, and
    // afterwards where it has ended.
    std::uint32_t run(std::size_t& at);

    const PickleValue& value(std::uint32_t position) const { return m_values[position]; }
    const std::vector<PickleValue>& values() const { return m_values; }

private:
    using Kind = PickleValue::Kind;

    bool step(); // false: STOP
    void pushSimple(unsigned opcode);
    void pushNumber(unsigned opcode);
    void makeContainer(unsigned opcode);
    void fillContainer(unsigned opcode);
    void useMemo(unsigned opcode);

    std::string_view take(std::size_t bytes);
    std::uint64_t takeLittle(std::size_t bytes);
    std::string_view takeLine();
    std::uint32_t add(PickleValue value);
    void push(std::uint32_t position);
    std::uint32_t pop();
    std::vector<std::uint32_t> popToMark();
    void global();
    void reduce();
    void build();
    void persistentId();
    PickleValue& topOfKind(Kind kind, const char* opcode);

    std::string_view m_pickle;
    std::size_t m_at = 0;
    std::vector<PickleValue> m_values;
    std::vector<std::uint32_t> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint32_t, std::uint32_t> m_memo;
};

// Pickle's name of an opcode: "STACK_GLOBAL"; "0x00" for one that there isn't.
std::string opcodeName(unsigned char opcode);

// The first global name that a pickle mentions and that no state dict needs: "os.system". It only walks over
// the opcodes. Empty if there is none or it isn't a pickle.
std::string findForeignGlobal(std::string_view pickle);

} // namespace kerf::nn
