// From measurements to a relation. Entry point: decide. The constants, their reasons and the corpora they were tuned on
// are in docs/algorithm.md, "Verdict". Test: tests/match/verdict_test.cpp.
#include <algorithm>
#include <cmath>

#include "match/verify.h"
#include "nuskha/match.h"

namespace nuskha {
namespace {

// Numbers replaced on both sides mark two documents made from one template: many of them and half of all, or few and
// nearly all.
constexpr std::size_t many_replaced_numbers = 5;
constexpr double most_common_numbers_of_many = 0.5;
constexpr std::size_t few_replaced_numbers = 3;
constexpr double most_common_numbers_of_few = 0.25;

// Long texts whose common words stand in runs, but in too few of them: one table in two languages, or the parts of a
// series.
constexpr std::size_t least_words_of_table = 400;
constexpr double most_jaccard_of_table = 0.6;
constexpr double least_clustering_of_table = 1.5;  // times the Jaccard of the same number of changes scattered evenly

// A short text is mostly formula ("The office is closed on Monday"): the shorter, the more of it must agree.
constexpr double least_similarity_of_short = 0.9;
constexpr std::size_t words_of_short = 10;   // up to here the full rule,
constexpr std::size_t words_of_normal = 30;  // from here on none of it

// An excerpt: nearly all of its words stand in the other text, in order, and most of its shingles whole.
constexpr std::size_t least_words_of_excerpt = 20;
constexpr double least_words_contained = 0.9;
constexpr double least_shingles_contained = 0.6;
constexpr double most_length_of_excerpt = 0.8;  // of the text that contains it

// A passage: long enough to be no turn of phrase.
constexpr std::size_t least_passage = 20;  // shingles
constexpr double least_rare_share = 0.28;

bool is_template(const Measurements& m) {
  const std::size_t numbers = std::min(m.numbers_a, m.numbers_b);
  const std::size_t replaced = numbers - m.common_numbers;
  const auto less_than = [&](double share) {
    return static_cast<double>(m.common_numbers) < share * static_cast<double>(numbers);
  };
  return (replaced >= many_replaced_numbers && less_than(most_common_numbers_of_many)) ||
         (replaced >= few_replaced_numbers && less_than(most_common_numbers_of_few));
}

bool is_shared_table(const Measurements& m) {
  if (std::min(m.words_a, m.words_b) < least_words_of_table) return false;
  const double intact = std::pow(m.similarity, 3);
  const double scattered = intact / (2 - intact);
  return m.jaccard < most_jaccard_of_table && m.jaccard > least_clustering_of_table * scattered;
}

/// Least similarity of a revision whose shorter text has so many words.
double threshold_for(std::size_t words, double threshold) {
  if (words >= words_of_normal || threshold >= least_similarity_of_short) return threshold;
  const std::size_t above = words > words_of_short ? words - words_of_short : 0;
  const double shortness = 1 - static_cast<double>(above) / static_cast<double>(words_of_normal - words_of_short);
  return threshold + (least_similarity_of_short - threshold) * shortness;
}

bool is_contained(const Measurements& m) {
  const std::size_t shorter = std::min(m.words_a, m.words_b);
  const std::size_t longer = std::max(m.words_a, m.words_b);
  return shorter >= least_words_of_excerpt &&
         static_cast<double>(shorter) <= most_length_of_excerpt * static_cast<double>(longer) &&
         static_cast<double>(m.common_words) >= least_words_contained * static_cast<double>(shorter) &&
         std::max(m.containment_a, m.containment_b) >= least_shingles_contained;
}

bool is_shared_passage(const Measurements& m) {
  return m.rare_shingles >= least_rare_shingles(std::min(m.shingles_a, m.shingles_b));
}

}  // namespace

std::size_t least_rare_shingles(std::size_t shingles) {
  const double share = least_rare_share * static_cast<double>(shingles) - 1e-9;  // 0.28 · 100 is a hair over 28
  return std::max(least_passage, static_cast<std::size_t>(std::max(0.0, std::ceil(share))));
}

bool cannot_match(std::size_t words_a, std::size_t words_b, std::size_t bound, std::size_t rare_shingles,
                  const MatchOptions& options) {
  if (rare_shingles >= least_passage) return false;
  const auto common = static_cast<double>(bound);
  const std::size_t shorter = std::min(words_a, words_b);
  const bool similar = 2 * common >= threshold_for(shorter, options.threshold) * static_cast<double>(words_a + words_b);
  const bool contained =
      shorter >= least_words_of_excerpt && common >= least_words_contained * static_cast<double>(shorter);
  return !similar && !contained;
}

std::optional<Relation> decide(const Measurements& m, const MatchOptions& options) {
  const bool similar = m.similarity >= threshold_for(std::min(m.words_a, m.words_b), options.threshold);
  const bool contained = is_contained(m);
  if (similar || contained) {
    if (is_template(m)) return Relation::template_;
    if (similar && !is_shared_table(m)) return Relation::revision;
    if (contained) return m.words_a < m.words_b ? Relation::excerpt : Relation::extension;
    return Relation::template_;
  }
  if (is_shared_passage(m)) return Relation::shared_passage;
  return std::nullopt;
}

}  // namespace nuskha
