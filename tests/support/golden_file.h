#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace kerf::test {

// Where goldens lie: $KERF_GOLDENS, else `goldens` in the test material beside the checkout ($KERF_SHARED,
// else ../shared). Empty when there is none: the test skips with that reason.
std::filesystem::path goldenFolder();

// The *.safetensors in goldenFolder() whose names start with `prefix`, sorted.
std::vector<std::filesystem::path> goldenFiles(const std::string& prefix = {});

// What a reference program gave for settings that the file itself names.
class GoldenFile {
public:
    explicit GoldenFile(const std::filesystem::path& path);

    const std::string& name() const { return m_name; } // without the suffix
    std::vector<std::string> tensors() const;
    bool has(const std::string& tensor) const;
    at::Tensor tensor(const std::string& tensor) const; // float32, whatever the file's type is

    // The setting of that name in the metadata; `otherwise` where it isn't given. A number may also stand in
    // the file's name, after `prefix`: "nb" finds 23 in "rrdbnet-x2-nb23-48x64".
    std::string text(const std::string& setting, const std::string& otherwise = {}) const;
    int number(const std::string& setting, const std::string& prefix, int otherwise) const;
    std::vector<int> numbers(const std::string& setting) const; // "[2, 2, 6, 2]"

private:
    std::string m_name;
    std::map<std::string, std::string> m_settings;
    std::map<std::string, at::Tensor> m_tensors;
};

} // namespace kerf::test
