#pragma once

#include "core/contract/run_comparison.h"

#include <span>
#include <string>
#include <utility>

namespace kerf {

// One pair on one line: {"type":"pair","name","state","a","b","renamed","identical","other_shape","metrics",
// "changes","judgement","error"}. "a" and "b": null or
// {"file","format","width","height","bits_per_sample","alpha", "matte","profile","file_size"}; "metrics":
// every name of metrics(), null where not measured. Names that are no UTF-8 have their broken bytes replaced,
// and a "name_bytes" or "file_bytes" beside them has the exact ones, percent-encoded. Never throws for broken
// text.
std::string toJson(const RunPair& pair);

// {"type":"summary","a","b","compared","identical","failed","missing","extra","renamed","changed":{...},"ignored",
// "unreadable":[...],"gates":[{"gate","beyond","worst","name","pairs","measured"}]}
std::string summaryJson(const RunComparison& comparison, std::span<const GateResult> gates);

// A whole report, indented: the summary's members and "kerf_comparison":1,
// "metrics":[{"name","title","about", "more_is_better"}] and "pairs":[...].
std::string toJson(const RunComparison& comparison, std::span<const GateResult> gates);

// As a table, RFC 4180: a line of names, then one a pair. Text that a spreadsheet would take for a formula
// has an apostrophe before it.
std::string toCsv(const RunComparison& comparison);

// What a report calls the two: the last parts of their paths, as few as tell them apart, so that no report
// says where somebody's folders lie.
std::pair<std::string, std::string> labelsOf(const RunComparison& comparison);

} // namespace kerf
