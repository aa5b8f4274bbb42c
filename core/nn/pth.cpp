#include "core/nn/pth.h"

#include "core/base/error.h"
#include "core/nn/pickle_machine.h"
#include "core/nn/utf8.h"
#include "core/nn/zip_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <unordered_set>

namespace kerf::nn {
namespace {

constexpr std::uint64_t kMaxPickleBytes = 16U << 20U;
constexpr int kMaxDepth = 8;
constexpr std::size_t kMaxEntries = 500'000; // of all dicts that are walked through

using Kind = PickleValue::Kind;

struct StorageType {
    std::string_view name;
    DType type;
};
constexpr std::array<StorageType, 10> kStorageTypes{
    StorageType{"FloatStorage", DType::f32},
    {"HalfStorage", DType::f16},
    {"BFloat16Storage", DType::bf16},
    {"DoubleStorage", DType::f64},
    {"LongStorage", DType::i64},
    {"IntStorage", DType::i32},
    {"ShortStorage", DType::i16},
    {"CharStorage", DType::i8},
    {"ByteStorage", DType::u8},
    {"BoolStorage", DType::boolean}};

// What a tensor says of the storage that it lies in.
struct StorageClaim {
    std::string key;
    DType type = DType::f32;
    std::uint64_t elements = 0;
};

struct FoundTensor {
    TensorEntry entry; // `begin` counts from the start of the storage
    StorageClaim storage;
};

StorageClaim claimOf(const PickleMachine& machine, const PickleValue& storage, const std::string& what) {
    if (storage.kind != Kind::storage) {
        refuseUnsafe(fmt::format("{} lies in no storage", what));
    }
    const std::vector<std::uint32_t>& id = machine.value(storage.items[0]).items;
    const std::string_view typeName = machine.value(id[1]).text;
    const PickleValue& elements = machine.value(id[4]);
    const auto* type = std::ranges::find(kStorageTypes, typeName, &StorageType::name);
    if (type == kStorageTypes.end() || elements.number < 0) {
        refuseUnsafe(fmt::format("the storage of {} has a negative size", what));
    }
    const std::string_view key = machine.value(id[2]).text;
    if (key.size() > kMaxNameBytes) {
        refuseUnsafe(fmt::format("the storage of {} has a name of {} bytes", what, key.size()));
    }
    return {std::string(key), type->type, static_cast<std::uint64_t>(elements.number)};
}

// Collects the tensors of a state dict, however deep in dicts.
class Collector {
public:
    explicit Collector(const PickleMachine& machine) : m_machine(&machine) {}

    std::vector<FoundTensor> collect(std::uint32_t root) {
        if (m_machine->value(root).kind != Kind::dict) {
            refuseDamaged("its pickle holds no state dict");
        }
        walk(root, {}, 0);
        return std::move(m_found);
    }

private:
    void walk(std::uint32_t dict, const std::string& prefix, int depth) {
        if (depth == kMaxDepth) {
            refuseUnsafe(fmt::format("its dicts nest deeper than {} levels", kMaxDepth));
        }
        const std::vector<std::uint32_t>& items = m_machine->value(dict).items;
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            if (++m_entries > kMaxEntries) {
                refuseUnsafe(fmt::format("its dicts have more than {} entries", kMaxEntries));
            }
            const PickleValue& value = m_machine->value(items[i + 1]);
            if (value.kind == Kind::dict) {
                walk(items[i + 1], prefix + keyOf(items[i]) + '.', depth + 1);
            } else if (value.kind == Kind::tensor) {
                addTensor(prefix + keyOf(items[i]), value);
            }
        }
    }

    std::string keyOf(std::uint32_t position) const {
        const PickleValue& key = m_machine->value(position);
        if (key.kind == Kind::integer) {
            return std::to_string(key.number);
        }
        if (key.kind != Kind::text) {
            refuseDamaged("its state dict has a key that is no text");
        }
        if (key.text.size() > kMaxNameBytes) {
            refuseUnsafe(fmt::format("a tensor's name has {} bytes: {}", key.text.size(), shown(key.text)));
        }
        const bool isPlain =
            std::ranges::none_of(key.text, [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; });
        if (!isPlain || !isUtf8(key.text)) {
            refuseUnsafe(fmt::format("a tensor's name holds control characters: {}", shown(key.text)));
        }
        return std::string(key.text);
    }

    void addTensor(const std::string& name, const PickleValue& tensor) {
        const std::string what = "tensor " + shown(name);
        if (m_found.size() == kMaxTensors) {
            refuseUnsafe(fmt::format("it holds more than {} tensors", kMaxTensors));
        }
        if (name.size() > kMaxNameBytes || !m_names.insert(name).second) {
            refuseUnsafe(fmt::format("it has {} twice", what));
        }
        FoundTensor found{
            .entry = {.name = name}, .storage = claimOf(*m_machine, m_machine->value(tensor.items[0]), what)};
        found.entry.type = found.storage.type;
        found.entry.shape = sidesOf(tensor.items[2], "shape of " + what);
        found.entry.strides = sidesOf(tensor.items[3], "strides of " + what);
        const PickleValue& offset = m_machine->value(tensor.items[1]);
        if (offset.kind != Kind::integer || offset.number < 0) {
            refuseUnsafe(fmt::format("the place of {} is no number", what));
        }
        placeWithin(found, static_cast<std::uint64_t>(offset.number), what);
        m_found.push_back(std::move(found));
    }

    std::vector<std::int64_t> sidesOf(std::uint32_t position, const std::string& what) const {
        const PickleValue& tuple = m_machine->value(position);
        if (tuple.kind != Kind::tuple || tuple.items.size() > kMaxRank) {
            refuseUnsafe(fmt::format("the {} is no list of at most {} numbers", what, kMaxRank));
        }
        std::vector<std::int64_t> sides;
        for (const std::uint32_t item : tuple.items) {
            const PickleValue& side = m_machine->value(item);
            if (side.kind != Kind::integer || side.number < 0) {
                refuseUnsafe(fmt::format("the {} holds something else than whole numbers from 0", what));
            }
            sides.push_back(side.number);
        }
        return sides;
    }

    // Checks that the last element lies inside the storage, and that the tensor has no more elements than
    // the storage, so that a small file can't ask for much memory.
    static void placeWithin(FoundTensor& found, std::uint64_t offset, const std::string& what) {
        TensorEntry& entry = found.entry;
        std::uint64_t bytes = 0;
        if (!sizeOf(entry.shape, bytesOf(entry.type), bytes)) {
            refuseUnsafe(fmt::format("the shape of {} is larger than any memory", what));
        }
        if (bytes == 0) {
            refuseUnsafe(fmt::format("{} is empty", what));
        }
        if (entry.strides.size() != entry.shape.size()) {
            refuseUnsafe(fmt::format(
                "{} has {} sides but {} strides", what, entry.shape.size(), entry.strides.size()));
        }
        std::uint64_t last = offset;
        for (std::size_t i = 0; i < entry.shape.size(); ++i) {
            std::uint64_t reach = 0;
            if (__builtin_mul_overflow(
                    static_cast<std::uint64_t>(entry.shape[i] - 1),
                    static_cast<std::uint64_t>(entry.strides[i]), &reach) ||
                __builtin_add_overflow(last, reach, &last)) {
                refuseUnsafe(fmt::format("the strides of {} are larger than any memory", what));
            }
        }
        if (last >= found.storage.elements) {
            refuseUnsafe(fmt::format("{} reaches beyond the end of its storage", what));
        }
        if (bytes / bytesOf(entry.type) > found.storage.elements) {
            refuseUnsafe(fmt::format("{} has more elements than its storage", what));
        }
        entry.begin = offset * bytesOf(entry.type);
        if (isPacked(entry)) {
            entry.strides.clear();
        }
    }

    static bool isPacked(const TensorEntry& entry) {
        std::int64_t step = 1;
        for (std::size_t i = entry.shape.size(); i-- > 0;) {
            if (entry.shape[i] != 1 && entry.strides[i] != step) {
                return false;
            }
            step *= entry.shape[i];
        }
        return true;
    }

    const PickleMachine* m_machine;
    std::vector<FoundTensor> m_found;
    std::unordered_set<std::string> m_names;
    std::size_t m_entries = 0;
};

// Puts the tensors where their storages lie. `storageOf` gives a storage's bytes by its key.
template <typename StorageOf>
TensorIndex place(std::vector<FoundTensor> tensors, std::uint64_t fileBytes, StorageOf&& storageOf) {
    TensorIndex index;
    std::uint64_t total = 0;
    for (FoundTensor& tensor : tensors) {
        const std::string what = "the storage of tensor " + shown(tensor.entry.name);
        const ZipRecord record = storageOf(tensor.storage, what);
        std::uint64_t bytes = 0;
        const bool fits =
            !__builtin_mul_overflow(tensor.storage.elements, bytesOf(tensor.storage.type), &bytes);
        if (!fits || bytes != record.bytes) {
            refuseUnsafe(fmt::format("{} has {} bytes, but the file says otherwise", what, record.bytes));
        }
        tensor.entry.begin += record.begin;
        total += static_cast<std::uint64_t>(tensor.entry.elements()) * bytesOf(tensor.entry.type);
        if (total > 4 * fileBytes) {
            refuseUnsafe("its tensors share storages so often that they are larger than the file");
        }
        index.tensors.push_back(std::move(tensor.entry));
    }
    return index;
}

// The one record that ends with "/data.pkl"; what stands before it is the top folder.
std::string findTopFolder(const std::map<std::string, ZipRecord>& records) {
    constexpr std::string_view kName = "/data.pkl";
    std::string top;
    for (const auto& [name, record] : records) {
        if (!name.ends_with(kName)) {
            continue;
        }
        if (!top.empty()) {
            refuseUnsafe("the zip has more than one data.pkl");
        }
        top = name.substr(0, name.size() - kName.size());
    }
    if (top.empty()) {
        throw Error(
            ErrorCode::unsupported_format,
            "this is a zip archive, but not of PyTorch (no data.pkl); unpack it and choose the model in it");
    }
    return top;
}

} // namespace

TensorIndex readTorchZip(const ByteSource& file) {
    const std::map<std::string, ZipRecord> records = readZipIndex(file);
    const std::string top = findTopFolder(records);
    if (const auto order = records.find(top + "/byteorder"); order != records.end()) {
        const std::string text =
            file.text(order->second.begin, std::min<std::uint64_t>(order->second.bytes, 16));
        if (text != "little") {
            refuseUnsafe(fmt::format("its numbers have the byte order {}", shown(text)));
        }
    }
    const ZipRecord& record = records.at(top + "/data.pkl");
    if (record.bytes > kMaxPickleBytes) {
        refuseUnsafe(fmt::format("its data.pkl has {} bytes, more than any net's", record.bytes));
    }
    const std::string pickle = file.text(record.begin, record.bytes);
    PickleMachine machine(pickle);
    std::size_t at = 0;
    const std::uint32_t root = machine.run(at);
    if (at != pickle.size()) {
        refuseUnsafe("bytes follow the end of its pickle");
    }
    TensorIndex index = place(
        Collector(machine).collect(root), file.size(),
        [&](const StorageClaim& claim, const std::string& what) {
            const auto found = records.find(top + "/data/" + claim.key);
            if (found == records.end()) {
                refuseDamaged(fmt::format("{} is not in the zip: {}", what, shown(claim.key)));
            }
            return found->second;
        });
    index.format = WeightFormat::torch_zip;
    return index;
}

namespace {

// Where the legacy layout's storages lie: one after the other, in the order of the last pickle's list, each
// behind its number of elements.
std::unordered_map<std::string, ZipRecord> findLegacyStorages(
    const ByteSource& file,
    const PickleMachine& machine,
    std::uint32_t keys,
    std::uint64_t at,
    const std::map<std::string, StorageClaim>& claims) {
    if (machine.value(keys).kind != Kind::list) {
        refuseDamaged("it has no list of storages");
    }
    std::unordered_map<std::string, ZipRecord> storages;
    for (const std::uint32_t item : machine.value(keys).items) {
        const PickleValue& key = machine.value(item);
        const auto claim = claims.find(std::string(key.text));
        if (key.kind != Kind::text || claim == claims.end()) {
            refuseUnsafe(fmt::format("its list of storages has an unknown one: {}", shown(key.text)));
        }
        std::uint64_t elements = 0;
        file.read(at, std::as_writable_bytes(std::span(&elements, 1)));
        std::uint64_t bytes = 0;
        if (elements != claim->second.elements ||
            __builtin_mul_overflow(elements, bytesOf(claim->second.type), &bytes) ||
            bytes > file.size() - at - 8) {
            refuseUnsafe(fmt::format("its storage {} has another size than the file", shown(key.text)));
        }
        if (!storages.emplace(claim->first, ZipRecord{at + 8, bytes}).second) {
            refuseUnsafe(fmt::format("its list of storages has {} twice", shown(key.text)));
        }
        at += 8 + bytes;
    }
    if (at != file.size()) {
        refuseUnsafe(fmt::format("{} bytes follow the last storage", file.size() - at));
    }
    return storages;
}

void checkLegacyHead(PickleMachine& machine, std::size_t& at) {
    constexpr std::string_view kMagic = "\x6C\xFC\x9C\x46\xF9\x20\x6A\xA8\x50\x19";
    if (machine.value(machine.run(at)).text != kMagic) {
        refuseUnsafe("it is a pickle, but not one of PyTorch");
    }
    if (const PickleValue& protocol = machine.value(machine.run(at));
        protocol.kind != Kind::integer || protocol.number != 1001) {
        refuseDamaged("its layout is of another version than 1001");
    }
    const PickleValue& system = machine.value(machine.run(at));
    for (std::size_t i = 0; system.kind == Kind::dict && i + 1 < system.items.size(); i += 2) {
        const PickleValue& value = machine.value(system.items[i + 1]);
        if (machine.value(system.items[i]).text == "little_endian" && value.number == 1) {
            return;
        }
    }
    refuseUnsafe("its numbers aren't little-endian");
}

// Of all storages that the pickles mention, whether a tensor of the state dict lies in them or not.
std::map<std::string, StorageClaim> claimsOf(const PickleMachine& machine) {
    std::map<std::string, StorageClaim> claims;
    for (const PickleValue& value : machine.values()) {
        if (value.kind != Kind::storage) {
            continue;
        }
        const StorageClaim claim = claimOf(machine, value, "a tensor");
        const StorageClaim& first = claims.emplace(claim.key, claim).first->second;
        if (first.type != claim.type || first.elements != claim.elements) {
            refuseUnsafe(fmt::format("its storage {} has two types or sizes", shown(claim.key)));
        }
    }
    return claims;
}

std::string headOf(const ByteSource& file) {
    return file.text(0, std::min(file.size(), kMaxPickleBytes));
}

} // namespace

TensorIndex readTorchLegacy(const ByteSource& file) {
    const std::string head = headOf(file);
    PickleMachine machine(head);
    std::size_t at = 0;
    checkLegacyHead(machine, at);
    const std::uint32_t root = machine.run(at);
    const std::uint32_t keys = machine.run(at);
    std::vector<FoundTensor> tensors = Collector(machine).collect(root);
    const std::map<std::string, StorageClaim> claims = claimsOf(machine);
    const auto storages = findLegacyStorages(file, machine, keys, at, claims);
    TensorIndex index =
        place(std::move(tensors), file.size(), [&](const StorageClaim& claim, const std::string& what) {
            const auto found = storages.find(claim.key);
            if (found == storages.end()) {
                refuseDamaged(fmt::format("{} is not in the file: {}", what, shown(claim.key)));
            }
            return found->second;
        });
    index.format = WeightFormat::torch_legacy;
    return index;
}

void refusePickle(const ByteSource& file) {
    const std::string name = findForeignGlobal(headOf(file));
    if (!name.empty()) {
        refuseUnsafe(fmt::format("it is a pickle that mentions {}, which no weight file needs", shown(name)));
    }
    refuseUnsafe("it is a pickle, but not one of PyTorch");
}

} // namespace kerf::nn
