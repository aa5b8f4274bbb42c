#include "core/contract/batch.h"

#include "core/base/file_name.h"

namespace kerf {

std::filesystem::path outputFile(const std::filesystem::path& result, BatchOutput kind) {
    if (kind == BatchOutput::result) {
        return result;
    }
    const std::string ending = result.extension().native();
    return result.parent_path() /
           fileName(result.stem().native(), (kind == BatchOutput::matte ? "-matte" : "-clean") + ending);
}

} // namespace kerf
