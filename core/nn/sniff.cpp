#include "core/nn/sniff.h"

#include "core/base/error.h"
#include "core/nn/safetensors.h"

#include <fmt/format.h>

#include <array>

namespace kerf::nn {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t kHeadBytes = 64;

struct OtherFile {
    std::string_view begin;
    const char* what;
};

// Files that people and servers put where a model should be.
constexpr std::array kOthers{
    OtherFile{"version https://git-lfs", "a pointer of Git LFS, not the model itself; fetch the model"},
    OtherFile{"<!DOCTYPE", "a web page, not a model; fetch the model again"},
    OtherFile{"<!doctype", "a web page, not a model; fetch the model again"},
    OtherFile{"<html", "a web page, not a model; fetch the model again"},
    OtherFile{"7z\xBC\xAF\x27\x1C", "a 7z archive; unpack it and choose the model in it"},
    OtherFile{"\x1F\x8B", "a gzip archive; unpack it and choose the model in it"},
    OtherFile{"Rar!", "a RAR archive; unpack it and choose the model in it"},
    OtherFile{"GGUF", "a GGUF model; choose a .safetensors, .pth or ncnn model"},
    OtherFile{"\x93NUMPY", "a NumPy array; choose a .safetensors, .pth or ncnn model"},
    OtherFile{"\x89HDF", "an HDF5 file; choose a .safetensors, .pth or ncnn model"},
};

} // namespace

OpenedWeights openWeights(std::unique_ptr<const ByteSource> file, const std::filesystem::path&) {
    if (file->size() == 0) {
        refuseDamaged("the file is empty");
    }
    const std::string head = file->text(0, std::min(kHeadBytes, file->size()));
    for (const OtherFile& other : kOthers) {
        if (head.starts_with(other.begin)) {
            throw Error(ErrorCode::unsupported_format, fmt::format("this is {}", other.what));
        }
    }
    if (head.size() > 8 && head[8] == '{') {
        TensorIndex index = readSafetensors(*file);
        return {std::move(index), std::move(file)};
    }
    throw Error(
        ErrorCode::unsupported_format,
        "this is no weight file that Kerf reads; choose a .safetensors, .pth or ncnn model");
}

} // namespace kerf::nn
