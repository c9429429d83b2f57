// Families of texts, arranged while the words are still at hand.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "match/match_text.h"
#include "nuskha/family.h"
#include "nuskha/report.h"
#include "scan/assemble.h"

namespace nuskha {

/// Arranges every family of two texts or more. `texts` are those of findings.groups, `documents` the records of
/// findings.documents (for their dates). Sorted by first text. On `threads` threads.
std::vector<TextFamily> arrange_families(const Findings& findings, std::span<const MatchText> texts,
                                         const DocumentRecords& documents, unsigned threads);

}  // namespace nuskha
