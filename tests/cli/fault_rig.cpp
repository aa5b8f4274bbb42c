#include "tests/cli/fault_rig.h"

#include "core/base/atomic_file.h"
#include "core/io/writer.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"

#include <QElapsedTimer>
#include <QThread>
#include <sys/stat.h>

#include <algorithm>
#include <random>

namespace kerf::test {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int kPatienceMs = 100'000;

std::vector<Json> linesOf(const QString& out) {
    std::vector<Json> lines;
    for (const QString& line : out.split('\n', Qt::SkipEmptyParts)) {
        lines.push_back(Json::parse(line.toStdString(), nullptr, false));
    }
    return lines;
}

QString textOf(const fs::path& path) {
    return QString::fromStdString(path.string());
}

} // namespace

int Ended::count(const std::string& type) const {
    const std::vector<Json> lines = linesOf(out);
    return int(std::ranges::count_if(
        lines, [&](const Json& line) { return line.is_object() && line.value("type", "") == type; }));
}

Json Ended::summary() const {
    const std::vector<Json> lines = linesOf(out);
    return lines.empty() || !lines.back().is_object() ? Json::object() : lines.back();
}

FaultRig::FaultRig(int count, int width, int height) {
    std::mt19937 noise(7);
    std::uniform_real_distribution<double> sample;
    for (int i = 0; i < count; ++i) {
        const fs::path file =
            in() / (i % 3 == 2 ? "a b" : "") / (std::string("p\xff") + std::to_string(i) + ".png");
        fs::create_directories(file.parent_path());
        const Image image = makeImage(width, height, 3, PixelType::u8, [&](int /*x*/, int /*y*/) {
            return std::array<double, 4>{sample(noise), sample(noise), sample(noise), 1.0};
        });
        writeBytes(file, encodePhoto({.image = image, .output = file}, {}).bytes);
        ::chmod(file.c_str(), i % 2 == 0 ? 0444 : 0640);
        m_inputs.emplace(file, inputOf(file));
    }
}

FaultRig::~FaultRig() {
    std::error_code ignored;
    fs::remove_all(root(), ignored);
}

void FaultRig::start(QProcess& process, const QStringList& arguments, const Fault& fault, fs::path under) {
    if (under.empty()) {
        under = out();
    }
    fs::remove(mark());
    fs::remove(root() / "count");
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LD_PRELOAD", KERF_FAULT_SHIM);
    environment.insert("ASAN_OPTIONS", "verify_asan_link_order=0:" + environment.value("ASAN_OPTIONS"));
    environment.insert("KERF_FAULT_UNDER", textOf(under));
    environment.insert("KERF_FAULT_CALLS", fault.calls);
    environment.insert("KERF_FAULT_AT", QString::number(fault.at));
    environment.insert("KERF_FAULT_DO", fault.what);
    environment.insert("KERF_FAULT_CHUNK", fault.chunk > 0 ? QString::number(fault.chunk) : QString());
    environment.insert("KERF_FAULT_MARK", textOf(mark()));
    environment.insert("KERF_FAULT_COUNT", textOf(root() / "count"));
    fs::remove_all(disk());
    if (fault.isPowerCut) {
        fs::create_directory(disk());
        environment.insert("KERF_FAULT_DISK", textOf(disk()));
    }
    environment.insert("KERF_FAULT_GO", textOf(go()));
    process.setProcessEnvironment(environment);
    process.start(KERF_CLI, arguments);
    if (!process.waitForStarted()) {
        qFatal("kerf-cli can't be started");
    }
}

Ended FaultRig::finish(QProcess& process) const {
    if (process.state() != QProcess::NotRunning && !process.waitForFinished(kPatienceMs)) {
        qFatal("kerf-cli hangs");
    }
    Ended ended{
        .out = QString::fromUtf8(process.readAllStandardOutput()),
        .err = QString::fromUtf8(process.readAllStandardError()),
        .wasHit = fs::exists(mark())};
    if (process.exitStatus() == QProcess::NormalExit) {
        ended.code = process.exitCode();
        const std::vector<std::uint8_t> count =
            fs::exists(root() / "count") ? readBytes(root() / "count") : std::vector<std::uint8_t>();
        ended.calls = std::atol(std::string(count.begin(), count.end()).c_str());
    }
    return ended;
}

Ended FaultRig::run(const QStringList& arguments, const Fault& fault, fs::path under) {
    QProcess process;
    start(process, arguments, fault, std::move(under));
    return finish(process);
}

bool FaultRig::waitForMark(QProcess& process) const {
    QElapsedTimer timer;
    timer.start();
    while (!fs::exists(mark())) {
        if (timer.elapsed() > kPatienceMs || process.waitForFinished(0)) {
            return false;
        }
        QThread::msleep(2);
    }
    return true;
}

namespace {

struct Entry {
    std::uint64_t inode = 0;
    bool isFolder = false;
    std::string name;
};

std::uint64_t inodeOf(const fs::path& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 ? std::uint64_t(status.st_ino) : 0;
}

std::vector<Entry> entriesNow(const fs::path& folder) {
    std::vector<Entry> entries;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
        entries.push_back({inodeOf(entry.path()), entry.is_directory(), entry.path().filename().string()});
    }
    return entries;
}

// "INODE d NAME", each ended by a NUL; none where the folder was never synced.
std::vector<Entry> entriesSynced(const fs::path& list) {
    std::vector<Entry> entries;
    const std::vector<std::uint8_t> bytes = fs::exists(list) ? readBytes(list) : std::vector<std::uint8_t>();
    for (auto at = bytes.begin(); at != bytes.end();) {
        const auto end = std::find(at, bytes.end(), std::uint8_t{0});
        const std::string line(at, end);
        const std::size_t space = line.find(' ');
        entries.push_back({std::stoull(line), line[space + 1] == 'd', line.substr(space + 3)});
        at = end + 1;
    }
    return entries;
}

} // namespace

void FaultRig::losePower(Unsynced left) const {
    fs::remove_all(root() / "before");
    const std::vector<Entry> above = entriesSynced(disk() / ("d-" + std::to_string(inodeOf(root()))));
    const auto kept = std::ranges::find(above, out().filename().string(), &Entry::name);
    if (!fs::exists(out())) {
        return;
    }
    fs::rename(out(), root() / "before");
    if (kept != above.end() || left == Unsynced::names) {
        restore({}, inodeOf(root() / "before"), left);
    }
    fs::remove_all(root() / "before");
}

// `folder`: below out().
void FaultRig::restore(const fs::path& folder, std::uint64_t inode, Unsynced left) const {
    fs::create_directory(out() / folder);
    const std::vector<Entry> entries = left == Unsynced::names
                                           ? entriesNow(root() / "before" / folder)
                                           : entriesSynced(disk() / ("d-" + std::to_string(inode)));
    for (const Entry& entry : entries) {
        if (entry.isFolder) {
            restore(folder / entry.name, entry.inode, left);
            continue;
        }
        const fs::path bytes = disk() / ("f-" + std::to_string(entry.inode));
        writeBytes(
            out() / folder / entry.name, fs::exists(bytes) ? readBytes(bytes) : std::vector<std::uint8_t>());
    }
}

void FaultRig::clear() const {
    fs::remove_all(out());
    fs::remove(go());
    fs::remove(mark());
}

std::map<std::string, std::vector<std::uint8_t>> FaultRig::results() const {
    std::map<std::string, std::vector<std::uint8_t>> results;
    if (!fs::exists(out())) {
        return results;
    }
    for (const fs::path& file : filesUnder(out())) {
        const fs::path name = file.lexically_relative(out());
        if (*name.begin() != ".kerf-batch" && !name.filename().native().starts_with(kTemporaryPrefix)) {
            results[name.native()] = readBytes(file);
        }
    }
    return results;
}

std::map<std::string, std::vector<std::uint8_t>> FaultRig::pictures() const {
    auto pictures = results();
    std::erase_if(pictures, [](const auto& file) { return file.first.ends_with(".kerf.json"); });
    return pictures;
}

int FaultRig::temporaries() const {
    if (!fs::exists(out())) {
        return 0;
    }
    return int(std::ranges::count_if(filesUnder(out()), [](const fs::path& file) {
        return file.filename().native().starts_with(kTemporaryPrefix);
    }));
}

FaultRig::Input FaultRig::inputOf(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        return {};
    }
    constexpr std::int64_t kSecond = 1'000'000'000;
    return {
        .bytes = readBytes(file),
        .modifiedNs = status.st_mtim.tv_sec * kSecond + status.st_mtim.tv_nsec,
        .mode = status.st_mode};
}

QString FaultRig::changedInput() const {
    for (const auto& [file, before] : m_inputs) {
        if (inputOf(file) != before) {
            return textOf(file);
        }
    }
    return filesUnder(in()).size() == m_inputs.size() ? QString() : "there are other files beside them";
}

QString faultsAreMissing() {
    FaultRig rig(1, 8, 8);
    const Ended ended = rig.run(
        {"run", textOf(rig.in()), "--out", textOf(rig.out()), "--cleanup", "off", "--mask", "off"},
        {.at = 1, .what = "KILL"});
    return ended.wasHit && ended.code == -1 ? QString()
                                            : "a library can't be preloaded into kerf-cli here: " + ended.err;
}

} // namespace kerf::test
