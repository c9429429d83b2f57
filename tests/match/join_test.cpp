// The joins against all pairs.
#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include "match/candidates.h"
#include "support/catch.h"
#include "support/match_texts.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using test::Texts;
using test::views;

constexpr std::uint64_t no_limit = ~std::uint64_t{0};

/// Random texts with near-copies, excerpts and shared passages planted, and a few degenerate ones.
Texts planted_corpus(std::mt19937_64& random, std::size_t count, std::uint64_t vocabulary) {
  Texts texts = {{}, {1}, {1, 2}, {1, 2, 3}, {}, {1, 2}};
  const auto word = [&] { return static_cast<WordId>(random() % vocabulary); };
  while (texts.size() < count) {
    std::vector<WordId> text;
    const auto& other = texts[random() % texts.size()];
    switch (random() % 5) {
      case 0: {  // near-copy
        text = other;
        for (WordId& w : text)
          if (random() % 12 == 0) w = word();
        break;
      }
      case 1: {  // excerpt
        const std::size_t begin = random() % (other.size() + 1);
        text.assign(other.begin() + static_cast<std::ptrdiff_t>(begin),
                    other.begin() + static_cast<std::ptrdiff_t>(begin + random() % (other.size() - begin + 1)));
        break;
      }
      case 2: {  // own words around a passage
        const std::size_t passage = std::min<std::size_t>(other.size(), 5 + random() % 20);
        for (std::size_t i = 0; i < 10 + random() % 20; ++i) text.push_back(word());
        text.insert(text.end(), other.begin(), other.begin() + static_cast<std::ptrdiff_t>(passage));
        break;
      }
      default:
        for (std::size_t i = 0; i < random() % 60; ++i) text.push_back(word());
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

/// Every pair that qualifies, by definition.
std::vector<Candidate> all_pairs(const Texts& texts, unsigned width, JoinFloor floor) {
  std::vector<reference::ShingleSet> sets;
  std::map<std::vector<WordId>, std::size_t> holders;
  for (const auto& text : texts) {
    sets.push_back(reference::shingles(text, width));
    for (const auto& shingle : sets.back()) ++holders[shingle];
  }
  std::vector<Candidate> out;
  for (std::uint32_t a = 0; a < texts.size(); ++a) {
    for (std::uint32_t b = a + 1; b < texts.size(); ++b) {
      std::uint32_t common = 0, rare = 0;
      for (const auto& shingle : sets[a]) {
        if (sets[b].count(shingle) == 0) continue;
        ++common;
        rare += holders[shingle] <= floor.max_rare_texts;
      }
      if (common == 0) continue;
      const auto overlap = static_cast<double>(common);
      const auto smaller = static_cast<double>(std::min(sets[a].size(), sets[b].size()));
      const auto all = static_cast<double>(sets[a].size() + sets[b].size());
      constexpr double hair = 1e-9;
      const bool by_jaccard = overlap >= floor.jaccard / (1 + floor.jaccard) * all - hair;
      const bool by_containment = overlap >= floor.containment * smaller - hair;
      const bool by_rare = rare > 0 && static_cast<double>(rare) >= floor.rare * smaller - hair;
      if (by_jaccard || by_containment || by_rare) out.push_back({a, b, rare});
    }
  }
  return out;
}

bool is_sorted_and_distinct(std::span<const Candidate> pairs) {
  return std::adjacent_find(pairs.begin(), pairs.end(),
                            [](const Candidate& x, const Candidate& y) {
                              return std::pair(x.a, x.b) >= std::pair(y.a, y.b);
                            }) == pairs.end() &&
         std::all_of(pairs.begin(), pairs.end(), [](const Candidate& c) { return c.a < c.b; });
}

bool contains(std::span<const Candidate> pairs, std::uint32_t a, std::uint32_t b) {
  return std::any_of(pairs.begin(), pairs.end(), [&](const Candidate& c) { return c.a == a && c.b == b; });
}

/// Pairs (2i, 2i + 1) of texts of `n` distinct words of which `common` are shared, and shared by no other text.
Texts planted_pairs(std::size_t count, std::size_t n, std::size_t common) {
  Texts texts;
  WordId next = 1;
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<WordId> shared = reference::fresh_words(next, common);
    for (int side = 0; side < 2; ++side) {
      std::vector<WordId> text = shared;
      const std::vector<WordId> own = reference::fresh_words(next, n - common);
      text.insert(text.end(), own.begin(), own.end());
      texts.push_back(std::move(text));
    }
  }
  return texts;
}

/// Near-copies of one text of 100 words, one word of each its own.
Texts near_copies(std::size_t count) {
  Texts texts;
  WordId next = 1000;
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<WordId> text(100);
    std::iota(text.begin(), text.end(), 1u);
    text[i % 100] = next++;
    texts.push_back(std::move(text));
  }
  return texts;
}

std::size_t num_components(std::size_t count, std::span<const Candidate> pairs) {
  std::vector<std::uint32_t> parent(count);
  std::iota(parent.begin(), parent.end(), 0u);
  const auto find = [&](std::uint32_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  };
  std::size_t components = count;
  for (const Candidate& pair : pairs) {
    const std::uint32_t a = find(pair.a), b = find(pair.b);
    if (a == b) continue;
    parent[a] = b;
    --components;
  }
  return components;
}

}  // namespace

TEST_CASE("the complete join finds every pair that qualifies, and none else") {
  std::mt19937_64 random(51);
  std::size_t found = 0;
  for (int i = 0; i < reference::trials(200); ++i) {
    const Texts texts = planted_corpus(random, 20 + random() % 60, random() % 2 == 0 ? 25 : 4000);
    const unsigned width = 1 + static_cast<unsigned>(random() % 4);
    JoinFloor floor{.jaccard = 0.05 + 0.05 * static_cast<double>(random() % 19)};
    floor.containment = 0.1 + 0.1 * static_cast<double>(random() % 10);
    floor.rare = 0.1 + 0.1 * static_cast<double>(random() % 10);
    floor.max_rare_texts = 1 + random() % 30;
    const auto joined = exact_join(views(texts), width, floor, 1 + static_cast<unsigned>(random() % 3), no_limit);
    REQUIRE(joined);
    const std::vector<Candidate> expected = all_pairs(texts, width, floor);
    found += expected.size();
    CAPTURE(i, width, floor.jaccard, floor.containment, floor.rare, floor.max_rare_texts, joined->pairs.size(),
            expected.size());
    CHECK(std::ranges::equal(joined->pairs, expected));
    CHECK(joined->buckets_cut == 0);
    CHECK(joined->cut_texts.empty());
  }
  CHECK(found > (reference::sanitized ? 100u : 1000u));
}

TEST_CASE("the complete join with its own floors, on a corpus of near-copies and excerpts") {
  std::mt19937_64 random(52);
  const Texts texts = planted_corpus(random, 400, 3000);
  for (const double threshold : {0.5, 0.7, 0.9, 1.0}) {
    const JoinFloor floor = join_floor(threshold, 3);
    const auto joined = exact_join(views(texts), 3, floor, 2, no_limit);
    REQUIRE(joined);
    CAPTURE(threshold);
    CHECK(std::ranges::equal(joined->pairs, all_pairs(texts, 3, floor)));
  }
}

TEST_CASE("the complete join gives the same for any number of threads") {
  std::mt19937_64 random(53);
  const Texts texts = planted_corpus(random, 500, 800);
  const auto one = exact_join(views(texts), 3, join_floor(0.7, 3), 1, no_limit);
  REQUIRE(one);
  CHECK(one->pairs.size() > 100);
  CHECK(is_sorted_and_distinct(one->pairs));
  for (const unsigned threads : {2u, 5u})
    CHECK((exact_join(views(texts), 3, join_floor(0.7, 3), threads, no_limit)->pairs == one->pairs));
}

TEST_CASE("the complete join of many texts is that of each archive in it that shares no word with the others") {
  std::mt19937_64 random(54);
  constexpr std::uint32_t copies = 140;
  constexpr WordId vocabulary = 300;
  const Texts texts = planted_corpus(random, 100, vocabulary);
  Texts many;
  for (std::uint32_t copy = 0; copy < copies; ++copy) {
    for (std::vector<WordId> text : texts) {
      for (WordId& word : text) word += copy * (vocabulary + 4);
      many.push_back(std::move(text));
    }
  }
  std::size_t num_words = 0;
  for (const auto& text : many) num_words += text.size();
  REQUIRE(num_words > 140'000);  // enough for the index to have parts

  const JoinFloor floor = join_floor(0.7, 3);
  const auto of_one = exact_join(views(texts), 3, floor, 1, no_limit);
  REQUIRE(of_one);
  REQUIRE(of_one->pairs.size() > 10);
  std::vector<Candidate> expected;
  for (std::uint32_t copy = 0; copy < copies; ++copy) {
    const auto first = static_cast<std::uint32_t>(copy * texts.size());
    for (const Candidate& pair : of_one->pairs)
      expected.push_back({first + pair.a, first + pair.b, pair.rare_shingles});
  }
  for (const unsigned threads : {1u, 3u}) {
    const auto of_many = exact_join(views(many), 3, floor, threads, no_limit);
    REQUIRE(of_many);
    CHECK(std::ranges::equal(of_many->pairs, expected));
  }
}

TEST_CASE("the complete join gives up beyond its number of steps") {
  const Texts texts = near_copies(200);
  CHECK_FALSE(exact_join(views(texts), 3, join_floor(0.7, 3), 1, 100));
  CHECK(exact_join(views(texts), 3, join_floor(0.7, 3), 1, no_limit)->pairs.size() == 200 * 199 / 2);
}

TEST_CASE("joins of nothing and of one text give nothing") {
  const Texts none, one = {{1, 2, 3}}, empty = {{}, {}, {}};
  for (const Texts* texts : {&none, &one, &empty}) {
    CHECK(exact_join(views(*texts), 3, join_floor(0.7, 3), 2, no_limit)->pairs.empty());
    CHECK(lsh_join(views(*texts), 3, {16, 2}, 2).pairs.empty());
    CHECK(anchor_join(views(*texts), 3, 2).empty());
  }
}

TEST_CASE("the floor follows from the threshold: a share of s words leaves s^w of the shingles") {
  CHECK(join_floor(1, 3).jaccard == Approx(1));
  CHECK(join_floor(0.7, 3).jaccard == Approx(0.343 / (2 - 0.343)));
  CHECK(join_floor(0.5, 1).jaccard == Approx(1.0 / 3));
  CHECK(join_floor(0.7, 2).jaccard > join_floor(0.7, 3).jaccard);
}

TEST_CASE("LSH finds pairs at its floor as often as promised") {
  constexpr std::size_t count = reference::sanitized ? 1500 : 10000;
  const Texts texts = planted_pairs(count, 60, 20);  // Jaccard 0.2 of single words
  const double miss_rate = GENERATE(0.05, 0.01);
  const Bands bands = choose_bands(0.2, miss_rate, 256);
  const Candidates found = lsh_join(views(texts), 1, bands, 2);
  std::size_t hits = 0;
  for (const Candidate& pair : found.pairs) hits += pair.a % 2 == 0 && pair.b == pair.a + 1;
  const double allowed = miss_rate * count;
  CAPTURE(hits, bands.bands, bands.rows);
  CHECK(static_cast<double>(count - hits) <= allowed + 3 * std::sqrt(allowed));
  CHECK(is_sorted_and_distinct(found.pairs));
  CHECK(found.buckets_cut == 0);
  CHECK(found.cut_texts.empty());
}

TEST_CASE("LSH finds all equal sets, and no pair of texts that share nothing") {
  const Texts disjoint = planted_pairs(500, 40, 0);
  const Candidates chance = lsh_join(views(disjoint), 1, choose_bands(0.2, 0.01, 256), 1);
  CHECK(chance.pairs.size() <= 2);  // 32-bit keys of 1,000 texts in 106 bands: 0.01 chance pairs expected
  const Texts equal = planted_pairs(100, 40, 40);
  const Candidates all = lsh_join(views(equal), 3, {4, 8}, 1);
  CHECK(all.pairs.size() == 100);
  for (std::uint32_t i = 0; i < 200; i += 2) CHECK(contains(all.pairs, i, i + 1));
}

TEST_CASE("LSH gives the same for any number of threads") {
  std::mt19937_64 random(54);
  const Texts texts = planted_corpus(random, 600, 500);
  const Bands bands = choose_bands(0.2, 0.01, 256);
  for (const std::size_t max_bucket : {8u, 256u}) {
    const Candidates one = lsh_join(views(texts), 3, bands, 1, max_bucket);
    CHECK(one.pairs.size() > 100);
    CHECK((one.buckets_cut > 0) == (max_bucket == 8));
    CHECK(is_sorted_and_distinct(one.pairs));
    for (const unsigned threads : {2u, 5u}) {
      const Candidates many = lsh_join(views(texts), 3, bands, threads, max_bucket);
      CHECK((many.pairs == one.pairs));
      CHECK(many.buckets_cut == one.buckets_cut);
      CHECK(many.cut_texts == one.cut_texts);
    }
  }
}

TEST_CASE("a bucket of near-copies costs its length, not its square, and says so") {
  constexpr std::size_t count = 2000;
  Texts texts = near_copies(count);
  texts.push_back({7001, 7002, 7003, 7004});
  const Bands bands = choose_bands(0.2, 0.01, 256);
  const Candidates found = lsh_join(views(texts), 3, bands, 2, 64);
  CHECK(found.buckets_cut > 0);
  CHECK(num_components(texts.size(), found.pairs) == 2);  // all copies, and the text that is none
  CHECK(found.pairs.size() <= 8 * count);
  CHECK(std::is_sorted(found.cut_texts.begin(), found.cut_texts.end()));
  CHECK(std::adjacent_find(found.cut_texts.begin(), found.cut_texts.end()) == found.cut_texts.end());
  CHECK(found.cut_texts.size() == count);
  CHECK(is_sorted_and_distinct(found.pairs));

  // However many texts: 6 links and the 2 nearest.
  const Candidates twice = lsh_join(views(near_copies(2 * count)), 3, bands, 2, 64);
  CHECK(num_components(2 * count, twice.pairs) == 1);
  CHECK(twice.pairs.size() <= 8 * 2 * count);
}

TEST_CASE("a cut bucket hides nothing from the other bands") {
  // All texts share one passage; two of them share their whole text.
  Texts texts = near_copies(300);
  const Texts pair = planted_pairs(1, 100, 90);
  texts.insert(texts.end(), pair.begin(), pair.end());
  const Candidates found = lsh_join(views(texts), 1, choose_bands(0.2, 0.01, 256), 2, 64);
  CHECK(found.buckets_cut > 0);
  CHECK(contains(found.pairs, 300, 301));
}

TEST_CASE("anchors find a text within a much longer one") {
  std::mt19937_64 random(55);
  Texts texts;
  WordId next = 1;
  constexpr std::size_t count = 300;
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<WordId> text = reference::fresh_words(next, 1200);
    const std::size_t begin = random() % 1000;
    texts.push_back(text);
    texts.emplace_back(text.begin() + static_cast<std::ptrdiff_t>(begin),
                       text.begin() + static_cast<std::ptrdiff_t>(begin + 122));  // 120 shingles
  }
  const std::vector<Candidate> found = anchor_join(views(texts), 3, 1);
  std::size_t hits = 0;
  for (const Candidate& pair : found) hits += pair.a % 2 == 0 && pair.b == pair.a + 1;
  CHECK(hits >= count - 1);  // lost: 2e-6 of such pairs
  CHECK(found.size() == hits);
  CHECK(is_sorted_and_distinct(found));
  for (const unsigned threads : {2u, 5u}) CHECK((anchor_join(views(texts), 3, threads) == found));
}

TEST_CASE("anchors are shared as by definition, whatever the room") {
  std::mt19937_64 random(21);
  std::vector<std::vector<WordId>> passages(60);
  for (auto& passage : passages)
    for (std::size_t i = 0; i < 20 + random() % 60; ++i) passage.push_back(static_cast<WordId>(random() % 50'000));
  Texts texts;
  for (int i = 0; i < 300; ++i) {
    std::vector<WordId> text;
    for (std::size_t parts = random() % 12; parts-- > 0;) {
      const auto& passage = passages[random() % passages.size()];
      text.insert(text.end(), passage.begin(), passage.end());
      for (std::size_t k = random() % 40; k-- > 0;) text.push_back(static_cast<WordId>(random() % 50'000));
    }
    texts.push_back(text);
  }

  std::map<std::uint64_t, std::set<std::uint32_t>> holders;  // of each anchor
  for (std::uint32_t text = 0; text < texts.size(); ++text) {
    std::vector<std::uint64_t> shingles;
    shingle(texts[text], 3, shingles);
    for (const std::uint64_t s : shingles)
      if (s % 8 == 0) holders[s >> 32].insert(text);
  }
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> common;
  for (const auto& [anchor, of_anchor] : holders) {
    if (of_anchor.size() > 64) continue;
    for (const std::uint32_t a : of_anchor)
      for (const std::uint32_t b : of_anchor) common[{a, b}] += a < b;
  }
  std::vector<Candidate> expected;
  for (const auto& [pair, count] : common) {
    const auto [shorter, longer] = std::minmax({texts[pair.first].size(), texts[pair.second].size()});
    if (count >= 2 && static_cast<double>(shorter) <= 0.6 * static_cast<double>(longer))
      expected.push_back({pair.first, pair.second});
  }
  REQUIRE(expected.size() > 100);
  for (const unsigned threads : {1u, 2u, 5u}) CHECK((anchor_join(views(texts), 3, threads) == expected));
}

TEST_CASE("anchors leave texts of like length, and phrases that many texts hold, alone") {
  CHECK(anchor_join(views(near_copies(20)), 3, 2).empty());
  Texts texts;
  WordId next = 1;
  const std::vector<WordId> passage = reference::fresh_words(next, 300);
  for (std::size_t i = 0; i < 65; ++i) {
    std::vector<WordId> text = reference::fresh_words(next, 40 * i);
    text.insert(text.end(), passage.begin(), passage.end());
    texts.push_back(std::move(text));
  }
  CHECK(anchor_join(views(texts), 3, 2).empty());
  texts.pop_back();
  CHECK_FALSE(anchor_join(views(texts), 3, 2).empty());
}
