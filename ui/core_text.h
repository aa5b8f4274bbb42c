#pragma once

#include <QString>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kerf::ui {

// core's English in the language of the window. core has no translations: it says "the disk is full; 12 MB
// are needed: free some space", and what it says is looked up in coreSentences() whole, or sentence by
// sentence and clause by clause. What isn't found there (a library's own message) stays as it is. GUI thread
// only.
QString coreText(std::string_view english);

// Notices, each as a sentence, in one line.
QString coreSentencesText(const std::vector<std::string>& english);

// Nothing where a part of it would stay English in a window that is not.
std::optional<QString> coreTextIfKnown(std::string_view english);

} // namespace kerf::ui
