#include "tests/ui/window_rig.h"

#include <QTest>

namespace kerf::test {

bool WindowRig::add(const std::vector<std::string>& names) {
    const int before = window.photos().count();
    std::vector<std::filesystem::path> paths;
    for (const std::string& name : names) {
        paths.push_back(path(name));
    }
    window.addPaths(paths);
    return QTest::qWaitFor([&] { return window.photos().count() == before + int(names.size()); });
}

FoundPhotos
WindowRig::findFake(const std::vector<std::filesystem::path>& paths, const std::stop_token& /*stop*/) {
    FoundPhotos found;
    for (const std::filesystem::path& path : paths) {
        const std::string name = path.filename().string();
        if (name == "folder") {
            found.photos.push_back({.file = path / "a.jpg", .relative = "a.jpg"});
            found.photos.push_back({.file = path / "b.jpg", .relative = "b.jpg"});
        } else if (path.extension() == ".txt") {
            found.unsupported.push_back(path);
        } else if (name.starts_with("gone")) {
            found.missing.push_back(path);
        } else {
            found.photos.push_back({.file = path, .relative = name});
        }
    }
    return found;
}

} // namespace kerf::test
