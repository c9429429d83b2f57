// Entry point: is_damaged_copy. The constants and their reasons: docs/algorithm.md, "Damaged and freely spelt text".
// Test: tests/match/fuzzy_verdict_test.cpp.
#include "match/fuzzy_verdict.h"

#include <algorithm>
#include <vector>

#include "match/verify.h"

namespace nuskha {
namespace {

constexpr double most_threshold = 0.7;  // whoever asks for more means it, as of reworded texts
constexpr double least_exact_similarity = 0.25;
constexpr double least_odd_left_over = 0.25;  // of heavily damaged texts
constexpr double odd_by_similarity = 0.5;     // the fewer words are left over, the more of them are short ones
constexpr double similarity_of_odd_words = 0.4;
constexpr double most_clustering = 3;            // times the Jaccard of the same number of changes scattered evenly
constexpr double most_jaccard_by_chance = 0.02;  // of short texts
constexpr double least_healed = 0.5;             // of texts with a third of their words in common, and more
constexpr double healed_by_similarity = 0.4;     // the more they have: light damage leaves nearly every word near
constexpr double similarity_of_heavy_damage = 0.33;
constexpr std::size_t least_words_of_body = 10;
constexpr double least_boilerplate = 0.02;
constexpr double least_body_similarity = 0.5;
constexpr double body_similarity_by_boilerplate = 0.5;

std::vector<bool> words_in(std::size_t num_words, std::span<const Passage> passages) {
  std::vector<bool> out(num_words);
  for (const Passage& passage : passages)
    for (std::size_t i = passage.begin; i < passage.end && i < num_words; ++i) out[i] = true;
  return out;
}

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

FuzzyMeasurements measure_fuzzily(std::size_t words_a, std::size_t words_b, std::span<const WordMatch> matches,
                                  std::span<const Passage> boilerplate_a, std::span<const Passage> boilerplate_b) {
  std::vector<bool> aside_a = words_in(words_a, boilerplate_a);
  std::vector<bool> aside_b = words_in(words_b, boilerplate_b);
  const bool is_a_shorter = words_a <= words_b;
  std::size_t matched = 0;
  std::size_t equal = 0;
  std::size_t near_of_shorter = 0;
  std::size_t matched_of_bodies = 0;
  for (const WordMatch& match : matches) {
    const std::size_t words = std::size_t{match.words_a} + match.words_b;
    matched += words;
    equal += match.is_equal;
    if (!match.is_equal) near_of_shorter += is_a_shorter ? match.words_a : match.words_b;
    bool is_aside = false;
    for (std::size_t i = 0; i < match.words_a; ++i) is_aside = is_aside || aside_a[match.a + i];
    for (std::size_t i = 0; i < match.words_b; ++i) is_aside = is_aside || aside_b[match.b + i];
    if (is_aside) {
      for (std::size_t i = 0; i < match.words_a; ++i) aside_a[match.a + i] = true;
      for (std::size_t i = 0; i < match.words_b; ++i) aside_b[match.b + i] = true;
    } else {
      matched_of_bodies += words;
    }
  }
  const auto body_a = static_cast<std::size_t>(std::count(aside_a.begin(), aside_a.end(), false));
  const auto body_b = static_cast<std::size_t>(std::count(aside_b.begin(), aside_b.end(), false));
  FuzzyMeasurements out;
  out.similarity = share(matched, words_a + words_b);
  out.body_similarity = share(matched_of_bodies, body_a + body_b);
  out.words_of_body = std::min(body_a, body_b);
  out.boilerplate = 1 - share(body_a + body_b, words_a + words_b);
  out.healed = share(near_of_shorter, std::min(words_a, words_b) - equal);
  return out;
}

bool may_be_fuzzy(const MatchOptions& options) { return options.threshold <= most_threshold; }

bool may_be_damaged(std::size_t words_a, std::size_t words_b, std::size_t common_words, double odd_share_a,
                    double odd_share_b) {
  const auto common = static_cast<double>(common_words);
  if (2 * common < least_exact_similarity * static_cast<double>(words_a + words_b)) return false;
  const double similarity = 2 * common / static_cast<double>(words_a + words_b);
  const double least_odd =
      least_odd_left_over - odd_by_similarity * std::clamp(similarity - similarity_of_odd_words, 0.0, 0.3);
  const auto enough_odd = [&](std::size_t words, double odd_share) {
    const auto all = static_cast<double>(words);
    return odd_share * all >= least_odd * (all - common);
  };
  return enough_odd(words_a, odd_share_a) || enough_odd(words_b, odd_share_b);
}

std::size_t least_words_of_damaged(std::size_t words_a, std::size_t words_b) {
  return static_cast<std::size_t>(least_exact_similarity * static_cast<double>(words_a + words_b) / 2);
}

std::size_t least_words_matched(std::size_t words_a, std::size_t words_b, const MatchOptions& options) {
  const double threshold = threshold_for(std::min(words_a, words_b), options.threshold);
  return static_cast<std::size_t>(threshold * static_cast<double>(words_a + words_b));
}

bool is_scattered(const Measurements& exact) {
  return exact.jaccard <= most_clustering * scattered_jaccard(exact.similarity) + most_jaccard_by_chance;
}

double least_healed_of(const Measurements& exact) {
  return least_healed + healed_by_similarity * std::max(0.0, exact.similarity - similarity_of_heavy_damage);
}

bool is_damaged_copy(const Measurements& exact, const FuzzyMeasurements& fuzzy, const MatchOptions& options) {
  if (!may_be_fuzzy(options) || has_replaced_numbers(exact)) return false;
  if (fuzzy.similarity < threshold_for(std::min(exact.words_a, exact.words_b), options.threshold)) return false;
  if (fuzzy.healed < least_healed_of(exact)) return false;
  return fuzzy.words_of_body < least_words_of_body || fuzzy.boilerplate <= least_boilerplate ||
         fuzzy.body_similarity >= least_body_similarity + body_similarity_by_boilerplate * fuzzy.boilerplate;
}

}  // namespace nuskha
