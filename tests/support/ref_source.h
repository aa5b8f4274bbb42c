#pragma once

#include "core/nn/architecture.h"
#include "core/nn/weights.h"

#include <map>
#include <string>
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

} // namespace kerf::test
