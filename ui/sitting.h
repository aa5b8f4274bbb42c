#pragma once

#include "core/contract/recipe.h"
#include "ui/compare_view.h"
#include "ui/photo_sort_model.h"

#include <QByteArray>

#include <filesystem>
#include <optional>
#include <vector>

namespace kerf::ui {

// What the window had open, as far as the next start brings it back. Verdicts, what was drawn and the alpha
// view are kept elsewhere.
struct Sitting {
    std::vector<std::filesystem::path> photos;
    std::filesystem::path current; // empty: none
    std::vector<std::filesystem::path> selected;
    Recipe recipe; // without what belongs to one photo
    CompareMode compare = CompareMode::split;
    std::optional<double> zoom; // of the current photo; empty: fitted
    PhotoSort key = PhotoSort::added;
    Qt::SortOrder order = Qt::AscendingOrder;
    PhotoFilter filter;

    bool operator==(const Sitting&) const = default;
};

// Any thread. Reading takes what makes sense and leaves the rest at its default; nothing: this is no such
// file.
QByteArray toJson(const Sitting& sitting);
std::optional<Sitting> sittingFromJson(const QByteArray& bytes);

} // namespace kerf::ui
