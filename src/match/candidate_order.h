// In which order candidates are gone through.
#pragma once

#include <cstdint>
#include <span>

#include "base/page_store.h"
#include "match/candidates.h"
#include "match/match_text.h"

namespace nuskha {

/// Candidates sorted by their texts, and where the words of all texts take more than `most_bytes`, by blocks of second
/// texts first, so that the words of a block stay in memory while first texts pass by once for each block: what lies on
/// disk is then read from end to end a few times, and not here and there for each candidate. The second order is a
/// copy, 12 bytes a candidate, in `pages`. Views the candidates. Cost O(texts + candidates).
class CandidateOrder {
 public:
  CandidateOrder(std::span<const MatchText> texts, std::span<const Candidate> candidates, std::uint64_t most_bytes,
                 PageStore* pages);
  /// By blocks of a quarter of the memory that `pages` may take; as they are without `pages`.
  CandidateOrder(std::span<const MatchText> texts, std::span<const Candidate> candidates, PageStore* pages);

  std::span<const Candidate> candidates() const { return by_blocks_.empty() ? candidates_ : std::span(by_blocks_); }

 private:
  std::span<const Candidate> candidates_;
  PageVector<Candidate> by_blocks_;  // empty if they are taken as they are
};

}  // namespace nuskha
