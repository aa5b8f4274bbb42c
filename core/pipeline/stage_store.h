#pragma once

#include "core/contract/events.h"
#include "core/contract/recipe.h"
#include "core/image/image.h"

#include <memory>
#include <optional>
#include <string>

namespace kerf {

// The pipeline's steps in their order. `edges` is what a person does to a matte that is there.
enum class Stage : std::uint8_t { cleanup, mask, edges, foreground, finish };

// `recipe` without what only later stages look at: equal for two recipes that need no second run of `stage`.
// A value that isn't named there belongs to every stage, so one that is forgotten costs time, never a wrong
// picture.
Recipe upTo(Stage stage, Recipe recipe);

// What a stage's result depends on beside the photo.
struct StageKey {
    Stage stage = Stage::cleanup;
    Recipe recipe;       // as upTo() leaves it
    std::string engines; // those that ran until here, with their models

    bool operator==(const StageKey&) const = default;
};

// What a stage made. The record is that of the run that made it, its seconds too.
struct StageMade {
    Image image;
    std::optional<StageRecord> record; // none: there was nothing to say
};

// Keeps what the stages made of one photo, so that a run starts at the first stage whose part of the recipe
// is another. May forget anything at any time. Used from one thread.
class StageStore {
public:
    virtual ~StageStore() = default;

    virtual std::shared_ptr<const StageMade> find(const StageKey& key) = 0; // null: not there
    virtual void keep(const StageKey& key, std::shared_ptr<const StageMade> made) = 0;
};

} // namespace kerf
