#pragma once

#include <filesystem>
#include <memory>
#include <vector>

namespace kerf::app {

class SingleInstance;

// The window with all that it needs, put together: the one place where ui meets the real session. Made after
// QApplication. GUI thread only.
class Composition final {
public:
    Composition();
    ~Composition();
    Composition(const Composition&) = delete;
    Composition& operator=(const Composition&) = delete;

    void show(std::vector<std::filesystem::path> paths); // files and folders to open
    void serve(SingleInstance& instance);                // opens what other starts hand over

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace kerf::app
