#include "core/nn/weights.h"

#include <ATen/ATen.h>

#include <utility>

namespace kerf::nn {

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
