// Odd words, and candidates among damaged texts.
#include "match/noise_join.h"

#include <numeric>
#include <random>
#include <vector>

#include "base/hash.h"
#include "support/catch.h"
#include "support/match_texts.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

WordId word(std::uint64_t number) { return static_cast<WordId>(hash64(&number, sizeof number)) & ~number_bit; }

/// Words by a law that makes some frequent.
std::vector<WordId> random_words(std::mt19937_64& random, std::size_t count) {
  std::vector<WordId> out;
  for (std::size_t i = 0; i < count; ++i) {
    const double u = static_cast<double>(random() % 1'000'000 + 1) / 1'000'000;
    out.push_back(word(static_cast<std::uint64_t>(20'000 * u * u * u)));
  }
  return out;
}

/// Archive of 300 texts; texts 300 + i are the first ten with a share of their words replaced by new ones.
test::Texts damaged_archive(double damage, std::size_t num_words) {
  std::mt19937_64 random(6);
  test::Texts out;
  for (int i = 0; i < 300; ++i) out.push_back(random_words(random, num_words));
  std::uint64_t next = 1'000'000;
  for (int i = 0; i < 10; ++i) {
    std::vector<WordId> text = out[static_cast<std::size_t>(i)];
    for (WordId& id : text)
      if (static_cast<double>(random() % 1000) < 1000 * damage) id = word(next++);
    out.push_back(std::move(text));
  }
  return out;
}

std::vector<Candidate> join(const test::Texts& texts, unsigned threads, std::size_t max_bytes = 1 << 20) {
  const std::vector<MatchText> views = test::views(texts);
  std::vector<std::uint32_t> alone(texts.size());
  std::iota(alone.begin(), alone.end(), 0u);
  OddWords odd_words(views, alone, threads);
  const std::vector<float> shares = odd_shares(views, odd_words, threads);
  return noise_join(views, shares, std::move(odd_words), threads, max_bytes);
}

std::size_t num_found(const std::vector<Candidate>& candidates) {
  std::size_t found = 0;
  for (const Candidate& candidate : candidates) found += candidate.a < 10 && candidate.b == candidate.a + 300;
  return found;
}

}  // namespace

TEST_CASE("a word of one family is odd, one of two isn't, and a number never is") {
  const test::Texts texts = {{1, 2, 3}, {3, 4}, {4, 5, number_bit | 6}};
  const std::vector<std::uint32_t> families = {0, 1, 1};
  const OddWords odd_words(test::views(texts), families, 1);
  CHECK(odd_words.is_odd(1));
  CHECK_FALSE(odd_words.is_odd(3));
  CHECK(odd_words.is_odd(4));
  CHECK_FALSE(odd_words.is_odd(number_bit | 6));
  CHECK(odd_words.share(texts[0]) == Approx(2.0 / 3));
  CHECK(odd_words.share({}) == 0);
}

TEST_CASE("texts of which two thirds of the words are damaged are candidates") {
  for (const std::size_t num_words : {60u, 150u, 400u, 1500u}) {
    CAPTURE(num_words);
    const std::vector<Candidate> candidates = join(damaged_archive(0.67, num_words), 2);
    CHECK(num_found(candidates) >= 9);
    CHECK(candidates.size() <= 40);
  }
}

TEST_CASE("where no text is noisy there are no candidates") {
  test::Texts texts = damaged_archive(0, 200);
  for (std::size_t i = 0; i < 300; ++i) texts.push_back(texts[i]);  // every word stands twice
  CHECK(join(texts, 2).empty());
}

TEST_CASE("noise candidates are the same for every number of threads") {
  const test::Texts texts = damaged_archive(0.5, 120);
  const std::vector<Candidate> one = join(texts, 1);
  CHECK(num_found(one) == 10);
  CHECK(join(texts, 3) == one);
  CHECK(join(texts, 8) == one);
}

TEST_CASE("noise candidates are the same however little room there is") {
  const test::Texts texts = damaged_archive(0.5, 120);
  const std::vector<Candidate> all = join(texts, 1);
  CHECK(num_found(all) == 10);
  for (const std::size_t max_bytes : {std::size_t{0}, std::size_t{5'000}, std::size_t{50'000}})
    CHECK(join(texts, 2, max_bytes) == all);
}

TEST_CASE("texts of very different length are left out") {
  CHECK(is_comparable_length(100, 50));
  CHECK_FALSE(is_comparable_length(100, 49));
  CHECK_FALSE(is_comparable_length(14, 14));
}
