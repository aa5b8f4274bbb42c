#include "core/session/run_judging.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/regular_file.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

namespace kerf {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{64} << 20U;
constexpr FileWords kWords{
    "file of verdicts", "a file of verdicts", "it may have been moved or renamed", ErrorCode::corrupt_file};

std::string read(const fs::path& file) {
    const Descriptor descriptor = openRegular(file, kWords);
    std::string text;
    std::array<char, 65536> part{};
    for (;;) {
        const ssize_t count = ::read(descriptor.get(), part.data(), part.size());
        if (count == 0) {
            return text;
        }
        if (count < 0 && errno != EINTR) {
            throwForReading(errno, kWords);
        }
        text.append(part.data(), count > 0 ? std::size_t(count) : 0);
        if (text.size() > kMostBytes) {
            throw Error(ErrorCode::corrupt_file, "too large for a file of verdicts; move it away");
        }
    }
}

} // namespace

fs::path judgementFileOf(const fs::path& b) {
    std::error_code error;
    return (fs::is_directory(b, error) ? b : b.parent_path()) / ".kerf-judgement.json";
}

RunJudgements loadJudgements(const fs::path& b) {
    const fs::path file = judgementFileOf(b);
    if (!isNameTaken(file)) {
        return {};
    }
    try {
        return runJudgementsFromJson(read(file));
    } catch (const Error& e) {
        throw Error(e.code(), e.what(), file);
    }
}

void changeJudgements(const fs::path& b, const RunJudgements& changes) {
    const fs::path file = judgementFileOf(b);
    RunJudgements all = loadJudgements(b);
    for (const auto& [name, judgement] : changes) {
        if (judgement == Judgement()) {
            all.erase(name);
        } else {
            all[name] = judgement;
        }
    }
    std::error_code error;
    if (all.empty() && (!isNameTaken(file) || fs::remove(file, error))) {
        return;
    }
    const std::string text = toJson(all);
    writeFileAtomically(file, std::vector<std::uint8_t>(text.begin(), text.end()), OnExisting::replace);
}

} // namespace kerf
