#include "family/collate.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/reference.h"
#include "support/tradition.h"

using namespace nuskha;
using test::Words;

namespace {

Collation collate_texts(const std::vector<Words>& texts) {
  const std::vector<std::span<const WordId>> views(texts.begin(), texts.end());
  return collate(views);
}

/// One line a variant: the reading of each text, "-" in a gap, and the square of the weight.
std::vector<std::string> lines_of(const Collation& collation) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < collation.num_variants(); ++i) {
    std::string line;
    for (const Reading reading : collation.variant(i))
      line += reading == in_gap ? '-' : static_cast<char>('0' + reading);
    out.push_back(line + " " + std::to_string(std::lround(collation.weights[i] * collation.weights[i])));
  }
  return out;
}

Words sequence(WordId first, WordId end) {
  Words out(end - first);
  std::iota(out.begin(), out.end(), first);
  return out;
}

Words joined(std::initializer_list<Words> parts) {
  Words out;
  for (const Words& part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

}  // namespace

TEST_CASE("neighbouring columns in which the same texts differ are one variant") {
  const Collation c = collate_texts({{1, 2, 3, 4, 5}, {1, 2, 9, 4, 5, 6, 7}, {1, 9, 4, 5, 6, 7}});
  CHECK(c.num_texts == 3);
  CHECK(c.num_columns == 7);
  CHECK(lines_of(c) == std::vector<std::string>{"001 1", "011 1", "011 2"});
}

TEST_CASE("texts that are equal have no variant") {
  CHECK(collate_texts({{1, 2, 3}, {1, 2, 3}}).num_variants() == 0);
  CHECK(collate_texts({{}, {}}).num_columns == 0);
  const Collation c = collate_texts({{}, {1, 2}});
  CHECK(c.num_columns == 2);
  CHECK(lines_of(c) == std::vector<std::string>{"01 2"});
}

TEST_CASE("a long passage that a text lacks is one difference and then a gap") {
  const Words whole = sequence(1, 101);
  const Words damaged = joined({sequence(1, 31), sequence(61, 101)});  // 30 words are missing
  const Words other = joined({sequence(1, 41), {500}, sequence(42, 101)});
  const Collation c = collate_texts({whole, damaged, other});
  CHECK(c.num_columns == 100);
  CHECK(lines_of(c) == std::vector<std::string>{"010 1", "0-1 1"});
  CHECK(c.both_present == std::vector<std::uint32_t>{100, 71, 100, 71, 71, 71, 100, 71, 100});
  const Words short_gap = joined({sequence(1, 31), sequence(51, 101)});  // 20 words are not many
  CHECK(lines_of(collate_texts({whole, short_gap})) == std::vector<std::string>{"01 20"});
}

TEST_CASE("words between two agreements replace one another in order") {
  CHECK(lines_of(collate_texts({{1, 2, 3, 4}, {1, 8, 9, 4}})) == std::vector<std::string>{"01 2"});
  CHECK(lines_of(collate_texts({{1, 2, 3, 4}, {1, 8, 4}})) == std::vector<std::string>{"01 2"});
  // The third text has the reading of the second at the place where the first has its own.
  CHECK(lines_of(collate_texts({{1, 2, 3, 4}, {1, 8, 3, 4}, {1, 8, 3, 5}})) ==
        std::vector<std::string>{"011 1", "001 1"});
}

TEST_CASE("of a pair no more stands side by side than can, and all that can where no word stands once in both") {
  std::mt19937_64 random(11);
  int num_exact = 0;
  for (int trial = 0; trial < reference::trials(1000); ++trial) {
    Words a, b;
    for (std::size_t i = 0, n = random() % 20; i < n; ++i) a.push_back(static_cast<WordId>(1 + random() % 3));
    for (std::size_t i = 0, n = random() % 20; i < n; ++i) b.push_back(static_cast<WordId>(1 + random() % 3));
    const Collation c = collate_texts({a, b});
    // Columns: those in common, and the others, where a word left over on each side shares one.
    double different = 0;
    for (const double weight : c.weights) different += weight * weight;
    const std::size_t side_by_side = c.num_columns - static_cast<std::size_t>(std::lround(different));
    const std::size_t common = reference::lcs_length(a, b);
    CHECK(side_by_side <= common);
    // Common ends need no anchors.
    while (!a.empty() && !b.empty() && a.back() == b.back()) a.pop_back(), b.pop_back();
    while (!a.empty() && !b.empty() && a.front() == b.front()) a.erase(a.begin()), b.erase(b.begin());
    bool has_anchor = false;
    for (WordId w = 1; w <= 3; ++w)
      has_anchor |= std::count(a.begin(), a.end(), w) == 1 && std::count(b.begin(), b.end(), w) == 1;
    if (has_anchor) continue;
    ++num_exact;
    CHECK(side_by_side == common);
  }
  CHECK(num_exact > 50);
}

TEST_CASE("the order of the texts changes nothing but the order of the readings") {
  test::Scriptorium scriptorium(5);
  for (int trial = 0; trial < reference::trials(100); ++trial) {
    test::Tradition tradition = test::copy_at_random(scriptorium, 2 + scriptorium.below(8), 100, {.rewritten = 0.5});
    for (Words& text : tradition.texts)
      if (scriptorium.chance(0.3)) scriptorium.damage(text, 0.4);
    std::vector<std::size_t> order(tradition.texts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::shuffle(order.begin(), order.end(), scriptorium.random());
    std::vector<Words> shuffled;
    for (const std::size_t i : order) shuffled.push_back(tradition.texts[i]);
    const Collation a = collate_texts(tradition.texts);
    const Collation b = collate_texts(shuffled);
    REQUIRE(a.num_variants() == b.num_variants());
    CHECK(a.num_columns == b.num_columns);
    CHECK(a.weights == b.weights);
    const std::size_t n = order.size();
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) CHECK(b.both_present[i * n + j] == a.both_present[order[i] * n + order[j]]);
      for (std::size_t v = 0; v < a.num_variants(); ++v)
        for (std::size_t j = 0; j < n; ++j)
          REQUIRE((b.variant(v)[i] == b.variant(v)[j]) == (a.variant(v)[order[i]] == a.variant(v)[order[j]]));
    }
  }
}

TEST_CASE("every word of every text has its column, whatever was done to the text") {
  // What is counted of a text in the variants and what all have in common add up to the columns.
  test::Scriptorium scriptorium(6);
  for (int trial = 0; trial < reference::trials(300); ++trial) {
    std::vector<Words> texts;
    for (std::size_t i = 0, n = 2 + scriptorium.below(4); i < n; ++i) {
      Words text;
      for (std::size_t j = 0, length = scriptorium.below(20); j < length; ++j)
        text.push_back(static_cast<WordId>(1 + scriptorium.below(8)));
      texts.push_back(text);
    }
    const Collation c = collate_texts(texts);
    double different = 0;
    for (const double weight : c.weights) different += weight * weight;
    std::size_t longest = 0;
    std::size_t all = 0;
    for (const Words& text : texts) longest = std::max(longest, text.size()), all += text.size();
    CHECK(c.num_columns >= longest);
    CHECK(c.num_columns <= all);
    CHECK(static_cast<std::size_t>(std::lround(different)) <= c.num_columns);
  }
}

TEST_CASE("two texts that have nothing in common, and pieces with too many differences, are replaced whole") {
  test::Scriptorium scriptorium(7);
  const Words middle_a = sequence(10'000, 11'000);
  const Words middle_b = sequence(20'000, 21'000);
  const Collation c = collate_texts(
      {joined({sequence(1, 50), middle_a, sequence(50, 100)}), joined({sequence(1, 50), middle_b, sequence(50, 100)})});
  CHECK(c.num_columns == 1099);
  CHECK(lines_of(c) == std::vector<std::string>{"01 1000"});
}
