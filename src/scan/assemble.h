// From verified pairs of texts to the report on documents.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/page_lists.h"
#include "match/text_groups.h"
#include "match/verify.h"
#include "nuskha/family.h"
#include "nuskha/report.h"

namespace nuskha {

/// What the stages found, in terms of groups of equal texts.
struct Findings {
  std::span<const TextIdentity> documents;   ///< Of every document, in the report's order.
  const PageLists<std::uint32_t>& groups;    ///< Documents of each distinct text.
  std::span<const VerifiedPair> pairs;       ///< Between groups, by their positions.
  std::span<const std::uint32_t> family_of;  ///< Lowest group of each group's family.
};

/// A family of two texts or more, before copies are spelled out.
struct TextFamily {
  std::vector<std::uint32_t> texts;  ///< Positions in Findings::groups, by date and then position.
  Stemma stemma;                     ///< Of `texts`.
  double cohesion = 1;               ///< The least similarity that was measured between two of them.
  bool cohesion_known = true;        ///< All pairs were measured.
};

/// Adds Findings::pairs, of documents, to the report's: of texts with many copies only the first ones are paired.
void add_verified_pairs(const Findings& findings, Report& report);

/// Fills the report's pairs and families, and what the summary says of them. report.documents and report.problems must
/// be there already; `families` as arrange_families gives them.
void assemble(const Findings& findings, std::span<const TextFamily> families, Report& report);

}  // namespace nuskha
