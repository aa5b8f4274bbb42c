#include "tests/support/corpus.h"

#include "core/base/check.h"
#include "tests/support/test_images.h"

#include <QtCore/QProcess>
#include <QtCore/QStringList>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace fs = std::filesystem;

namespace kerf::test {
namespace {

// Held while one of several test processes unpacks.
class FileLock {
public:
    explicit FileLock(const fs::path& file) : m_fd(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)) {
        KERF_CHECK(m_fd >= 0 && ::flock(m_fd, LOCK_EX) == 0);
    }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    ~FileLock() { ::close(m_fd); }

private:
    int m_fd;
};

} // namespace

fs::path corpusDir(const std::string& name) {
    const fs::path shared = sharedDir();
    const fs::path archive = shared / "corpora" / (name + ".tar.xz");
    if (shared.empty() || !fs::exists(archive)) {
        return {};
    }
    const fs::path root = fs::path(KERF_BUILD_DIR) / "corpora";
    fs::create_directories(root);
    const fs::path target = root / name;
    const FileLock lock(root / (name + ".lock"));
    if (!fs::exists(target)) {
        const fs::path partial = root / (name + ".partial");
        fs::remove_all(partial);
        fs::create_directory(partial);
        const int status = QProcess::execute(
            QStringLiteral("tar"), {QStringLiteral("-xJf"), QString::fromStdString(archive.string()),
                                    QStringLiteral("-C"), QString::fromStdString(partial.string())});
        KERF_CHECK(status == 0);
        fs::rename(partial, target);
    }
    return target;
}

std::vector<fs::path> filesUnder(const fs::path& dir) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(dir)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

std::vector<std::uint8_t> readBytes(const fs::path& file) {
    std::vector<std::uint8_t> bytes(fs::file_size(file));
    std::ifstream in(file, std::ios::binary);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    KERF_CHECK(in.good() || bytes.empty());
    return bytes;
}

void writeBytes(const fs::path& file, const std::vector<std::uint8_t>& bytes) {
    std::ofstream out(file, std::ios::binary);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    KERF_CHECK(out.good());
}

} // namespace kerf::test
