#include "family/arborescence.h"

#include <limits>
#include <random>
#include <vector>

#include "support/catch.h"
#include "support/reference.h"

using namespace nuskha;

namespace {

using Parents = std::vector<std::uint32_t>;

/// Cost of the cheapest tree, by trying all.
double cheapest(std::size_t num_nodes, const std::vector<std::vector<double>>& cost) {
  double best = std::numeric_limits<double>::infinity();
  Parents parent(num_nodes, 0);
  for (;;) {
    double sum = 0;
    bool is_tree = true;
    for (std::uint32_t i = 1; i < num_nodes && is_tree; ++i) {
      sum += cost[parent[i]][i];
      std::uint32_t at = i;
      for (std::size_t steps = 0; at != 0 && steps <= num_nodes; ++steps) at = parent[at];
      is_tree = at == 0;
    }
    if (is_tree) best = std::min(best, sum);
    std::size_t i = 1;
    while (i < num_nodes && ++parent[i] == num_nodes) parent[i++] = 0;
    if (i == num_nodes) return best;
  }
}

}  // namespace

TEST_CASE("a circle of cheap arcs is entered where that costs least") {
  CHECK(cheapest_arborescence(1, 0, {}) == Parents{0});
  const std::vector<Arc> arcs = {{0, 1, 10}, {0, 2, 11}, {1, 2, 1}, {2, 1, 1}, {2, 3, 5}, {3, 2, 1}};
  CHECK(cheapest_arborescence(4, 0, arcs) == Parents{0, 0, 1, 2});
}

TEST_CASE("the arborescence of small random graphs is the cheapest of all") {
  std::mt19937_64 random(17);
  for (int trial = 0; trial < reference::trials(3000); ++trial) {
    const std::size_t n = 2 + random() % 5;
    const double none = std::numeric_limits<double>::infinity();
    std::vector<std::vector<double>> cost(n, std::vector<double>(n, none));
    for (std::size_t i = 1; i < n; ++i) cost[random() % i][i] = static_cast<double>(1 + random() % 20);
    for (std::size_t i = 0; i < 2 * n; ++i) {
      const std::size_t from = random() % n;
      const std::size_t to = random() % n;
      if (from != to) cost[from][to] = static_cast<double>(1 + random() % 20);
    }
    std::vector<Arc> arcs;
    for (std::uint32_t from = 0; from < n; ++from)
      for (std::uint32_t to = 0; to < n; ++to)
        if (cost[from][to] != none) arcs.push_back({from, to, cost[from][to]});
    const Parents parent = cheapest_arborescence(n, 0, arcs);
    REQUIRE(parent.size() == n);
    CHECK(parent[0] == 0);
    double sum = 0;
    for (std::uint32_t i = 1; i < n; ++i) {
      sum += cost[parent[i]][i];
      std::uint32_t at = i;
      for (std::size_t steps = 0; at != 0 && steps <= n; ++steps) at = parent[at];
      CHECK(at == 0);
    }
    CHECK(sum == cheapest(n, cost));
  }
}
