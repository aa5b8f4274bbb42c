#include "core/base/parallel.h"
#include "tests/bench/measure.h"
#include "tests/bench/net_works.h"
#include "tests/bench/subcommands.h"
#include "tests/support/ref_models.h"

#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kerf::bench {
namespace {

constexpr int kMinute = 60'000;      // ms
constexpr int kReady = 30 * kMinute; // torch.compile takes its time

struct Options {
    std::vector<std::string> nets{"lite", "large", "x2", "deform"};
    std::vector<std::string> rivals; // the scripts' names of them
    QString refs;
    int rounds = 3;
    int threads = 0;
    std::string clock = "seconds"; // of the answers, that is compared
    bool isQuick = false;          // one round, and only the smaller nets
    std::string child;             // this process is to be measured: "lite-bf16"
    std::string file;
};

bool parseNumber(const std::string& text, int& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && value > 0;
}

// "torch" is "eager,compiled".
bool parseRivals(const std::string& text, Options& options) {
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        const std::string name = text.substr(from, comma - from);
        from = comma + 1;
        if (name == "torch") {
            options.rivals.insert(options.rivals.end(), {"eager", "compiled"});
        } else if (name == "eager" || name == "compiled" || name == "onnxruntime") {
            options.rivals.push_back(name);
        } else {
            return false;
        }
    }
    return true;
}

std::optional<Options> parseOptions(Arguments arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& name = arguments[i];
        if (name == "--quick") {
            options.isQuick = true;
            continue;
        }
        if (++i == arguments.size()) {
            return std::nullopt;
        }
        const std::string& value = arguments[i];
        bool isValid = true;
        if (name == "--against") {
            isValid = parseRivals(value, options);
        } else if (name == "--refs") {
            options.refs = QString::fromStdString(value);
        } else if (name == "--net") {
            const std::vector<std::string> known = options.nets;
            isValid = std::find(known.begin(), known.end(), value) != known.end();
            options.nets = {value};
        } else if (name == "--rounds") {
            isValid = parseNumber(value, options.rounds);
        } else if (name == "--threads") {
            isValid = parseNumber(value, options.threads);
        } else if (name == "--clock") {
            isValid = value == "wall" || value == "cpu";
            options.clock = value == "cpu" ? "cpu" : "seconds";
        } else if (name == "--child") {
            options.child = value;
        } else if (name == "--file") {
            options.file = value;
        } else {
            isValid = false;
        }
        if (!isValid) {
            return std::nullopt;
        }
    }
    options.threads = options.threads > 0 ? options.threads : hardwareThreads();
    if (options.isQuick) {
        options.rounds = 1;
        std::erase(options.nets, "large");
    }
    return options;
}

// One program that runs a net again and again when it is told to.
class Contestant {
public:
    Contestant(std::string engine, std::string type, const std::string& clock)
        : m_engine(std::move(engine)), m_type(std::move(type)), m_clock(QString::fromStdString(clock)) {}

    // Returns when it is ready, or when it is clear why it won't be.
    void start(const QString& program, const QStringList& arguments) {
        m_process = std::make_unique<QProcess>();
        m_process->setProcessChannelMode(QProcess::SeparateChannels);
        m_process->setStandardErrorFile(QProcess::nullDevice());
        m_process->start(program, arguments);
        const QJsonObject reply = answer(kReady);
        if (!reply.contains(QStringLiteral("ready"))) {
            const QString error = reply[QStringLiteral("error")].toString();
            m_problem = error.isEmpty() ? "it ended without an answer" : error.toStdString();
            m_process->kill();
            m_process->waitForFinished();
        }
    }

    void run() {
        if (!m_problem.empty()) {
            return;
        }
        m_process->write("run\n");
        const QJsonObject reply = answer(kReady);
        if (reply.contains(m_clock)) {
            m_times.seconds.push_back(reply[m_clock].toDouble());
        } else {
            m_problem = "it ended while it ran";
        }
    }

    void stop() {
        if (m_problem.empty()) {
            m_process->write("quit\n");
            m_peak = answer(kMinute)[QStringLiteral("peak")].toDouble();
            m_process->waitForFinished();
        }
    }

    const std::string& engine() const { return m_engine; }
    const std::string& type() const { return m_type; }
    const std::string& problem() const { return m_problem; }
    bool hasTimes() const { return !m_times.seconds.empty(); }
    const Times& times() const { return m_times; }
    double peakBytes() const { return m_peak; }
    bool isOurs() const { return m_engine == "Kerf"; }

private:
    QJsonObject answer(int timeoutMs) {
        while (!m_process->canReadLine()) {
            if (!m_process->waitForReadyRead(timeoutMs)) {
                return {};
            }
        }
        return QJsonDocument::fromJson(m_process->readLine()).object();
    }

    std::string m_engine;
    std::string m_type;
    QString m_clock;
    std::unique_ptr<QProcess> m_process;
    Times m_times;
    double m_peak = 0.0;
    std::string m_problem;
};

using Contestants = std::vector<std::unique_ptr<Contestant>>;

void startOurs(Contestants& all, const Options& options, const std::string& net, const std::string& file) {
    for (const char* type : {"fp32", "bf16"}) {
        if (type == std::string("bf16") && !hasFastBf16()) {
            continue;
        }
        all.push_back(std::make_unique<Contestant>("Kerf", type, options.clock));
        all.back()->start(
            QFile::symLinkTarget(QStringLiteral("/proc/self/exe")),
            {QStringLiteral("nets"), QStringLiteral("--child"), QString::fromStdString(net + '-' + type),
             QStringLiteral("--threads"), QString::number(options.threads), QStringLiteral("--file"),
             QString::fromStdString(file)});
    }
}

struct Rival {
    const char* engine;
    const char* script; // rival.py's name of it
    const char* type;
};
constexpr std::array<Rival, 5> kRivals{
    {{"PyTorch eager", "eager", "bf16"},
     {"PyTorch eager", "eager", "fp32"},
     {"PyTorch compiled", "compiled", "bf16"},
     {"PyTorch compiled", "compiled", "fp32"},
     {"ONNX Runtime", "onnxruntime", "fp32"}}};

void startRivals(Contestants& all, const Options& options, const std::string& net) {
    const QString python = options.refs + QStringLiteral("/venv/bin/python");
    if (!QFile::exists(python)) {
        return;
    }
    for (const Rival& rival : kRivals) {
        const bool isDeform = net == "deform"; // torchvision's runs in fp32, and nothing compiles it
        const bool isCompiled = rival.script == std::string("compiled");
        if (std::find(options.rivals.begin(), options.rivals.end(), rival.script) == options.rivals.end() ||
            (isDeform && (rival.type != std::string("fp32") || isCompiled))) {
            continue;
        }
        all.push_back(std::make_unique<Contestant>(rival.engine, rival.type, options.clock));
        all.back()->start(
            python, {QStringLiteral(KERF_BENCH_REFS "/rival.py"), QStringLiteral("--refs"), options.refs,
                     QStringLiteral("--net"), QString::fromStdString(net), QStringLiteral("--engine"),
                     QLatin1String(rival.script), QStringLiteral("--type"), QLatin1String(rival.type),
                     QStringLiteral("--threads"), QString::number(options.threads)});
    }
}

void runRounds(Contestants& all, int rounds) {
    for (int round = 0; round < rounds; ++round) {
        for (auto& contestant : all) {
            contestant->run();
        }
    }
    for (auto& contestant : all) {
        contestant->stop();
    }
}

struct Peaks {
    double fp32 = 0.0; // GFLOP/s
    double bf16 = 0.0;
};

void printTable(const Contestants& all, const std::string& net, const Peaks& peaks) {
    fmt::print(
        "\n{:<18} {:>5} {:>8} {:>8} {:>7} {:>8} {:>9} {:>8}\n", net, "type", "s min", "median", "spread",
        "GFLOP/s", "of peak", "peak GB");
    for (const auto& one : all) {
        if (!one->hasTimes()) {
            fmt::print("{:<18} {:>5} not measured: {}\n", one->engine(), one->type(), one->problem());
            continue;
        }
        const std::vector<double>& seconds = one->times().seconds;
        const double least = one->times().least();
        const double speed = gigaflop(net) / least;
        const double peak = one->type() == "bf16" ? peaks.bf16 : peaks.fp32;
        fmt::print(
            "{:<18} {:>5} {:>8.3f} {:>8.3f} {:>6.0f}% {:>8.0f} {:>8.0f}% {:>8.2f}\n", one->engine(),
            one->type(), least, one->times().median(),
            100.0 * (*std::max_element(seconds.begin(), seconds.end()) / least - 1.0), speed,
            peak > 0.0 ? 100.0 * speed / peak : 0.0, one->peakBytes() / 1e9);
    }
    std::fflush(stdout);
}

const Contestant* fastest(const Contestants& all, bool ours, const std::string& type = {}) {
    const Contestant* best = nullptr;
    for (const auto& one : all) {
        const bool counts = one->isOurs() == ours && one->hasTimes() && (type.empty() || one->type() == type);
        if (counts && (best == nullptr || one->times().least() < best->times().least())) {
            best = one.get();
        }
    }
    return best;
}

const Contestant* find(const Contestants& all, const std::string& engine, const std::string& type) {
    for (const auto& one : all) {
        if (one->engine() == engine && one->type() == type && one->hasTimes()) {
            return one.get();
        }
    }
    return nullptr;
}

// "the least that we want to be faster than that rival": an empty type takes our best, an empty engine the
// best of the rivals.
struct Bar {
    const char* net;
    const char* ourType;
    const char* engine;
    const char* type;
    double least;
    double goal;
};
constexpr std::array<Bar, 7> kBars{
    {{"lite", "", "", "", 2.0, 3.0},
     {"lite", "fp32", "", "fp32", 1.2, 1.5},
     {"large", "", "", "", 2.0, 3.0},
     {"x2", "bf16", "PyTorch eager", "bf16", 1.2, 1.2},
     {"x2", "bf16", "PyTorch compiled", "bf16", 1.0, 1.0},
     {"x2", "fp32", "PyTorch eager", "fp32", 1.2, 1.5},
     {"deform", "", "PyTorch eager", "fp32", 8.0, 20.0}}};

void printBars(const Contestants& all, const std::string& net) {
    for (const Bar& bar : kBars) {
        if (net != bar.net) {
            continue;
        }
        const Contestant* ours = fastest(all, true, bar.ourType);
        const Contestant* rival =
            *bar.engine == '\0' ? fastest(all, false, bar.type) : find(all, bar.engine, bar.type);
        if (ours == nullptr || rival == nullptr) {
            continue;
        }
        const double ratio = rival->times().least() / ours->times().least();
        fmt::print(
            "  Kerf {} is {:.2f} times as fast as {} {}; at least {:.1f}, goal {:.1f}: {}\n", ours->type(),
            ratio, rival->engine(), rival->type(), bar.least, bar.goal,
            ratio < bar.least  ? "MISSED"
            : ratio < bar.goal ? "held"
                               : "goal reached");
    }
    for (const char* type : {"bf16", "fp32"}) {
        const Contestant* ours = find(all, "Kerf", type);
        const Contestant* theirs = find(all, "PyTorch eager", type);
        if (net != "deform" && ours != nullptr && theirs != nullptr && theirs->peakBytes() > 0.0) {
            const double share = ours->peakBytes() / theirs->peakBytes();
            fmt::print(
                "  Kerf {} needs {:.2f} of PyTorch eager's memory; at most 0.70, goal 0.45: {}\n", type,
                share,
                share > 0.7    ? "MISSED"
                : share > 0.45 ? "held"
                               : "goal reached");
        }
    }
}

double bestSpeed(const Contestants& all, const std::string& type) {
    const Contestant* one = find(all, "Kerf", type);
    return one == nullptr ? 0.0 : gigaflop("peak") / one->times().least();
}

Peaks measurePeaks(const Options& options) {
    Contestants all;
    startOurs(all, options, "peak", {});
    runRounds(all, 5);
    const Peaks peaks{bestSpeed(all, "fp32"), bestSpeed(all, "bf16")};
    fmt::print(
        "largest matrix product by LibTorch: fp32 {:.0f} GFLOP/s, bf16 {:.0f} GFLOP/s\n", peaks.fp32,
        peaks.bf16);
    return peaks;
}

void measureLoading(const Options& options) {
    const QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("large.safetensors")).toStdString();
    test::writeSafetensors(
        file, test::refModel(*test::parseArchitecture("birefnet-swin_v1_l"), nn::DType::f16));
    Contestants all;
    startOurs(all, options, "load", file);
    runRounds(all, options.rounds);
    const double megabytes = double(QFile(QString::fromStdString(file)).size()) / 1024.0 / 1024.0;
    for (const auto& one : all) {
        if (!one->hasTimes()) {
            fmt::print("loading, {}: not measured: {}\n", one->type(), one->problem());
            continue;
        }
        const double least = one->times().least();
        fmt::print(
            "{:.0f} MiB of fp16 safetensors, from opening to ready in {}: {:.2f} s; at most 1.5: {}\n",
            megabytes, one->type(), least, least <= 1.5 ? "held" : "MISSED");
    }
}

// Says which rivals there are, and why others aren't.
void tellRivals(const Options& options) {
    if (options.rivals.empty()) {
        fmt::print("no rivals: --against torch,onnxruntime --refs DIR measures them\n");
        return;
    }
    const std::array<const char*, 3> parts{"venv/bin/python", "BiRefNet", "Real-ESRGAN"};
    for (const char* part : parts) {
        if (options.refs.isEmpty() || !QFile::exists(options.refs + QLatin1Char('/') + QLatin1String(part))) {
            fmt::print("rivals need {} in the folder that --refs names; it isn't there\n", part);
        }
    }
}

} // namespace

int runNets(Arguments arguments) {
    const std::optional<Options> options = parseOptions(arguments);
    if (!options) {
        return 2;
    }
    if (!options->child.empty()) {
        const std::size_t dash = options->child.rfind('-');
        return serveNetWork(
            options->child.substr(0, dash), options->child.substr(dash + 1), options->threads, options->file);
    }
    fmt::print(
        "{}; {} threads used, {} rounds in turn, {} compared\n", machineLine(), options->threads,
        options->rounds, options->clock == "cpu" ? "processor time" : "elapsed time");
    tellRivals(*options);
    const Peaks peaks = measurePeaks(*options);
    for (const std::string& net : options->nets) {
        Contestants all;
        startOurs(all, *options, net, {});
        startRivals(all, *options, net);
        runRounds(all, options->rounds);
        printTable(all, net, peaks);
        printBars(all, net);
    }
    if (!options->isQuick) {
        measureLoading(*options);
    }
    return 0;
}

} // namespace kerf::bench
