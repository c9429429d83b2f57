// Damaged and freely spelt copies: texts that share too few words whole, compared letter by letter.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/page_lists.h"
#include "match/match_text.h"
#include "match/passage.h"
#include "match/verify.h"
#include "nuskha/input.h"
#include "nuskha/match.h"
#include "nuskha/text.h"
#include "scan/read_again.h"

namespace nuskha {

/// The texts of a scan, and what is known of them.
struct NoisyTexts {
  std::span<const MatchText> texts;
  std::span<const KnownDocument> documents;      ///< Of each text, one that holds it; in order of path.
  std::span<const std::uint32_t> family_of;      ///< Of each text, so far.
  const PageLists<Passage>& boilerplate;         ///< Of each text; empty: none is set aside.
  std::span<const VerifiedPair> pairs;           ///< Related so far.
  std::size_t max_bytes = std::size_t{1} << 29;  ///< That finding candidates may take (noise_join).
  PageStore* pages = nullptr;                    ///< Where these lie; nullptr: on the heap.
};

struct NoisyPairs {
  std::vector<VerifiedPair> pairs;  ///< Revisions, sorted; may replace shared passages among the known pairs.
  std::vector<Problem> problems;    ///< Texts that could not be read again.
};

/// Finds damaged copies: candidates by noise_join, and pairs that share a passage, are read again from `source` unless
/// their words rule them out, and aligned by FuzzyAligner. Gives nothing at level layout, where letters must agree, and
/// at a threshold above 0.7. Letters are kept for 16 million words at most at a time; texts are read more than once if
/// that isn't enough. `known` problems (sorted) aren't reported again. The same for every number of threads.
NoisyPairs find_noisy_pairs(const NoisyTexts& input, const DocumentSource& source, std::span<const Problem> known,
                            Level level, const MatchOptions& options, unsigned threads);

}  // namespace nuskha
