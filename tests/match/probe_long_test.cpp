#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include "match/probe.h"
#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Words = std::vector<WordId>;

constexpr std::size_t least_words_of_long = 4097;  // more blocks than have bits for each word

Words random_words(std::mt19937_64& random, std::size_t count, std::uint64_t vocabulary) {
  Words out(count);
  for (WordId& word : out) word = static_cast<WordId>(random() % vocabulary);
  return out;
}

/// One word in so many exchanged, dropped or put in.
Words edited(std::mt19937_64& random, const Words& words, std::uint64_t one_in, std::uint64_t vocabulary) {
  Words out;
  for (const WordId word : words) {
    const std::uint64_t what = random() % (3 * one_in);
    if (what == 0 || what == 2) out.push_back(static_cast<WordId>(random() % vocabulary));
    if (what > 1) out.push_back(word);
  }
  return out;
}

}  // namespace

TEST_CASE("a text and a long one that contains it, but for a few words, have the LCS of the quadratic table") {
  std::mt19937_64 random(51);
  Probe probe(3);
  for (int i = 0; i < reference::trials(60); ++i) {
    const std::uint64_t vocabulary = std::array<std::uint64_t, 4>{4, 40, 400, 100'000}[random() % 4];
    const Words text = random_words(random, least_words_of_long + random() % 3000, vocabulary);
    probe.set_text({text});
    for (const std::uint64_t one_in : {2u, 5u, 20u, 1'000'000u}) {
      const std::size_t begin = random() % (text.size() - 200);
      const Words part(text.begin() + static_cast<std::ptrdiff_t>(begin),
                       text.begin() + static_cast<std::ptrdiff_t>(begin + random() % 200));
      const Words other = edited(random, part, one_in, vocabulary);
      CAPTURE(i, vocabulary, text.size(), other.size(), one_in);
      CHECK(probe.lcs_length(other) == reference::lcs_length(text, other));
    }
  }
}

TEST_CASE("two long texts that differ in few words or in many have the LCS of the quadratic table") {
  std::mt19937_64 random(52);
  Probe probe(3);
  for (int i = 0; i < reference::trials(30); ++i) {
    const std::uint64_t vocabulary = std::array<std::uint64_t, 3>{4, 200, 100'000}[random() % 3];
    const Words text = random_words(random, least_words_of_long + random() % 1000, vocabulary);
    probe.set_text({text});
    for (const std::uint64_t one_in : {1u, 3u, 30u, 300u}) {
      Words other = edited(random, text, one_in, vocabulary);
      if (random() % 3 == 0) other.resize(other.size() - random() % 500);
      if (random() % 3 == 0) other.erase(other.begin(), other.begin() + static_cast<std::ptrdiff_t>(random() % 300));
      CAPTURE(i, vocabulary, text.size(), other.size(), one_in);
      CHECK(probe.lcs_length(other) == reference::lcs_length(text, other));
    }
  }
}

TEST_CASE("a long text of words that the other has none of, or one of, has the LCS of the quadratic table") {
  Words text(3000);
  for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<WordId>(i);
  Probe probe(3);
  probe.set_text({text});
  for (const Words& other : {Words{}, Words{5000}, Words{2999}, Words{0}, Words{2999, 0}, Words{64, 63, 65, 127, 128},
                             Words(500, 7), Words(4000, 2998)}) {
    CAPTURE(other.size());
    CHECK(probe.lcs_length(other) == reference::lcs_length(text, other));
  }
}
