// Pairs of texts that may be damaged copies: what their words say of it, then their letters.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "match/candidates.h"
#include "match/fuzzy_alignment.h"
#include "match/match_text.h"
#include "match/passage.h"
#include "match/probe.h"
#include "match/verify.h"
#include "nuskha/match.h"

namespace nuskha {

/// What a known pair may be besides: a revision, its letters to be compared, if it is a shared passage and its words
/// don't rule that out. Odd shares are those of its texts.
std::optional<VerifiedPair> reconsider_as_damaged(const VerifiedPair& known, double odd_share_a, double odd_share_b);

/// Measures candidates that may be damaged copies, the cheapest tests first. Holds tables: use one per thread.
class DamageFilter {
 public:
  /// `odd_shares` are those of `texts`; both must live longer.
  DamageFilter(std::span<const MatchText> texts, std::span<const float> odd_shares, const MatchOptions& options)
      : texts_(texts), odd_shares_(odd_shares), probe_(options.shingle_words) {}

  /// A revision, its letters to be compared, unless the words of the pair rule that out. Fastest where candidates come
  /// in order.
  std::optional<VerifiedPair> measure(const Candidate& candidate);

 private:
  std::span<const MatchText> texts_;
  std::span<const float> odd_shares_;
  Probe probe_;
  std::optional<std::uint32_t> prepared_;  // the text that the probe holds
};

/// Lays the texts of a pair side by side and sets its fuzzy similarity; false if it is no damaged copy.
bool compare_letters(FuzzyAligner& aligner, const FuzzyText& a, const FuzzyText& b,
                     std::span<const Passage> boilerplate_a, std::span<const Passage> boilerplate_b,
                     const MatchOptions& options, VerifiedPair& pair);

}  // namespace nuskha
