#pragma once

namespace kerf {

// contact_sheet.css and contact_sheet.js, which every sheet has inside.
extern const char* const kSheetStyle;
extern const char* const kSheetScript;

} // namespace kerf
