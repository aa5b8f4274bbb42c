#pragma once

#include "core/batch/sidecar.h"
#include "core/pipeline/edit_preview.h"
#include "core/pipeline/pipeline.h"
#include "core/session/photo_cache.h"
#include "core/session/session.h"

#include <functional>
#include <string_view>

namespace kerf {

// What a job hears from its work: the stage that starts. Progress has the fraction. Called before the stage
// does anything; may throw Cancelled, so that the stage never starts.
using StageHandler = std::function<void(std::string_view stage)>;
inline constexpr std::string_view kWriteStage = "write"; // the one that leaves a file

// The jobs themselves, without threads or states: plain calls that throw Error and Cancelled. The looking
// calls and kept() may run beside the computing ones; of run() and exportPhoto() one at a time.
class PhotoWork {
public:
    PhotoWork(Engines engines, std::uint64_t cacheBytes)
        : m_pipeline(std::move(engines)), m_cache(cacheBytes) {}

    OpenedPhoto open(const std::filesystem::path& file, const Progress& progress);
    ThumbnailReady thumbnail(const std::filesystem::path& file, int side, const Progress& progress);
    PhotoResult
    run(const std::filesystem::path& file,
        const Recipe& recipe,
        const Progress& progress,
        const StageHandler& onStage);

    RegionPreview previewRegion(
        const std::filesystem::path& file,
        const Recipe& recipe,
        const Rect& region,
        const Progress& progress,
        const StageHandler& onStage); // computes, too

    // What run() would give from memory, null when it had to compute. Of the photo it looks at the file's
    // state only. Throws Cancelled.
    std::shared_ptr<const PhotoResult>
    kept(const std::filesystem::path& file, const Recipe& recipe, const Progress& progress);

    struct Exported {
        ExportedFile file;
        bool skipped = false;
    };
    ExportPlan planExport(const PlanRequest& request, const Progress& progress) const; // looks
    Exported exportPhoto(const ExportRequest& request, const Progress& progress, const StageHandler& onStage);

    // As Session's; may run beside the computing ones, of these two one at a time. Throw
    // Error(invalid_option).
    PhotoResult edit(const EditRequest& request, const Progress& progress, const StageHandler& onStage);
    EditPreview previewEdit(const EditRequest& request, const EditView& view, const Progress& progress);

    void setCacheBytes(std::uint64_t bytes) { m_cache.setMaxBytes(bytes); }
    Inspected inspect(const InspectRequest& request, const Progress& progress) const;
    DevicesFound devices() const;
    std::vector<EngineInfo> engines() const { return m_pipeline.engines(); } // looks at the model folder
    std::vector<EngineInfo> knownEngines() const { return m_pipeline.knownEngines(); }
    const Pipeline& pipeline() const { return m_pipeline; } // for a batch, beside all of these

private:
    struct Loaded {
        std::shared_ptr<const Photo> photo;
        std::optional<FileKey> key; // none: the file changed meanwhile, nothing of it is kept
    };
    Loaded read(const std::filesystem::path& file, const Progress& progress);
    std::shared_ptr<const PhotoResult> compute(
        const Loaded& loaded, const Recipe& recipe, const Progress& progress, const StageHandler& onStage);
    std::shared_ptr<const PhotoResult> measured(
        const Loaded& loaded,
        const Recipe& recipe,
        std::shared_ptr<const PhotoResult> result,
        const Progress& progress);

    // One picture of an export; false when it came to be there meanwhile and is to be skipped.
    static bool write(
        const ExportRequest& request,
        const std::filesystem::path& name,
        BatchOutput kind,
        const PhotoResult& result,
        const Photo& photo,
        const Progress& progress,
        ExportedFile& made);

    // Beside what an export made.
    static void
    writeSidecar(const batch::ProvenanceNotes& notes, const ExportOptions& options, ExportedFile& made);

    const Pipeline m_pipeline;
    PhotoCache m_cache;
    EditPreviewer m_previewer; // previewEdit()'s
};

} // namespace kerf
