#pragma once

#include "core/contract/events.h"

#include <QString>

namespace kerf::ui {

// A failure in the words of a person who wants their photo back. Cause and remedy are core's own where it
// gives them, since those know more, and the window's for this kind of error otherwise; each is said once.
struct ErrorText {
    QString title;       // "“IMG_1.jpg” is damaged"
    QString explanation; // what happened
    QString remedy;      // what to do
    QString detail;      // for a report: what went wrong inside; may be empty

    QString whole() const; // all but the title; the detail on a line of its own
};

ErrorText errorText(const JobFailure& failure);

} // namespace kerf::ui
