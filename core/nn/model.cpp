#include "core/nn/model.h"

#include "core/base/error.h"
#include "core/nn/matte_model.h"
#include "core/nn/upscale_model.h"

#include <utility>

namespace kerf::nn {

namespace {

// A weight file, kept open as long as a model may have to read it again.
class OpenedFile final : public TensorSource {
public:
    explicit OpenedFile(const std::filesystem::path& path)
        : m_file(path), m_recognised(recognise(m_file.index())), m_source(m_file, m_recognised) {}
    OpenedFile(const OpenedFile&) = delete;
    OpenedFile& operator=(const OpenedFile&) = delete;

    const Architecture& architecture() const { return m_recognised.architecture; }
    const std::vector<std::int64_t>* shape(const std::string& name) const override {
        return m_source.shape(name);
    }
    at::Tensor tensor(const std::string& name) const override;

private:
    WeightFile m_file;
    Recognised m_recognised;
    FileSource m_source;
};

at::Tensor OpenedFile::tensor(const std::string& name) const {
    return m_source.tensor(name);
}

NetSource open(const std::filesystem::path& path, bool mask) {
    const auto file = std::make_shared<const OpenedFile>(path);
    if (isMaskNet(file->architecture()) != mask) {
        throw Error(
            ErrorCode::invalid_option,
            describe(file->architecture()) + (mask
                                                  ? " cleans photos and makes no mask; choose a BiRefNet"
                                                  : " makes masks and cleans no photo; choose a Real-ESRGAN"),
            path);
    }
    return {.architecture = file->architecture(), .tensors = file};
}

} // namespace

std::unique_ptr<UpscaleModel> openUpscaleModel(const ModelRequest& request, const Progress& progress) {
    NetSource source = open(request.file, /*mask=*/false);
    return makeUpscaleModel(
        std::move(source), place(request.device, request.precision), request.threads, progress);
}

std::unique_ptr<MatteModel> openMatteModel(const ModelRequest& request, const Progress& progress) {
    NetSource source = open(request.file, /*mask=*/true);
    return makeMatteModel(
        std::move(source), request.patchOrder, place(request.device, request.precision), request.threads,
        progress);
}

} // namespace kerf::nn
