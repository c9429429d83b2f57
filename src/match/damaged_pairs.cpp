// Entry points: reconsider_as_damaged, DamageFilter::measure, compare_letters. Test: tests/scan/noisy_pairs_test.cpp.
#include "match/damaged_pairs.h"

#include "match/fuzzy_verdict.h"

namespace nuskha {
namespace {

bool is_ruled_out(const Measurements& exact) { return has_replaced_numbers(exact) || !is_scattered(exact); }

}  // namespace

std::optional<VerifiedPair> reconsider_as_damaged(const VerifiedPair& known, double odd_share_a, double odd_share_b) {
  const Measurements& exact = known.measurements;
  if (known.relation != Relation::shared_passage) return std::nullopt;
  if (!may_be_damaged(exact.words_a, exact.words_b, exact.common_words, odd_share_a, odd_share_b)) return std::nullopt;
  if (is_ruled_out(exact)) return std::nullopt;
  return VerifiedPair{known.a, known.b, Relation::revision, exact, known.body_similarity};
}

std::optional<VerifiedPair> DamageFilter::measure(const Candidate& candidate) {
  const MatchText& a = texts_[candidate.a];
  const MatchText& b = texts_[candidate.b];
  const auto may_be_damaged = [&](std::size_t common_words) {
    return nuskha::may_be_damaged(a.words.size(), b.words.size(), common_words, odd_shares_[candidate.a],
                                  odd_shares_[candidate.b]);
  };
  if (prepared_ != candidate.a) probe_.set_text(a);
  prepared_ = candidate.a;
  const std::size_t least = least_words_of_damaged(a.words.size(), b.words.size());
  if (!may_be_damaged(probe_.common_words_bound(b.words, least))) return std::nullopt;
  const std::optional<std::size_t> lcs = probe_.lcs_length(b.words, least);
  if (!lcs || !may_be_damaged(*lcs)) return std::nullopt;
  VerifiedPair out{candidate.a, candidate.b, Relation::revision, {}};
  out.measurements = probe_.measure(b, probe_.count_shingles(b.words), *lcs, false);
  out.body_similarity = out.measurements.similarity;
  if (is_ruled_out(out.measurements)) return std::nullopt;
  return out;
}

bool compare_letters(FuzzyAligner& aligner, const FuzzyText& a, const FuzzyText& b,
                     std::span<const Passage> boilerplate_a, std::span<const Passage> boilerplate_b,
                     const MatchOptions& options, VerifiedPair& pair) {
  const std::span<const WordMatch> matches =
      aligner.align(a, b, least_words_matched(a.words.size(), b.words.size(), options));
  const FuzzyMeasurements fuzzy =
      measure_fuzzily(a.words.size(), b.words.size(), matches, boilerplate_a, boilerplate_b);
  if (!is_damaged_copy(pair.measurements, fuzzy, options)) return false;
  pair.fuzzy_similarity = fuzzy.similarity;
  return true;
}

}  // namespace nuskha
