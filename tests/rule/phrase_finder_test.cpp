// The phrase finder against the slow and obvious way.
#include "rule/phrase_finder.h"

#include <random>
#include <tuple>
#include <vector>

#include "support/catch.h"

using namespace nuskha;

namespace {

using Phrases = std::vector<std::vector<WordId>>;
using Places = std::vector<std::tuple<std::size_t, std::size_t, std::size_t>>;  ///< Begin, end, phrase.

Places find(const Phrases& phrases, const std::vector<WordId>& words) {
  PhraseFinder finder;
  for (std::size_t i = 0; i < phrases.size(); ++i) finder.add(phrases[i], i);
  finder.finish();
  Places out;
  for (const PhrasePlace& place : finder.find(words)) out.emplace_back(place.begin, place.end, place.phrase);
  return out;
}

/// All places of all phrases, less what another one contains.
Places find_slowly(const Phrases& phrases, const std::vector<WordId>& words) {
  Places all;
  for (std::size_t end = 1; end <= words.size(); ++end)
    for (std::size_t begin = 0; begin < end; ++begin)
      for (std::size_t i = 0; i < phrases.size(); ++i)
        if (std::vector<WordId>(words.begin() + static_cast<std::ptrdiff_t>(begin),
                                words.begin() + static_cast<std::ptrdiff_t>(end)) == phrases[i]) {
          all.emplace_back(begin, end, i);
          break;  // of equal ones the first counts
        }
  Places out;
  for (const auto& [begin, end, phrase] : all) {
    bool is_inside = false;
    for (const auto& [other_begin, other_end, other] : all)
      is_inside = is_inside || (other_begin <= begin && other_end >= end && other_end - other_begin > end - begin);
    if (!is_inside) out.emplace_back(begin, end, phrase);
  }
  return out;
}

}  // namespace

TEST_CASE("a phrase is found wherever it stands, overlapping too") {
  CHECK(find({{1, 2}}, {1, 2, 1, 2, 2}) == Places{{0, 2, 0}, {2, 4, 0}});
  CHECK(find({{1, 1}}, {1, 1, 1}) == Places{{0, 2, 0}, {1, 3, 0}});
  CHECK(find({{1, 2, 3}, {3, 4}}, {1, 2, 3, 4}) == Places{{0, 3, 0}, {2, 4, 1}});
}

TEST_CASE("of phrases within one another the longest is told") {
  CHECK(find({{2}, {1, 2}, {1, 2, 3}}, {1, 2, 3, 1, 2, 2}) == Places{{0, 3, 2}, {3, 5, 1}, {5, 6, 0}});
  // The longer one isn't there in the end.
  CHECK(find({{2, 3}, {1, 2, 3, 4}}, {1, 2, 3, 5}) == Places{{1, 3, 0}});
}

TEST_CASE("of equal phrases the first counts, and an empty one is never found") {
  CHECK(find({{1}, {1}}, {1}) == Places{{0, 1, 0}});
  CHECK(find({{}, {1}}, {2, 1}) == Places{{1, 2, 1}});
  CHECK(find({}, {1, 2}).empty());
  CHECK(find({{1}}, {}).empty());
}

TEST_CASE("all places are those of the slow way") {
  std::mt19937 random(7);
  const auto some_words = [&](std::size_t most) {
    std::vector<WordId> out(1 + random() % most);
    for (WordId& word : out) word = static_cast<WordId>(1 + random() % 3);
    return out;
  };
  for (int round = 0; round < 500; ++round) {
    Phrases phrases(1 + random() % 8);
    for (auto& phrase : phrases) phrase = some_words(5);
    const std::vector<WordId> words = some_words(30);
    CAPTURE(round);
    REQUIRE(find(phrases, words) == find_slowly(phrases, words));
  }
}
