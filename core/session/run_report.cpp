#include "core/session/run_report.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/contract/run_comparison_json.h"
#include "core/qa/contact_sheet.h"

#include <array>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

namespace kerf {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 3> kFiles{"report.json", "report.csv", "report.html"};

// What the files of these names begin with when Kerf wrote them.
constexpr std::array<std::string_view, 3> kBeginnings{
    "{\n \"kerf_comparison\":", "name,state,verdict,", kContactSheetBeginning};

bool isOurs(const fs::path& file, std::string_view beginning) {
    std::string text(beginning.size(), '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(text.data(), std::streamsize(text.size()));
    return stream.gcount() == std::streamsize(text.size()) && text == beginning;
}

void write(const fs::path& file, const std::string& text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data()); // NOLINT: text as bytes
    writeFileAtomically(file, {bytes, text.size()}, OnExisting::replace);
}

} // namespace

void saveReport(const RunComparison& comparison, std::span<const GateResult> gates, const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error && !fs::is_directory(folder)) {
        throw Error(
            error == std::errc::permission_denied ? ErrorCode::permission_denied : ErrorCode::write_failed,
            "the folder for the report can't be made: " + error.message(), folder);
    }
    for (std::size_t i = 0; i < kFiles.size(); ++i) {
        const fs::path file = folder / kFiles[i];
        const bool isFile = fs::is_regular_file(file, error);
        if (isNameTaken(file) && !(isFile && isOurs(file, kBeginnings[i]))) {
            throw Error(
                ErrorCode::already_exists,
                "a file of this name that is no report of Kerf's is there; name "
                "another folder",
                file);
        }
    }
    write(folder / kFiles[0], toJson(comparison, gates));
    write(folder / kFiles[1], toCsv(comparison));
    write(folder / kFiles[2], contactSheet(comparison, gates));
}

} // namespace kerf
