#include "app/cli_progress.h"

#include "app/cli_text.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace kerf::cli {
namespace {

constexpr auto kBetweenDraws = std::chrono::milliseconds(100);
constexpr int kBarColumns = 24;

// The terminal may have been resized since the start.
int currentWidth(int fallback) {
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : fallback;
}

std::string timeLeft(double share, double elapsedSeconds) {
    constexpr double kEnoughToTell = 0.02;
    if (share < kEnoughToTell || share >= 1.0) {
        return {};
    }
    const auto seconds = std::lround(elapsedSeconds / share * (1.0 - share));
    return fmt::format("  {}:{:02} left", seconds / 60, seconds % 60);
}

} // namespace

std::string progressLine(const RunProgress& progress, double elapsedSeconds, int width, bool hasColor) {
    const double share = (progress.finished + progress.fraction) / std::max(1, progress.total);
    const int filled = std::clamp(int(share * kBarColumns), 0, kBarColumns);
    const std::string done(std::size_t(filled), '=');
    const std::string rest(std::size_t(kBarColumns - filled), ' ');
    const std::string numbers = fmt::format(
        "{:3.0f} %  {}/{}{}", std::floor(share * 100.0), std::min(progress.finished + 1, progress.total),
        progress.total, timeLeft(share, elapsedSeconds));
    const int barColumns = kBarColumns + 3;
    std::string line;
    int used = int(numbers.size());
    if (used + barColumns < width) {
        used += barColumns;
        line =
            hasColor ? fmt::format("[\x1b[36m{}\x1b[0m{}] ", done, rest) : fmt::format("[{}{}] ", done, rest);
    }
    line += numbers;
    if (!progress.stage.empty()) {
        const int room = width - 1 - used - 2;
        line += room > 0 ? "  " + endThatFits(progress.stage + " " + shown(progress.photo), room) : "";
    }
    return line;
}

ProgressBar::ProgressBar(Console& console, bool isWanted)
    : m_console(console),
      m_isWanted(isWanted && console.isErrTerminal),
      m_start(std::chrono::steady_clock::now()) {}

void ProgressBar::show(const RunProgress& progress) {
    const auto now = std::chrono::steady_clock::now();
    if (!m_isWanted || (m_isShown && now - m_drawn < kBetweenDraws)) {
        return;
    }
    m_drawn = now;
    m_isShown = true;
    const double elapsed = std::chrono::duration<double>(now - m_start).count();
    m_console.err << '\r'
                  << progressLine(progress, elapsed, currentWidth(m_console.width), m_console.hasColor)
                  << "\x1b[K" << std::flush;
}

void ProgressBar::clear() {
    if (m_isShown) {
        m_isShown = false;
        m_console.err << "\r\x1b[K" << std::flush;
    }
}

} // namespace kerf::cli
