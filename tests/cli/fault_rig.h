#pragma once

#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace kerf::test {

// What the preloaded library does to kerf-cli; see support/fault_shim.cpp.
struct Fault {
    QString calls;           // "write", "open,close"; empty: all but read
    long at = 0;             // which of them, from 1; 0: none, they are only counted
    QString what;            // "KILL", "TERM", "STALL", or an errno's number
    int chunk = 0;           // bytes that a write or read takes at most; 0: all
    bool isPowerCut = false; // what was synced is noted, for FaultRig::losePower()
};

// What a power cut leaves of what was not synced.
enum class Unsynced { nothing, names /* but not what is in the files */ };

struct Ended {
    int code = -1; // -1: ended by a signal
    QString out;
    QString err;
    bool wasHit = false;
    long calls = 0; // that counted, when it ended by itself

    // Lines of --json of this type.
    int count(const std::string& type) const;
    nlohmann::json summary() const; // the last line; empty without --json
};

// Photos, a folder for results, and kerf-cli working on them under faults.
class FaultRig {
public:
    // `count` photos of noise in in/ (some in in/a b/), the same each time.
    FaultRig(int count, int width, int height);
    ~FaultRig(); // Qt can't remove names that are no UTF-8

    std::filesystem::path root() const { return m_folder.path().toStdString(); }
    std::filesystem::path in() const { return root() / "in"; }
    std::filesystem::path out() const { return root() / "out"; }
    std::filesystem::path go() const { return root() / "go"; } // lets a STALL go on
    std::filesystem::path mark() const { return root() / "mark"; }

    // Runs it to its end. `under`: whose files the fault is about; the results' folder unless told otherwise.
    Ended run(const QStringList& arguments, const Fault& fault = {}, std::filesystem::path under = {});
    // The same for who goes on meanwhile.
    void start(
        QProcess& process,
        const QStringList& arguments,
        const Fault& fault = {},
        std::filesystem::path under = {});
    Ended finish(QProcess& process) const;
    bool waitForMark(QProcess& process) const; // true once the fault has hit, false when it ended without

    // Makes the results' folder, which was not there before the run, what a power cut at its end leaves.
    void losePower(Unsynced left) const;

    void clear() const; // removes the results and the marks
    // Every result's bytes by its name below out(), temporary files left out.
    std::map<std::string, std::vector<std::uint8_t>> results() const;
    std::map<std::string, std::vector<std::uint8_t>> pictures() const; // of those: without sidecars
    int temporaries() const;                                           // anywhere below out()

    // Empty when every input is as it was made, byte by byte, with its time and mode; else which isn't.
    QString changedInput() const;

private:
    struct Input {
        std::vector<std::uint8_t> bytes;
        std::int64_t modifiedNs = 0;
        unsigned mode = 0;

        bool operator==(const Input&) const = default;
    };
    std::filesystem::path disk() const { return root() / "disk"; } // what was synced
    void restore(const std::filesystem::path& folder, std::uint64_t inode, Unsynced left) const;
    static Input inputOf(const std::filesystem::path& file);

    QTemporaryDir m_folder;
    std::map<std::filesystem::path, Input> m_inputs;
};

// Why faults can't be injected here; empty: they can.
QString faultsAreMissing();

} // namespace kerf::test
