#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace kerf::test {

// How a run of kerf-cli ended, and what it said.
struct Ended {
    int code = -1;
    bool isNormal = false; // no signal ended it
    QString out;
    QString err;

    // Of --json; a line that is none is "discarded".
    std::vector<nlohmann::json> lines() const {
        std::vector<nlohmann::json> parsed;
        for (const QString& line : out.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            parsed.push_back(nlohmann::json::parse(line.toStdString(), nullptr, false));
        }
        return parsed;
    }
    int count(const std::string& type) const {
        return int(std::ranges::count_if(
            lines(), [&](const nlohmann::json& line) { return line.at("type") == type; }));
    }
};

inline Ended finish(QProcess& process) {
    if (!process.waitForFinished(100'000)) {
        qFatal("kerf-cli hangs");
    }
    return {
        process.exitCode(), process.exitStatus() == QProcess::NormalExit,
        QString::fromUtf8(process.readAllStandardOutput()),
        QString::fromUtf8(process.readAllStandardError())};
}

} // namespace kerf::test
