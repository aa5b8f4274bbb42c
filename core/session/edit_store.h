#pragma once

#include "core/contract/recipe.h"

#include <filesystem>
#include <string>
#include <utility>

namespace kerf {

// Where edits are kept between two sittings: one file a photo, named after the photo's path, in a folder of
// the user's data, so that nothing appears beside the photos. A photo that is moved or renamed is another
// one. Thread-safe for different photos; every call touches the disk.
class EditStore {
public:
    explicit EditStore(std::filesystem::path folder) : m_folder(std::move(folder)) {}

    struct Loaded {
        PhotoEdits edits;   // none: nothing is known of this photo, or its file was damaged
        std::string notice; // English: what was wrong, and under which name the damaged file was put aside
    };
    // Throws nothing but std::bad_alloc.
    Loaded load(const std::filesystem::path& photo) const;

    // Empty edits take the file away. Throws as writeFileAtomically(); Error(permission_denied, write_failed)
    // where the folder can't be made.
    void save(const std::filesystem::path& photo, const PhotoEdits& edits) const;

    // Removes all that is kept, damaged files that were put aside too, and nothing else in the folder. Throws
    // Error(write_failed) where something is still there afterwards.
    void clear() const;

    std::filesystem::path fileOf(const std::filesystem::path& photo) const;

private:
    std::filesystem::path m_folder;
};

} // namespace kerf
