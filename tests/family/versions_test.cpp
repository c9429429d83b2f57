#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

#include "nuskha/family.h"
#include "support/catch.h"

using namespace nuskha;

namespace {

using Parents = std::vector<std::uint32_t>;

Parents arrange(std::size_t count, const std::vector<FamilyEdge>& edges) { return arrange_versions(count, edges); }

}  // namespace

TEST_CASE("the first member is the root") {
  CHECK(arrange(1, {}) == Parents{0});
  CHECK(arrange(2, {{0, 1, 0.8}}) == Parents{0, 0});
  CHECK(arrange(2, {{1, 0, 0.8}}) == Parents{0, 0});
}

TEST_CASE("each version hangs from the one that it resembles most") {
  CHECK(arrange(3, {{0, 1, 0.9}, {0, 2, 0.8}, {1, 2, 0.95}}) == Parents{0, 0, 1});
  CHECK(arrange(3, {{0, 1, 0.9}, {0, 2, 0.85}, {1, 2, 0.7}}) == Parents{0, 0, 0});
  CHECK(arrange(4, {{0, 3, 0.9}, {3, 2, 0.9}, {2, 1, 0.9}}) == Parents{0, 2, 3, 0});
}

TEST_CASE("among equally strong edges the one between earlier members counts") {
  CHECK(arrange(3, {{1, 2, 0.9}, {0, 2, 0.9}, {0, 1, 0.9}}) == Parents{0, 0, 0});
  CHECK(arrange(4, {{2, 3, 0.9}, {1, 3, 0.9}, {0, 1, 0.9}, {0, 2, 0.9}}) == Parents{0, 0, 0, 1});
}

TEST_CASE("the tree of random families is the heaviest one, whatever the order of edges") {
  std::mt19937_64 random(91);
  for (int trial = 0; trial < 2000; ++trial) {
    const std::uint32_t count = 2 + static_cast<std::uint32_t>(random() % 9);
    std::vector<FamilyEdge> edges;
    std::vector<std::vector<double>> strength(count, std::vector<double>(count, -1));
    const auto add = [&](std::uint32_t a, std::uint32_t b) {
      if (a == b || strength[a][b] >= 0) return;
      const double s = static_cast<double>(1 + random() % 64) / 64;
      strength[a][b] = strength[b][a] = s;
      edges.push_back({a, b, s});
    };
    for (std::uint32_t i = 1; i < count; ++i) add(i, static_cast<std::uint32_t>(random() % i));  // connected
    for (std::uint32_t i = 0; i < count * 2; ++i)
      add(static_cast<std::uint32_t>(random() % count), static_cast<std::uint32_t>(random() % count));
    const Parents parents = arrange(count, edges);

    // A tree over edges that exist, with member 0 its root.
    REQUIRE(parents.size() == count);
    CHECK(parents[0] == 0);
    double weight = 0;
    for (std::uint32_t i = 1; i < count; ++i) {
      REQUIRE(parents[i] != i);
      CHECK(strength[i][parents[i]] > 0);
      weight += strength[i][parents[i]];
      std::uint32_t at = i;
      for (std::uint32_t steps = 0; at != 0 && steps <= count; ++steps) at = parents[at];
      CHECK(at == 0);
    }
    // Prim's algorithm: the weight of the maximum spanning tree.
    double heaviest = 0;
    std::vector<bool> reached(count);
    reached[0] = true;
    for (std::uint32_t step = 1; step < count; ++step) {
      double best = -1;
      std::uint32_t next = 0;
      for (std::uint32_t a = 0; a < count; ++a)
        for (std::uint32_t b = 0; b < count; ++b)
          if (reached[a] && !reached[b] && strength[a][b] > best) best = strength[a][b], next = b;
      reached[next] = true;
      heaviest += best;
    }
    CHECK(weight == heaviest);
    std::shuffle(edges.begin(), edges.end(), random);
    for (FamilyEdge& edge : edges)
      if (random() % 2 == 0) std::swap(edge.a, edge.b);
    CHECK(arrange(count, edges) == parents);
  }
}
