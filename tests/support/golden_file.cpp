#include "tests/support/golden_file.h"

#include "core/base/check.h"

#include <ATen/ATen.h>
#include <QtCore/QByteArray>
#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtCore/QtEndian>

#include <algorithm>
#include <cstdlib>

namespace kerf::test {

namespace fs = std::filesystem;

namespace {

const char* environment(const char* name) {
    return std::getenv(name); // NOLINT(concurrency-mt-unsafe): read before threads start
}

at::ScalarType typeOf(const QString& name) {
    KERF_CHECK(name == QStringLiteral("F32") || name == QStringLiteral("U8"));
    return name == QStringLiteral("U8") ? at::kByte : at::kFloat;
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
    QFile file(QString::fromStdString(path.string()));
    KERF_CHECK(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    const auto length = qFromLittleEndian<qint64>(bytes.constData());
    const QJsonObject header = QJsonDocument::fromJson(bytes.mid(8, length)).object();
    for (auto it = header.begin(); it != header.end(); ++it) {
        const QJsonObject entry = it.value().toObject();
        if (it.key() == QStringLiteral("__metadata__")) {
            for (auto setting = entry.begin(); setting != entry.end(); ++setting) {
                m_settings[setting.key().toStdString()] = setting.value().toString().toStdString();
            }
            continue;
        }
        std::vector<std::int64_t> shape;
        for (const auto& side : entry[QStringLiteral("shape")].toArray()) {
            shape.push_back(side.toInteger());
        }
        at::Tensor tensor = at::empty(shape, typeOf(entry[QStringLiteral("dtype")].toString()));
        const qint64 begin = 8 + length + entry[QStringLiteral("data_offsets")].toArray()[0].toInteger();
        KERF_CHECK(begin + qint64(tensor.nbytes()) <= bytes.size());
        std::copy_n(
            bytes.constData() + begin, tensor.nbytes(), static_cast<char*>(tensor.mutable_data_ptr()));
        m_tensors.emplace(it.key().toStdString(), tensor.to(at::kFloat));
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
