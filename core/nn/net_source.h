#pragma once

#include "core/base/progress.h"
#include "core/nn/architecture.h"
#include "core/nn/device.h"
#include "core/nn/runtime.h"
#include "core/nn/weights.h"

#include <memory>

namespace kerf::nn {

// What a model is built from. The weights stay readable: another type or the CPU may be needed later.
struct NetSource {
    Architecture architecture;
    std::shared_ptr<const TensorSource> tensors;
};

// `tensors` with a step of `progress` for each that is read. A view.
class CountedSource final : public TensorSource {
public:
    CountedSource(const NetSource& source, const Progress& progress);

    const std::vector<std::int64_t>* shape(const std::string& name) const override;
    at::Tensor tensor(const std::string& name) const override;

private:
    const TensorSource* m_tensors;
    const Progress* m_progress;
    std::size_t m_count;
    mutable std::size_t m_read = 0; // counts calls of a const function
};

// What there is to say of a model of the net where it was placed.
ModelFacts factsOf(const NetSource& source, const Placement& placement);

// How many times as wide as its input a net's output is.
int scaleOf(const Architecture& architecture);

// How many values the net's tensors have, all together.
std::uint64_t valuesOf(const Architecture& architecture);

} // namespace kerf::nn
