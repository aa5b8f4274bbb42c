#include "core/nn/sniff.h"

#include "core/base/error.h"
#include "core/nn/ncnn.h"
#include "core/nn/pth.h"
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

// Protocol 2 and later say so; earlier ones are texts that begin with one of a few opcodes and end with STOP.
bool looksLikePickle(const ByteSource& file, std::string_view head) {
    const auto second = head.size() > 1 ? static_cast<unsigned char>(head[1]) : 0;
    if (head.front() == '\x80' && second <= 5) {
        return true;
    }
    return "(c]})lditNIVSFLB"sv.find(head.front()) != std::string_view::npos &&
           file.text(file.size() - 1, 1) == ".";
}

bool isNcnnParam(const ByteSource& file) {
    constexpr std::string_view kMagic = "7767517";
    return file.size() > kMagic.size() && file.text(0, kMagic.size()) == kMagic;
}

// The .bin beside a .param, or the other way round; null if it isn't there.
std::unique_ptr<const ByteSource> openBeside(std::filesystem::path path, const char* extension) {
    path.replace_extension(extension);
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        return nullptr;
    }
    return std::make_unique<FileBytes>(path);
}

OpenedWeights openNcnn(const ByteSource& param, std::unique_ptr<const ByteSource> bin) {
    if (!bin) {
        throw Error(
            ErrorCode::file_not_found,
            "this .param of ncnn needs the .bin of the same name beside it; fetch that file too");
    }
    TensorIndex index = readNcnn(param, *bin);
    return {std::move(index), std::move(bin)};
}

} // namespace

OpenedWeights openWeights(std::unique_ptr<const ByteSource> file, const std::filesystem::path& path) {
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
    if (head.starts_with("PK\x03\x04"sv) || head.starts_with("PK\x05\x06"sv)) {
        TensorIndex index = readTorchZip(*file);
        return {std::move(index), std::move(file)};
    }
    if (head.starts_with("\x80\x02\x8A"sv)) {
        TensorIndex index = readTorchLegacy(*file);
        return {std::move(index), std::move(file)};
    }
    if (isNcnnParam(*file)) {
        return openNcnn(*file, openBeside(path, ".bin"));
    }
    if (path.extension() == ".bin") {
        const std::unique_ptr<const ByteSource> param = openBeside(path, ".param");
        if (param && isNcnnParam(*param)) {
            return openNcnn(*param, std::move(file));
        }
    }
    if (looksLikePickle(*file, head)) {
        refusePickle(*file);
    }
    throw Error(
        ErrorCode::unsupported_format,
        "this is no weight file that Kerf reads; choose a .safetensors, .pth or ncnn model");
}

} // namespace kerf::nn
