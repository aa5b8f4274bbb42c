#pragma once

#include "core/base/progress.h"
#include "core/contract/events.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"

#include <memory>
#include <string>
#include <vector>

namespace kerf {

// Whether an engine can run here and now.
struct Availability {
    bool available = true;
    std::string reason; // English: "what is missing; what to do"; empty when available
};

// The model that an engine runs with.
struct EngineModel {
    std::string id;       // empty: none
    std::string contents; // InstalledModel::contents
};

// What an engine made, and what to say about it.
struct EngineOutput {
    Image image;
    std::string settings; // what it chose itself
    std::string reason;   // what a person should know, in sentences: limits, what would do better
    std::string device = "cpu";
    double maskScale = 0.0;       // StageRecord::maskScale
    std::vector<int> tileColumns; // StageRecord::tileColumns
    std::vector<int> tileRows;
};

// One way to clean a photo up. The nets are further engines behind this same interface. Used from one compute
// thread.
class CleanupStage {
public:
    virtual ~CleanupStage() = default;

    virtual CleanupEngine id() const = 0;
    virtual Availability availability(const Recipe& recipe) const = 0;
    virtual bool canUseGpu() const { return false; }
    // The model that it would run with; empty without one. A new file is read. Throws Cancelled.
    virtual EngineModel model(const Recipe& /*recipe*/, const Progress& /*progress*/) const { return {}; }
    // RGB or RGBA in; same channels, type and profile out. The size may be a multiple (x2).
    virtual EngineOutput run(const Image& image, const Recipe& recipe, const Progress& progress) const = 0;
};

// One way to find the subject. `image` is the cleaned photo, `scale` how much larger than the source it is:
// the recipe's box and strokes are in source pixels. Gives a one-channel matte of the image's size.
class MaskStage {
public:
    virtual ~MaskStage() = default;

    virtual MaskEngine id() const = 0;
    virtual Availability availability(const Recipe& recipe) const = 0;
    virtual bool canUseGpu() const { return false; }
    // As CleanupStage's.
    virtual EngineModel model(const Recipe& /*recipe*/, const Progress& /*progress*/) const { return {}; }
    virtual EngineOutput
    run(const Image& image, double scale, const Recipe& recipe, const Progress& progress) const = 0;
};

// Best first: `automatic` takes the first that is available.
struct Engines {
    std::vector<std::unique_ptr<CleanupStage>> cleanup;
    std::vector<std::unique_ptr<MaskStage>> mask;
};

struct NetParts; // model_cache.h

// All engines of this build, the nets with what is installed or, for tests, with parts of their own. Those
// that can't run are listed too and say what is missing.
Engines builtinEngines();
Engines builtinEngines(NetParts parts);

} // namespace kerf
