#pragma once

#include "core/contract/finding.h"

#include <QCoreApplication>
#include <QString>

namespace kerf::ui {

// What matte reports, findings and thresholds are called. GUI thread only.
class TriageText {
    Q_DECLARE_TR_FUNCTIONS(TriageText)

public:
    static QString share(double value); // "1.4 %", as exact as it takes to tell it from 0 and 100
    static QString value(double value, TriageUnit unit); // "12.5 px"
    static QString title(const Finding& finding);        // "Softness inside the subject"
    static QString detail(const Finding& finding);       // "1.4 % of the picture, limit 0.2 %"
    static QString severity(Severity severity);          // a word
    static QString place(MatteRegionKind kind);          // "Hole"
    static QString label(const TriageThreshold& threshold);
    static QString help(const TriageThreshold& threshold); // where the limit has an effect
    static QString unit(TriageUnit unit);                  // as a spin box's suffix, with its space
};

} // namespace kerf::ui
