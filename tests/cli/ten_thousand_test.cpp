// Ten thousand small photos: memory, file descriptors and threads stay where they were after the first five
// hundred. KERF_PHOTOS changes the number.
#include "core/io/writer.h"
#include "tests/support/corpus.h"
#include "tests/support/test_images.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace kerf;
using namespace kerf::test;
namespace fs = std::filesystem;

namespace {

constexpr int kWarm = 500; // photos after which nothing may grow
constexpr double kMostBytesAFile = 1024.0;
constexpr double kMostBytesInAll = 32.0 * 1024 * 1024;
constexpr int kFirstResultMs = 2000;

struct Sample {
    int done = 0;
    double rssBytes = 0.0;
    int descriptors = 0;
    int threads = 0;
};

Sample sampleOf(qint64 process, int done) {
    const fs::path proc = fs::path("/proc") / std::to_string(process);
    Sample sample{.done = done};
    std::ifstream status(proc / "status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmRSS:")) {
            sample.rssBytes = std::stod(line.substr(6)) * 1024.0;
        } else if (line.starts_with("Threads:")) {
            sample.threads = std::stoi(line.substr(8));
        }
    }
    std::error_code error;
    const fs::directory_iterator entries(proc / "fd", error);
    sample.descriptors = error ? 0 : int(std::distance(begin(entries), end(entries)));
    return sample;
}

// Bytes a file, by least squares.
double slopeOf(const std::vector<Sample>& samples) {
    double n = 0.0;
    double x = 0.0;
    double y = 0.0;
    double xx = 0.0;
    double xy = 0.0;
    for (const Sample& sample : samples) {
        n += 1.0;
        x += sample.done;
        y += sample.rssBytes;
        xx += double(sample.done) * sample.done;
        xy += sample.done * sample.rssBytes;
    }
    return (n * xy - x * y) / (n * xx - x * x);
}

// The least of a figure over samples: files that are just open come and go.
int least(const std::vector<Sample>& samples, int from, int to, int Sample::*figure) {
    int found = -1;
    for (const Sample& sample : samples) {
        if (sample.done >= from && sample.done < to) {
            found = found < 0 ? sample.*figure : std::min(found, sample.*figure);
        }
    }
    return found;
}

} // namespace

class TenThousandTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void staysFlat();
};

void TenThousandTest::staysFlat() {
    const int photos =
        qEnvironmentVariableIsSet("KERF_PHOTOS") ? qEnvironmentVariableIntValue("KERF_PHOTOS") : 10'000;
    QVERIFY(photos >= 4 * kWarm);
    const QTemporaryDir folder;
    const fs::path in = fs::path(folder.path().toStdString()) / "in";
    for (int i = 0; i < photos; ++i) {
        const fs::path file = in / std::to_string(i % 20) / (std::to_string(i) + ".png");
        fs::create_directories(file.parent_path());
        const Image image = makeImage(32, 24, 3, PixelType::u8, [&](int x, int y) {
            return std::array<double, 4>{
                (x * 7 + i) % 251 / 250.0, (y * 5 + i / 251) % 241 / 240.0, 0.5, 1.0};
        });
        writeBytes(file, encodePhoto({.image = image, .output = file}, {}).bytes);
    }

    QProcess process;
    QElapsedTimer timer;
    timer.start();
    process.start(
        KERF_CLI, {"batch", QString::fromStdString(in.string()), "--out", folder.path() + "/out", "--cleanup",
                   "off", "--mask", "off", "--json"});
    QVERIFY(process.waitForStarted());
    std::vector<Sample> samples;
    qint64 firstMs = -1;
    int done = 0;
    while (process.state() == QProcess::Running) {
        process.waitForReadyRead(20);
        done += int(process.readAllStandardOutput().count("{\"type\":\"done\""));
        if (done > 0 && firstMs < 0) {
            firstMs = timer.elapsed();
        }
        const Sample sample = sampleOf(process.processId(), done);
        if (done >= kWarm && done < photos && sample.threads > 0) { // the last ones end their threads
            samples.push_back(sample);
        }
    }
    const double seconds = double(timer.elapsed()) / 1000.0;
    QCOMPARE(process.exitCode(), 0);

    QVERIFY(samples.size() > 100);
    const double slope = slopeOf(samples);
    const double growth = samples.back().rssBytes - samples.front().rssBytes;
    const int half = photos / 2;
    const auto figures = [&](int Sample::*figure) {
        return std::pair(least(samples, kWarm, half, figure), least(samples, half, photos, figure));
    };
    const auto descriptors = figures(&Sample::descriptors);
    const auto threads = figures(&Sample::threads);
    constexpr double kMega = 1024.0 * 1024.0;
    qInfo(
        "%d photos in %.1f s; first result after %lld ms; RSS %.1f MB after %d, %.1f MB at the end: %.0f "
        "bytes a "
        "photo; descriptors %d and %d, threads %d and %d; %zu samples",
        photos, seconds, firstMs, samples.front().rssBytes / kMega, samples.front().done,
        samples.back().rssBytes / kMega, slope, descriptors.first, descriptors.second, threads.first,
        threads.second, samples.size());
    QVERIFY(slope <= kMostBytesAFile);
    QVERIFY(growth <= kMostBytesInAll);
    QCOMPARE(descriptors.first, descriptors.second);
    QCOMPARE(threads.first, threads.second);
    QVERIFY(firstMs <= kFirstResultMs);
}

QTEST_GUILESS_MAIN(TenThousandTest)
#include "ten_thousand_test.moc"
