#pragma once

#include "core/nn/architecture.h"
#include "core/nn/weights.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kerf::test {

// The weights of a net that no file holds: refTensor() of every name that the architecture needs.
class RefSource final : public nn::TensorSource {
public:
    explicit RefSource(const nn::Architecture& architecture, std::string salt = {});

    const std::vector<std::int64_t>* shape(const std::string& name) const override;
    at::Tensor tensor(const std::string& name) const override;

private:
    std::map<std::string, std::vector<std::int64_t>> m_shapes;
    std::string m_salt;
};

// The same, but one tensor is multiplied: by 0, or by a number that overflows narrow types.
class ScaledRefSource final : public nn::TensorSource {
public:
    ScaledRefSource(const nn::Architecture& architecture, std::string name, double factor)
        : m_source(architecture), m_name(std::move(name)), m_factor(factor) {}

    const std::vector<std::int64_t>* shape(const std::string& name) const override;
    at::Tensor tensor(const std::string& name) const override;

private:
    RefSource m_source;
    std::string m_name;
    double m_factor;
};

} // namespace kerf::test
