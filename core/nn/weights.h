#pragma once

#include "core/nn/architecture.h"
#include "core/nn/weight_file.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace at {
class Tensor;
}

namespace kerf::nn {

// Gives tensors by name: a file, test weights, ... Read one at a time, so that a net can be built without
// holding two copies of its weights.
class TensorSource {
public:
    virtual ~TensorSource() = default;

    virtual const std::vector<std::int64_t>* shape(const std::string& name) const = 0; // null: absent
    // float32, contiguous, on the CPU; the caller doesn't write into it. Throws Error(model_corrupt) if
    // absent or damaged.
    virtual at::Tensor tensor(const std::string& name) const = 0;
};

// The tensors of a recognised weight file, read when asked for. Refers to `file`, which must outlive it.
class FileSource final : public TensorSource {
public:
    FileSource(const WeightFile& file, const Recognised& recognised);

    const std::vector<std::int64_t>* shape(const std::string& name) const override;
    at::Tensor tensor(const std::string& name) const override;

private:
    const WeightFile* m_file;
    std::map<std::string, TensorEntry> m_entries;
};

// A prefix into a TensorSource. `w["body"][0]["rdb1"]` names what PyTorch calls `body.0.rdb1`.
// A view: doesn't own the source, which must outlive it.
class Weights {
public:
    explicit Weights(const TensorSource& source, std::string prefix = {});

    Weights operator[](std::string_view module) const;
    Weights operator[](int index) const;

    bool has(std::string_view name) const;
    at::Tensor get(std::string_view name) const; // throws Error(model_corrupt) if absent

private:
    const TensorSource* m_source;
    std::string m_prefix; // empty or ends with '.'
};

} // namespace kerf::nn
