#include "tests/support/ref_source.h"

#include "core/base/check.h"
#include "tests/support/ref_weights.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <utility>

namespace kerf::test {

RefSource::RefSource(const nn::Architecture& architecture, std::string salt) : m_salt(std::move(salt)) {
    for (nn::ExpectedTensor& expected : nn::expectedTensors(architecture)) {
        m_shapes.emplace(std::move(expected.name), std::move(expected.shape));
    }
}

const std::vector<std::int64_t>* RefSource::shape(const std::string& name) const {
    const auto it = m_shapes.find(name);
    return it == m_shapes.end() ? nullptr : &it->second;
}

at::Tensor RefSource::tensor(const std::string& name) const {
    const std::vector<std::int64_t>* wanted = shape(name);
    KERF_CHECK(wanted != nullptr);
    const std::vector<float> values = refTensor(name, *wanted, m_salt);
    at::Tensor tensor = at::empty(*wanted, at::kFloat);
    std::copy(values.begin(), values.end(), tensor.mutable_data_ptr<float>());
    return tensor;
}

const std::vector<std::int64_t>* ScaledRefSource::shape(const std::string& name) const {
    return m_source.shape(name);
}

at::Tensor ScaledRefSource::tensor(const std::string& name) const {
    const at::Tensor values = m_source.tensor(name);
    return name == m_name ? values * m_factor : values;
}

} // namespace kerf::test
