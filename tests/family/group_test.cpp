#include <algorithm>
#include <random>
#include <set>
#include <vector>

#include "nuskha/family.h"
#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Groups = std::vector<std::uint32_t>;

Groups group(std::size_t num_texts, const std::vector<FamilyEdge>& edges, const std::vector<std::uint32_t>& partly = {},
             double least_mean = 0.5) {
  return group_families(num_texts, edges, partly, least_mean);
}

}  // namespace

TEST_CASE("without edges every text is its own family") {
  CHECK(group(0, {}).empty());
  CHECK(group(3, {}) == Groups{0, 1, 2});
}

TEST_CASE("a text on its own joins by one edge of at least one half") {
  CHECK(group(2, {{0, 1, 0.5}}) == Groups{0, 0});
  CHECK(group(3, {{1, 2, 0.9}, {0, 1, 0.5}}) == Groups{0, 0, 0});
  CHECK(group(3, {{1, 2, 0.9}, {0, 1, 0.49}}) == Groups{0, 1, 1});
}

TEST_CASE("a text with a weak edge joins when it has edges to more than half of the group") {
  CHECK(group(2, {{0, 1, 0.2}}) == Groups{0, 0});  // one of one
  CHECK(group(3, {{1, 2, 0.9}, {0, 1, 0.3}, {0, 2, 0.3}}) == Groups{0, 0, 0});
  CHECK(group(4, {{1, 2, 0.9}, {2, 3, 0.9}, {0, 1, 0.3}, {0, 2, 0.3}}) == Groups{0, 0, 0, 0});
  CHECK(group(5, {{1, 2, 0.9}, {2, 3, 0.9}, {3, 4, 0.9}, {0, 1, 0.3}, {0, 2, 0.3}}) == Groups{0, 1, 1, 1, 1});
}

TEST_CASE("two families of two merge when their mean likeness is one half") {
  const std::vector<FamilyEdge> pairs = {{0, 1, 0.9}, {2, 3, 0.9}};
  const auto with = [&](std::vector<FamilyEdge> more) {
    more.insert(more.end(), pairs.begin(), pairs.end());
    return group(4, more);
  };
  CHECK(with({{0, 2, 0.75}, {0, 3, 0.75}, {1, 2, 0.5}}) == Groups{0, 0, 0, 0});  // mean .5
  CHECK(with({{0, 2, 0.75}, {0, 3, 0.75}, {1, 2, 0.49}}) == Groups{0, 0, 2, 2});
  CHECK(with({{0, 2, 0.8}}) == Groups{0, 0, 2, 2});  // mean .2: pairs without an edge count
  CHECK(group(4, {{0, 1, 0.9}, {2, 3, 0.9}, {0, 2, 0.8}}, {}, 0.2) == Groups{0, 0, 0, 0});
}

TEST_CASE("a chain of pairs makes no family") {
  // Pairs 0-1, 2-3, … resemble each other closely, neighbours at one end only.
  std::vector<FamilyEdge> edges;
  for (std::uint32_t i = 0; i < 20; i += 2) edges.push_back({i, i + 1, 0.95});
  for (std::uint32_t i = 1; i < 19; i += 2) edges.push_back({i, i + 1, 0.8});
  const Groups groups = group(20, edges);
  for (std::uint32_t i = 0; i < 20; ++i) CHECK(groups[i] == i / 2 * 2);
}

TEST_CASE("a compendium glues no unrelated documents") {
  // Text 6 holds the texts of three families of two: weak edges to all.
  std::vector<FamilyEdge> edges = {{0, 1, 0.9}, {2, 3, 0.9}, {4, 5, 0.9}};
  for (std::uint32_t i = 0; i < 6; ++i) edges.push_back({i, 6, 0.3});
  const Groups groups = group(7, edges);
  CHECK(groups[0] == groups[1]);
  CHECK(groups[2] == groups[3]);
  CHECK(groups[4] == groups[5]);
  CHECK(std::set<std::uint32_t>{groups[0], groups[2], groups[4]}.size() == 3);

  // Nor single documents that share nothing: which of them the compendium went with would be chance, so it goes with
  // none.
  CHECK(group(5, {{0, 4, 0.4}, {1, 4, 0.4}, {2, 4, 0.4}, {3, 4, 0.4}}) == Groups{0, 1, 2, 3, 4});
}

TEST_CASE("between groups of texts that were partly compared, only compared pairs count") {
  const std::vector<FamilyEdge> edges = {{0, 1, 0.9}, {2, 3, 0.9}, {1, 2, 0.8}};
  CHECK(group(4, edges) == Groups{0, 0, 2, 2});
  CHECK(group(4, edges, {0, 1, 2, 3}) == Groups{0, 0, 0, 0});
  CHECK(group(4, edges, {1, 2}) == Groups{0, 0, 2, 2});
  CHECK(group(4, edges, {0, 1, 2}) == Groups{0, 0, 2, 2});
  CHECK(group(4, {{0, 1, 0.9}, {2, 3, 0.9}, {1, 2, 0.4}}, {0, 1, 2, 3}) == Groups{0, 0, 2, 2});
}

TEST_CASE("neither the order of edges nor that of their ends matters") {
  std::mt19937_64 random(81);
  for (int trial = 0; trial < 300; ++trial) {
    const std::uint32_t count = 2 + static_cast<std::uint32_t>(random() % 12);
    std::vector<FamilyEdge> edges;
    for (std::uint32_t a = 0; a < count; ++a)
      for (std::uint32_t b = a + 1; b < count; ++b)
        if (random() % 3 == 0) edges.push_back({a, b, static_cast<double>(1 + random() % 8) / 8});
    const Groups expected = group(count, edges);
    std::shuffle(edges.begin(), edges.end(), random);
    CHECK(group(count, edges) == expected);
  }
}

TEST_CASE("families equal those of the rule as it is written") {
  std::mt19937_64 random(82);
  std::size_t num_merged = 0, num_kept_apart = 0;
  for (int trial = 0; trial < reference::trials(20000); ++trial) {
    const std::uint32_t count = 1 + static_cast<std::uint32_t>(random() % 10);
    const std::uint64_t density = 1 + random() % 4;
    std::vector<FamilyEdge> edges;
    std::set<std::uint32_t> partly;
    for (std::uint32_t a = 0; a < count; ++a) {
      if (trial % 2 == 0 && random() % 3 != 0) partly.insert(a);
      for (std::uint32_t b = a + 1; b < count; ++b)
        if (random() % 4 < density)
          edges.push_back({a, b, static_cast<double>(1 + random() % 64) / 64});  // sums are exact
    }
    std::shuffle(edges.begin(), edges.end(), random);
    const double least_mean = trial % 3 == 0 ? 0.25 : 0.5;
    const Groups expected = reference::group_families(count, edges, partly, least_mean);
    const Groups found = group(count, edges, std::vector<std::uint32_t>(partly.begin(), partly.end()), least_mean);
    if (found != expected) FAIL("trial " << trial << " of " << count << " texts differs");
    for (const FamilyEdge& edge : edges) (found[edge.a] == found[edge.b] ? num_merged : num_kept_apart) += 1;
  }
  CHECK(num_merged > 100);
  CHECK(num_kept_apart > 100);
}
