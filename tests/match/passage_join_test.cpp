// Shared passages among given pairs, against the complete join.
#include <algorithm>
#include <map>
#include <random>
#include <vector>

#include "match/candidates.h"
#include "match/verify.h"
#include "support/catch.h"
#include "support/match_texts.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using test::Texts;
using test::views;

std::vector<Candidate> all_pairs(std::size_t count) {
  std::vector<Candidate> out;
  for (std::uint32_t a = 0; a < count; ++a)
    for (std::uint32_t b = a + 1; b < count; ++b) out.push_back({a, b});
  return out;
}

/// Texts of 1 to 4 parts each: own words, passages that 2 to 40 texts hold, now and then a word of them changed, and
/// repetitions. Every tenth is long.
Texts texts_with_passages(std::mt19937_64& random, std::size_t count) {
  WordId next = 1;
  Texts passages(std::max<std::size_t>(1, count / 10));
  for (auto& passage : passages) passage = reference::fresh_words(next, 5 + random() % 80);
  Texts texts = {{}, {1}, {1, 2, 3}};
  while (texts.size() < count) {
    std::vector<WordId> text;
    const bool is_long = random() % 10 == 0;
    for (std::size_t part = 0; part < 1 + random() % 4; ++part) {
      std::vector<WordId> words;
      switch (random() % 5) {
        case 0: words = reference::fresh_words(next, random() % (is_long ? 600 : 60)); break;
        case 1:  // a phrase again and again
          for (std::size_t i = 0; i < 10 + random() % 60; ++i) words.push_back(static_cast<WordId>(1 + i % 7));
          break;
        default:  // the first passages more often than the last
          words = passages[std::min(random() % passages.size(), random() % passages.size())];
          if (!words.empty() && random() % 2 == 0) words[random() % words.size()] = next++;
      }
      text.insert(text.end(), words.begin(), words.end());
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

/// Those of the complete join's pairs that share a passage, by its own counts.
std::vector<Candidate> passages_of_exact_join(const Texts& texts, unsigned width, JoinFloor floor) {
  // Down to one shingle in a thousand, so that every pair with a passage qualifies.
  const auto joined =
      exact_join(views(texts), width, {.jaccard = 1, .rare = 0.001, .max_rare_texts = floor.max_rare_texts}, 1);
  std::vector<Candidate> out;
  for (const Candidate& pair : joined->pairs) {
    const std::size_t a = reference::shingles(texts[pair.a], width).size();
    const std::size_t b = reference::shingles(texts[pair.b], width).size();
    if (pair.rare_shingles >= least_rare_shingles(std::min(a, b))) out.push_back(pair);
  }
  return out;
}

}  // namespace

TEST_CASE("passages are found with the numbers that the complete join counts") {
  std::mt19937_64 random(61);
  std::size_t found = 0;
  for (int i = 0; i < reference::trials(60); ++i) {
    const Texts texts = texts_with_passages(random, 20 + random() % 200);
    const unsigned width = 1 + static_cast<unsigned>(random() % 4);
    JoinFloor floor = join_floor(0.7, width);
    floor.max_rare_texts = 1 + random() % 30;
    const auto passages =
        passage_join(views(texts), width, all_pairs(texts.size()), floor, 1 + static_cast<unsigned>(random() % 3));
    const auto expected = passages_of_exact_join(texts, width, floor);
    CAPTURE(i, width, floor.max_rare_texts, texts.size(), passages.size(), expected.size());
    CHECK((passages == expected));
    found += passages.size();
  }
  CHECK(found > (reference::sanitized ? 100u : 1000u));
}

TEST_CASE("a passage that 20 texts hold is rare, one that 21 hold is not") {
  WordId next = 1;
  const std::vector<WordId> passage = reference::fresh_words(next, 40);
  Texts texts;
  for (std::size_t i = 0; i < 20; ++i) {
    texts.push_back(passage);
    const std::vector<WordId> own = reference::fresh_words(next, 50);
    texts.back().insert(texts.back().end(), own.begin(), own.end());
  }
  const JoinFloor floor = join_floor(0.7, 3);
  CHECK(passage_join(views(texts), 3, all_pairs(20), floor, 2).size() == 20 * 19 / 2);
  CHECK(passage_join(views(texts), 3, all_pairs(20), floor, 2).front() == Candidate{0, 1, 38});
  // The same passage twice in one text counts once.
  texts[7].insert(texts[7].end(), passage.begin(), passage.end());
  CHECK(passage_join(views(texts), 3, all_pairs(20), floor, 2).size() == 20 * 19 / 2);
  // A text that is in no pair counts as well.
  texts.push_back(passage);
  CHECK(passage_join(views(texts), 3, all_pairs(20), floor, 2).empty());
}

TEST_CASE("a passage that more texts hold than a byte counts is rare if so many may") {
  WordId next = 1;
  const std::vector<WordId> passage = reference::fresh_words(next, 40);
  Texts texts(300, passage);
  for (std::vector<WordId>& text : texts) {
    const std::vector<WordId> own = reference::fresh_words(next, 20);
    text.insert(text.end(), own.begin(), own.end());
  }
  JoinFloor floor = join_floor(0.7, 3);
  const std::vector<Candidate> pairs = {{0, 1}, {7, 299}};
  floor.max_rare_texts = 300;
  CHECK(passage_join(views(texts), 3, pairs, floor, 2).size() == 2);
  for (const std::size_t fewer : {299u, 255u, 254u, 253u}) {
    floor.max_rare_texts = fewer;
    CHECK(passage_join(views(texts), 3, pairs, floor, 2).empty());
  }
}

TEST_CASE("passages are sought among the given pairs only, and are the same for any number of threads") {
  std::mt19937_64 random(62);
  const Texts texts = texts_with_passages(random, 400);
  std::vector<Candidate> pairs = all_pairs(texts.size());
  std::erase_if(pairs, [](const Candidate& pair) { return (pair.a + pair.b) % 3 == 0; });
  const JoinFloor floor = join_floor(0.7, 3);
  std::vector<Candidate> expected = passages_of_exact_join(texts, 3, floor);
  std::erase_if(expected, [](const Candidate& pair) { return (pair.a + pair.b) % 3 == 0; });
  CHECK(expected.size() > 50);
  for (const unsigned threads : {1u, 2u, 5u}) CHECK((passage_join(views(texts), 3, pairs, floor, threads) == expected));
  CHECK(passage_join(views(texts), 3, {}, floor, 2).empty());
  CHECK(passage_join({}, 3, {}, floor, 2).empty());
}
