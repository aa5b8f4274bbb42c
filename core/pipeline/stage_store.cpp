#include "core/pipeline/stage_store.h"

namespace kerf {

Recipe upTo(Stage stage, Recipe recipe) {
    const Recipe none;
    recipe.background = none.background; // of no stage, as the next two: composed at the end
    recipe.shadow = none.shadow;
    recipe.framing = none.framing;
    if (stage < Stage::finish) {
        recipe.finish = none.finish;
    }
    if (stage < Stage::edges) {
        recipe.edges = none.edges;
        recipe.edits = none.edits;
    }
    if (stage < Stage::mask) {
        recipe.mask = none.mask;
        recipe.maskModel = none.maskModel;
        recipe.maskUpsampling = none.maskUpsampling;
        recipe.subject = none.subject;
        recipe.strokes = none.strokes;
    }
    return recipe;
}

} // namespace kerf
