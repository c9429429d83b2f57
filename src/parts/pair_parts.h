// Candidates of a task to verified pairs: what a scan does with all candidates, done with some.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/page_lists.h"
#include "match/candidates.h"
#include "match/passage.h"
#include "match/verify.h"
#include "nuskha/result.h"
#include "parts/candidate_parts.h"
#include "parts/part_texts.h"

namespace nuskha {

/// Pairs by places. Fails with malformed if a text isn't there.
Result<std::vector<Candidate>> candidates_of(std::span<const TextPair> pairs, const PartTexts& texts);

/// What each text has, by place: `rows` are of some of them, u32 begin, u32 end for each passage. Fails with malformed
/// for half a passage, and for one beyond the end of its text.
Result<PageLists<Passage>> passages_of(const PartTexts& texts, std::span<const TextRow> rows);

/// What the pairs of a task are compared with once boilerplate is known.
struct KnownOfTexts {
  const PageLists<Passage>& passages;      ///< Of each text, by place.
  std::span<const std::string_view> rare;  ///< Of each text, by place: which of its shingles are rare.
  bool keep_boilerplate = false;
  bool is_whole = false;  ///< These are all texts of a small archive (most_texts_of_small_archive).
};

/// Verified pairs, and of which of them the bodies are the same.
struct ComparedPairs {
  std::vector<VerifiedPair> pairs;
  std::vector<TextPair> same_bodies;  ///< By ids; of pairs that are reissues if they are revisions in the end.
};

/// What a scan does between verify and mark_forms: verify_boilerplate, passages in common, closing blocks; and what
/// mark_reissues would find of the pairs then. `known` are the pairs that verify gave.
ComparedPairs compare_bodies(const PartTexts& texts, const KnownOfTexts& known_of_texts,
                             std::span<const Candidate> candidates, std::vector<VerifiedPair> known,
                             const MatchOptions& options);

}  // namespace nuskha
