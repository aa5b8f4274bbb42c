#include "core/base/error.h"
#include "core/nn/architecture.h"
#include "core/nn/weight_file.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iostream>
#include <span>

using namespace kerf;

namespace {

using Clock = std::chrono::steady_clock;

// All values of the tensors that inference needs.
std::size_t readAll(const nn::WeightFile& file, const std::vector<nn::TensorEntry>& tensors) {
    std::int64_t largest = 0;
    for (const nn::TensorEntry& entry : tensors) {
        largest = std::max(largest, entry.elements());
    }
    std::vector<float> values(static_cast<std::size_t>(largest));
    std::size_t count = 0;
    for (const nn::TensorEntry& entry : tensors) {
        const auto elements = static_cast<std::size_t>(entry.elements());
        file.read(entry, std::span(values).first(elements));
        count += elements;
    }
    return count;
}

// "accepted" or "refused", what it is or why not, milliseconds of the processor.
void open(const std::string& path) {
    const auto begun = Clock::now();
    const std::clock_t begunOnProcessor = std::clock();
    const auto elapsed = [&] { return 1e3 * double(std::clock() - begunOnProcessor) / CLOCKS_PER_SEC; };
    try {
        const nn::WeightFile file(path);
        const nn::Recognised recognised = recognise(file.index());
        const std::size_t count = readAll(file, recognised.tensors);
        std::cout << path << "\taccepted\t" << describe(recognised.architecture) << ", " << count
                  << " values in " << std::chrono::duration<double, std::milli>(Clock::now() - begun).count()
                  << " ms\t" << elapsed() << '\n';
    } catch (const Error& e) {
        std::cout << path << "\trefused\t" << e.what() << '\t' << elapsed() << '\n';
    }
}

} // namespace

// kerf-open-weights FILES: opens and reads each as Kerf would and says in one line of three tabs what came of
// it. The last line is the peak of the memory in use, in KiB.
int main(int count, char** arguments) {
    for (int i = 1; i < count; ++i) {
        open(arguments[i]);
    }
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::cout << usage.ru_maxrss << '\n';
    return 0;
}
