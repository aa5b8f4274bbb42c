#include "app/cli_look.h"

#include "app/cli_json.h"
#include "app/cli_text.h"
#include "core/session/session.h"

#include <fmt/format.h>

#include <future>
#include <utility>

namespace kerf::cli {
namespace {

std::string textOf(const DeviceInfo& device) {
    std::string text = fmt::format("{:8} {}", device.id, device.name);
    if (!device.detail.empty()) {
        text += fmt::format(", {}", device.detail);
    }
    if (device.memoryBytes > 0) {
        text += fmt::format(", {} of {} free", size(device.freeBytes), size(device.memoryBytes));
    }
    return text + (device.usable ? "\n" : fmt::format("\n         not usable: {}\n", device.reason));
}

void printJson(const DevicesFound& found, bool hasLibtorch, Console& console) {
    for (const DeviceInfo& device : found.devices) {
        console.out << line(
                           {{"type", "device"},
                            {"id", device.id},
                            {"name", device.name},
                            {"detail", device.detail},
                            {"memory", device.memoryBytes},
                            {"free", device.freeBytes},
                            {"usable", device.usable},
                            {"reason", device.reason}})
                    << '\n';
    }
    console.out << line({{"type", "libtorch"}, {hasLibtorch ? "version" : "reason", found.libtorch}}) << '\n';
}

} // namespace

int listDevices(const Options& options, Console console) {
    std::promise<JobEvent> last;
    const auto session = makeSession(
        [&](const JobEvent& event) {
            if (event.state != JobState::queued && event.state != JobState::running) {
                last.set_value(event);
            }
        },
        {});
    session->devices();
    const JobEvent event = last.get_future().get();
    if (event.failure) {
        console.err << "kerf-cli: " << event.failure->detail << '\n' << std::flush;
        return kNothingCouldRun;
    }
    const auto& found = std::get<DevicesFound>(*event.output);
    const bool hasLibtorch = !found.libtorch.empty() && found.libtorch[0] >= '0' && found.libtorch[0] <= '9';
    if (options.json) {
        printJson(found, hasLibtorch, console);
    } else {
        for (const DeviceInfo& device : found.devices) {
            console.out << textOf(device);
        }
        console.out << (hasLibtorch ? "LibTorch " + found.libtorch : "without LibTorch: " + found.libtorch)
                    << '\n';
    }
    console.out << std::flush;
    return console.out.good() ? kAllDone : kSomeFailed;
}

} // namespace kerf::cli
