#pragma once

#include "core/base/progress.h"
#include "core/contract/staging.h"
#include "core/image/image.h"

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace kerf {

// A rectangle that needn't lie on whole pixels.
struct Area {
    double x = 0.0;
    double y = 0.0;
    double width = 0.0;
    double height = 0.0;

    bool operator==(const Area&) const = default;
};

// Where a piece of a picture lies: the whole finished picture and the whole photo, in pixels of the piece.
struct PieceView {
    Area finished;
    Area photo;
};

// What lies behind the subject, for any piece of a finished picture at any size. Colours are samples in the
// photo's profile; gradients run between them there, as in other editors. A blurred photo stays where the
// photo is, mirrored beyond its edges, and has nothing of the subject: the place of the subject and what
// is next to it is filled from what is around it, then all is blurred. Immutable; any thread.
class Backdrop {
public:
    // Of `scene` (RGB or RGBA, u8 or u16, of any size) `matte` (any size) says what is subject; both are of
    // the photo and needed for a blur only. `shorterSide`: of the finished picture, as a share of the
    // photo's width.
    struct Photo {
        Image scene;
        Image matte;
        std::string icc;
        double shorterSide = 1.0;
    };

    // Throws what readPhoto() does for a picture, named as the background; Cancelled.
    Backdrop(const Background& background, const Photo& photo, const Progress& progress);

    bool isEven() const { return m_background.kind == BackgroundKind::color; }
    const Background& background() const { return m_background; }

    // Fills row y of a piece with RGB samples, 0..1.
    using Rows = std::function<void(int y, std::span<float> rgb)>;
    Rows rows(const PieceView& view, int width) const; // of the piece; the backdrop outlives them

private:
    Rows gradient(const PieceView& view) const;
    Rows picture(const PieceView& view) const;
    Rows blurred(const PieceView& view, int width) const;

    Background m_background;
    std::string m_icc;
    std::array<float, 3> m_color{};
    std::array<float, 3> m_second{};
    Image m_picture;       // RGB, its own profile
    Image m_blurred;       // f32 RGB, small
    double m_cellsX = 0.0; // pixels of m_blurred that the photo's width is
    double m_cellsY = 0.0;
};

// A file's state, as a part of a result's key: changes when the background picture does. Empty without one.
std::string stampOf(const std::optional<Background>& background);
// Throws as reading would where the picture isn't there or is none, from its header alone.
void checkPicture(const std::optional<Background>& background);

// The colour as samples of a picture in this profile (empty: sRGB), 0..1. In sRGB exactly as given.
std::array<float, 3> inProfile(Color color, const std::string& icc);

} // namespace kerf
