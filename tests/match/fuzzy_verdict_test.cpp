// Both sides of each constant of docs/algorithm.md, "Damaged and freely spelt text".
#include "match/fuzzy_verdict.h"

#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

Measurements exact(std::size_t words, double similarity) {
  Measurements m;
  m.words_a = m.words_b = words;
  m.similarity = similarity;
  m.common_words = static_cast<std::size_t>(similarity * static_cast<double>(words));
  return m;
}

FuzzyMeasurements fuzzy(double similarity, double healed) {
  FuzzyMeasurements m;
  m.similarity = m.body_similarity = similarity;
  m.healed = healed;
  m.words_of_body = 100;
  return m;
}

std::vector<WordMatch> matches_of(std::size_t first, std::size_t count, bool is_equal) {
  std::vector<WordMatch> out;
  for (std::size_t i = first; i < first + count; ++i)
    out.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i), 1, 1, is_equal});
  return out;
}

}  // namespace

TEST_CASE("a damaged copy has most words equal or near, and most that aren't equal are near") {
  const MatchOptions options;
  CHECK(is_damaged_copy(exact(100, 0.33), fuzzy(0.7, 0.5), options));
  CHECK_FALSE(is_damaged_copy(exact(100, 0.33), fuzzy(0.69, 0.5), options));
  CHECK_FALSE(is_damaged_copy(exact(100, 0.33), fuzzy(0.7, 0.49), options));
  CHECK(is_damaged_copy(exact(100, 0.58), fuzzy(0.9, 0.61), options));
  CHECK_FALSE(is_damaged_copy(exact(100, 0.58), fuzzy(0.9, 0.59), options));
}

TEST_CASE("of a short text more is asked") {
  const MatchOptions options;
  CHECK_FALSE(is_damaged_copy(exact(20, 0.4), fuzzy(0.79, 0.7), options));
  CHECK(is_damaged_copy(exact(20, 0.4), fuzzy(0.81, 0.7), options));
  CHECK(is_damaged_copy(exact(30, 0.4), fuzzy(0.71, 0.7), options));
}

TEST_CASE("numbers replaced on both sides make no copy") {
  Measurements m = exact(100, 0.5);
  m.numbers_a = m.numbers_b = 4;
  m.common_numbers = 3;
  CHECK(is_damaged_copy(m, fuzzy(0.9, 0.8), MatchOptions{}));
  m.common_numbers = 0;
  CHECK_FALSE(is_damaged_copy(m, fuzzy(0.9, 0.8), MatchOptions{}));
}

TEST_CASE("texts alike in their boilerplate more than in their bodies are no copies") {
  FuzzyMeasurements m = fuzzy(0.8, 0.8);
  m.boilerplate = 0.4;
  m.body_similarity = 0.71;
  CHECK(is_damaged_copy(exact(100, 0.5), m, MatchOptions{}));
  m.body_similarity = 0.69;
  CHECK_FALSE(is_damaged_copy(exact(100, 0.5), m, MatchOptions{}));
  m.words_of_body = 9;
  CHECK(is_damaged_copy(exact(100, 0.5), m, MatchOptions{}));
}

TEST_CASE("a threshold above 0.7 asks for whole words") {
  MatchOptions options;
  options.threshold = 0.71;
  CHECK_FALSE(may_be_fuzzy(options));
  CHECK_FALSE(is_damaged_copy(exact(100, 0.5), fuzzy(1, 1), options));
  options.threshold = 0.6;
  CHECK(is_damaged_copy(exact(100, 0.5), fuzzy(0.6, 0.8), options));
}

TEST_CASE("words alone rule out texts with too little in common or without odd words") {
  CHECK(may_be_damaged(100, 100, 25, 0.2, 0));
  CHECK_FALSE(may_be_damaged(100, 100, 24, 1, 1));
  CHECK(may_be_damaged(100, 100, 40, 0, 0.16));
  CHECK_FALSE(may_be_damaged(100, 100, 40, 0, 0.14));
  CHECK(may_be_damaged(100, 100, 69, 0.04, 0));  // less is asked where less is left over
  CHECK_FALSE(may_be_damaged(100, 100, 69, 0.02, 0));
  for (std::size_t words_a = 0; words_a < 40; ++words_a) {
    for (std::size_t words_b = 0; words_b < 40; ++words_b) {
      const std::size_t least = least_words_of_damaged(words_a, words_b);
      if (least > 0) CHECK_FALSE(may_be_damaged(words_a, words_b, least - 1, 1, 1));
      CHECK(may_be_damaged(words_a, words_b, least + 1, 1, 1));
    }
  }
}

TEST_CASE("scattered changes leave few shingles") {
  Measurements m = exact(100, 0.5);
  m.jaccard = 0.2;
  CHECK(is_scattered(m));
  m.jaccard = 0.25;
  CHECK_FALSE(is_scattered(m));
}

TEST_CASE("what is matched with boilerplate is boilerplate on both sides") {
  // 100 words each: 0–59 equal, 60–79 near, the rest unmatched. The last 50 of a are boilerplate.
  std::vector<WordMatch> matches = matches_of(0, 60, true);
  for (const WordMatch& match : matches_of(60, 20, false)) matches.push_back(match);
  const std::vector<Passage> boilerplate = {{50, 100}};
  const FuzzyMeasurements m = measure_fuzzily(100, 100, matches, boilerplate, {});
  CHECK(m.similarity == Approx(0.8));
  CHECK(m.healed == Approx(0.5));
  CHECK(m.boilerplate == Approx(80.0 / 200));
  CHECK(m.words_of_body == 50);
  CHECK(m.body_similarity == Approx(100.0 / 120));
  const FuzzyMeasurements whole = measure_fuzzily(100, 100, matches, {}, {});
  CHECK(whole.body_similarity == whole.similarity);
  CHECK(whole.boilerplate == 0);
}
