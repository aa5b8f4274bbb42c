#pragma once

#include "core/contract/events.h"

#include <QString>

namespace kerf::ui {

// A failure in the words of a person who wants their photo back.
struct ErrorText {
    QString title;       // "“IMG_1.jpg” is damaged"
    QString explanation; // what happened
    QString remedy;      // what to do
    QString detail;      // core's English sentence; may be empty

    QString whole() const; // all but the title; the detail on a line of its own
};

ErrorText errorText(const JobFailure& failure);

} // namespace kerf::ui
