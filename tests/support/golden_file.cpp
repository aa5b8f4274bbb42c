#include "tests/support/golden_file.h"

#include "core/base/check.h"
#include "core/nn/weight_file.h"

#include <ATen/ATen.h>
#include <QtCore/QByteArray>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QRegularExpression>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace kerf::test {

namespace fs = std::filesystem;

namespace {

const char* environment(const char* name) {
    return std::getenv(name); // NOLINT(concurrency-mt-unsafe): read before threads start
}

} // namespace

fs::path goldenFolder() {
    fs::path folder = fs::path(KERF_SHARED_DIR) / "goldens";
    if (const char* named = environment("KERF_GOLDENS")) {
        folder = named;
    } else if (const char* shared = environment("KERF_SHARED")) {
        folder = fs::path(shared) / "goldens";
    }
    return fs::is_directory(folder) ? folder : fs::path();
}

std::vector<fs::path> goldenFiles(const std::string& prefix) {
    std::vector<fs::path> files;
    const fs::path folder = goldenFolder();
    if (folder.empty()) {
        return files;
    }
    for (const auto& entry : fs::directory_iterator(folder)) {
        const fs::path& path = entry.path();
        if (path.extension() == ".safetensors" && path.filename().string().starts_with(prefix)) {
            files.push_back(path);
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

GoldenFile::GoldenFile(const fs::path& path) : m_name(path.stem().string()) {
    const nn::WeightFile file(path);
    m_settings = file.index().metadata;
    for (const nn::TensorEntry& entry : file.index().tensors) {
        at::Tensor tensor = at::empty(entry.shape, at::kFloat);
        file.read(entry, {tensor.mutable_data_ptr<float>(), std::size_t(tensor.numel())});
        m_tensors.emplace(entry.name, std::move(tensor));
    }
}

std::vector<std::string> GoldenFile::tensors() const {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : m_tensors) {
        names.push_back(name);
    }
    return names;
}

bool GoldenFile::has(const std::string& tensor) const {
    return m_tensors.count(tensor) > 0;
}

at::Tensor GoldenFile::tensor(const std::string& tensor) const {
    KERF_CHECK(has(tensor));
    return m_tensors.at(tensor);
}

std::string GoldenFile::text(const std::string& setting, const std::string& otherwise) const {
    const auto it = m_settings.find(setting);
    return it == m_settings.end() ? otherwise : it->second;
}

int GoldenFile::number(const std::string& setting, const std::string& prefix, int otherwise) const {
    const std::string value = text(setting);
    if (!value.empty()) {
        return std::stoi(value);
    }
    const QRegularExpression pattern(QStringLiteral("-%1(\\d+)(-|$)").arg(QString::fromStdString(prefix)));
    const auto match = pattern.match(QString::fromStdString(m_name));
    return match.hasMatch() ? match.captured(1).toInt() : otherwise;
}

std::vector<int> GoldenFile::numbers(const std::string& setting) const {
    const QJsonDocument list = QJsonDocument::fromJson(QByteArray::fromStdString(text(setting)));
    KERF_CHECK(list.isArray());
    std::vector<int> values;
    for (const auto& value : list.array()) {
        values.push_back(value.toInt());
    }
    return values;
}

} // namespace kerf::test
