#pragma once

#include "core/base/progress.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"
#include "core/pipeline/arrange.h"
#include "core/pipeline/pipeline.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace kerf {

// What Pipeline::finish would give for a part of a photo, at the size that it has on a screen: fast, since it
// looks at few pixels; the base's matte says where the frame is. Keeps the small copies of the last part, so
// that a slider that moves costs less still. Foreground colours and feathers come out as nearly as the size
// allows. Not thread-safe.
class EditPreviewer {
public:
    struct View {
        Rect region;    // source pixels; the part of it that lies on the photo is made
        int width = 0;  // of the whole region, in pixels; both > 0
        int height = 0; // (more than the result has is not made)
    };
    struct Made {
        Rect region; // source pixels: what is there
        Image cutout;
        Image matte;
    };

    // Empty images where the region lies beside the photo. Throws as Pipeline::finish().
    Made make(const PipelineResult& base, const Recipe& recipe, const View& view, const Progress& progress);

private:
    struct Copies {
        const std::byte* cleanedPixels = nullptr; // which picture they are of
        const std::byte* mattePixels = nullptr;
        PipelineResult base; // keeps those pixels, so that their address stays theirs
        Rect part;           // source pixels
        int width = 0;
        int height = 0;
        Image cleaned;
        Image foundMatte;
    };
    // What lies under the cut-out, and where its frame is.
    struct Behind {
        const std::byte* cleanedPixels = nullptr;
        const std::byte* mattePixels = nullptr;
        PipelineResult base; // keeps those pixels, as above
        std::optional<Rect> subject;
        std::optional<Background> background;
        double shorterSide = 0.0;
        std::string stamp; // of a background picture
        std::shared_ptr<const Backdrop> backdrop;
    };
    FramePlan findFrame(const PipelineResult& base, const Recipe& recipe, const Progress& progress);
    Image arranged(
        const Image& cutout,
        const PipelineResult& base,
        const Recipe& recipe,
        const FramePlan& plan,
        const Rect& cut,
        const Progress& progress);

    Copies m_copies;
    Behind m_behind;
};

} // namespace kerf
