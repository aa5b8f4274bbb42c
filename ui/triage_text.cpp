#include "ui/triage_text.h"

#include <QLocale>

#include <cmath>

namespace kerf::ui {
namespace {

QString number(double value, int decimals) {
    return QLocale().toString(value, 'f', decimals);
}

// Without zeros at its end.
QString shortNumber(double value, int decimals) {
    const bool isWhole = std::abs(value - std::round(value)) < 0.5 * std::pow(10.0, -decimals);
    return number(value, isWhole ? 0 : decimals);
}

} // namespace

QString TriageText::share(double value) {
    const double percent = value * 100.0;
    if (percent > 0.0 && percent < 0.01) {
        return tr("< %1 %").arg(number(0.01, 2));
    }
    if (percent < 100.0 && percent > 99.99) {
        return tr("> %1 %").arg(number(99.99, 2));
    }
    const bool isNearEnd = percent < 1.0 || percent > 99.0;
    return tr("%1 %").arg(shortNumber(percent, isNearEnd ? 2 : 1));
}

QString TriageText::value(double value, TriageUnit unit) {
    switch (unit) {
    case TriageUnit::share:
        return share(value);
    case TriageUnit::pixels:
        return tr("%1 px").arg(shortNumber(value, 2));
    case TriageUnit::area:
        return tr("%1 px").arg(QLocale().toString(qlonglong(std::llround(value))));
    case TriageUnit::count:
        return QLocale().toString(qlonglong(std::llround(value)));
    case TriageUnit::factor:
        return tr("%1×").arg(shortNumber(value, 2));
    case TriageUnit::levels:
        return value == 1.0 ? tr("1 level") : tr("%1 levels").arg(shortNumber(value, 2));
    }
    return {};
}

QString TriageText::unit(TriageUnit unit) {
    switch (unit) {
    case TriageUnit::share:
        return tr(" %");
    case TriageUnit::pixels:
    case TriageUnit::area:
        return tr(" px");
    case TriageUnit::factor:
        return tr("×");
    case TriageUnit::levels:
        return tr(" levels");
    case TriageUnit::count:
        break;
    }
    return {};
}

QString TriageText::title(const Finding& finding) {
    switch (finding.code) {
    case FindingCode::nothing_found:
        return tr("Hardly any subject");
    case FindingCode::everything_found:
        return tr("Hardly anything cut away");
    case FindingCode::much_partial:
        return tr("Much of the matte is undecided");
    case FindingCode::haze:
        return tr("Haze left of the background");
    case FindingCode::edge_wide:
        return tr("Wide, blurry edge");
    case FindingCode::edge_hard:
        return tr("Hard edge without smoothing");
    case FindingCode::interior_soft:
        return tr("Softness inside the subject");
    case FindingCode::holes:
        return tr("Holes in the subject");
    case FindingCode::islands:
        return tr("Pieces apart from the subject");
    case FindingCode::ghosts:
        return tr("Faint remains");
    case FindingCode::cut_left:
        return tr("Touches the left side");
    case FindingCode::cut_top:
        return tr("Touches the top");
    case FindingCode::cut_right:
        return tr("Touches the right side");
    case FindingCode::cut_bottom:
        return tr("Touches the bottom");
    case FindingCode::coarse_mask:
        return tr("Coarse mask");
    case FindingCode::drift:
        return tr("Colours or exposure drifted");
    case FindingCode::shift:
        return tr("The result is shifted");
    case FindingCode::other_profile:
        return tr("Another colour profile");
    case FindingCode::detail_lost:
        return tr("Detail was removed with the noise");
    case FindingCode::seams:
        return tr("Seams between tiles");
    }
    return {};
}

QString TriageText::detail(const Finding& finding) {
    const TriageThreshold* threshold = findTriageThreshold(finding.thresholdName);
    const TriageUnit unit = threshold ? threshold->unit : TriageUnit::factor;
    const QString measured = value(finding.value, unit);
    const QString limit = value(finding.threshold, unit);
    switch (finding.code) {
    case FindingCode::nothing_found:
    case FindingCode::edge_hard:
        return tr("%1, at least %2 expected").arg(measured, limit);
    case FindingCode::holes:
    case FindingCode::islands:
    case FindingCode::ghosts:
        return tr("%1 (limit %2), the largest %3")
            .arg(measured, limit, value(double(finding.area), TriageUnit::area));
    case FindingCode::cut_left:
    case FindingCode::cut_top:
    case FindingCode::cut_right:
    case FindingCode::cut_bottom:
        return tr("along %1 of it, limit %2").arg(measured, limit);
    case FindingCode::coarse_mask:
        return tr("1 mask pixel = %1 image pixels, limit %2")
            .arg(shortNumber(finding.value, 1), shortNumber(finding.threshold, 1));
    case FindingCode::other_profile:
        return tr("the result names another one than the photo");
    default:
        return tr("%1, limit %2").arg(measured, limit);
    }
}

QString TriageText::severity(Severity severity) {
    switch (severity) {
    case Severity::note:
        return tr("Note");
    case Severity::warning:
        return tr("Warning");
    case Severity::problem:
        return tr("Problem");
    }
    return {};
}

QString TriageText::place(MatteRegionKind kind) {
    switch (kind) {
    case MatteRegionKind::hole:
        return tr("Hole");
    case MatteRegionKind::island:
        return tr("Piece apart");
    case MatteRegionKind::ghost:
        return tr("Faint remains");
    case MatteRegionKind::soft_interior:
        return tr("Soft inside");
    }
    return {};
}

QString TriageText::label(const TriageThreshold& threshold) {
    const std::pair<double TriageThresholds::*, QString> labels[] = {
        {&TriageThresholds::minCoverage, tr("Least coverage")},
        {&TriageThresholds::maxCoverage, tr("Most coverage")},
        {&TriageThresholds::maxPartial, tr("Undecided share")},
        {&TriageThresholds::maxHaze, tr("Haze")},
        {&TriageThresholds::maxEdgeWidth, tr("Edge width")},
        {&TriageThresholds::minEdgeWidth, tr("Least edge width")},
        {&TriageThresholds::softDistance, tr("Inside from")},
        {&TriageThresholds::maxInteriorSoft, tr("Softness inside")},
        {&TriageThresholds::minSpotArea, tr("Smallest place")},
        {&TriageThresholds::maxHoles, tr("Holes")},
        {&TriageThresholds::maxIslands, tr("Pieces apart")},
        {&TriageThresholds::maxGhosts, tr("Faint remains")},
        {&TriageThresholds::maxFrameContact, tr("Frame contact")},
        {&TriageThresholds::maxMaskScale, tr("Mask coarseness")},
        {&TriageThresholds::maxDrift, tr("Drift")},
        {&TriageThresholds::maxShift, tr("Shift")},
        {&TriageThresholds::maxDetailLost, tr("Detail removed")},
        {&TriageThresholds::maxSeam, tr("Seams")}};
    for (const auto& [value, label] : labels) {
        if (value == threshold.value) {
            return label;
        }
    }
    return {};
}

QString TriageText::help(const TriageThreshold& threshold) {
    const std::pair<double TriageThresholds::*, QString> texts[] = {
        {&TriageThresholds::minCoverage, tr("Flag a matte that covers less of the picture")},
        {&TriageThresholds::maxCoverage, tr("Flag a matte that covers more of the picture")},
        {&TriageThresholds::maxPartial, tr("Flag when more pixels are neither 0 nor 1")},
        {&TriageThresholds::maxHaze, tr("Flag when more pixels are barely above 0 (up to 0.05)")},
        {&TriageThresholds::maxEdgeWidth,
         tr("Flag when a tenth of the edge is wider than this (5 % to 95 %)")},
        {&TriageThresholds::minEdgeWidth, tr("Flag when half of the edge is narrower than this")},
        {&TriageThresholds::softDistance,
         tr("Softness counts as inside when it is further than this from any pixel that is 0")},
        {&TriageThresholds::maxInteriorSoft, tr("Flag when more of the picture is soft inside the subject")},
        {&TriageThresholds::minSpotArea, tr("Leave smaller holes, pieces, remains and soft places out")},
        {&TriageThresholds::maxHoles, tr("Flag when there are more holes")},
        {&TriageThresholds::maxIslands, tr("Flag when there are more pieces apart from the subject")},
        {&TriageThresholds::maxGhosts, tr("Flag when there are more faint patches apart from the subject")},
        {&TriageThresholds::maxFrameContact, tr("Flag when the subject runs along more of a side")},
        {&TriageThresholds::maxMaskScale,
         tr("Flag when one pixel of the engine's mask became more pixels of the result's side")},
        {&TriageThresholds::maxDrift, tr("Flag when a colour's mean moved by more 8-bit levels")},
        {&TriageThresholds::maxShift, tr("Flag when the result lies further from where the photo is")},
        {&TriageThresholds::maxDetailLost,
         tr("Flag when so much more was removed at edges than in flat parts")},
        {&TriageThresholds::maxSeam,
         tr("Flag when a tile's border stands out so much more than what is beside it")}};
    for (const auto& [value, text] : texts) {
        if (value == threshold.value) {
            return text;
        }
    }
    return {};
}

} // namespace kerf::ui
