// Passages put together: equal ones are one wording, wordings that are nearly the same are one family.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/page_lists.h"
#include "match/match_text.h"
#include "match/passage.h"

namespace nuskha {

/// Where a wording stands.
struct PassagePlace {
  std::uint32_t text = 0;
  Passage words;
  bool is_part = false;  ///< Of a block: more words stand before or after it.
  friend auto operator<=>(const PassagePlace&, const PassagePlace&) = default;
};

/// One wording, numbers apart.
struct PassageVariant {
  std::vector<PassagePlace> places;  ///< Sorted; no place twice.
  PassagePlace example;              ///< The first place that has all of the wording.
  std::uint64_t documents = 0;       ///< That hold it.
};

/// Wordings of one passage: a reworded footer, and parts of it that stand alone.
struct PassageFamily {
  std::vector<PassageVariant> variants;  ///< Most documents first, then by example.
  std::uint64_t documents = 0;           ///< That hold any of them.
};

/// Passages of texts, and what they are counted by.
struct PassagesOfTexts {
  std::span<const MatchText> texts;
  const PageLists<Passage>& passages;        ///< Of each text: sorted, apart from one another.
  const PageLists<std::uint32_t>& holders;   ///< Of each text: the documents that have it.
  std::span<const std::uint32_t> family_of;  ///< Of each text; no value: each counts.
  /// Families of passages that stand in fewer families of texts than this are left out.
  std::size_t least_families = 1;
};

/// Cuts the passages at the ends of blocks, joins blocks that nearly always follow one another, collects equal
/// wordings, and groups wordings: one joins the most common wording with which it has half of its shingles of 3 words
/// in common (Dice), of which it has four fifths, or which, if that has 8 words, stands in it to four fifths. Wordings
/// are never compared with others than these most common ones, so that no chain ties two footers together. Sorted by
/// number of documents, most first, then by example. Cost: O(words in passages), and sorting the passages.
/// Deterministic.
std::vector<PassageFamily> group_passages(const PassagesOfTexts& input);

}  // namespace nuskha
