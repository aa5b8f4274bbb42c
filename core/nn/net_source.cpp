#include "core/nn/net_source.h"

#include <ATen/ATen.h>

namespace kerf::nn {

CountedSource::CountedSource(const NetSource& source, const Progress& progress)
    : m_tensors(source.tensors.get()),
      m_progress(&progress),
      m_count(expectedTensors(source.architecture).size()) {}

const std::vector<std::int64_t>* CountedSource::shape(const std::string& name) const {
    return m_tensors->shape(name);
}

at::Tensor CountedSource::tensor(const std::string& name) const {
    m_progress->step(double(m_read++) / double(m_count));
    return m_tensors->tensor(name);
}

ModelFacts factsOf(const NetSource& source, const Placement& placement) {
    return {
        .architecture = describe(source.architecture),
        .scale = scaleOf(source.architecture),
        .device = placement.device,
        .precision = placement.precision,
        .note = placement.note,
        .bytes = valuesOf(source.architecture) * std::uint64_t(c10::elementSize(placement.target.type))};
}

int scaleOf(const Architecture& architecture) {
    if (const auto* rrdb = std::get_if<RrdbNetShape>(&architecture)) {
        return rrdb->scale;
    }
    const auto* srvgg = std::get_if<SrvggNetShape>(&architecture);
    return srvgg != nullptr ? srvgg->scale : 1;
}

std::uint64_t valuesOf(const Architecture& architecture) {
    std::uint64_t values = 0;
    for (const ExpectedTensor& tensor : expectedTensors(architecture)) {
        std::uint64_t count = 1;
        for (const std::int64_t side : tensor.shape) {
            count *= std::uint64_t(side);
        }
        values += count;
    }
    return values;
}

} // namespace kerf::nn
