// Candidates to verified pairs.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "match/boilerplate.h"
#include "match/candidates.h"
#include "match/match_text.h"
#include "nuskha/match.h"

namespace nuskha {

/// A pair of texts that were measured and found to be related. a < b by index.
struct VerifiedPair {
  std::uint32_t a;
  std::uint32_t b;
  Relation relation;           ///< Of a to b.
  Measurements measurements;   ///< Of the whole texts.
  double body_similarity = 0;  ///< With boilerplate set aside.
  /// Of a revision that was found by near words only, the similarity in which these count too; else 0.
  double fuzzy_similarity = 0;
};

/// Finds pairs among sorted ones: in a step or two when they are asked for in order, in O(log n) else.
class PairCursor {
 public:
  explicit PairCursor(std::span<const VerifiedPair> pairs) : pairs_(pairs), rest_(pairs) {}

  /// The pair of the candidate's texts, or nullptr.
  const VerifiedPair* find(const Candidate& candidate) {
    if (candidate < last_) rest_ = pairs_;
    last_ = candidate;
    const auto before = [&](const VerifiedPair& x) {
      return x.a < candidate.a || (x.a == candidate.a && x.b < candidate.b);
    };
    // Looks twice as far each time: another thread may have had what lies between.
    std::size_t end = 0;
    for (std::size_t step = 1; end < rest_.size() && before(rest_[end]); step *= 2)
      end = std::min(rest_.size(), end + step);
    const auto place = std::partition_point(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(end), before);
    rest_ = rest_.subspan(static_cast<std::size_t>(place - rest_.begin()));
    const bool is_found = !rest_.empty() && rest_.front().a == candidate.a && rest_.front().b == candidate.b;
    return is_found ? &rest_.front() : nullptr;
  }

 private:
  std::span<const VerifiedPair> pairs_;
  std::span<const VerifiedPair> rest_;  // from the last one asked for on
  Candidate last_{0, 0};
};

/// How strongly a pair ties its texts into one family. The Jaccard index is the greatest only of texts with the same
/// parts in another order.
inline double strength_of(const VerifiedPair& pair) {
  return std::max(
      {pair.measurements.similarity, pair.measurements.jaccard, pair.body_similarity, pair.fuzzy_similarity});
}

/// Measures every candidate (of texts that are known to differ) and keeps those with a relation, sorted by (a, b). A
/// candidate whose words cannot reach any relation, whatever their order, is dropped by that bound alone. `num_done`,
/// if given, counts up to the number of candidates. Measurements::common_bag is counted only below the threshold, where
/// it decides. The same for every number of threads. What is kept of each text, 0.5 kB, lies in `pages` or on the heap.
std::vector<VerifiedPair> verify(std::span<const MatchText> texts, std::span<const Candidate> candidates,
                                 const MatchOptions& options, unsigned threads,
                                 std::atomic<std::uint64_t>* num_done = nullptr, PageStore* pages = nullptr);

/// Verifies candidates with boilerplate in them once more, now that it is known: `bodies` are the texts without it.
/// `known` is what verify has found of them; what it has not found can only be alike in its bodies.
std::vector<VerifiedPair> verify_again(std::span<const MatchText> texts, const Bodies& bodies,
                                       std::span<const Candidate> candidates, std::span<const VerifiedPair> known,
                                       const MatchOptions& options, unsigned threads, PageStore* pages = nullptr);

/// Measures candidates that verify and verify_again have found no relation of, but that passage_join has counted a
/// shared passage of. `bodies` are the texts without boilerplate, or nullptr. Sorted; the same for every number of
/// threads.
std::vector<VerifiedPair> measure_passages(std::span<const MatchText> texts, const Bodies* bodies,
                                           std::span<const Candidate> candidates, const MatchOptions& options,
                                           unsigned threads);

/// True when no order of the words could give the two a relation: the words in common, repetitions counted, are too few
/// for one document, and the rare shingles for a passage.
bool cannot_match(std::size_t words_a, std::size_t words_b, std::size_t common_words_bound, std::size_t rare_shingles,
                  const MatchOptions& options);

/// The same of the words in common in the order of the text, that is, when the LCS is known.
bool cannot_match_in_order(std::size_t words_a, std::size_t words_b, std::size_t common_words,
                           std::size_t rare_shingles, const MatchOptions& options);

/// Of texts that have no relation when measured as a whole, true if their bodies are long enough, and enough of the
/// texts is boilerplate, that similar bodies would give them one.
bool may_be_alike_in_body(std::size_t words_of_texts, std::size_t body_a, std::size_t body_b);

/// As cannot_match, of the bodies of such texts. `may_be_alike` is what may_be_alike_in_body says.
bool bodies_cannot_match(std::size_t body_a, std::size_t body_b, std::size_t common_words_bound, bool may_be_alike,
                         const MatchOptions& options);

/// As cannot_match_in_order, of the bodies of such texts.
bool bodies_cannot_match_in_order(std::size_t body_a, std::size_t body_b, std::size_t common_words,
                                  const MatchOptions& options);

/// The least number up to `end` of which `is_excluded` is false, where it is true of all below and false of all above;
/// else `end`.
template <class IsExcluded>
std::size_t least_not_excluded(std::size_t end, IsExcluded&& is_excluded) {
  std::size_t begin = 0;
  while (begin < end) {
    const std::size_t middle = begin + (end - begin) / 2;
    if (is_excluded(middle)) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

/// True when so many words are in common, whatever their order, that the two may be the same parts in another order.
bool may_be_rearranged(std::size_t words_a, std::size_t words_b, std::size_t common_words_bound);

/// True when the words in common in whatever order have a say, as those in order are below the threshold.
bool needs_common_bag(std::size_t words_a, std::size_t words_b, std::size_t common_words, const MatchOptions& options);

/// True when numbers were replaced on both sides: next week's bulletin, not a version of this week's.
bool has_replaced_numbers(const Measurements& m);

/// Measures all of two bodies.
using MeasureBody = std::function<Measurements()>;

/// The same relation as decide from the bodies' words and similarity alone, where it follows from these: what else
/// there is to measure of them is only asked for where it matters.
std::optional<Relation> decide(const Measurements& text, const Measurements& in_order, const MeasureBody& measure_body,
                               const MatchOptions& options);

/// The Jaccard index of shingles that texts of this similarity have if the changes are scattered evenly.
double scattered_jaccard(double similarity);

/// Least similarity of a revision whose shorter text has so many words.
double threshold_for(std::size_t words, double threshold);

/// Least number of shingles which few texts hold, in two texts, that makes them a shared passage. `shingles` are the
/// distinct ones of the text that has fewer.
std::size_t least_rare_shingles(std::size_t shingles);

}  // namespace nuskha
