#include "ui/run_text.h"

#include "ui/error_text.h"
#include "ui/text.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace kerf::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Runs)
};

QString sizeText(const PairSide& side) {
    return Words::tr("%1 × %2").arg(side.width).arg(side.height);
}

QString alphaText(const PairSide& side) {
    return side.hasAlpha ? Words::tr("alpha") : Words::tr("no alpha");
}

QString profileText(const PairSide& side) {
    return side.profile.empty() ? Words::tr("no profile") : QString::fromStdString(side.profile);
}

QString changeText(const RunPair& pair, ChangeKind kind) {
    const PairSide& a = pair.a;
    const PairSide& b = pair.b;
    const QString arrow = Words::tr("%1 → %2");
    switch (kind) {
    case ChangeKind::size:
        return arrow.arg(sizeText(a), sizeText(b));
    case ChangeKind::depth:
        return arrow.arg(
            Words::tr("%1 bits").arg(a.bitsPerSample), Words::tr("%1 bits").arg(b.bitsPerSample));
    case ChangeKind::alpha:
        return arrow.arg(alphaText(a), alphaText(b));
    case ChangeKind::profile:
        return arrow.arg(profileText(a), profileText(b));
    case ChangeKind::exif:
        return Words::tr("other EXIF");
    }
    return {};
}

} // namespace

QString metricTitle(Metric metric) {
    switch (metric) {
    case Metric::change:
        return Words::tr("Change");
    case Metric::mae:
        return Words::tr("MAE");
    case Metric::sad:
        return Words::tr("SAD");
    case Metric::mse:
        return Words::tr("MSE");
    case Metric::gradient:
        return Words::tr("Gradient");
    case Metric::connectivity:
        return Words::tr("Connectivity");
    case Metric::iou:
        return Words::tr("IoU");
    case Metric::boundary_mean:
        return Words::tr("Boundary");
    case Metric::boundary_p95:
        return Words::tr("Boundary 95 %");
    case Metric::color_mean:
        return Words::tr("Colour");
    case Metric::color_p95:
        return Words::tr("Colour 95 %");
    }
    return {};
}

QString metricHelp(Metric metric) {
    switch (metric) {
    case Metric::change:
        return Words::tr("How much changed: the larger of the alpha’s mean difference in per cent and the "
                         "mean colour difference");
    case Metric::mae:
        return Words::tr("Mean absolute difference of the alphas, 0 to 1");
    case Metric::sad:
        return Words::tr("Sum of the absolute differences of the alphas, in thousands");
    case Metric::mse:
        return Words::tr("Mean squared difference of the alphas");
    case Metric::gradient:
        return Words::tr("Difference of the alphas’ gradients, in thousands: hair and other fine edges");
    case Metric::connectivity:
        return Words::tr("Pieces that hang together in one alpha only, in thousands of pixels");
    case Metric::iou:
        return Words::tr("Overlap of what is at least half opaque: 1 is the same, 0 is none");
    case Metric::boundary_mean:
        return Words::tr("Mean distance between the contours at half alpha, in pixels");
    case Metric::boundary_p95:
        return Words::tr("Distance between the contours that 95 % of them don’t exceed, in pixels");
    case Metric::color_mean:
        return Words::tr(
            "Mean colour difference (CIEDE2000) where both are seen; 1 is just visible side by side");
    case Metric::color_p95:
        return Words::tr("Colour difference that 95 % don’t exceed");
    }
    return {};
}

QString metricText(const RunPair& pair, Metric metric) {
    const auto value = valueOf(pair, metric);
    return value ? QLocale().toString(*value, 'f', infoOf(metric).decimals) : QString();
}

QString pairStateText(const RunPair& pair) {
    switch (pair.state) {
    case PairState::waiting:
        return Words::tr("Waiting");
    case PairState::failed:
        return Words::tr("Failed");
    case PairState::only_a:
        return Words::tr("Missing in B");
    case PairState::only_b:
        return Words::tr("Extra in B");
    case PairState::compared:
        break;
    }
    return pair.isOtherShape  ? Words::tr("Another shape")
           : pair.isIdentical ? Words::tr("The same file")
                              : QString();
}

QString pairChangesText(const RunPair& pair) {
    QStringList parts;
    if (pair.isRenamed) {
        parts << Words::tr("renamed from %1").arg(toText(pair.a.file));
    }
    for (const PairChange& change : pair.changes) {
        parts << changeText(pair, change.kind);
    }
    return parts.join(Words::tr("; "));
}

QString pairProblemText(const RunPair& pair) {
    if (pair.failure) {
        const ErrorText error = errorText(*pair.failure);
        return Words::tr("%1. %2").arg(error.title, error.whole());
    }
    if (pair.isOtherShape) {
        return Words::tr("The pictures have other proportions (%1 and %2), so nothing was measured.")
            .arg(sizeText(pair.a), sizeText(pair.b));
    }
    return {};
}

} // namespace kerf::ui
