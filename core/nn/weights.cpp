#include "core/nn/weights.h"

#include "core/base/error.h"

#include <ATen/ATen.h>

#include <utility>

namespace kerf::nn {

FileSource::FileSource(const WeightFile& file, const Recognised& recognised) : m_file(&file) {
    for (const TensorEntry& entry : recognised.tensors) {
        m_entries.emplace(entry.name, entry);
    }
}

const std::vector<std::int64_t>* FileSource::shape(const std::string& name) const {
    const auto it = m_entries.find(name);
    return it == m_entries.end() ? nullptr : &it->second.shape;
}

at::Tensor FileSource::tensor(const std::string& name) const {
    const auto it = m_entries.find(name);
    if (it == m_entries.end()) {
        throw Error(
            ErrorCode::model_corrupt, "no tensor named " + name + "; fetch the model again", m_file->path());
    }
    at::Tensor values = at::empty(it->second.shape, at::kFloat);
    m_file->read(it->second, {values.mutable_data_ptr<float>(), std::size_t(values.numel())});
    return values;
}

Weights::Weights(const TensorSource& source, std::string prefix)
    : m_source(&source), m_prefix(std::move(prefix)) {}

Weights Weights::operator[](std::string_view module) const {
    return Weights(*m_source, m_prefix + std::string(module) + '.');
}

Weights Weights::operator[](int index) const {
    return (*this)[std::to_string(index)];
}

bool Weights::has(std::string_view name) const {
    return m_source->shape(m_prefix + std::string(name)) != nullptr;
}

at::Tensor Weights::get(std::string_view name) const {
    return m_source->tensor(m_prefix + std::string(name));
}

} // namespace kerf::nn
