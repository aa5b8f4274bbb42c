#pragma once

#include "core/contract/run_comparison.h"

#include <QString>

namespace kerf::ui {

// A comparison's words and numbers in the language of the window. GUI thread only.

QString metricTitle(Metric metric); // short, for a column
QString metricHelp(Metric metric);
QString metricText(const RunPair& pair, Metric metric); // empty where it was not measured
QString pairStateText(const RunPair& pair);             // empty for one that was compared and differs
QString pairChangesText(const RunPair& pair);           // size, depth, alpha, profile, EXIF; empty: none
QString pairProblemText(const RunPair& pair);           // why it could not be measured; empty: it could

} // namespace kerf::ui
