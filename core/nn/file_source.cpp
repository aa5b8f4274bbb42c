#include "core/base/error.h"
#include "core/nn/weights.h"

#include <ATen/ATen.h>

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

} // namespace kerf::nn
