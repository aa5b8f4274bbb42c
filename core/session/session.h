#pragma once

#include "core/contract/batch.h"
#include "core/contract/device_info.h"
#include "core/contract/engine_info.h"
#include "core/contract/events.h"
#include "core/contract/export_options.h"
#include "core/contract/matte_report.h"
#include "core/contract/photo_info.h"
#include "core/contract/recipe.h"
#include "core/contract/self_check.h"
#include "core/image/image.h"
#include "core/session/batches.h"
#include "core/session/models.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace kerf {

struct Engines; // core/pipeline/engine.h
class Log;      // core/base/log.h
namespace models {
class Fetcher; // core/models/fetcher.h
}

// A photo decoded for looking at.
struct OpenedPhoto {
    Image image; // upright, in its own working space (format().icc)
    PhotoInfo info;
};

struct ThumbnailReady {
    Image image; // sRGB u8, upright, its longer side at most what was asked for
    PhotoInfo info;
};

// What a recipe made of a photo.
struct PhotoResult {
    Image source;
    Image cleaned;
    Image foundMatte; // the mask engine's, before the recipe's edges and edits
    Image matte;
    Image cutout;   // RGBA straight, or RGB over the recipe's background
    Image finished; // the cut-out, or the scene, in black and white; empty where the recipe has no finish
    Image framed;   // the last of these two as the recipe frames it: what is exported; empty where it doesn't
    std::optional<FrameArea> frame; // where `framed` lies
    bool hasShadow = false;         // the alpha of cut-out and finish has a shadow in it, beside the matte
    double scale = 1.0;
    std::vector<StageRecord> stages;
    double seconds = 0.0;
    std::shared_ptr<const MatteReport> report; // of the matte; none where there was no mask and no alpha
    std::string engines;                       // those that ran, with their models
};

// What a recipe's edges, edits and background make of a part of a result, at a size for the screen.
struct EditPreview {
    Rect region; // source pixels: what is there, the part of the view that lies on the photo
    Image cutout;
    Image matte;
};

// What a recipe made of a part of a photo, computed from little more than that part: a quick look, which may
// differ from the whole photo's result where the engines look at all of it.
struct RegionPreview {
    Rect region;        // source pixels, the part of the asked one that lies on the photo
    PhotoResult result; // its pictures cover the region; without a report
};

// What is to be found out about a result that is there.
struct InspectRequest {
    PhotoResult result;
    int softDistance = 8; // MatteReport::softDistance
    // This self-check as a picture, and nothing else.
    std::optional<CheckView> view;
    double gain = 8.0; // of that picture, above 0
};
struct Inspected {
    std::shared_ptr<const MatteReport> report; // none where the result has none
    SelfCheckNumbers checks;                   // of the clean-up; empty where it was off
    Image view; // empty where that check can't be made, or no view was asked for
};

struct ExportedFile {
    std::filesystem::path file; // the first of options.outputs
    std::uint64_t bytes = 0;
    int width = 0;
    int height = 0;
    std::vector<BatchFile> files; // all that were written, with their whole names
    std::vector<StageRecord> stages;
    std::vector<std::string> notices;
    double seconds = 0.0;
};

struct DevicesFound {
    std::vector<DeviceInfo> devices; // best first, "cpu" last
    std::string libtorch;            // "2.11.0", or why it could not be loaded
};

// Which files an export would write, before it is asked for.
struct PlanRequest {
    std::vector<std::filesystem::path> photos;
    std::filesystem::path folder; // that the files go to, named by options.naming
    std::filesystem::path output; // or, of one photo, the result's file, which a person named
    Recipe recipe;
    ExportOptions options;
};
struct PlannedExport {
    std::filesystem::path input;
    std::filesystem::path output;             // of the result
    std::vector<std::filesystem::path> files; // one for each of options.outputs
};
struct ExportPlan {
    std::vector<PlannedExport> photos;   // in their order
    int existing = 0;                    // files that are there already, PlanRequest::output left out
    std::filesystem::path firstExisting; // of these
};

using JobOutput = std::variant<
    std::monostate,
    OpenedPhoto,
    ThumbnailReady,
    PhotoResult,
    ExportedFile,
    DevicesFound,
    EditPreview,
    RegionPreview,
    Inspected,
    ExportPlan>;

// What a front end learns about a job. A value: copy it, queue it, keep it (images share their pixels).
struct JobEvent {
    JobId job{};
    JobState state = JobState::queued;
    double fraction = 0.0;
    std::string stage; // "read", "cleanup", "mask", "foreground", "finish", "compose", "write" while running
    std::optional<JobFailure> failure; // set exactly when state is failed
    std::shared_ptr<const JobOutput>
        output; // set exactly when state is done (skipped: an ExportedFile's name)
};

struct ExportRequest {
    std::filesystem::path input;
    std::filesystem::path output; // the result's file; missing folders are made
    Recipe recipe;
    ExportOptions options;
    // One for each of options.outputs; empty: named after `output`, as outputFile() says.
    std::vector<std::filesystem::path> files = {};
    std::filesystem::path folder =
        {}; // the files stay in it, symbolic links counted; empty: wherever they are
};

// A change to what comes after the engines. `base` is any result of this photo whose recipe asked the engines
// for the same as this one (stage_store.h tells): its pictures go on from there and no engine runs.
struct EditRequest {
    std::filesystem::path file;
    std::shared_ptr<const PhotoResult> base;
    Recipe recipe;
};

// What is on view: a region in source pixels, which may reach beyond the photo, and its size there in pixels.
struct EditView {
    Rect region;
    int width = 0;
    int height = 0;
};

// All that a front end (window, CLI, test) may ask of core.
//
// Thread-safe; no call blocks, from the handler neither. Events come from a thread of the session's own, one
// at a time, and never after the Session is destroyed; the handler must not throw. A slow handler misses
// progress between two reports of one job's stage, nothing else. A job's last event is done, failed,
// cancelled or skipped, exactly once, unless the Session is destroyed first. Requests for looking (open,
// thumbnail, inspect, devices, planExport) have a worker of their own, newest first for open, so that they
// don't wait behind a long run; edits and their previews have another. Exports go before the runs that wait,
// previews of a region before both. Decoded photos and results are kept within a memory budget: running or
// exporting the same file (same size and time of change) with an equal recipe again costs no second
// computation, and such a run is answered at once, whatever else is under way.
class Session {
public:
    using EventHandler = std::function<void(const JobEvent&)>;

    virtual ~Session() = default;

    virtual JobId open(std::filesystem::path file) = 0;                                      // OpenedPhoto
    virtual JobId thumbnail(std::filesystem::path file, int side) = 0;                       // ThumbnailReady
    virtual JobId run(std::filesystem::path file, Recipe recipe) = 0;                        // PhotoResult
    virtual JobId previewRegion(std::filesystem::path file, Recipe recipe, Rect region) = 0; // RegionPreview
    virtual JobId exportPhoto(ExportRequest request) = 0;                                    // ExportedFile
    virtual JobId devices() = 0; // DevicesFound; finds out which engines are available too
    virtual JobId inspect(InspectRequest request) = 0;                 // Inspected
    virtual JobId planExport(PlanRequest request) = 0;                 // ExportPlan; looks, writes nothing
    virtual JobId edit(EditRequest request) = 0;                       // PhotoResult
    virtual JobId previewEdit(EditRequest request, EditView view) = 0; // EditPreview; goes before any edit

    // The last event, `cancelled`, comes within 200 ms, and no file comes of the job; the work itself ends at
    // the next place where it can. A job whose file is being written ends when that is done or undone.
    virtual void cancel(JobId job) = 0;
    virtual void cancelAll() = 0;

    // All engines that recipes can name but `automatic` and `off`, best first in each stage, as the last
    // devices() job found them. Instant; before that each counts as available, since no file is looked at.
    virtual std::vector<EngineInfo> engines() const = 0;

    // The memory budget, from now on.
    virtual void setCacheBytes(std::uint64_t bytes) = 0;

    virtual Models& models() = 0;   // lives as long as the session; has events of its own
    virtual Batches& batches() = 0; // as well
};

struct SessionOptions {
    std::uint64_t cacheBytes = std::uint64_t{2} << 30U; // decoded photos and results kept
    std::filesystem::path modelFolder;                  // empty: models::userModelFolder()
    std::string mirror;                                 // as Models::setMirror()
    Models::EventHandler onModelEvent;                  // as the other handler; may be empty
    Batches::EventHandler onBatchNews;                  // as well
    // Makes what downloads models, for the first fetch that needs it. Throws Error(engine_missing). Empty:
    // models come from mirror folders only.
    std::function<std::unique_ptr<models::Fetcher>()> openFetcher;
    Log* log = nullptr; // outlives the session
};

// The engines of this build, or (tests) those given. The Session must not be destroyed from its own handler.
std::unique_ptr<Session> makeSession(Session::EventHandler onEvent, SessionOptions options);
std::unique_ptr<Session> makeSession(Session::EventHandler onEvent, SessionOptions options, Engines engines);

} // namespace kerf
