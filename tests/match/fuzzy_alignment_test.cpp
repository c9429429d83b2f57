// Alignment of damaged texts: against all alignments of small texts, and what it promises of long ones.
#include "match/fuzzy_alignment.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "match/near_word.h"
#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

/// A text of words between single spaces.
struct Text {
  std::vector<std::u32string> words;
  std::vector<WordId> ids;
  WordLetters letters;

  explicit Text(std::u32string_view source) {
    while (!source.empty()) {
      const std::size_t end = std::min(source.find(U' '), source.size());
      add(std::u32string(source.substr(0, end)));
      source.remove_prefix(std::min(end + 1, source.size()));
    }
  }
  void add(std::u32string word) {
    const auto id = static_cast<WordId>(hash64(word.data(), word.size() * sizeof(char32_t))) & 0x7FFFFFFFu;
    ids.push_back(word[0] >= U'0' && word[0] <= U'9' ? id | number_bit : id);
    letters.add(word);
    words.push_back(std::move(word));
  }
  FuzzyText view() const { return {ids, &letters}; }
};

bool has_digit(const std::u32string& word) { return word.find_first_of(U"0123456789") != std::u32string::npos; }

/// Score of two words, or 0: as docs/algorithm.md has it. `joined`: one of them is two words put together.
int score_of(const std::u32string& a, const std::u32string& b, bool joined) {
  if (!joined && a == b) return 32;
  if (has_digit(a) && has_digit(b)) return 0;
  const std::size_t longer = std::max(a.size(), b.size());
  if (joined && std::min(a.size(), b.size()) < 4) return 0;
  const std::size_t edits = most_edits(longer) - (joined ? 1 : 0);
  const std::size_t distance = edit_distance(a, b);
  if ((!joined && edits == 0) || distance > edits) return 0;
  return (joined ? 45 : 32) - 2 * static_cast<int>(distance);
}

/// The best score of all alignments.
int best_score(const Text& a, const Text& b, std::size_t i = 0, std::size_t j = 0) {
  if (i == a.words.size() || j == b.words.size()) return 0;
  int best = std::max(best_score(a, b, i + 1, j), best_score(a, b, i, j + 1));
  if (const int score = score_of(a.words[i], b.words[j], false); score > 0)
    best = std::max(best, score + best_score(a, b, i + 1, j + 1));
  if (i + 1 < a.words.size())
    if (const int score = score_of(a.words[i] + a.words[i + 1], b.words[j], true); score > 0)
      best = std::max(best, score + best_score(a, b, i + 2, j + 1));
  if (j + 1 < b.words.size())
    if (const int score = score_of(a.words[i], b.words[j] + b.words[j + 1], true); score > 0)
      best = std::max(best, score + best_score(a, b, i + 1, j + 2));
  return best;
}

Text random_small_text(std::mt19937_64& random) {
  static const std::vector<std::u32string> words = {
      U"the",    U"tbe",    U"there", U"fore", U"therefore", U"therfore", U"in",      U"to",    U"into",
      U"prices", U"priccs", U"1998",  U"1999", U"1etter",    U"letter",   U"intothe", U"house", U"hous"};
  Text out(U"");
  for (std::size_t i = random() % 7; i > 0; --i) out.add(words[random() % words.size()]);
  return out;
}

/// Words that stand once, and the same with every `step`-th damaged.
std::pair<Text, Text> damaged_copy(std::size_t num_words, std::size_t step) {
  std::pair<Text, Text> out{Text(U""), Text(U"")};
  for (std::size_t i = 0; i < num_words; ++i) {
    std::u32string word = U"word";
    for (std::size_t n = i + 1; n > 0; n /= 20) word += static_cast<char32_t>(U'a' + n % 20);
    out.first.add(word);
    if (i % step == step - 1) word[1] = U'z';
    out.second.add(word);
  }
  return out;
}

}  // namespace

TEST_CASE("without anchors, the alignment is the best of all") {
  std::mt19937_64 random(3);
  FuzzyAligner aligner;
  for (int trial = 0; trial < reference::trials(3000); ++trial) {
    const Text a = random_small_text(random);
    const Text b = random_small_text(random);
    REQUIRE(aligner.score_without_anchors(a.view(), b.view()) == best_score(a, b));
    REQUIRE(aligner.score_without_anchors(b.view(), a.view()) == best_score(a, b));
  }
}

TEST_CASE("matches run in order, apart from one another, and say what is equal") {
  std::mt19937_64 random(4);
  FuzzyAligner aligner;
  for (int trial = 0; trial < reference::trials(3000); ++trial) {
    const Text a = random_small_text(random);
    const Text b = random_small_text(random);
    std::size_t next_a = 0;
    std::size_t next_b = 0;
    for (const WordMatch& match : aligner.align(a.view(), b.view())) {
      REQUIRE(match.a >= next_a);
      REQUIRE(match.b >= next_b);
      next_a = match.a + match.words_a;
      next_b = match.b + match.words_b;
      REQUIRE(next_a <= a.words.size());
      REQUIRE(next_b <= b.words.size());
      if (match.words_a == 1 && match.words_b == 1) REQUIRE(match.is_equal == (a.ids[match.a] == b.ids[match.b]));
    }
  }
}

TEST_CASE("every damaged word between intact ones is found") {
  const auto [a, b] = damaged_copy(1000, 3);
  FuzzyAligner aligner;
  const std::vector<WordMatch>& matches = aligner.align(a.view(), b.view());
  REQUIRE(matches.size() == 1000);
  for (std::uint32_t i = 0; i < 1000; ++i) CHECK(matches[i] == WordMatch{i, i, 1, 1, i % 3 != 2});
}

TEST_CASE("joined and split words are matched") {
  FuzzyAligner aligner;
  const Text a(U"the prices of all foodstuffs have risen again");
  const Text b(U"theprices of all food stuffs have risen again");
  const std::vector<WordMatch>& matches = aligner.align(a.view(), b.view());
  REQUIRE(matches.size() == 7);
  CHECK(matches[0] == WordMatch{0, 0, 2, 1, false});
  CHECK(matches[3] == WordMatch{4, 3, 1, 2, false});
}

TEST_CASE("a number is near no other number, but may be a letter misread") {
  FuzzyAligner aligner;
  CHECK(aligner.score_without_anchors(Text(U"12345").view(), Text(U"12346").view()) == 0);
  CHECK(aligner.score_without_anchors(Text(U"rfc12x").view(), Text(U"rfc13x").view()) == 0);
  CHECK(aligner.score_without_anchors(Text(U"1etter").view(), Text(U"letter").view()) > 0);
}

TEST_CASE("long texts without anchors, and those that can't reach what is asked, have no matches") {
  FuzzyAligner aligner;
  const auto [a, all_damaged] = damaged_copy(400, 1);
  CHECK(aligner.align(a.view(), all_damaged.view()).empty());
  const auto [c, half] = damaged_copy(400, 2);
  CHECK(aligner.align(c.view(), half.view(), 800).size() == 400);
  CHECK(aligner.align(c.view(), half.view(), 801).empty());
}
